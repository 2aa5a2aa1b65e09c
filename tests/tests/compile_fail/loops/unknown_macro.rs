//! The macro cannot see what a macro of the user's makes of an active value.

use autodiff_core::differentiable;

macro_rules! square {
    ($x:expr) => {
        $x * $x
    };
}

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += square!(v);
    }
    sum
}

fn main() {}
