//! As on any other statement.

use autodiff_core::differentiable;

#[differentiable]
fn scaled(x: f64) -> f64 {
    #[cfg(target_pointer_width = "64")]
    let k = 2.0;
    #[cfg(not(target_pointer_width = "64"))]
    let k = 3.0;
    k * x
}

fn main() {}
