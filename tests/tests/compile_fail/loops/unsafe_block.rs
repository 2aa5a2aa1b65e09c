//! What unchecked code does is not visible.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += unsafe { *x.get_unchecked(i) };
    }
    sum
}

fn main() {}
