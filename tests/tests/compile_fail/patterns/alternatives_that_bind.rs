//! A binding under `|` of an active value.

use autodiff_core::differentiable;

#[differentiable]
fn chosen(x: f64, y: f64) -> f64 {
    match (x, y) {
        (0.0, a) | (a, 0.0) => a,
        (a, b) => a * b,
    }
}

fn main() {}
