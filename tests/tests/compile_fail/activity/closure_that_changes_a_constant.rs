//! Also a count: when the closure runs is not visible.

use autodiff_core::differentiable;

#[differentiable]
fn counted(x: f64) -> f64 {
    let mut count = 0;
    let mut next = || {
        count += 1;
        count
    };
    let first = next();
    let second = next();
    x.powi(first) + x.powi(second)
}

fn main() {}
