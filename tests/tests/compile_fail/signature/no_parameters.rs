//! Nothing goes in.

use autodiff_core::differentiable;

#[differentiable]
fn gravity() -> f64 {
    9.81
}

fn main() {}
