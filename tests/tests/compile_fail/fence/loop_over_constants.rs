//! Also a loop that only counts.

use autodiff_core::differentiable;

#[differentiable]
fn scaled(x: f64) -> f64 {
    let mut k = 1.0;
    for _ in 0..3 {
        k *= 2.0;
    }
    k * x
}

fn main() {}
