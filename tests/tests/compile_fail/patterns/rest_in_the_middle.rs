//! A pattern that needs the length of a tuple which only `rustc` knows.

use autodiff_core::differentiable;

#[differentiable]
fn powers(x: f64) -> (f64, f64, f64) {
    (x, x * x, x * x * x)
}

#[differentiable]
fn ends(x: f64) -> f64 {
    let (first, .., last) = powers(x);
    first * last
}

fn main() {}
