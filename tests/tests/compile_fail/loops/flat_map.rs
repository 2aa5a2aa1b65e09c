//! An adapter that the macro does not know.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    x.iter().flat_map(|v| [*v, v * v]).sum()
}

fn main() {}
