//! A chain of iterators is seen through where it is used.

use autodiff_core::differentiable;

#[differentiable]
fn norm(x: &[f64]) -> f64 {
    let squares = x.iter().map(|v| v * v);
    let mut sum = 0.0;
    for square in squares {
        sum += square;
    }
    sum
}

fn main() {}
