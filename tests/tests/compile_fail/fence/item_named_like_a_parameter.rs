//! In Rust the item hides the parameter.

use autodiff_core::differentiable;

#[differentiable]
fn distorted(scale: f64) -> f64 {
    fn scale(x: f64) -> f64 {
        3.0 * x
    }
    scale(2.0)
}

fn main() {}
