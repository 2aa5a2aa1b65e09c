//! A mutable reference that is not seen through: what is changed would be a copy.

use autodiff_core::differentiable;

#[differentiable]
fn grown(x: &[f64]) -> f64 {
    let mut parts = vec![x.to_vec(), vec![]];
    let longest = parts.iter_mut().reduce(|a, b| if a.len() > b.len() { a } else { b }).unwrap();
    longest.push(1.0);
    parts.iter().flatten().sum()
}

fn main() {}
