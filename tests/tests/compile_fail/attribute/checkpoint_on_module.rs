//! `checkpoint` is said by functions.

use autodiff_core::differentiable;

#[differentiable(checkpoint = 10)]
mod series {
    pub fn double(x: f64) -> f64 {
        x + x
    }
}

fn main() {}
