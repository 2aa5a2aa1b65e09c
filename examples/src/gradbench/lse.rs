//! The logarithm of a sum of exponentials.

use autodiff_core::differentiable;
pub use program::logsumexp;

#[differentiable]
mod program {
    /// The logarithm of the sum of the exponentials of `x`, without overflow.
    pub fn logsumexp(x: &[f64]) -> f64 {
        let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        largest + x.iter().map(|x| (x - largest).exp()).sum::<f64>().ln()
    }
}

/// The gradient of [`logsumexp()`].
pub fn gradient(x: &[f64]) -> Vec<f64> {
    logsumexp::grad(x)
}
