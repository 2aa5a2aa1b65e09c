//! A closure that changes an active value.

use autodiff_core::differentiable;

#[differentiable]
fn summed(x: f64) -> f64 {
    let mut total = 0.0;
    let mut add = |term: f64| total += term * x;
    add(1.0);
    add(2.0);
    total
}

fn main() {}
