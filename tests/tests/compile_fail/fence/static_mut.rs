//! Each companion would have its own copy.

use autodiff_core::differentiable;

#[differentiable]
fn counted(x: f64) -> f64 {
    static mut COUNT: u32 = 0;
    x * x
}

fn main() {}
