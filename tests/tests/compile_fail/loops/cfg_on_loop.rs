//! And a whole loop, a `break`, a macro.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        #[cfg(debug_assertions)]
        while sum > 10.0 {
            sum /= 2.0;
        }
        #[cfg(not(debug_assertions))]
        break;
        sum += v;
    }
    #[cfg(debug_assertions)]
    for v in x {
        sum += v;
    }
    sum
}

fn main() {}
