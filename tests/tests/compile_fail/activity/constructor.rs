//! An active value put into a user's type.

use autodiff_core::differentiable;

struct Metres(f64);

#[differentiable]
fn doubled(x: f64) -> f64 {
    let length = Metres(x);
    length.0 * 2.0
}

fn main() {}
