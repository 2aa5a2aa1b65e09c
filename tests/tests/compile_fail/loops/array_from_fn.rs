//! A function of the standard library that calls a closure.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: f64) -> f64 {
    let powers: [f64; 3] = std::array::from_fn(|i| x.powi(i as i32));
    powers[0] + powers[1] + powers[2]
}

fn main() {}
