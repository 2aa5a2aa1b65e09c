//! The length of the array is known to `rustc` alone.

use autodiff_core::differentiable;

#[differentiable]
fn total(x: &[f64; 3]) -> f64 {
    x[0] + x[1] + x[2]
}

#[differentiable]
fn powers(x: f64) -> f64 {
    let powers = std::array::from_fn(|i| x.powi(i as i32));
    total(&powers)
}

fn main() {}
