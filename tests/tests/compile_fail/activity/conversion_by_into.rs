//! `into` may be anything where no type is written; `f64::from` is known.

use autodiff_core::differentiable;

#[differentiable]
fn larger(x: f32, y: f64) -> f64 {
    y.max(x.into())
}

fn main() {}
