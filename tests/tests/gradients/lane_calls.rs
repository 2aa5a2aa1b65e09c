//! Functions that are called for each point, in loops whose points run many at once.

use autodiff_core::{differentiable, stop_gradient};
use std::cell::RefCell;

use crate::helpers::check;

/// Around the number of points that run at once, and multiples of it.
const COUNTS: [usize; 7] = [0, 1, 2, 16, 17, 18, 50];

/// Numbers that look arbitrary.
fn numbers(count: usize, seed: f64) -> Vec<f64> {
    (0..count).map(|i| (seed + 1.7 * i as f64).sin()).collect()
}

#[differentiable]
fn robust(error: f64, width: f64) -> f64 {
    if error.abs() < width { 0.5 * error * error } else { width * (error.abs() - 0.5 * width) }
}

#[differentiable]
fn logsumexp(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + x.iter().map(|x| (x - largest).exp()).sum::<f64>().ln()
}

#[differentiable]
fn weighted(weights: &[f64], x: &Vec<f64>, #[constant] first: usize) -> f64 {
    weights.iter().zip(x.iter().skip(first)).map(|(w, x)| w * x * x).sum::<f64>()
}

#[differentiable]
fn mixed(by_value: [f64; 3], by_reference: &[f64; 3], factor: &f64, #[constant] points: &[f64]) -> f64 {
    let mut sum = by_value[0] * by_value[1] + by_value[2].sin() * factor;
    for (a, point) in by_reference.iter().zip(points) {
        sum += a * point * by_value[1];
    }
    sum
}

#[differentiable]
fn products(x: &[f64], y: &[f64], z: &[f64], scale: f64) -> f64 {
    x.iter().zip(y).zip(z).map(|((x, y), z)| x * y * z * scale).sum::<f64>()
}

#[differentiable(recursive)]
fn halved(x: f64, #[constant] depth: usize) -> f64 {
    if depth == 0 { x.sin() } else { halved(x * 0.5, depth - 1) * x }
}

/// Numbers of the point and numbers of all points.
#[differentiable]
fn polynomial(coefficients: &[f64], width: f64, #[constant] points: &[f64]) -> f64 {
    let mut sum = 0.0;
    for t in points {
        let mut value = 0.0;
        for c in coefficients.iter().rev() {
            value = value * t + c;
        }
        sum += robust(value - t * t, width);
    }
    sum
}

/// Rooms of vectors, whole and in part, and derivatives that do not start with one.
#[differentiable]
fn densities(means: &[f64], scale: f64, #[constant] points: &[f64]) -> f64 {
    let mut terms = vec![0.0; means.len()];
    let mut sum = 0.0;
    for point in points {
        for (term, mean) in terms.iter_mut().zip(means) {
            *term = -(mean - point) * (mean - point) * scale;
        }
        let density: f64 = logsumexp(&terms);
        sum += density * density * scale * point;
    }
    sum
}

#[differentiable]
fn tails(means: &[f64], scale: f64, #[constant] points: &[f64]) -> f64 {
    let mut terms = vec![0.0; means.len()];
    let mut sum = 0.0;
    for point in points {
        for (term, mean) in terms.iter_mut().zip(means) {
            *term = (mean - point) * scale;
        }
        let tail: f64 = logsumexp(&terms[1..]);
        sum += tail.sin() + terms[0];
    }
    sum
}

/// What all points share as an argument, and the place of a point in it.
#[differentiable]
fn shared(weights: &[f64], slopes: &[f64], #[constant] points: &[f64]) -> f64 {
    let mut terms = vec![0.0; slopes.len()];
    let mut sum = 0.0;
    for i in 0..points.len() {
        for (term, slope) in terms.iter_mut().zip(slopes) {
            *term = slope * points[i] + 0.1;
        }
        let value: f64 = weighted(weights, &terms, i % 3);
        sum += value.exp() * 0.1;
    }
    sum
}

#[differentiable]
fn windows(weights: &[f64], slopes: &[f64], #[constant] points: &[f64]) -> f64 {
    let mut terms = vec![0.0; slopes.len()];
    let mut sum = 0.0;
    for i in 0..points.len() {
        for (term, slope) in terms.iter_mut().zip(slopes) {
            *term = slope * points[i] + 0.1;
        }
        let from = i % (weights.len() - 2);
        sum -= weighted(&weights[from..from + 2], &terms, 0) * points[i];
    }
    sum
}

/// Arrays, references to numbers, slices of constants.
#[differentiable]
fn several(a: [f64; 3], b: f64, #[constant] points: &[f64]) -> f64 {
    let mut own = [0.0; 3];
    let mut sum = 0.0;
    for i in 0..points.len() / 2 {
        for k in 0..3 {
            own[k] = a[k] * points[i] + b;
        }
        let mut scale = b;
        for k in 0..3 {
            scale += own[k] * a[2 - k];
        }
        let value: f64 = mixed(own, &own, &scale, &points[i..2 * i]);
        sum += value * scale;
    }
    sum
}

#[differentiable]
fn of_all(a: [f64; 3], b: f64, #[constant] points: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..points.len() {
        let mut scale = b;
        for k in 0..3 {
            scale += points[i] * a[2 - k];
        }
        let value: f64 = mixed(a, &a, &scale, points);
        sum += value.cos() * b;
    }
    sum
}

/// Arrays that the callee sees as slices, beside others.
#[differentiable]
fn seen_as_slices(a: [f64; 3], b: &[f64; 4], #[constant] points: &[f64]) -> f64 {
    let mut own = vec![0.0; 3];
    let mut sum = 0.0;
    for i in 0..points.len() {
        for k in 0..3 {
            own[k] = a[k] * points[i] + b[k];
        }
        let mut scale = 1.0;
        for x in b {
            scale += x * points[i];
        }
        let value: f64 = products(&own, &a, b, scale);
        sum += value.cos() * points[i];
    }
    sum
}

/// A pullback in a box.
#[differentiable]
fn nested(a: &[f64], #[constant] points: &[f64], #[constant] depth: usize) -> f64 {
    let mut sum = 0.0;
    for point in points {
        let mut x = 0.0;
        for a in a {
            x += a * point;
        }
        sum += halved(x, depth);
    }
    sum
}

/// Two calls, which alternate.
#[differentiable]
fn alternating(a: &[f64], width: f64, #[constant] points: &[f64]) -> f64 {
    let mut sum = 0.0;
    for point in points {
        let mut x = 0.0;
        for a in a {
            x += a * point;
        }
        let first: f64 = robust(x, width);
        sum += robust(first - x, width * 2.0);
    }
    sum
}

thread_local! {
    static CALLS: RefCell<Vec<f64>> = const { RefCell::new(Vec::new()) };
}

fn told(x: f64) -> f64 {
    CALLS.with_borrow_mut(|calls| calls.push(x));
    x
}

#[differentiable]
fn telling(x: f64) -> f64 {
    let told = stop_gradient(told(x));
    x * x + 0.0 * told
}

/// Calls that somebody watches.
#[differentiable]
fn watched(a: &[f64], #[constant] points: &[f64]) -> f64 {
    let mut sum = 0.0;
    for point in points {
        let mut x = 0.0;
        for a in a {
            x += a * point;
        }
        sum += telling(x);
    }
    sum
}

#[differentiable]
fn root(x: f64, #[constant] i: usize, #[constant] last: usize) -> f64 {
    assert!(i < last, "there are {last} points");
    x.sqrt()
}

#[differentiable]
fn roots(a: &[f64], #[constant] points: &[f64], #[constant] last: usize) -> f64 {
    let mut sum = 0.0;
    for (i, point) in points.iter().enumerate() {
        let mut x = 2.0;
        for a in a {
            x += a * point;
        }
        sum += root(x * x + 1.0, i, last);
    }
    sum
}

#[test]
fn calls_of_each_point() {
    for n in COUNTS {
        let points = || numbers(n, 0.1);
        check!(polynomial; &coefficients = numbers(4, 0.3), width = 0.4, const &points = points());
        check!(densities; &means = numbers(4, 0.3), scale = 0.4, const &points = points());
        check!(tails; &means = numbers(4, 0.3), scale = 0.4, const &points = points());
        check!(shared; &weights = numbers(3, 0.3), &slopes = numbers(5, 0.8), const &points = points());
        check!(windows; &weights = numbers(6, 0.3), &slopes = numbers(2, 0.8), const &points = points());
        check!(several; a = [0.3, -0.2, 0.8], b = 0.6, const &points = points());
        check!(of_all; a = [0.3, -0.2, 0.8], b = 0.6, const &points = points());
        check!(seen_as_slices; a = [0.3, -0.2, 0.8], &b = [0.5, 0.1, -0.4, 0.9], const &points = points());
        check!(nested; &a = numbers(3, 0.3), const &points = points(), const depth = 3);
        check!(alternating; &a = numbers(3, 0.3), width = 0.3, const &points = points());
        check!(watched; &a = numbers(3, 0.3), const &points = points());
        check!(roots; &a = numbers(3, 0.3), const &points = points(), const last = 50);
    }
}

#[test]
fn calls_keep_their_order() {
    let (a, points) = (numbers(3, 0.3), numbers(40, 0.1));
    CALLS.take();
    watched(&a, &points);
    let plain = CALLS.take();
    watched::grad(&a, &points);
    assert_eq!(CALLS.take(), plain);
}

#[test]
fn panics_of_callees_come_through() {
    let (a, points) = (numbers(3, 0.3), numbers(40, 0.1));
    for last in [0, 3, 20, 39] {
        let message = std::panic::catch_unwind(|| roots::grad(&a, &points, last)).unwrap_err();
        assert_eq!(message.downcast_ref::<String>().unwrap(), &format!("there are {last} points"));
    }
}
