//! Two slices of one vector cannot be lent at once by an index.

use autodiff_core::differentiable;

#[differentiable]
fn both(x: &mut [f64], y: &mut [f64]) {
    x[0] *= y[0];
}

#[differentiable]
fn halves(x: [f64; 4]) -> f64 {
    let mut z = x;
    let (left, right) = z.split_at_mut(2);
    both(left, right);
    z[0]
}

fn main() {}
