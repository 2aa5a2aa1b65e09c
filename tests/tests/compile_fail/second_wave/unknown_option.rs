//! The option is wrong, the function is not: its companions are there.

use autodiff_core::differentiable;

#[differentiable(fast)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    let _: f64 = square::grad(3.0);
}
