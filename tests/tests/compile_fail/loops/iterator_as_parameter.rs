//! What a generic iterator does is not visible.

use autodiff_core::differentiable;

#[differentiable]
fn weighted(weights: impl Iterator<Item = f64>, x: f64) -> f64 {
    let mut sum = 0.0;
    for weight in weights {
        sum += weight * x;
    }
    sum
}

fn main() {}
