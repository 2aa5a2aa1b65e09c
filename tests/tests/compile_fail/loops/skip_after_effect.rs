//! `skip` would skip what the closure does.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    let mut total = 0.0;
    let tail: f64 = x
        .iter()
        .map(|v| {
            total += v;
            v * v
        })
        .skip(1)
        .sum();
    total * tail
}

fn main() {}
