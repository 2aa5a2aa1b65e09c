//! The gradient inside a body: second derivatives come later.

use autodiff_core::differentiable;

#[differentiable]
fn cube(x: f64) -> f64 {
    x * x * x
}

#[differentiable]
fn slope(x: f64) -> f64 {
    cube::grad(x) * x
}

fn main() {}
