//! The companions return closures, which no `const fn` can.

use autodiff_core::differentiable;

#[differentiable]
const fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
