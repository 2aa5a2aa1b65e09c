//! What the closure of `position` adds up has a derivative.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    let mut total = 0.0;
    let found = x.iter().position(|v| {
        total += v;
        total > 1.0
    });
    if found.is_some() { total * x[0] } else { x[0] }
}

fn main() {}
