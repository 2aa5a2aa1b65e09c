//! A mistake that is plain Rust's: reported once, in the user's words.

use autodiff_core::differentiable;

#[differentiable]
fn square(x: f64) -> f64 {
    x * x * 2
}

fn main() {}
