//! The user's own mistake: `rustc` reports it once, in the user's function.

use autodiff_core::differentiable;

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn caller(x: f64) -> f64 {
    square(x, 2.0)
}

fn main() {}
