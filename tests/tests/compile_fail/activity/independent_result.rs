//! The result forgets its parameter.

use autodiff_core::differentiable;

#[differentiable]
fn forgetful(x: f64) -> f64 {
    let _y = x * x;
    1.0
}

fn main() {}
