//! The twin of a rejected function has its other name, too.

use autodiff_core::differentiable;

#[differentiable(name = norm_ad)]
fn norm(x: f64, y: f64) -> f64 {
    [x, y].iter().map(|v| f64::from_bits(v.to_bits())).sum::<f64>()
}

fn main() {
    let _: (f64, f64) = norm_ad::grad(3.0, 4.0);
}
