//! Which of the two would hold?

use autodiff_core::differentiable;

#[differentiable(name = first, name = second)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
