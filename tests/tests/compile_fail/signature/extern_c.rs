//! The companions return tuples and closures, which have no C form.

use autodiff_core::differentiable;

#[differentiable]
extern "C" fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
