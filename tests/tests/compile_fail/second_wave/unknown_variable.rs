//! A misspelt variable: reported once, not once for each companion.

use autodiff_core::differentiable;

#[differentiable]
fn square(x: f64) -> f64 {
    let y = x * x;
    y * z
}

fn main() {}
