//! A function of a user's type.

use autodiff_core::differentiable;

struct Units;

impl Units {
    fn to_metres(feet: f64) -> f64 {
        0.3048 * feet
    }
}

#[differentiable]
fn area(side: f64) -> f64 {
    Units::to_metres(side) * Units::to_metres(side)
}

fn main() {}
