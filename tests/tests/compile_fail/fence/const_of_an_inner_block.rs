//! Items move to the top of the companions, where this one would hide another.

use autodiff_core::differentiable;

const FACTOR: f64 = 2.0;

#[differentiable]
fn scaled(x: f64) -> f64 {
    let outside = FACTOR * x;
    let inside = {
        const FACTOR: f64 = 3.0;
        FACTOR * x
    };
    outside * inside
}

fn main() {}
