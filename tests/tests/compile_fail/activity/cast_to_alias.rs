//! An alias may stand for a float or for an integer.

use autodiff_core::differentiable;

type Real = f64;

#[differentiable]
fn widened(x: f32) -> f64 {
    let wide = x as Real;
    wide * wide
}

fn main() {}
