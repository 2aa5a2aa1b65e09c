//! A `break` without a label inside a labelled block.

use autodiff_core::differentiable;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        'item: {
            if *v < 0.0 {
                break 'item;
            }
            if *v > 10.0 {
                break;
            }
            sum += v;
        }
    }
    sum
}

fn main() {}
