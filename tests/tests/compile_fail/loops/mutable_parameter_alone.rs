//! Outside of a module a function through `&mut` has no place to be inlined.

use autodiff_core::differentiable;

#[differentiable]
fn step(x: &mut f64, factor: f64) {
    *x *= factor;
}

fn main() {}
