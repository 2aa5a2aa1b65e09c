//! A function of std that no one can annotate.

use autodiff_core::differentiable;

#[differentiable]
fn swapped(x: f64) -> f64 {
    std::convert::identity(x) * x
}

fn main() {}
