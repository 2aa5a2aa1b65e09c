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

/// Every companion is called once, so that all of them are compiled.
#[must_use]
pub fn probe(x: f64) -> f64 {
    let (value, (dx, dy)) = rosenbrock::value_and_grad(x, 1.0);
    let (_, pullback) = filtered::vjp(&[x, 1.0, 2.0, 3.0], value, 1);
    let (samples, gain) = pullback([dx, dy]);
    let (_, slope) = wave::jvp(x, 0.5, 1.0, 0.0);
    samples[0] + gain + slope + wave::grad(x, 0.1).0
}
