//! A number that went through text.

use autodiff_core::differentiable;

#[differentiable]
fn through_text(x: f64) -> f64 {
    let text = x.to_string();
    let y: f64 = text.parse().unwrap();
    x * y
}

fn main() {}
