//! Whether there is a value, only the function knows.

use autodiff_core::differentiable;

fn root(x: f64) -> Option<f64> {
    (x > 0.0).then(|| x.sqrt())
}

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    x.iter().filter_map(|v| root(*v)).sum()
}

#[differentiable]
fn early(x: &[f64]) -> f64 {
    x.iter()
        .map_while(|v| {
            if *v < 0.0 {
                return None;
            }
            Some(v * v)
        })
        .sum()
}

fn main() {}
