//! And for `grad_into`.

use autodiff_core::differentiable;

#[differentiable]
fn ends(x: &[f64]) -> [f64; 2] {
    [x[0], x[1] * x[1]]
}

fn main() {
    let mut gradient = [0.0; 2];
    ends::grad_into(&[1.0, 2.0], &mut gradient);
}
