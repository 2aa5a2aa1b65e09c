//! All parameters are integers.

use autodiff_core::differentiable;

#[differentiable]
fn harmonic(n: u32) -> f64 {
    1.0 / n as f64
}

fn main() {}
