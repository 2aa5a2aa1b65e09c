//! Const generics and lifetimes of a rejected function.

use autodiff_core::differentiable;

#[differentiable]
fn last<'a, const N: usize>(x: &'a [f64; N], #[constant] scale: &'a f64) -> f64 {
    let mut y = 0.0;
    for v in x {
        y += f64::from_bits(v.to_bits());
    }
    y * scale
}

fn main() {
    let _: [f64; 2] = last::grad(&[3.0, 4.0], &2.0);
}
