//! A closure that uses an active value.

use autodiff_core::differentiable;

#[differentiable]
fn polynomial(x: f64) -> f64 {
    let power = |n: i32| x.powi(n);
    power(2) + 3.0 * power(3)
}

fn main() {}
