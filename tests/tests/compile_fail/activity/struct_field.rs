//! A field of a constant that an active value went into, by a method.

use autodiff_core::differentiable;

#[differentiable]
fn through_field(x: (f64, f64)) -> f64 {
    x.first * x.1
}

fn main() {}
