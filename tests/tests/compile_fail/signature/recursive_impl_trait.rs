//! A boxed pullback names the types of the arguments.

use autodiff_core::differentiable;

#[differentiable(recursive)]
fn apply(#[constant] f: &impl Fn(f64) -> f64, x: f64, n: usize) -> f64 {
    if n == 0 { x } else { apply(f, x * f(1.0), n - 1) }
}

fn main() {}
