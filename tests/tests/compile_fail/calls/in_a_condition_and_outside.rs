//! In the condition the call is plain Rust; in the result it is not.

use autodiff_core::differentiable;

fn bump(x: f64) -> f64 {
    x + 1.0
}

#[differentiable]
fn chosen(x: f64) -> f64 {
    if bump(x) > 2.0 { bump(x) } else { x }
}

fn main() {}
