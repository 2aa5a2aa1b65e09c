//! The macro sees the statement whether it stays or not.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        #[cfg(debug_assertions)]
        {
            sum += 1.0;
        }
        sum += v;
    }
    sum
}

fn main() {}
