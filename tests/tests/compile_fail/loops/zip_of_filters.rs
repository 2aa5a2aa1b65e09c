//! What two filters leave is not paired by positions.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (a, b) in x.iter().filter(|v| **v > 0.0).zip(y.iter().filter(|v| **v > 0.0)) {
        sum += a * b;
    }
    for v in x.iter().flat_map(|v| [*v, v * v]).rev() {
        sum *= v;
    }
    sum
}

fn main() {}
