//! The cast is an error where it stands, in the middle of an expression.

use autodiff_core::differentiable;

#[differentiable]
fn stairs(x: f64) -> f64 {
    2.0 * (x as i32 as f64)
}

fn main() {}
