//! A closure is no item.

use autodiff_core::differentiable;

#[differentiable]
const SQUARE: fn(f64) -> f64 = |x| x * x;

fn main() {}
