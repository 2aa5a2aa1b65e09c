//! Loops come later.

use autodiff_core::differentiable;

#[differentiable]
fn norm(x: &[f64; 3]) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        sum += x[i] * x[i];
    }
    sum.sqrt()
}

fn main() {}
