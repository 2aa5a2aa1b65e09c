//! An iterator with a filter, asked for one item after another.

use autodiff_core::differentiable;

#[differentiable]
fn total(x: &[f64]) -> f64 {
    let mut items = x.iter().filter(|v| **v > 0.0);
    let mut sum = 0.0;
    while let Some(item) = items.next() {
        sum += item;
    }
    sum
}

fn main() {}
