//! A user's struct built inside the body.

use autodiff_core::differentiable;

struct Point {
    x: f64,
    y: f64,
}

#[differentiable]
fn norm(x: f64, y: f64) -> f64 {
    let p = Point { x, y };
    p.x.hypot(p.y)
}

fn main() {}
