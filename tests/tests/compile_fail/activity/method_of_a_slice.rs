//! `first` returns an `Option` of a reference.

use autodiff_core::differentiable;

#[differentiable]
fn head(x: &[f64]) -> f64 {
    x.first().copied().unwrap_or(0.0)
}

fn main() {}
