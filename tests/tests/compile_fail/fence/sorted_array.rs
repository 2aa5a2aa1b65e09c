//! Sorting moves active values around.

use autodiff_core::differentiable;

#[differentiable]
fn median(x: [f64; 3]) -> f64 {
    let mut sorted = x;
    sorted.sort_by(|a, b| a.total_cmp(b));
    sorted[1]
}

fn main() {}
