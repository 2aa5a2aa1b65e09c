//! Without `self` the macro cannot see that it stands in an `impl`: `rustc` says so.

use autodiff_core::differentiable;

struct Spring;

impl Spring {
    #[differentiable]
    fn energy(x: f64) -> f64 {
        0.5 * x * x
    }
}

fn main() {}
