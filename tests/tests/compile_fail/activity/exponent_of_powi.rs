//! An integer exponent made of an active value.

use autodiff_core::differentiable;

#[differentiable]
fn power(x: f64) -> f64 {
    x.powi(x as i32)
}

fn main() {}
