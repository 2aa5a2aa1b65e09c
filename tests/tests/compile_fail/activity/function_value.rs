//! Functions of the standard library as values: which one a call runs is not visible.

use autodiff_core::differentiable;

#[differentiable]
fn larger(x: f64, y: f64) -> f64 {
    let pick = if x < y { f64::max } else { f64::min };
    pick(x, y)
}

fn main() {}
