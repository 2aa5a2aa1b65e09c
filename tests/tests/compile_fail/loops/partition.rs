//! Two collections at once.

use autodiff_core::differentiable;

#[differentiable]
fn difference(x: &[f64]) -> f64 {
    let (high, low): (Vec<f64>, Vec<f64>) = x.iter().partition(|v| **v > 0.0);
    high[0] - low[0]
}

fn main() {}
