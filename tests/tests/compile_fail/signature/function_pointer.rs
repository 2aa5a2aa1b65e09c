//! A function pointer is a constant by its type; what it does to an active value is unknown.

use autodiff_core::differentiable;

#[differentiable]
fn apply(f: fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

fn main() {}
