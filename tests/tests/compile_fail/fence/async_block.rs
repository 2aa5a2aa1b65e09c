//! An `async` block, even one that is thrown away.

use autodiff_core::differentiable;

#[differentiable]
fn square(x: f64) -> f64 {
    let later = async { x * x };
    drop(later);
    x * x
}

fn main() {}
