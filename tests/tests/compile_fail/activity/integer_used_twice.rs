//! In an index it is allowed, in arithmetic it is not.

use autodiff_core::differentiable;

#[differentiable]
fn interpolated(t: f64, table: &[f64; 8]) -> f64 {
    let cell = t as usize;
    let offset = t - cell as f64;
    table[cell] * (1.0 - offset) + table[cell + 1] * offset
}

fn main() {}
