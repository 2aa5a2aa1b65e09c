//! A type has no derivative; only functions and modules do.

use autodiff_core::differentiable;

#[differentiable]
struct Point {
    x: f64,
}

fn main() {}
