//! Which closure a call runs is not visible.

use autodiff_core::differentiable;

#[differentiable]
fn composed(x: f64) -> f64 {
    let steps: [&dyn Fn(f64) -> f64; 2] = [&|t| t * x, &|t| t + x];
    let mut y = x;
    for step in steps {
        y = step(y);
    }
    y
}

fn main() {}
