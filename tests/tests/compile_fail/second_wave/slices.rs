//! Companions that fill buffers exist as well.

use autodiff_core::differentiable;

#[differentiable]
fn norm(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += f64::from_bits(v.to_bits());
    }
    sum.sqrt()
}

fn main() {
    let x = [3.0, 4.0];
    let mut gradient = [0.0; 2];
    norm::grad_into(&x, &mut gradient);
    let _: f64 = norm::value_and_grad_into(&x, &mut gradient);
    let _: Vec<f64> = norm::grad(&x);
}
