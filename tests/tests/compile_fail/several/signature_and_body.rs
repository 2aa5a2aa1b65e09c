//! What is wrong with the signature does not hide what is wrong with the body.

use autodiff_core::differentiable;

#[differentiable]
async fn busy(x: f64) -> f64 {
    let mut y = x;
    while y > 1.0 {
        y = f64::from_bits(y.to_bits());
    }
    y
}

fn main() {}
