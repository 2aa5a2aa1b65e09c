//! A differential equation, solved by the Runge-Kutta method of fourth order.

use autodiff_core::differentiable;
pub use program::{last, solve};

#[differentiable]
mod program {
    /// Where the solution is wanted; it starts at 0.
    const END: f64 = 2.0;

    /// Starts at zero and follows `y[0]' = x[0]`, `y[i]' = x[i] * y[i - 1]` until time 2, in equal steps.
    pub fn solve(x: &[f64], #[constant] steps: usize) -> Vec<f64> {
        let n = x.len();
        let step = END / steps as f64;
        let mut y = vec![0.0; n];
        // Four slopes a step, each after going from `y` along the slope before it. Their first component is `x[0]`.
        let mut k1 = vec![x[0]; n];
        let mut k2 = vec![x[0]; n];
        let mut k3 = vec![x[0]; n];
        let mut k4 = vec![x[0]; n];
        for _ in 0..steps {
            for ((slope, x), y) in k1[1..].iter_mut().zip(&x[1..]).zip(&y) {
                *slope = x * y;
            }
            for (((slope, x), y), k1) in k2[1..].iter_mut().zip(&x[1..]).zip(&y).zip(&k1) {
                *slope = x * (y + 0.5 * step * k1);
            }
            for (((slope, x), y), k2) in k3[1..].iter_mut().zip(&x[1..]).zip(&y).zip(&k2) {
                *slope = x * (y + 0.5 * step * k2);
            }
            for (((slope, x), y), k3) in k4[1..].iter_mut().zip(&x[1..]).zip(&y).zip(&k3) {
                *slope = x * (y + step * k3);
            }
            for ((((y, k1), k2), k3), k4) in y.iter_mut().zip(&k1).zip(&k2).zip(&k3).zip(&k4) {
                *y += step / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
            }
        }
        y
    }

    /// The last component of the solution.
    pub fn last(x: &[f64], #[constant] steps: usize) -> f64 {
        let y = solve(x, steps);
        y[y.len() - 1]
    }
}

/// The gradient of the [`last()`] component.
pub fn gradient(x: &[f64], steps: usize) -> Vec<f64> {
    last::grad(x, steps)
}
