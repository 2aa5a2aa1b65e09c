//! A gradient needs one float: the error stands at the call, and names `vjp`.

use autodiff_core::differentiable;

#[differentiable]
fn polar(r: f64, angle: f64) -> [f64; 2] {
    [r * angle.cos(), r * angle.sin()]
}

fn main() {
    let _ = polar::grad(1.0, 0.5);
}
