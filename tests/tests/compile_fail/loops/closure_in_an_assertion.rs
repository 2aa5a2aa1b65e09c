//! What an assertion says when it fails stays in the user's words, where the closure is not seen.

use autodiff_core::differentiable;

#[differentiable]
fn scaled(x: f64) -> f64 {
    let scale = |t: f64| t * x;
    assert!(scale(1.0) > 0.0, "{}", scale(1.0));
    scale(2.0)
}

fn main() {}
