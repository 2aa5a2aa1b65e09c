//! Tuples: parameters, results, fields that are assigned, destructuring.

use autodiff_core::differentiable;

use crate::helpers::{assert_close, check, check_vjp};

#[differentiable]
fn multiply(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

#[test]
fn tuples_are_parameters_and_results() {
    check_vjp!(multiply; a = (1.0, 2.0), b = (-0.5, 3.0));
    let (value, pullback) = multiply::vjp((1.0, 2.0), (-0.5, 3.0));
    assert_eq!(value, multiply((1.0, 2.0), (-0.5, 3.0)));
    let (da, db): ((f64, f64), (f64, f64)) = pullback((1.0, 0.0));
    assert_eq!((da, db), ((-0.5, -3.0), (1.0, -2.0)));
}

#[differentiable]
fn polar(x: f64, y: f64) -> (f64, f64) {
    (x.hypot(y), y.atan2(x))
}

#[test]
fn sources_of_two_results_add_up() {
    check_vjp!(polar; x = 1.5, y = -0.7);
    let (_, pullback) = polar::vjp(3.0, 4.0);
    assert_eq!(pullback((0.0, 0.0)), (0.0, 0.0));
    let (dx, dy) = pullback((1.0, 0.0));
    assert_close(&[dx, dy], &[0.6, 0.8], 1e-15);
}

#[differentiable]
fn fields(x: f64, y: f64) -> f64 {
    let mut t = (x, y);
    let u = t;
    t.0 = t.1 * 2.0;
    t.1 -= u.0;
    t.0 *= t.1;
    t.0 + u.0 * u.1
}

#[test]
fn fields_are_assigned_and_copies_are_not() {
    check!(fields; x = 0.7, y = 1.9);
}

#[differentiable]
fn nested(x: f64, y: f64) -> f64 {
    let mut t = ((x, [y, x]), x * y);
    t.0.0 += 1.0;
    (t.0).1[1] = t.1 * t.0.0;
    let ((a, [b, c]), d) = t;
    a * b + c - d
}

#[test]
fn tuples_nest_with_arrays() {
    check!(nested; x = 0.7, y = 1.9);
}

#[differentiable]
fn swapped(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y * y);
    (a, b) = (b, a);
    let t = (b, a);
    [a, b] = [t.0 * a, t.1];
    a / b
}

#[test]
fn destructuring_assignment_swaps() {
    check!(swapped; x = 0.7, y = 1.9);
}

#[differentiable]
fn with_integers(x: f64, t: (usize, f64, bool)) -> (f64, usize) {
    let (n, y, positive) = t;
    let sign = if positive { 1.0 } else { -1.0 };
    (sign * x.powi(n as i32) * y, n + 1)
}

#[test]
fn integers_in_tuples_have_no_tangent() {
    let ((value, n), pullback) = with_integers::vjp(2.0, (3, 0.5, false));
    assert_eq!((value, n), (-4.0, 4));
    let (dx, dt) = pullback((1.0, ()));
    assert_eq!(dx, -6.0);
    assert_eq!(dt, ((), -8.0, ()));
    let ((_, _), tangent) = with_integers::jvp(2.0, (3, 0.5, false), 1.0, ((), 0.0, ()));
    assert_eq!(tangent, (-6.0, ()));
}

#[differentiable]
fn of_references((a, b): (&f64, &[f64; 2])) -> f64 {
    a * b[0] + b[1]
}

#[test]
fn references_inside_tuples_are_active() {
    let gradient = of_references::grad((&2.0, &[3.0, 4.0]));
    assert_eq!(gradient, (3.0, [2.0, 1.0]));
}

#[differentiable]
fn ignored(t: (f64, f64, f64)) -> f64 {
    let (a, _, c) = t;
    let (_, d) = (a, c * 2.0);
    a * d
}

#[test]
fn ignored_fields_have_zero_gradient() {
    assert_eq!(ignored::grad((2.0, 7.0, 3.0)), (6.0, 0.0, 4.0));
    check!(ignored; t = (2.0, 7.0, 3.0));
}

#[differentiable]
fn single(t: (f64,)) -> (f64,) {
    (t.0 * t.0,)
}

#[test]
fn a_tuple_of_one_is_a_tuple() {
    let (_, pullback) = single::vjp((3.0,));
    assert_eq!(pullback((1.0,)), (6.0,));
}

fn wave(count: usize) -> Vec<f64> {
    (0..count).map(|at| ((at + 1) as f64 * 5.2).sin() * 0.9).collect()
}

/// Sums beside counts, in arrays and vectors: the counts are no numbers that a derivative goes through.
#[differentiable]
fn means_of_halves(x: &[f64], w: f64) -> f64 {
    let mut halves: [(f64, usize); 2] = [(0.0, 0), (w, 0)];
    for v in x {
        let (sum, count) = &mut halves[usize::from(*v > 0.0)];
        *sum += v;
        *count += 1;
    }
    halves.iter().map(|(sum, count)| sum / (*count).max(1) as f64).product()
}

#[differentiable]
fn means_by_number(x: &[f64], w: f64) -> f64 {
    let mut groups = vec![(0.0, 0usize); 3];
    for (i, v) in x.iter().enumerate() {
        groups[i % 3].0 += v * w;
        groups[i % 3].1 += 1;
        for group in &mut groups[1..] {
            group.1 += 1;
            if group.1 > 4 {
                group.0 *= 0.5;
            }
        }
    }
    groups[2].0 / groups[2].1.max(1) as f64 + groups[0].0 * groups[1].1 as f64
}

#[differentiable]
fn means_of_runs(x: &[f64], w: f64) -> f64 {
    let mut runs: Vec<(f64, u32)> = Vec::new();
    for v in x {
        match runs.last_mut() {
            Some((sum, count)) if *sum < 1.0 => {
                *sum += v * w;
                *count += 1;
            }
            _ => runs.push((*v, 1)),
        }
    }
    runs.iter().map(|&(sum, count)| sum / f64::from(count)).sum()
}

#[test]
fn integers_stand_beside_floats_in_arrays() {
    for n in [0, 1, 2, 5, 17] {
        check!(means_of_halves; &x = wave(n), w = 0.7);
        check!(means_by_number; &x = wave(n), w = 0.7);
        check!(means_of_runs; &x = wave(n), w = 0.7);
    }
}
