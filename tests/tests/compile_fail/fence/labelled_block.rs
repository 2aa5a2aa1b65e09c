//! `break 'label value` comes with loops.

use autodiff_core::differentiable;

#[differentiable]
fn relu(x: f64) -> f64 {
    'done: {
        if x < 0.0 {
            break 'done 0.0;
        }
        x
    }
}

fn main() {}
