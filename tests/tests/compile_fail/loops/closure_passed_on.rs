//! A function of the user's calls the closure.

use autodiff_core::differentiable;

fn repeated(step: impl Fn(f64) -> f64, times: usize) -> f64 {
    (0..times).fold(1.0, |value, _| step(value))
}

#[differentiable]
fn cubed(x: f64) -> f64 {
    repeated(|t| t * x, 3)
}

fn main() {}
