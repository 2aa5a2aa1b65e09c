//! Options that are changed in other ways than by an assignment, that a constant stands for.

use autodiff_core::differentiable;

#[differentiable]
fn last(xs: &[f64]) -> f64 {
    let mut last = None;
    for &x in xs {
        last.get_or_insert(x);
    }
    last.unwrap_or(0.0)
}

#[differentiable]
fn first(xs: &[f64]) -> f64 {
    let mut first: Option<f64> = None;
    for &x in xs {
        if x > 0.0 {
            first = Some(x);
            first.take_if(|first| *first > 2.0);
        }
    }
    first.unwrap_or(0.0)
}

const NOTHING: Option<f64> = None;

#[differentiable]
fn constant_pattern(xs: &[f64]) -> f64 {
    let mut last = None;
    for &x in xs {
        last = Some(x);
    }
    match last {
        NOTHING => 0.0,
        other => other.unwrap(),
    }
}

fn main() {}
