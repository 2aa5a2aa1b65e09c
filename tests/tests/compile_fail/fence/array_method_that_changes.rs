//! `swap` changes an array that holds active values.

use autodiff_core::differentiable;

#[differentiable]
fn swapped(x: f64, y: f64) -> f64 {
    let mut pair = [x, y];
    pair.swap(0, 1);
    pair[0] - 2.0 * pair[1]
}

fn main() {}
