//! An iterator over active values.

use autodiff_core::differentiable;

#[differentiable]
fn largest(x: &[f64; 3]) -> f64 {
    x.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

fn main() {}
