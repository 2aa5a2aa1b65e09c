//! An adapter that the macro does not know.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    x.iter().map(|v| v * v).peekable().sum()
}

fn main() {}
