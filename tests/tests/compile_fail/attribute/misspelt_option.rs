//! A user from another library expects to name the mode.

use autodiff_core::differentiable;

#[differentiable(reverse)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
