//! A least-squares fit as one writes it first: a struct, a loop, a push.

use autodiff_core::differentiable;

struct Data {
    points: Vec<(f64, f64)>,
}

#[differentiable]
fn cost(slope: f64, offset: f64, data: &Data) -> f64 {
    let mut residuals = Vec::new();
    for (x, y) in &data.points {
        residuals.push(slope * x + offset - y);
    }
    residuals.iter().map(|r| r * r).sum()
}

fn main() {}
