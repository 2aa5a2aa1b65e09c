//! A whole body passed to a macro, which adds a variable of its own around it.

use autodiff_core::differentiable;

macro_rules! with_scale {
    ($name:ident, $x:ident, $body:expr) => {
        #[differentiable]
        fn $name($x: f64) -> f64 {
            let scale = 10.0;
            let scale = scale * $x;
            scale + $body
        }
    };
}

const scale: f64 = 3.0;

with_scale!(mixed, x, x * scale);

fn main() {}
