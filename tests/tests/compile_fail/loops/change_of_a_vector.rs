//! A method that puts other elements in the place of some.

use autodiff_core::differentiable;

#[differentiable]
fn largest(x: &[f64]) -> f64 {
    let mut rest = x.to_vec();
    for _ in 0..2 {
        rest.splice(..1, [2.0]);
    }
    rest[0]
}

fn main() {}
