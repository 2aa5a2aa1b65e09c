//! `stop_gradient` on everything.

use autodiff_core::{differentiable, stop_gradient};

#[differentiable]
fn stopped(x: f64) -> f64 {
    stop_gradient(x * x)
}

fn main() {}
