//! `jvp` takes a tangent for each active parameter.

use autodiff_core::differentiable;

#[differentiable]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    let _ = product::jvp(1.0, 2.0, 1.0);
}
