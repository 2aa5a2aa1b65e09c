//! Which function it is, only the running program knows.

use autodiff_core::differentiable;

#[differentiable]
fn apply(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    f(x) * x
}

fn main() {}
