//! A sound function that calls a rejected one: the rejected one's error alone.

use autodiff_core::differentiable;

#[differentiable]
fn rejected(x: f64) -> f64 {
    f64::from_bits(x.to_bits())
}

#[differentiable]
fn caller(x: f64) -> f64 {
    rejected(x) * x
}

fn main() {
    let _: f64 = caller::grad(3.0);
}
