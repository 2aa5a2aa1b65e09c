//! A function called for its effect.

use autodiff_core::differentiable;

#[differentiable]
fn show(x: f64) {
    println!("{x}");
}

fn main() {}
