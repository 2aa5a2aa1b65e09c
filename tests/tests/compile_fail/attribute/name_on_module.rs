//! A module has no twin.

use autodiff_core::differentiable;

#[differentiable(name = other)]
mod shapes {
    pub fn area(r: f64) -> f64 {
        r * r
    }
}

fn main() {}
