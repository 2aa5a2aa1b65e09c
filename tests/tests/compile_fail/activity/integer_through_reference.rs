//! An integer that is written through `&mut` has no derivative, neither where it is made nor where it is used.

use autodiff_core::differentiable;

#[differentiable]
fn locate(x: f64, cell: &mut usize) -> f64 {
    *cell = x as usize;
    x - *cell as f64
}

fn quantised(x: f64, n: &mut usize) {
    *n = x as usize;
}

#[differentiable]
fn steps(x: f64, y: f64) -> f64 {
    let mut n = 0;
    quantised(x, &mut n);
    n as f64 * y
}

fn main() {}
