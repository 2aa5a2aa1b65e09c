//! A variable that one branch leaves without a value: `rustc` says it, too.

use autodiff_core::differentiable;

#[differentiable]
fn ramp(x: f64) -> f64 {
    let y: f64;
    if x > 0.0 {
        y = x;
    }
    y * x
}

fn main() {}
