//! `?` comes later.

use autodiff_core::differentiable;

fn checked(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x) } else { None }
}

#[differentiable]
fn logarithm(x: f64) -> Option<f64> {
    let x = checked(x)?;
    Some(x.ln())
}

fn main() {}
