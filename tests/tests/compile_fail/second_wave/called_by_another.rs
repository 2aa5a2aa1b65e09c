//! A sound function that calls a rejected one: the rejected one's error alone.

use autodiff_core::differentiable;

#[differentiable]
fn rejected(x: f64) -> f64 {
    let mut y = x;
    while y > 1.0 {
        y /= 2.0;
    }
    y
}

#[differentiable]
fn caller(x: f64) -> f64 {
    rejected(x) * x
}

fn main() {
    let _: f64 = caller::grad(3.0);
}
