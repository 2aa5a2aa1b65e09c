//! Nothing that has a derivative comes out.

use autodiff_core::differentiable;

#[differentiable]
fn rounded(x: f64) -> i64 {
    x.round() as i64
}

fn main() {}
