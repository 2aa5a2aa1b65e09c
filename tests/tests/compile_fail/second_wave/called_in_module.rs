//! The same inside an annotated module, where the caller would inline it.

use autodiff_core::differentiable;

#[differentiable]
mod model {
    pub fn rejected(x: f64) -> f64 {
        f64::from_bits(x.to_bits())
    }

    pub fn caller(x: f64) -> f64 {
        rejected(x) * x
    }
}

fn main() {
    let _: f64 = model::caller::grad(3.0);
}
