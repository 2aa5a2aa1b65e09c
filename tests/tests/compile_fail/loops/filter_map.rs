//! Options come later.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    x.iter().filter_map(|v| (*v > 0.0).then_some(v * v)).sum()
}

fn main() {}
