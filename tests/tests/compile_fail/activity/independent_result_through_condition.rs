//! A step function has a zero derivative wherever it has one.

use autodiff_core::differentiable;

#[differentiable]
fn step(x: f64) -> f64 {
    if x > 0.0 { 1.0 } else { 0.0 }
}

fn main() {}
