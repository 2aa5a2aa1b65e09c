//! `name` takes an identifier, not a string.

use autodiff_core::differentiable;

#[differentiable(name = "square_ad")]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
