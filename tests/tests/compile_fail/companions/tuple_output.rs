//! The same for `value_and_grad` of a tuple.

use autodiff_core::differentiable;

#[differentiable]
fn polar(r: f64, angle: f64) -> (f64, f64) {
    (r * angle.cos(), r * angle.sin())
}

fn main() {
    let _ = polar::value_and_grad(1.0, 0.5);
}
