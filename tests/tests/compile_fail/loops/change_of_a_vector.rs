//! A method that moves elements around.

use autodiff_core::differentiable;

#[differentiable]
fn largest(x: &[f64]) -> f64 {
    let mut sorted = x.to_vec();
    for _ in 0..2 {
        sorted.rotate_left(1);
    }
    sorted[0]
}

fn main() {}
