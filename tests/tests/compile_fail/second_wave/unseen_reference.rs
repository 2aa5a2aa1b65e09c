//! A mutable reference that is not seen through: what is changed would be a copy.

use autodiff_core::differentiable;

#[differentiable]
fn grown(x: &[f64]) -> f64 {
    let mut parts = vec![x.to_vec(), vec![]];
    let longest = parts.iter_mut().max_by(|a, b| a.len().cmp(&b.len())).unwrap();
    longest.push(1.0);
    parts.iter().flatten().sum()
}

fn main() {}
