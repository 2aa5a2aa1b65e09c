//! Integers, booleans and casts.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn arithmetic(x: f64, n: usize, k: i64) -> f64 {
    let half = n / 2;
    let odd = n % 2 == 1;
    let mixed = (n << 1 | 1) ^ 3 & half;
    let signed = -(k - 2) * 3;
    let factor = if odd { half as f64 } else { (n + 1) as f64 };
    factor * x + mixed as f64 * x * x + signed as f64 / 2.0 * x + (k >> 1) as f64
}

#[test]
fn integer_arithmetic_is_constant() {
    for n in 0..5 {
        check!(arithmetic; x = 1.2, const n = n, const k = 7);
    }
}

#[differentiable]
fn mean_of_ends(a: &[f64]) -> f64 {
    let n = a.len();
    let middle = n / 2;
    (a[0] + a[n - 1] + a[middle]) / n as f64
}

#[test]
fn lengths_are_constants() {
    check!(mean_of_ends; &a = vec![1.0, 5.0, 2.0, 8.0, 3.0]);
    check!(mean_of_ends; &a = vec![4.0]);
}

#[differentiable]
fn histogram(x: f64, weights: &[f64; 4]) -> f64 {
    weights[(x * 4.0) as usize] * x + weights[3 - (x.floor() as usize)]
}

#[test]
fn a_cast_inside_an_index_ends_activity() {
    check!(histogram; x = 0.3, &weights = [1.0, 2.0, 3.0, 4.0]);
    check!(histogram; x = 0.8, &weights = [1.0, 2.0, 3.0, 4.0]);
    assert_eq!(histogram::grad(0.3, &[1.0, 2.0, 3.0, 4.0]).0, 2.0);
}

#[differentiable]
fn parity(x: f64) -> f64 {
    if (x as i64) % 2 == 0 { x * x } else { -x }
}

#[test]
fn a_cast_inside_a_condition_ends_activity() {
    check!(parity; x = 2.3);
    check!(parity; x = 3.3);
}

#[differentiable]
fn quantised(x: f64) -> f64 {
    x * autodiff_core::stop_gradient((x * 10.0) as i32 as f64)
}

#[test]
fn a_cast_inside_stop_gradient_is_allowed() {
    assert_eq!(quantised::grad(0.57), 5.0);
}

#[differentiable]
fn booleans(x: f64, flag: bool, other: bool) -> f64 {
    let both = flag && other;
    let count = flag as u8 + other as u8;
    let different = flag != other;
    let either = flag | other;
    let sign = if different ^ both { 1.0 } else { -1.0 };
    sign * count as f64 * x + (either as i32 as f64) * x * x
}

#[test]
fn booleans_are_constants() {
    for flag in [false, true] {
        for other in [false, true] {
            check!(booleans; x = 0.7, const flag = flag, const other = other);
        }
    }
}

#[differentiable]
fn mixed_precision(x: f64, y: f32) -> f64 {
    let narrow = x as f32;
    let product = narrow * y;
    product as f64 * x + y as f64
}

#[test]
fn casts_between_floats_are_differentiable() {
    let (x, y) = (1.5_f64, 0.25_f32);
    let (dx, dy): (f64, f32) = mixed_precision::grad(x, y);
    assert_eq!((dx, dy), (2.0 * 0.25 * 1.5, 1.5_f32 * 1.5 + 1.0));
    assert_eq!(mixed_precision::jvp(x, y, 1.0, 0.0), (0.8125, 0.75));
}

#[differentiable]
fn same_cast(x: f64) -> f64 {
    (x as f64 * 2.0) as f64
}

#[test]
fn a_cast_to_the_own_type_is_the_identity() {
    assert_eq!(same_cast::grad(1.0), 2.0);
}

#[differentiable]
fn methods_of_integers(x: f64, n: i32, m: usize) -> f64 {
    let a = n.abs().pow(2).min(9);
    let b = m.saturating_sub(2).max(1);
    let c = n.rem_euclid(3) as usize;
    let d = usize::MAX.count_ones();
    let e = i32::from(n > 0);
    x * a as f64 + x.powi(b as i32) + x * c as f64 + d as f64 * x + f64::from(e) * x
}

#[test]
fn methods_of_integers_are_constants() {
    for n in [-2, 0, 3] {
        check!(methods_of_integers; x = 0.7, const n = n, const m = 5);
    }
}

#[differentiable]
fn integer_results(x: f64) -> (f64, bool, i32) {
    let positive = x > 0.0;
    (x * x, positive, if positive { 1 } else { -1 })
}

#[test]
fn results_may_hold_integers() {
    let ((value, positive, sign), pullback) = integer_results::vjp(-3.0);
    assert_eq!((value, positive, sign), (9.0, false, -1));
    assert_eq!(pullback((2.0, (), ())), -12.0);
    check_vjp!(integer_results; x = 0.5);
}

#[differentiable]
fn wrapping(x: f64, seed: u32) -> f64 {
    let a = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    let b = (a >> 16) & 0xff;
    x * (b as f64 / 255.0)
}

#[test]
fn bit_tricks_are_constants() {
    check!(wrapping; x = 0.9, const seed = 12345_u32);
}

#[differentiable]
fn indices_by_variables(a: &[f64; 4], start: usize) -> f64 {
    let mut i = start;
    let first = a[i];
    i = (i + 2) % 4;
    let second = a[i];
    let i = if first > second { 0 } else { 3 };
    first * second + a[i]
}

#[test]
fn an_index_is_what_it_was_at_the_time() {
    for start in 0..4 {
        check!(indices_by_variables; &a = [0.3, 1.2, -0.7, 2.0], const start = start);
    }
}

/// Whether a range contains a number is a constant, in closures, too.
#[differentiable]
fn blurred(x: &[f64], w: f64) -> f64 {
    let count = x.len() as i32;
    let kernel: Vec<f64> = (-2i32..=2).map(|k| (-f64::from(k * k) * w).exp()).collect();
    let is_inside = |v: f64| (0.0..1.0).contains(&v);
    let at = |i: i32| if (0..count).contains(&i) { x[i as usize] } else { w };
    let blur = |i: i32| -> f64 {
        let near = kernel.iter().zip(-2i32..=2).filter(|(_, k)| (0..count).contains(&(i + k)));
        near.map(|(weight, k)| weight * x[(i + k) as usize]).sum()
    };
    (0..count).map(blur).filter(|v| is_inside(*v)).sum::<f64>() + at(-1) * at(0)
}

#[test]
fn ranges_contain_numbers() {
    for n in [0, 1, 2, 5, 17] {
        check!(blurred; &x = (0..n).map(|i| ((i + 1) as f64 * 1.7).sin()).collect::<Vec<_>>(), w = 0.7);
    }
}
