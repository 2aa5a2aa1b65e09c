//! Annotated functions in a crate without `std` and without an allocator.
//!
//! The macro's companions may name nothing but `core` and `autodiff_core`. Methods such as
//! `x.sin()` do not exist on floats here: the user brings a trait of them, as `num_traits::Float`
//! or the small [`Float`] below, and the macro takes them as the table's operators all the same.
#![no_std]

use autodiff_core::differentiable;

/// The methods that `core` lacks.
pub trait Float: Copy {
    /// Sine.
    fn sin(self) -> Self;
    /// Square root.
    fn sqrt(self) -> Self;
    /// Exponential.
    fn exp(self) -> Self;
}

impl Float for f64 {
    fn sin(self) -> f64 {
        autodiff_core::math::sin(self)
    }
    fn sqrt(self) -> f64 {
        autodiff_core::math::sqrt(self)
    }
    fn exp(self) -> f64 {
        autodiff_core::math::exp(self)
    }
}

/// Arithmetic alone.
#[differentiable]
pub fn rosenbrock(x: f64, y: f64) -> f64 {
    let a = 1.0 - x;
    let b = y - x * x;
    a * a + 100.0 * b * b
}

/// Methods of a trait that the user brings.
#[differentiable]
pub fn wave(time: f64, damping: f64) -> f64 {
    (-damping * time).exp() * time.sin() + (time * time + 1.0).sqrt()
}

/// Arrays, branches, early returns and calls.
#[differentiable]
pub fn filtered(samples: &[f64; 4], gain: f64, k: usize) -> [f64; 2] {
    let mut state = *samples;
    state[k] *= gain;
    if gain < 0.0 {
        return [state[0], 0.0];
    }
    let low = match k {
        0 => rosenbrock(state[0], gain),
        _ => state[k] * 0.5,
    };
    [low, wave(state[3], gain)]
}

/// How many pairs there are.
pub const PAIRS: usize = 40;

/// Loops that remember a constant number of iterations: all of one, those of a nest, arms of branches, pullbacks.
#[differentiable]
pub fn repeated(x: f64, weights: &[f64; 3]) -> f64 {
    let mut y = x;
    for weight in weights {
        for _ in 0..2 {
            y = (y * weight).sin() + y;
        }
        if y > 2.0 {
            break;
        }
        y = if y > 0.5 { y.sqrt() } else { y * y };
    }
    for _ in 0..PAIRS {
        y = rosenbrock_of(y, x) * 0.1;
    }
    for _ in 0..1000 {
        y = (y + x).sin();
    }
    y
}

mod apart {
    use autodiff_core::differentiable;

    #[differentiable]
    pub(crate) fn rosenbrock_of(x: f64, y: f64) -> f64 {
        super::rosenbrock(0.1 * x, 0.1 * y)
    }
}
use apart::rosenbrock_of;

/// The loop runs as often as the array is long.
#[differentiable]
pub fn folded<const N: usize>(xs: &[f64; N]) -> f64 {
    let mut y = 0.5;
    for x in xs {
        y = if y > 0.7 { (y * x).exp() * 0.3 } else { y + x };
    }
    y
}

/// What no array can hold: it is compiled only to look at the message.
#[cfg(feature = "rejected")]
#[differentiable]
pub fn rejected(x: f64, turns: usize) -> f64 {
    let mut y = x;
    for _ in 0..turns {
        y = (y * x).sin();
    }
    y
}

/// A recursive function, compiled only to look at the message.
#[cfg(feature = "rejected")]
#[differentiable(recursive)]
pub fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}

/// Every companion is called once, so that all of them are compiled.
#[must_use]
pub fn probe(x: f64) -> f64 {
    let (value, (dx, dy)) = rosenbrock::value_and_grad(x, 1.0);
    let (_, pullback) = filtered::vjp(&[x, 1.0, 2.0, 3.0], value, 1);
    let (samples, gain) = pullback([dx, dy]);
    let (_, slope) = wave::jvp(x, 0.5, 1.0, 0.0);
    let (_, turns) = repeated::vjp(x, &[0.4, 0.8, 1.3]);
    let [first, ..] = folded::grad(&[x, 0.4]);
    samples[0] + gain + slope + wave::grad(x, 0.1).0 + turns(1.0).0 + first
}

#[cfg(test)]
mod tests {
    use super::{folded, repeated};

    #[test]
    fn loops_remember_without_a_heap() {
        let weights = [0.4, 0.8, 1.3];
        for x in [0.3, 0.9, 1.7] {
            let (_, (by_x, by_weights)) = repeated::value_and_grad(x, &weights);
            let (_, slope) = repeated::jvp(x, &weights, 1.0, &[0.5, -0.25, 2.0]);
            let reverse = by_x + 0.5 * by_weights[0] - 0.25 * by_weights[1] + 2.0 * by_weights[2];
            assert!((reverse - slope).abs() < 1e-12 * (1.0 + slope.abs()), "{reverse} is not {slope}");
            let step = 1e-6;
            let difference = (repeated(x + step, &weights) - repeated(x - step, &weights)) / (2.0 * step);
            assert!((by_x - difference).abs() < 1e-6 * (1.0 + difference.abs()), "{by_x} is not {difference}");
        }
        let gradient = folded::grad(&[0.5, 0.4, 0.9]);
        let (_, slope) = folded::jvp(&[0.5, 0.4, 0.9], &[1.0, 2.0, 3.0]);
        assert!((gradient[0] + 2.0 * gradient[1] + 3.0 * gradient[2] - slope).abs() < 1e-14);
    }
}
