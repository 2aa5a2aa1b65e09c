//! Newton's method, as everybody writes it first.

use autodiff_core::differentiable;

#[differentiable]
fn root(x: f64) -> f64 {
    let mut y = x;
    while (y * y - x).abs() > 1e-12 {
        y = 0.5 * (y + x / y);
    }
    y
}

fn main() {}
