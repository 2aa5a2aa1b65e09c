//! The path `self::power` names the function itself.

use autodiff_core::differentiable;

#[differentiable]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * self::power(x, n - 1) }
}

fn main() {}
