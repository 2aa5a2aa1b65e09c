//! So does a `RefCell`.

use autodiff_core::differentiable;

use std::cell::RefCell;

#[differentiable]
fn powers(x: f64) -> f64 {
    let powers = RefCell::new(vec![1.0]);
    for _ in 0..3 {
        powers.borrow_mut().push(x);
    }
    *powers.borrow_mut() = vec![x];
    let last = powers.borrow()[0];
    last * x
}

fn main() {}
