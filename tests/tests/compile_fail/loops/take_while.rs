//! In a `for` loop.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x.iter().take_while(|v| **v > 0.0) {
        sum += v;
    }
    sum
}

fn main() {}
