//! One name in two blocks, reported once.

use autodiff_core::differentiable;

#[differentiable]
fn scaled(x: f64, twice: bool) -> f64 {
    if twice {
        const FACTOR: f64 = 2.0;
        x * FACTOR
    } else {
        const FACTOR: f64 = 3.0;
        x * FACTOR
    }
}

fn main() {}
