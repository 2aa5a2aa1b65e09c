//! The same through a path.

use autodiff_core::differentiable;

mod geometry {
    pub fn area(r: f64) -> f64 {
        r * r
    }
}

#[differentiable]
fn caller(x: f64) -> f64 {
    geometry::area(x) + 1.0
}

fn main() {}
