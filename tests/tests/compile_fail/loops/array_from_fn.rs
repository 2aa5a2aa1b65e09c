//! The length of the array is known to `rustc` alone.

use autodiff_core::differentiable;

#[differentiable]
fn powers(x: f64) -> [f64; 3] {
    std::array::from_fn(|i| x.powi(i as i32))
}

fn main() {}
