//! `checkpoint` is a number of iterations.

use autodiff_core::differentiable;

#[differentiable(checkpoint = 0)]
fn double(x: f64) -> f64 {
    x + x
}

fn main() {}
