//! Closures are not values: not of closures either.

use autodiff_core::differentiable;

#[differentiable]
fn twice(x: f64) -> f64 {
    let scale = |t: f64| t * x;
    let twice = |step: &dyn Fn(f64) -> f64, t: f64| step(step(t));
    twice(&scale, 1.0)
}

fn main() {}
