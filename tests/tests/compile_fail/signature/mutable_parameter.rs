//! What a `&mut` parameter refers to holds no references itself.

use autodiff_core::differentiable;

#[differentiable]
fn scale(rows: &mut [&mut [f64]], factor: f64) -> f64 {
    rows[0][0] * factor
}

#[differentiable]
fn in_a_tuple(pair: (&mut f64, f64)) -> f64 {
    *pair.0 * pair.1
}

fn main() {}
