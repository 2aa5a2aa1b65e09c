//! A range of elements.

use autodiff_core::differentiable;

#[differentiable]
fn tail_product(x: &[f64]) -> f64 {
    let tail = &x[1..];
    tail[0] * tail[1]
}

fn main() {}
