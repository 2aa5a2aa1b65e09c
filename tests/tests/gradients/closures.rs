//! Closures that a body binds and calls.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn called(x: f64, y: f64) -> f64 {
    let square = |t: f64| t * t;
    square(x) + square(x + y)
}

#[test]
fn a_closure_is_called() {
    check!(called; x = 0.6, y = 1.1);
}

#[differentiable]
fn captured(x: f64, y: f64) -> f64 {
    let scale = x * y;
    let scaled = |t: f64| scale * t + y;
    scaled(x) * scaled(2.0)
}

#[test]
fn a_closure_captures_active_values() {
    check!(captured; x = 0.6, y = 1.1);
}

#[differentiable]
fn of_arrays(x: f64, y: f64) -> f64 {
    let table = [x, y, x * y];
    let at = |i: usize| table[i % 3] * y;
    at(0) * at(1) + at(5)
}

#[test]
fn a_closure_captures_arrays() {
    check!(of_arrays; x = 0.6, y = 1.1);
}

#[differentiable]
fn of_slices(xs: &[f64], n: usize) -> f64 {
    let weight = |i: usize, j: usize| if i > j { xs[i] } else { xs[j] * xs[i] };
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..n {
            sum += weight(i, j) * xs[j];
        }
    }
    sum
}

#[test]
fn a_closure_is_called_in_loops() {
    check!(of_slices; &xs = vec![1.0, -0.3, 0.7], const n = 3);
}

#[differentiable]
fn with_block(x: f64) -> f64 {
    let smooth = |t: f64| -> f64 {
        let s = t.sin();
        if s > 0.5 { s * s } else { s + 1.0 }
    };
    smooth(x) * smooth(2.0 * x)
}

#[test]
fn a_closure_may_branch() {
    check!(with_block; x = 0.2);
    check!(with_block; x = 0.4);
    check!(with_block; x = 0.9);
}

#[differentiable]
fn with_aggregates(x: f64, y: f64) -> [f64; 2] {
    let rotate = |[a, b]: [f64; 2], (s, c): (f64, f64)| [a * c - b * s, a * s + b * c];
    let once = rotate([x, y], y.sin_cos());
    rotate(once, x.sin_cos())
}

#[test]
fn a_closure_takes_and_returns_aggregates() {
    check_vjp!(with_aggregates; x = 0.2, y = 0.9);
}

#[differentiable]
fn calling_each_other(x: f64, y: f64) -> f64 {
    let add = |t: f64| t + y;
    let twice = |t: f64| add(add(t) * x);
    twice(x) + twice(y)
}

#[test]
fn a_closure_calls_another() {
    check!(calling_each_other; x = 0.2, y = 0.9);
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn calling_functions(x: f64, y: f64) -> f64 {
    let distance = |a: f64, b: f64| (square(a - b) + 0.1).sqrt();
    distance(x, y) + distance(x, 1.0)
}

#[test]
fn a_closure_calls_a_differentiable_function() {
    check!(calling_functions; x = 0.2, y = 0.9);
}

#[differentiable]
fn without_types(x: f64, y: f64) -> f64 {
    let mix = |a, b| a * x + b;
    mix(y, 2.0) * mix(x, y)
}

#[test]
fn a_closure_may_leave_out_types() {
    check!(without_types; x = 0.2, y = 0.9);
}

#[differentiable]
fn of_references(xs: &[f64], ys: &[f64; 2]) -> f64 {
    let norm = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>().sqrt();
    norm(xs) * norm(ys) + norm(&[xs[0], ys[0]])
}

#[test]
fn a_closure_takes_slices() {
    check!(of_references; &xs = vec![1.0, -0.3, 0.7], &ys = [0.5, 1.5]);
}

#[differentiable]
fn passed_to_adapters(xs: &[f64], y: f64) -> f64 {
    let weight = |x: f64| (x * y).tanh();
    xs.iter().map(|&x| weight(x) * x).sum::<f64>() + xs.iter().copied().map(weight).sum::<f64>()
}

#[test]
fn a_bound_closure_is_an_argument_of_map() {
    check!(passed_to_adapters; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
}

#[differentiable]
fn shadowed_after(x: f64) -> f64 {
    let factor = x * 2.0;
    let times = |t: f64| t * factor;
    let factor = x.sin();
    times(factor) + factor
}

#[test]
fn a_closure_keeps_what_it_captured() {
    check!(shadowed_after; x = 0.6);
}

#[differentiable]
fn changing(x: f64, y: f64) -> f64 {
    let mut total = x;
    let mut add = |t: f64| total += t * y;
    add(x);
    add(2.0);
    total * x
}

#[test]
fn a_closure_may_change_what_it_captured() {
    check!(changing; x = 0.6, y = 0.9);
}

#[differentiable]
fn moving(x: f64, y: f64) -> f64 {
    let mut scale = y;
    let times = move |t: f64| t * scale;
    scale *= x;
    times(x) + scale
}

#[test]
fn a_closure_may_move() {
    check!(moving; x = 0.6, y = 0.9);
}

/// Closures over constants that change what they capture were taken for constants where no argument had a derivative.
#[differentiable]
fn pushed(x: f64, #[constant] w: f64) -> f64 {
    let mut v = Vec::new();
    let mut push = |t: f64| v.push(t * w.cbrt());
    push(x);
    for _ in 0..4 {
        push(0.5);
    }
    let sum = v.iter().sum::<f64>();
    sum * sum
}

#[differentiable]
fn pushed_in_arms(x: f64, n: usize) -> f64 {
    let mut v = Vec::new();
    let mut push = |t: f64| {
        v.push(t);
        v.len()
    };
    let mut s = 0.0;
    for i in 0..n {
        if i % 2 == 0 {
            push(0.5);
        } else {
            push(x);
        }
        if push(2.0) > 5 {
            s += x;
        }
    }
    v.iter().map(|y| y * y).sum::<f64>() * s
}

struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self.0 * 5 % 17;
        self.0 as f64
    }
}

#[differentiable]
fn noisy(x: f64) -> f64 {
    let mut state = Noise(3);
    let mut noise = || state.next();
    let v: Vec<f64> = (0..4).map(|_| noise()).collect();
    let mut s = 0.0;
    while noise() > 3.0 {
        s += 1.0;
    }
    let u = noise() + v[1];
    assert!(u > 0.0);
    for y in &v {
        s += y * x + noise();
    }
    s + u * x * x
}

#[test]
fn they_see_each_others_changes() {
    check!(pushed; x = 0.7, const w = 1.5);
    for n in 0..6 {
        check!(pushed_in_arms; x = 0.7, const n = n);
    }
    check!(noisy; x = 0.7);
}

/// Closures that change what they are lent, active or not.
#[differentiable]
fn lent_to_closures(x: &[f64], k: f64) -> f64 {
    let add = |y: &mut [f64], by: f64| {
        for (y, x) in y.iter_mut().zip(x) {
            *y += by * x;
        }
        y.len()
    };
    let grow = |v: &mut f64, by: f64| {
        if by < 0.0 {
            return;
        }
        *v *= by;
    };
    let next = |seed: &mut u32| {
        *seed = seed.wrapping_mul(1664525).wrapping_add(1013904223);
        f64::from(*seed >> 8) / f64::from(1 << 24)
    };
    let ordered = |a: &mut f64, b: &mut f64| {
        if *a > *b {
            std::mem::swap(a, b);
        }
    };
    let mut y = vec![1.0; x.len()];
    let n = add(&mut y, k);
    add(&mut y[1..], k * k);
    let (mut s, mut t, mut seed) = (0.5, k, 42u32);
    for v in x {
        grow(&mut s, *v);
        grow(&mut y[0], s);
        ordered(&mut s, &mut t);
        s += v * next(&mut seed);
    }
    y.iter().sum::<f64>() + s * n as f64 - t
}

#[test]
fn closures_are_lent_places() {
    for n in 1..5 {
        let x: Vec<f64> = (0..n).map(|i| f64::sin((3 * i + 3) as f64 * 1.3)).collect();
        check!(lent_to_closures; &x = x.clone(), k = 0.7);
        check!(lent_to_closures; &x = x, k = -0.4);
    }
}
