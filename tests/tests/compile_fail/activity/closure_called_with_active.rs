//! A closure over nothing is a constant, but what it does to its argument is not visible.

use autodiff_core::differentiable;

#[differentiable]
fn twice(x: f64) -> f64 {
    let double = |t: f64| 2.0 * t;
    double(x)
}

fn main() {}
