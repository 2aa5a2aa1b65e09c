//! What the items refer to is not seen: nothing may be lost there, in loops inside of the loop neither.

use autodiff_core::differentiable;

fn picked(numbers: &mut [f64]) -> std::slice::IterMut<'_, f64> {
    numbers.iter_mut()
}

#[differentiable]
fn sums(x: &[f64]) -> f64 {
    let mut sums = vec![0.5; 2];
    for sum in picked(&mut sums) {
        for v in x {
            *sum += v;
        }
    }
    sums[0] * x[0]
}

#[differentiable]
fn filtered(x: &[f64]) -> f64 {
    let mut sums = vec![0.5; 2];
    let positive = sums.iter_mut().filter(|sum| **sum > 0.0);
    for sum in positive {
        for v in x {
            *sum += v;
        }
    }
    sums[0] * x[0]
}

fn main() {}
