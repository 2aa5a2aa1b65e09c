//! `for` over ranges: bounds, directions, nests, and what a loop carries from trip to trip.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn power(x: f64, n: usize) -> f64 {
    let mut y = 1.0;
    for _ in 0..n {
        y *= x;
    }
    y
}

#[test]
fn a_float_is_carried() {
    for n in [0, 1, 2, 7] {
        check!(power; x = 1.3, const n = n);
    }
    assert_eq!(power::grad(5.0, 0), 0.0);
    assert_eq!(power::grad(5.0, 3), 75.0);
}

#[differentiable]
fn horner(coefficients: &[f64], x: f64) -> f64 {
    let mut y = 0.0;
    for i in (0..coefficients.len()).rev() {
        y = y * x + coefficients[i];
    }
    y
}

#[test]
fn a_range_runs_backwards() {
    check!(horner; &coefficients = vec![1.0, -2.0, 0.5, 3.0], x = 0.7);
    check!(horner; &coefficients = vec![1.5], x = 0.7);
    check!(horner; &coefficients = Vec::<f64>::new(), x = 0.7);
}

#[differentiable]
fn inclusive(x: f64, n: i32) -> f64 {
    let mut sum = 0.0;
    for k in 1..=n {
        sum += x.powi(k) / k as f64;
    }
    sum
}

#[test]
fn a_range_may_include_its_end() {
    for n in [-1, 0, 1, 5] {
        check!(inclusive; x = 0.6, const n = n);
    }
}

#[differentiable]
fn stepped(xs: &[f64; 7], first: usize) -> f64 {
    let mut sum = 1.0;
    for i in (first..xs.len()).step_by(3) {
        sum *= xs[i] + 0.1 * i as f64;
    }
    for i in (1..=5).rev().step_by(2) {
        sum += xs[i] * xs[i - 1];
    }
    sum
}

#[test]
fn a_range_may_be_stepped() {
    for first in [0, 1, 2, 6, 7] {
        check!(stepped; &xs = [1.0, -0.5, 0.3, 2.0, 0.7, -1.1, 0.4], const first = first);
    }
}

const COUNT: usize = 4;

#[differentiable]
fn constant_bounds(x: f64) -> f64 {
    let mut y = x;
    for i in 0..COUNT {
        y = (y + i as f64).sin();
    }
    for i in 1_u8..3 {
        y += x * f64::from(i);
    }
    y
}

#[test]
fn bounds_are_constants() {
    check!(constant_bounds; x = 0.4);
}

#[differentiable]
fn computed_bounds(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut end = n;
    for i in n / 2..end + 1 {
        // The range is evaluated once.
        end += 5;
        y += (x * i as f64).sin();
    }
    y * end as f64
}

#[test]
fn bounds_are_evaluated_once() {
    for n in [0, 1, 4] {
        check!(computed_bounds; x = 0.4, const n = n);
    }
}

#[differentiable]
fn empty(x: f64) -> f64 {
    let mut y = x * x;
    for i in 3..3 {
        y *= i as f64;
    }
    for i in 5..2_i64 {
        y *= i as f64;
    }
    y
}

#[test]
fn loops_without_trips_change_nothing() {
    check!(empty; x = 0.4);
    assert_eq!(empty::grad(0.5), 1.0);
}

#[differentiable]
fn two_carried(x: f64, n: usize) -> f64 {
    let (mut s, mut c) = (x, 1.0);
    for i in 0..n {
        let old = s;
        s = s + 0.1 * c;
        c = c * s - 0.2 * old * i as f64;
    }
    s * c
}

#[test]
fn several_floats_are_carried() {
    for n in [0, 1, 6] {
        check!(two_carried; x = 0.9, const n = n);
    }
}

#[differentiable]
fn tuple_carried(x: f64, y: f64, n: usize) -> f64 {
    let mut state = (x, y);
    for _ in 0..n {
        state = (state.0 + 0.1 * state.1, state.1 - 0.1 * state.0.sin());
        state.0 *= 0.9;
    }
    state.0 * state.0 + state.1
}

#[test]
fn a_tuple_is_carried() {
    check!(tuple_carried; x = 0.9, y = -0.3, const n = 5);
    check!(tuple_carried; x = 0.9, y = -0.3, const n = 0);
}

#[differentiable]
fn array_carried(start: [f64; 3], n: usize) -> [f64; 3] {
    let mut v = start;
    for _ in 0..n {
        let w = v;
        v = [w[1] * w[2], w[0] - w[2], 0.5 * (w[0] + w[1])];
        v[1] += w[1].cos();
    }
    v
}

#[test]
fn an_array_is_carried() {
    for n in [0, 1, 4] {
        check_vjp!(array_carried; start = [0.3, -0.8, 1.2], const n = n);
    }
}

#[differentiable]
fn nested_carried(x: f64, n: usize) -> f64 {
    let mut m = [[x, 1.0], [0.5, x * x]];
    let mut pair = ([x, 2.0], 1.0);
    for i in 0..n {
        m[i % 2][0] += 0.3 * m[(i + 1) % 2][1];
        m[1] = [m[0][1] * x, m[1][0]];
        pair.0[i % 2] *= 0.7 * m[0][0];
        pair.1 += pair.0[0] * pair.0[1];
    }
    m[0][0] * m[1][1] + pair.1
}

#[test]
fn nested_aggregates_are_carried() {
    for n in [0, 1, 2, 5] {
        check!(nested_carried; x = 0.8, const n = n);
    }
}

#[differentiable]
fn integer_carried(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut k = 1_usize;
    let mut sign = 1_i32;
    for i in 0..n {
        y += (sign as f64) * x.powi(k as i32);
        k = (k * 3 + i) % 5;
        sign = -sign;
    }
    y * k as f64
}

#[test]
fn integers_are_carried() {
    for n in [0, 1, 6] {
        check!(integer_carried; x = 0.8, const n = n);
    }
}

#[differentiable]
fn integer_beside_float(x: f64, n: usize) -> f64 {
    let mut state = (x, 0_usize, true);
    for _ in 0..n {
        state = if state.2 { (state.0 * x, state.1 + 1, false) } else { (state.0 + x, state.1 + 2, state.0 < 1.0) };
    }
    state.0 * state.1 as f64
}

#[test]
fn integers_are_carried_beside_floats() {
    for n in [0, 1, 5] {
        check!(integer_beside_float; x = 0.8, const n = n);
    }
}

#[differentiable]
fn constant_carried(x: f64, n: usize) -> f64 {
    let mut weight = 1.0;
    let mut sum = 0.0;
    for i in 0..n {
        sum += weight * x * i as f64;
        weight *= 0.5;
    }
    sum * x + weight
}

#[test]
fn a_constant_is_carried() {
    for n in [0, 1, 5] {
        check!(constant_carried; x = 0.8, const n = n);
    }
}

#[differentiable]
fn active_later(x: f64, n: usize) -> f64 {
    let mut a = 1.0;
    let mut b = 2.0;
    let mut c = 3.0;
    for _ in 0..n {
        // What is active needs three trips to reach the result.
        c = b * 0.5;
        b = a * 1.5;
        a = x * x;
    }
    c
}

#[test]
fn activity_comes_around_the_loop() {
    for n in 0..5 {
        check!(active_later; x = 0.8, const n = n);
    }
    assert_eq!(active_later::grad(2.0, 2), 0.0);
    assert_eq!(active_later::grad(2.0, 3), 3.0);
}

#[differentiable]
fn reset(x: f64, n: usize) -> f64 {
    let mut y = x;
    for i in 0..n {
        if i == 2 {
            y = 1.0;
        }
        y = y * 2.0 + x;
    }
    y
}

#[test]
fn a_carried_value_may_become_constant() {
    for n in 0..5 {
        check!(reset; x = 0.8, const n = n);
    }
}

#[differentiable]
fn last_one_wins(xs: &[f64]) -> f64 {
    let mut last = 0.0;
    for i in 0..xs.len() {
        last = xs[i] * xs[i];
    }
    last
}

#[test]
fn only_the_last_trip_counts() {
    assert_eq!(last_one_wins::grad(&[1.0, 2.0, 3.0]), [0.0, 0.0, 6.0]);
    check!(last_one_wins; &xs = vec![1.0, 2.0, 3.0]);
}

#[differentiable]
fn triangular(xs: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..xs.len() {
        for j in 0..i {
            sum += (xs[i] - xs[j]).powi(2) * scale;
        }
        for j in i + 1..xs.len() {
            sum -= xs[i] * xs[j];
        }
    }
    sum
}

#[test]
fn inner_ranges_depend_on_outer_ones() {
    check!(triangular; &xs = vec![1.0, -0.5, 0.3, 2.0], scale = 0.7);
    check!(triangular; &xs = vec![1.0], scale = 0.7);
    check!(triangular; &xs = Vec::<f64>::new(), scale = 0.7);
}

#[differentiable]
fn matrix_product(a: &[[f64; 3]; 2], b: &[[f64; 2]; 3]) -> [[f64; 2]; 2] {
    let mut c = [[0.0; 2]; 2];
    for i in 0..2 {
        for j in 0..2 {
            for k in 0..3 {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

#[test]
fn loops_nest_three_deep() {
    check_vjp!(matrix_product; &a = [[1.0, 2.0, 3.0], [-1.0, 0.5, 0.25]], &b = [[0.3, 1.0], [2.0, -1.0], [0.7, 0.1]]);
}

#[differentiable]
fn nested_with_carried(x: f64, n: usize) -> f64 {
    let mut y = x;
    for i in 0..n {
        let mut z = y;
        for j in 0..=i {
            z = (z * 1.1 + j as f64).sin();
            y += 0.1 * z;
        }
        y *= z;
    }
    y
}

#[test]
fn inner_loops_start_from_what_the_outer_one_carries() {
    for n in [0, 1, 4] {
        check!(nested_with_carried; x = 0.6, const n = n);
    }
}

#[differentiable]
fn two_from_one(x: f64, n: usize) -> f64 {
    let mut latest = x * x;
    let mut sum = latest + 1.5;
    for _ in 0..n {
        latest = (x / 1.25).tanh();
        sum = sum * 0.5 + latest;
    }
    latest * sum
}

#[test]
fn two_variables_may_begin_with_the_same_tangent() {
    for n in [0, 1, 3] {
        check!(two_from_one; x = 0.7, const n = n);
    }
}

#[differentiable]
fn copied_and_read(x: f64, n: usize) -> f64 {
    let original = [x, x * x, 1.0];
    let mut copy = original;
    for i in 0..n {
        copy[i % 3] = copy[i % 3] * 0.5 + original[(i + 1) % 3];
    }
    copy[0] * copy[1] + original[1] * copy[2]
}

#[test]
fn a_loop_changes_a_copy_of_what_it_reads() {
    for n in [0, 1, 4] {
        check!(copied_and_read; x = 0.7, const n = n);
    }
}

#[differentiable]
mod literal_starts {
    type Real = f64;

    fn scaled(x: f64, factor: f64) -> f64 {
        x * factor
    }

    /// What the loop carries begins as a literal, and what it adds has a type that only `rustc` knows.
    pub fn passed_on(x: Real, n: usize) -> f64 {
        let mut sum = 0.0;
        for i in 0..n {
            sum += x * x + i as f64 * x;
        }
        scaled(1.5, sum)
    }
}

#[test]
fn sums_of_unknown_type_are_passed_on() {
    for n in [0, 1, 3] {
        check!(literal_starts::passed_on; x = 0.7, const n = n);
    }
}

#[differentiable]
fn fibonacci_like(x: f64, y: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, y);
    for _ in 0..n {
        (a, b) = (b, a * x + b);
    }
    a * b
}

#[test]
fn variables_are_assigned_in_a_tuple() {
    for n in [0, 1, 4] {
        check!(fibonacci_like; x = 0.7, y = 0.3, const n = n);
    }
}

/// A generator of numbers, without annotation.
fn next(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    (*state >> 11) as f64 / (1_u64 << 53) as f64
}

#[differentiable]
fn sampled(x: f64, n: usize) -> f64 {
    let mut state: u64 = 7;
    let mut sum = 0.0;
    for _ in 0..n {
        let draw: f64 = next(&mut state);
        sum += (x * draw).sin();
    }
    sum
}

#[test]
fn constants_are_changed_by_plain_calls() {
    for n in [0, 1, 5] {
        check!(sampled; x = 0.7, const n = n);
    }
}

#[differentiable]
fn rounded_inside(x: f64, xs: &[f64]) -> f64 {
    let mut state = x;
    let mut count = 0_usize;
    loop {
        if count >= 4 {
            break;
        }
        count += 1;
        for _ in 0..count {
            state += 0.5 * (xs[1].round().sin() - state).sin();
        }
    }
    state
}

/// The adjoint of `xs` goes through both loops and their branch as it is.
#[test]
fn adjoints_that_no_iteration_changes_are_handed_on() {
    check!(rounded_inside; x = 0.6, &xs = vec![0.3, 1.2]);
}
