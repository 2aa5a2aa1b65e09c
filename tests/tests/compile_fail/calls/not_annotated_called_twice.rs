//! Two calls of one function: one error.

use autodiff_core::differentiable;

fn helper(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn caller(x: f64) -> f64 {
    helper(x) + helper(2.0 * x)
}

fn main() {}
