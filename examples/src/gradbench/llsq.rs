//! Linear least squares: how far a polynomial is from the sign function.

use autodiff_core::differentiable;
pub use program::objective;

#[differentiable]
mod program {
    /// Half the sum of squared distances between the polynomial with the coefficients `x` and the sign function, at `n`
    /// points from -1 to 1.
    pub fn objective(x: &[f64], #[constant] n: usize) -> f64 {
        let mut sum = 0.0;
        for i in 0..n {
            let t = -1.0 + 2.0 * i as f64 / (n as f64 - 1.0);
            let sign = if t == 0.0 { 0.0 } else { t.signum() };
            let distance = sign - x.iter().rev().fold(0.0, |value, coefficient| value * t + coefficient);
            sum += distance * distance;
        }
        0.5 * sum
    }
}

/// The gradient of [`objective()`] with respect to the coefficients.
pub fn gradient(x: &[f64], n: usize) -> Vec<f64> {
    objective::grad(x, n)
}
