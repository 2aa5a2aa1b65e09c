//! A function of the standard library as a value.

use autodiff_core::differentiable;

#[differentiable]
fn larger(x: f64, y: f64) -> f64 {
    let pick = f64::max;
    pick(x, y)
}

fn main() {}
