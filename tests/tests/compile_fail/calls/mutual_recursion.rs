//! Two functions of a module that call each other.

use autodiff_core::differentiable;

#[differentiable]
mod series {
    pub fn even(x: f64, n: u32) -> f64 {
        if n == 0 { x } else { x * odd(x, n - 1) }
    }

    pub fn odd(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { even(x, n - 1) + x }
    }
}

fn main() {}
