//! A typed result of a plain call may be an index, but not a factor.

use autodiff_core::differentiable;

fn bin(x: f64) -> usize {
    (x * 10.0) as usize
}

#[differentiable]
fn staircase(x: f64) -> f64 {
    let n: usize = bin(x);
    n as f64 * x
}

fn main() {}
