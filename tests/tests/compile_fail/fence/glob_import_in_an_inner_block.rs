//! What a glob brings is not known here.

use autodiff_core::differentiable;

#[differentiable]
fn circle(r: f64) -> f64 {
    let full = {
        use std::f64::consts::*;
        2.0 * PI
    };
    full * r
}

fn main() {}
