//! A `Cell` changes without an assignment.

use autodiff_core::differentiable;

use std::cell::Cell;

#[differentiable]
fn power(x: f64) -> f64 {
    let product = Cell::new(1.0);
    for _ in 0..3 {
        product.set(product.get() * x);
    }
    product.get() * x
}

fn main() {}
