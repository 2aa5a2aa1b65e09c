//! An integer from a cast may bound a loop, but not be a number.

use autodiff_core::differentiable;

#[differentiable]
fn steps(x: f64) -> f64 {
    let n = x as usize;
    let mut sum = 0.0;
    for i in 0..n {
        sum += (n - i) as f64 * x;
    }
    sum
}

fn main() {}
