//! A running state.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    let running = x.iter().scan(0.0, |total, v| {
        *total += v;
        Some(*total)
    });
    running.sum()
}

fn main() {}
