//! What is changed is not lent to the caller at the same time.

use autodiff_core::differentiable;

#[differentiable]
fn normalise<'a>(x: &'a [f64; 2], out: &mut [f64; 2]) -> &'a f64 {
    let norm = x[0].hypot(x[1]);
    out[0] = x[0] / norm;
    &x[0]
}

#[differentiable]
fn largest(x: &mut [f64; 2]) -> &mut f64 {
    &mut x[0]
}

fn main() {}
