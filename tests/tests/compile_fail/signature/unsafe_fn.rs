//! The companions could not keep the caller's promise.

use autodiff_core::differentiable;

#[differentiable]
unsafe fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
