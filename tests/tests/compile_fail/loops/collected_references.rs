//! A vector of references would refer to what the pullback does not keep.
use autodiff_core::differentiable;

#[differentiable]
fn f(xs: &[f64]) -> f64 {
    let parts: Vec<&[f64]> = xs.chunks(2).collect();
    let large: Vec<&f64> = xs.iter().filter(|x| **x > 1.0).collect();
    parts[0][0] * large[0]
}

fn main() {}
