//! A method of what a function returns that is annotated by itself: its type is not known here, and it has no name.

use autodiff_core::differentiable;

#[differentiable]
fn squares(xs: &[f64]) -> Vec<f64> {
    xs.iter().map(|x| x * x).collect()
}

#[differentiable]
fn last_square(xs: &[f64]) -> f64 {
    *squares(xs).last().unwrap()
}

fn main() {}
