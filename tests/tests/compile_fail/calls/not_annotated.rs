//! Only `rustc` can see that the callee has no companions: the alias in its message is the fix.

use autodiff_core::differentiable;

fn helper(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn caller(x: f64) -> f64 {
    helper(x) + x
}

fn main() {}
