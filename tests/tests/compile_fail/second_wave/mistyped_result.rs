//! A body that does not give what the signature says.

use autodiff_core::differentiable;

#[differentiable]
fn pair(x: f64) -> [f64; 2] {
    (x, x * x)
}

fn main() {}
