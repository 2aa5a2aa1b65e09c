//! An iterator behind a trait object.

use autodiff_core::differentiable;

#[differentiable]
fn norm(x: &[f64]) -> f64 {
    let squares: Box<dyn Iterator<Item = f64>> = Box::new(x.iter().map(|v| v * v));
    let mut sum = 0.0;
    for square in squares {
        sum += square;
    }
    sum
}

fn main() {}
