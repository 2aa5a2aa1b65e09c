//! The same with `format!`.

use autodiff_core::differentiable;

#[differentiable]
fn through_text(x: f64) -> f64 {
    let text = format!("{x:.3}");
    let rounded: f64 = text.parse().unwrap();
    rounded * x
}

fn main() {}
