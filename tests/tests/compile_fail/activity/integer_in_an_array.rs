//! The integer hides in an array.

use autodiff_core::differentiable;

#[differentiable]
fn counted(x: f64) -> f64 {
    let mut counts = [0; 2];
    counts[1] = x as i32;
    counts[1] as f64 * x
}

fn main() {}
