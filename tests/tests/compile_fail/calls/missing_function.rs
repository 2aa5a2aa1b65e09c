//! A name that is nowhere: the error of `rustc` at the user's call, and it alone.

use autodiff_core::differentiable;

#[differentiable]
fn caller(x: f64) -> f64 {
    missing(x) * x
}

fn main() {}
