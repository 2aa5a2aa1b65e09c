//! A misspelt method.

use autodiff_core::differentiable;

#[differentiable]
fn wave(x: f64) -> f64 {
    x.sine() * x
}

fn main() {}
