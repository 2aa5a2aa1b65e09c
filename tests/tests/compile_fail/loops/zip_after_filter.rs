//! What is left by a filter has no positions.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (a, b) in x.iter().filter(|v| **v > 0.0).zip(y) {
        sum += a * b;
    }
    sum
}

fn main() {}
