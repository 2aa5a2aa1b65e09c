//! `#[constant]` on the only float.

use autodiff_core::differentiable;

#[differentiable]
fn square(#[constant] x: f64) -> f64 {
    x * x
}

fn main() {}
