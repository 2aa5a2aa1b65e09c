//! `ref mut`: what happens to the variable is not seen.

use autodiff_core::differentiable;

#[differentiable]
fn product(x: f64, y: f64) -> f64 {
    let (ref mut a, b) = (x, y);
    *a += 1.0;
    *a * b
}

fn main() {}
