//! A struct without `Differentiable`: `rustc` sees that, at the type.

use autodiff_core::differentiable;

#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
}

#[differentiable]
fn norm(p: Point) -> f64 {
    p.x.hypot(p.y)
}

fn main() {}
