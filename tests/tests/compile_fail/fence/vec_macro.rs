//! A heap buffer where an array would do.

use autodiff_core::differentiable;

#[differentiable]
fn norm(x: f64, y: f64) -> f64 {
    let v = vec![x, y];
    v[0].hypot(v[1])
}

fn main() {}
