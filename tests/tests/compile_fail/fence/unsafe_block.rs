//! What unchecked code does is not visible.

use autodiff_core::differentiable;

#[differentiable]
fn first(x: &[f64]) -> f64 {
    let y = unsafe { *x.get_unchecked(0) };
    y * y
}

fn main() {}
