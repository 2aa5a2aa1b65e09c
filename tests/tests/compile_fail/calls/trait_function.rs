//! A function of a trait, named through its type.

use autodiff_core::differentiable;

#[differentiable]
fn widened(x: f32) -> f64 {
    <f64 as From<f32>>::from(x) * 2.0
}

fn main() {}
