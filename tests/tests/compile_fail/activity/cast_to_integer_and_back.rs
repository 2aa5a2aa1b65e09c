//! An integer has no derivative: the fraction would silently lose part of its own.

use autodiff_core::differentiable;

#[differentiable]
fn fraction(x: f64) -> f64 {
    let whole = x as usize;
    x - whole as f64
}

fn main() {}
