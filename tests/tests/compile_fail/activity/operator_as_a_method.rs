//! `add` may come from any trait; here it does not add.

use autodiff_core::differentiable;

trait Blend {
    fn add(self, other: f64) -> f64;
}

impl Blend for f64 {
    fn add(self, other: f64) -> f64 {
        self * other
    }
}

#[differentiable]
fn blended(x: f64, y: f64) -> f64 {
    x.add(y)
}

fn main() {}
