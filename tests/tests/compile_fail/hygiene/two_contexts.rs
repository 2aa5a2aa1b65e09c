//! A macro's own `x` and the one passed to it have one name and are two variables.

use autodiff_core::differentiable;

macro_rules! squared_plus_own {
    ($name:ident, $argument:ident) => {
        #[differentiable]
        fn $name($argument: f64) -> f64 {
            let x = 2.0 * $argument;
            x * $argument
        }
    };
}

squared_plus_own!(mixed, x);

fn main() {}
