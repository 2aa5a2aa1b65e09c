//! An adapter that the macro does not know.

use autodiff_core::differentiable;

trait Thinned: Iterator + Sized {
    fn thinned(self) -> std::iter::StepBy<Self> {
        self.step_by(2)
    }
}

impl<I: Iterator> Thinned for I {}

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    x.iter().map(|v| v * v).thinned().sum()
}

fn main() {}
