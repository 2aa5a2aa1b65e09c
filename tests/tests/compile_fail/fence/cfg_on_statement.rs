//! The macro sees the statement whether it stays or not.

use autodiff_core::differentiable;

#[differentiable]
fn scaled(x: f64) -> f64 {
    let mut y = x;
    #[cfg(debug_assertions)]
    {
        y = y * 2.0;
    }
    y
}

fn main() {}
