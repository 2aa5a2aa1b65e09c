//! The smallest program: a square.

use autodiff_core::differentiable;

/// The square of a number.
#[differentiable]
pub fn square(x: f64) -> f64 {
    x * x
}

/// The derivative of [`square()`].
pub fn double(x: f64) -> f64 {
    square::grad(x)
}
