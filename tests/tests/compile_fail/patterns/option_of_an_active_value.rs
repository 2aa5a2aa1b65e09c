//! `Option` around an active value.

use autodiff_core::differentiable;

#[differentiable]
fn logarithm(x: f64) -> f64 {
    let positive = if x > 0.0 { Some(x) } else { None };
    match positive {
        Some(p) => p.ln(),
        None => 0.0,
    }
}

fn main() {}
