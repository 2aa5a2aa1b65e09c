//! An option of which nothing is known before a value is put into it, and one that is changed by a method.

use autodiff_core::differentiable;

#[differentiable]
fn last_positive(xs: &[f64]) -> f64 {
    let mut last = None;
    for &x in xs {
        if x > 0.0 {
            last = Some(x);
        }
    }
    last.unwrap_or(0.0)
}

#[differentiable]
fn first_positive(xs: &[f64]) -> f64 {
    let mut first: Option<f64> = None;
    for &x in xs {
        if x > 0.0 {
            first.get_or_insert(x);
        }
    }
    first.unwrap_or(0.0)
}

fn main() {}
