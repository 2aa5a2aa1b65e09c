//! `name` without `=`.

use autodiff_core::differentiable;

#[differentiable(name)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
