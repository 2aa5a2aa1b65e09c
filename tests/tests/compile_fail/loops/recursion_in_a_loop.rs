//! A function that calls itself.

use autodiff_core::differentiable;

#[differentiable]
fn tree(x: f64, #[constant] depth: usize) -> f64 {
    let mut sum = x;
    for child in 0..depth {
        sum += tree(0.5 * x, child);
    }
    sum
}

fn main() {}
