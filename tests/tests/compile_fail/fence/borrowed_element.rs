//! A mutable borrow of an element.

use autodiff_core::differentiable;

#[differentiable]
fn doubled(x: f64) -> f64 {
    let mut pair = [x, 1.0];
    let first = &mut pair[0];
    *first *= 2.0;
    pair[0]
}

fn main() {}
