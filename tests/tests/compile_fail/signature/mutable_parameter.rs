//! Outputs through `&mut` come later.

use autodiff_core::differentiable;

#[differentiable]
fn scale(x: &mut [f64], factor: f64) -> f64 {
    x[0] * factor
}

fn main() {}
