//! Methods come later.

use autodiff_core::differentiable;

struct Spring(f64);

#[differentiable]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.0 * x * x
    }
}

fn main() {}
