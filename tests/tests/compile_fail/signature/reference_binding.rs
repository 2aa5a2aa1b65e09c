//! `ref` in a parameter.

use autodiff_core::differentiable;

#[differentiable]
fn square(ref x: f64) -> f64 {
    x * x
}

fn main() {}
