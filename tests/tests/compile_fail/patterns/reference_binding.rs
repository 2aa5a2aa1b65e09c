//! `ref` borrows where a copy would do.

use autodiff_core::differentiable;

#[differentiable]
fn product(x: f64, y: f64) -> f64 {
    let (ref a, b) = (x, y);
    *a * b
}

fn main() {}
