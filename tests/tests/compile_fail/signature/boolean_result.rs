//! A predicate needs no attribute.

use autodiff_core::differentiable;

#[differentiable]
fn inside(x: f64, y: f64) -> bool {
    x * x + y * y < 1.0
}

fn main() {}
