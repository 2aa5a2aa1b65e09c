//! `let` among other conditions.

use autodiff_core::differentiable;

#[differentiable]
fn chosen(x: f64, n: Option<u32>) -> f64 {
    if let Some(n) = n && n > 2 {
        return x * n as f64;
    }
    x
}

fn main() {}
