//! A method of the user's own trait.

use autodiff_core::differentiable;

trait Bump {
    fn bump(self) -> f64;
}

impl Bump for f64 {
    fn bump(self) -> f64 {
        self + 1.0
    }
}

#[differentiable]
fn bumped(x: f64) -> f64 {
    x.bump() * x
}

fn main() {}
