//! The bits of a float are an integer.

use autodiff_core::differentiable;

#[differentiable]
fn rounded_down(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & !1)
}

fn main() {}
