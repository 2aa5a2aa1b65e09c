//! A method that takes elements out.

use autodiff_core::differentiable;

#[differentiable]
fn largest(x: &[f64]) -> f64 {
    let mut rest = x.to_vec();
    for _ in 0..2 {
        rest.drain(..1);
    }
    rest[0]
}

fn main() {}
