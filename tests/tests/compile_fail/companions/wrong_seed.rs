//! The seed has the type of the result.

use autodiff_core::differentiable;

#[differentiable]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    let (_, pullback) = product::vjp(1.0, 2.0);
    let _ = pullback([1.0, 0.0]);
}
