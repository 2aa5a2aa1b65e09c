//! What the generated programs import: inputs, outcomes, and both dialects' small functions.

pub(crate) use super::dual::{Dual, Dual32};
pub(crate) use super::flat::{flat, flat_duals};

/// The arguments, seeds and tangents of one run.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) floats: Vec<f64>,
    /// The active float of the first lane.
    pub(crate) first: usize,
    pub(crate) fixed: Vec<f64>,
    pub(crate) integers: Vec<i32>,
    pub(crate) seeds: Vec<f64>,
    pub(crate) tangents: Vec<f64>,
}

impl Input {
    /// An active float.
    pub(crate) fn float(&self, lane: usize) -> f64 {
        self.floats[lane]
    }

    /// A float of a constant parameter.
    pub(crate) fn fixed(&self, at: usize) -> f64 {
        self.fixed[at]
    }

    /// The lane of an active float in this run; behind all of them if it has none.
    pub(crate) fn lane(&self, at: usize) -> usize {
        at.wrapping_sub(self.first)
    }

    pub(crate) fn usize(&self, at: usize) -> usize {
        self.integers[at].unsigned_abs() as usize
    }

    pub(crate) fn i32(&self, at: usize) -> i32 {
        self.integers[at]
    }

    pub(crate) fn bool(&self, at: usize) -> bool {
        self.integers[at] > 0
    }

    /// A component of the seed of the result.
    pub(crate) fn seed(&self, at: usize) -> f64 {
        self.seeds[at]
    }

    /// The tangent of an active float.
    pub(crate) fn tangent(&self, lane: usize) -> f64 {
        self.tangents[lane]
    }
}

/// What the companions of one function answered, as flat lists of floats.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) original: Vec<f64>,
    /// The value of every companion that returns one.
    pub(crate) values: Vec<Vec<f64>>,
    /// The pullback's answers, to the seeds from 0 on and from 1 on.
    pub(crate) pulled: Vec<Vec<f64>>,
    pub(crate) pushed: Vec<f64>,
    /// Of `value_and_grad`, and of `value_and_grad_into` where a parameter is a slice.
    pub(crate) gradients: Vec<Vec<f64>>,
    /// One gradient for each component of a result that is a few floats; otherwise empty.
    pub(crate) jacobian: Vec<Vec<f64>>,
}

/// An entry of the generated table.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    /// Whether `f32` takes part.
    pub(crate) single: bool,
    /// Whether it may have loops, which make long chains of operations.
    pub(crate) repeats: bool,
    /// Whether the result is one float.
    pub(crate) scalar: bool,
    /// How many floats its active parameters hold.
    pub(crate) floats: usize,
    pub(crate) dual: fn(&Input) -> Vec<Dual>,
    pub(crate) check: fn(&Input, &mut Outcome),
}

/// The names that annotated programs use.
pub(crate) mod plain {
    pub(crate) use autodiff_core::*;

    /// A condition on a float, in a function without annotation.
    pub(crate) fn is_large(x: f64) -> bool {
        x.abs() > 1.0
    }

    /// An index from a float, in a function without annotation.
    pub(crate) fn bin(x: impl Into<f64>) -> usize {
        (x.into() * 3.0).abs() as usize
    }
}

/// The same names for dual numbers.
pub(crate) mod duals {
    pub(crate) use super::super::dual::{Dual, Dual32};

    pub(crate) fn is_large(x: Dual) -> bool {
        super::plain::is_large(x.value)
    }

    pub(crate) fn bin(x: impl HasValue) -> usize {
        super::plain::bin(x.value())
    }

    /// A dual number that lets go of its tangents.
    pub(crate) fn stop_gradient<T: HasValue>(x: T) -> T {
        x.stopped()
    }

    /// What both widths share.
    pub(crate) trait HasValue {
        fn value(&self) -> f64;
        fn stopped(&self) -> Self;
    }

    impl HasValue for Dual {
        fn value(&self) -> f64 {
            self.value
        }
        fn stopped(&self) -> Self {
            Dual::constant(self.value)
        }
    }

    impl HasValue for Dual32 {
        fn value(&self) -> f64 {
            f64::from(self.value)
        }
        fn stopped(&self) -> Self {
            Dual32::constant(self.value)
        }
    }
}
