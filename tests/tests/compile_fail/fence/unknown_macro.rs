//! The macro cannot see what a macro of the user's makes of an active value.

use autodiff_core::differentiable;

macro_rules! cube {
    ($x:expr) => {
        $x * $x * $x
    };
}

#[differentiable]
fn volume(x: f64) -> f64 {
    cube!(x)
}

fn main() {}
