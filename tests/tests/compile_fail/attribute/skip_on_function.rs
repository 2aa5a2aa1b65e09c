//! `skip` only means something inside an annotated module.

use autodiff_core::differentiable;

#[differentiable(skip)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
