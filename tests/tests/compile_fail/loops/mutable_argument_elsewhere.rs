//! The function is not in the module: what it does to its argument is not visible.

use autodiff_core::differentiable;

fn step(x: &mut f64) {
    *x *= 2.0;
}

#[differentiable]
fn doubled(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..3 {
        step(&mut y);
    }
    y
}

fn main() {}
