//! Jacobians come later.

use autodiff_core::differentiable;

#[differentiable]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    let _ = product::hessian(1.0, 2.0);
}
