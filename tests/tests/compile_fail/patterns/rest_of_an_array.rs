//! A named rest of an array is a slice of active values.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: [f64; 3]) -> f64 {
    let [first, rest @ ..] = x;
    first * rest[0]
}

fn main() {}
