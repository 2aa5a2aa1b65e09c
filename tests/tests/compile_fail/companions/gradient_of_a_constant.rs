//! The gradient has one part for each active parameter, none for constants.

use autodiff_core::differentiable;

#[differentiable]
fn scaled(x: f64, #[constant] k: f64) -> f64 {
    k * x
}

fn main() {
    let (_dx, _dk) = scaled::grad(1.0, 2.0);
}
