//! A result whose type the macro cannot name.

use autodiff_core::differentiable;

#[differentiable]
fn scaled(x: f64) -> impl Fn(f64) -> f64 {
    move |t| t * x
}

fn main() {}
