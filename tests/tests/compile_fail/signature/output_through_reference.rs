//! The function a C programmer would write: no result at all.

use autodiff_core::differentiable;

#[differentiable]
fn normalise(x: &[f64; 2], out: &mut [f64; 2]) {
    let norm = x[0].hypot(x[1]);
    out[0] = x[0] / norm;
    out[1] = x[1] / norm;
}

fn main() {}
