//! A function that changes what it is given behind a shared reference.

use autodiff_core::differentiable;

use std::cell::Cell;

fn multiply(product: &Cell<f64>, factor: f64) {
    product.set(product.get() * factor);
}

#[differentiable]
fn product(x: &[f64]) -> f64 {
    let product = Cell::new(1.0);
    for v in x {
        multiply(&product, *v);
    }
    product.get() * x[0]
}

fn main() {}
