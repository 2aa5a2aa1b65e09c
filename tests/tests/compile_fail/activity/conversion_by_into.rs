//! `into` may be anything; `f64::from` is known.

use autodiff_core::differentiable;

#[differentiable]
fn widened(x: f32) -> f64 {
    let wide: f64 = x.into();
    wide * wide
}

fn main() {}
