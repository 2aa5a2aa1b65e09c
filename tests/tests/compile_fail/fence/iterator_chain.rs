//! An iterator is a loop, too.

use autodiff_core::differentiable;

#[differentiable]
fn norm(x: &[f64]) -> f64 {
    x.iter().map(|v| v * v).sum::<f64>().sqrt()
}

fn main() {}
