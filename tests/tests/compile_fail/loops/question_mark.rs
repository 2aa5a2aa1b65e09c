//! `?` leaves the function from inside the loop.

use autodiff_core::differentiable;

fn positive(x: f64) -> Option<f64> {
    (x > 0.0).then_some(x)
}

#[differentiable]
fn sum(x: &[f64]) -> Option<f64> {
    let mut sum = 0.0;
    for v in x {
        sum += positive(*v)?;
    }
    Some(sum)
}

fn main() {}
