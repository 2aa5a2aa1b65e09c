//! Options that are declared in tuples, before they are given anything, as constants, with a part of their type.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn both_at_once(x: &[f64]) -> f64 {
    let (mut lo, mut hi) = (None, None);
    for &v in x {
        if lo.is_none_or(|l| v < l) {
            lo = Some(v);
        }
        if hi.is_none_or(|h| v > h) {
            hi = Some(v);
        }
    }
    hi.unwrap() * lo.unwrap()
}

#[differentiable]
fn both_typed(x: &[f64]) -> f64 {
    let (mut lo, mut hi): (Option<f64>, Option<f64>) = (None, None);
    for &v in x {
        if lo.is_none_or(|l| v < l) {
            lo = Some(v);
        }
        if hi.is_none_or(|h| v > h) {
            hi = Some(v);
        }
    }
    hi.unwrap() * lo.unwrap()
}

#[differentiable]
fn deferred(x: &[f64]) -> f64 {
    let best;
    if x[0] > 0.0 {
        best = Some(x[0] * x[1]);
    } else {
        best = None;
    }
    best.unwrap_or(3.0) * x[1]
}

#[differentiable]
fn deferred_typed(x: &[f64]) -> f64 {
    let best: Option<f64>;
    if x[0] > 0.0 {
        best = Some(x[0] * x[1]);
    } else {
        best = None;
    }
    best.unwrap_or(3.0) * x[1]
}

#[differentiable]
fn begins_as_a_constant(x: &[f64]) -> f64 {
    let mut best = Some(0.5);
    for &v in x {
        if v < 0.0 {
            best = None;
        } else if let Some(b) = best {
            best = Some(b * v);
        }
    }
    best.map_or(x[0], |b| b + x[1])
}

#[differentiable]
fn of_an_alias(x: &[f64]) -> f64 {
    type Real = f64;
    let mut best: Option<Real> = None;
    for &v in x {
        if v > 0.3 {
            best = Some(v * v);
        }
    }
    best.unwrap_or(0.5) * x[0]
}

#[differentiable]
fn partly_typed(x: &[f64]) -> f64 {
    let mut best: Option<(usize, _)> = None;
    for (i, &v) in x.iter().enumerate() {
        if v > 0.3 {
            best = Some((i, v * v));
        }
    }
    best.map_or(0.5, |(i, v)| v * i as f64) * x[0]
}

#[differentiable]
fn of_any_type(x: &[f64]) -> f64 {
    let mut best: Option<_> = None;
    for &v in x {
        if v > 0.3 {
            best = Some(v * v);
        }
    }
    best.unwrap_or(0.5) * x[0]
}

#[differentiable]
fn constant_so_far(x: &[f64]) -> f64 {
    let mut w = Some(2.0);
    let mut s = 0.0;
    for &v in x {
        if let Some(k) = w {
            s += k * v;
        } else {
            s += v * v;
        }
        if v < 0.5 {
            w = None;
        }
    }
    s
}

#[test]
fn declarations_have_many_forms() {
    for x in points() {
        check!(both_at_once; &x = x.clone());
        check!(both_typed; &x = x.clone());
        check!(deferred; &x = x.clone());
        check!(deferred_typed; &x = x.clone());
        check!(begins_as_a_constant; &x = x.clone());
        check!(of_an_alias; &x = x.clone());
        check!(partly_typed; &x = x.clone());
        check!(of_any_type; &x = x.clone());
        check!(constant_so_far; &x = x.clone());
    }
}

/// Named like types of the standard library.
struct Cell {
    weight: f64,
}

struct Box {
    low: f64,
    high: f64,
}

#[differentiable]
fn weighed(x: &[f64], #[constant] cell: &Cell, #[constant] range: &Box, at: Option<usize>) -> f64 {
    match at {
        Some(at) => x[at] * x[at] * cell.weight,
        None => (x[0] - range.low) / (range.high - range.low),
    }
}

#[test]
fn options_of_integers_are_constants() {
    let (cell, range) = (Cell { weight: 1.5 }, Box { low: 1.0, high: 3.0 });
    assert_eq!(weighed::grad(&[0.5, 2.0], &cell, &range, Some(1)), [0.0, 6.0]);
    assert_eq!(weighed::grad(&[0.5, 2.0], &cell, &range, None), [0.5, 0.0]);
}

/// With numbers of both signs, with few, all negative, all positive.
fn points() -> [Vec<f64>; 4] {
    [
        vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85],
        vec![1.7, -1.3, 0.1, 0.4],
        vec![-0.3, -0.42, -0.2, -0.7],
        vec![0.3, 0.9, 0.8, 2.4, 1.1, 0.2, 0.35, 3.1],
    ]
}
