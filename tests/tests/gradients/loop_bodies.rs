//! What loops hold and where they stand: branches, calls, other loops, and values that derivatives need again.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn loop_in_arm(x: f64, n: usize) -> f64 {
    let mut y = x * 2.0;
    if x > 0.0 {
        for i in 0..n {
            y = y * x + i as f64;
        }
    } else {
        y *= x;
    }
    y
}

#[test]
fn an_arm_may_hold_a_loop() {
    for x in [0.7, -0.7] {
        check!(loop_in_arm; x = x, const n = 3);
        check!(loop_in_arm; x = x, const n = 0);
    }
}

#[differentiable]
fn loops_in_arms(x: f64, n: usize, k: usize) -> f64 {
    let y = match k {
        0 => {
            let mut y = x;
            for _ in 0..n {
                y *= x;
            }
            y
        }
        1 => {
            let mut y = 1.0;
            let mut i = 0;
            while i < n {
                y = (y + x).sin();
                i += 1;
            }
            y
        }
        _ => x,
    };
    y * x
}

#[test]
fn each_arm_of_a_match_may_hold_its_loop() {
    for k in 0..3 {
        check!(loops_in_arms; x = 0.7, const n = 4, const k = k);
    }
}

#[differentiable]
fn arms_in_loop(xs: &[f64], y: f64) -> f64 {
    let mut sum = y;
    for i in 0..xs.len() {
        let x = xs[i];
        if x < 0.0 {
            sum -= x * y;
        } else if x < 1.0 {
            let square = x * x;
            sum += square * sum;
        } else {
            sum = match i % 3 {
                0 => x,
                1 => sum.sin() * x,
                _ => sum * y,
            };
        }
    }
    sum
}

#[test]
fn each_trip_takes_its_own_arm() {
    check!(arms_in_loop; &xs = vec![0.5, 1.5, -0.5, 0.2, 1.2, 2.2, -1.0, 0.9], y = 0.8);
}

#[differentiable]
fn loop_as_operand(x: f64, n: usize) -> f64 {
    x * {
        let mut y = x;
        for _ in 0..n {
            y = y.cos();
        }
        y
    } + n as f64
}

#[test]
fn a_loop_may_stand_in_an_operand() {
    check!(loop_as_operand; x = 0.7, const n = 3);
}

#[differentiable]
fn geometric(x: f64, n: usize) -> f64 {
    let mut sum = 0.0;
    let mut term = 1.0;
    for _ in 0..n {
        sum += term;
        term *= x;
    }
    sum
}

#[differentiable]
fn norm(v: &[f64]) -> f64 {
    let mut square = 0.0;
    for i in 0..v.len() {
        square += v[i] * v[i];
    }
    square.sqrt()
}

#[differentiable]
fn scaled(v: [f64; 3], factor: f64) -> [f64; 3] {
    let mut w = v;
    for i in 0..3 {
        w[i] *= factor;
    }
    w
}

#[differentiable]
fn calls_with_loops(x: f64, y: f64) -> f64 {
    let v = scaled([x, y, 1.0], geometric(x, 4));
    norm(&v) * geometric(y, 2)
}

#[test]
fn called_functions_may_loop() {
    check!(calls_with_loops; x = 0.6, y = -1.2);
}

#[differentiable]
fn calls_in_loops(x: f64, n: usize) -> f64 {
    let mut v = [x, 1.0, 0.5];
    let mut sum = 0.0;
    for i in 0..n {
        v = scaled(v, 0.9 + 0.1 * x);
        sum += geometric(v[i % 3], i) / norm(&v);
    }
    sum
}

#[test]
fn loops_call_functions_that_loop() {
    for n in [0, 1, 4] {
        check!(calls_in_loops; x = 0.6, const n = n);
    }
}

#[differentiable]
fn data_dependent_nest(x: f64, y: f64) -> f64 {
    let mut a = x;
    let mut rounds = 0;
    while a < 20.0 {
        let mut b = y;
        while b < a {
            b = b * b + 0.5;
            a += 0.1 * b;
        }
        a = a * 1.3 + b;
        rounds += 1;
        for _ in 0..rounds {
            a += y.sin();
        }
    }
    a
}

#[test]
fn the_data_decide_how_often_nested_loops_run() {
    check!(data_dependent_nest; x = 1.3, y = 0.9);
    check!(data_dependent_nest; x = 9.3, y = 1.4);
    check!(data_dependent_nest; x = 25.0, y = 1.4);
}

#[differentiable]
fn recorded_in_nests(x: f64, n: usize) -> f64 {
    let mut y = x;
    for i in 0..n {
        // The derivatives need every one of these values again, and each trip has another number of them.
        for j in 0..(i * 2) % 5 {
            y = y.sin() * (y + j as f64);
            if y > 1.0 {
                y = y.sqrt();
                for _ in 0..j {
                    y = y.cos();
                }
            }
        }
        y *= y + x;
        y = y.tanh();
    }
    y
}

#[test]
fn nested_loops_remember_what_the_derivatives_need() {
    for n in 0..6 {
        check!(recorded_in_nests; x = 0.8, const n = n);
    }
}

#[differentiable]
fn in_sequence(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = y.sin() + x;
    }
    let kept = y;
    for i in 0..n {
        y *= kept - i as f64;
    }
    while y > 0.5 {
        y *= 0.6;
    }
    y * kept
}

#[test]
fn loops_follow_each_other() {
    for n in [0, 1, 3] {
        check!(in_sequence; x = 0.8, const n = n);
    }
}

#[differentiable]
fn shadowing(x: f64, n: usize) -> f64 {
    let y = x;
    let mut sum = 0.0;
    for i in 0..n {
        let y = y * i as f64;
        let x = y + x;
        sum += x * y;
        for i in 0..2 {
            sum += x * i as f64;
        }
        sum *= 0.5 + i as f64;
    }
    sum * y
}

#[test]
fn the_body_may_shadow() {
    check!(shadowing; x = 0.8, const n = 4);
}

#[differentiable]
fn integers_only(x: f64, n: usize) -> f64 {
    let mut count = 0;
    for i in 0..n {
        if i % 3 != 1 {
            count += i;
        }
    }
    let mut bits = n;
    let mut length = 0;
    while bits > 0 {
        bits >>= 1;
        length += 1;
    }
    x.powi(length) * count as f64 + x
}

#[test]
fn loops_over_integers_are_constants() {
    for n in [0, 1, 6] {
        check!(integers_only; x = 0.8, const n = n);
    }
}

#[differentiable]
fn many_trips(x: f64, n: usize) -> f64 {
    let mut y = x;
    for i in 0..n {
        y = (y + 0.001 * i as f64 * x).cos();
    }
    y
}

#[test]
fn many_trips_are_remembered() {
    check!(many_trips; x = 0.8, const n = 1000);
}

#[differentiable]
fn single(x: f32, n: usize) -> f64 {
    let mut y = x;
    let mut sum = 0.0_f64;
    for i in 0..n {
        y = y * 0.5 + x / (1 + i) as f32;
        sum += f64::from(y);
    }
    sum
}

#[test]
fn floats_of_both_widths_are_carried() {
    let (value, slope) = single::value_and_grad(0.5, 4);
    assert_eq!(value, single(0.5, 4));
    // Linear in `x`.
    assert!((f64::from(slope) - value / 0.5).abs() < 1e-5);
}

#[differentiable]
fn borrowed_before_an_exit(x: f64, weights: &[f64; 3]) -> f64 {
    let mut y = x;
    for weight in weights {
        for _ in 0..2 {
            y = (y * weight).sin() + y;
        }
        if y > 2.0 {
            break;
        }
        y = if y > 0.5 { y.sqrt() } else { y * y };
    }
    y
}

#[differentiable]
fn borrowed_in_an_arm(x: f64, weights: &[f64; 3], i: usize) -> f64 {
    let mut y = x;
    if y > 0.1 {
        let local = [x * x, x];
        let w = &local[i % 2];
        let v = &weights[i];
        let u = &local;
        for _ in 0..2 {
            y = (y * w).sin() + y * *v + y * u[0].sin();
        }
        y *= *w * u[1];
    }
    y * y.sin()
}

#[differentiable]
fn borrowed_around_loops(x: f64, weights: &[f64; 3], i: usize) -> f64 {
    let mut y = x;
    let local = [x * x, x];
    let w = &local[i % 2];
    let v = &weights[i];
    let u = &local;
    if y > 0.1 {
        for _ in 0..2 {
            y = (y * w).sin() + y * *v + y * u[0].sin();
        }
        y *= *w * u[1];
    }
    while y < 3.0 {
        let local = [y * x, y];
        let w = &local[i % 2];
        let u = &local;
        for _ in 0..2 {
            y = (y * w).sin() + y * *v + y * u[0].sin() + y;
        }
        y = *w * u[1] + y;
    }
    y * y.sin()
}

#[differentiable]
fn borrowed_by_a_pattern(x: f64, rows: &[[f64; 2]; 3], #[constant] limit: f64) -> f64 {
    let mut y = x;
    for row in rows {
        let [a, b] = row;
        for _ in 0..2 {
            y = (y * a + *b).sin() + y.max(*b) + a.min(y) - -b;
        }
        if y > limit {
            break;
        }
    }
    y
}

#[test]
fn what_is_read_through_a_borrow_is_recorded_by_value() {
    for x in [0.4, 1.9] {
        check!(borrowed_before_an_exit; x = x, &weights = [0.8, -0.3, 1.1]);
        check!(borrowed_by_a_pattern; x = x, &rows = [[0.8, -0.3], [1.1, 0.2], [0.5, 0.6]], const limit = 1.5);
    }
    for i in [0, 1] {
        check!(borrowed_in_an_arm; x = 0.7, &weights = [0.8, -0.3, 1.1], const i = i);
        check!(borrowed_around_loops; x = 1.2, &weights = [0.8, 0.9, 1.1], const i = i);
    }
}

#[differentiable]
fn two_before(x: &[f64]) -> f64 {
    let mut prev = 1.0;
    let mut prev2 = 2.0;
    let mut s = 0.0;
    for &v in x {
        s += prev2 * v;
        prev2 = prev;
        prev = v * v;
    }
    s
}

#[differentiable]
fn four_before(x: &[f64]) -> f64 {
    let mut a = 1.0;
    let mut b = 1.0;
    let mut c = 1.0;
    let mut d = 1.0;
    let mut s = 0.0;
    for &v in x {
        s += d * d * 0.5;
        d = c;
        c = b;
        b = a;
        a = v * v;
    }
    s
}

#[differentiable]
fn last_of_four(x: &[f64]) -> f64 {
    let mut a = 1.0;
    let mut b = 1.0;
    let mut c = 1.0;
    let mut d = 1.0;
    for &v in x {
        d = c;
        c = b;
        b = a;
        a = v * v;
    }
    d * d
}

#[differentiable]
fn shifted_in_arms(x: &[f64]) -> f64 {
    let mut a = 1.0;
    let mut b = 1.0;
    let mut c = 1.0;
    let mut d = 1.0;
    let mut s = 0.0;
    for &v in x {
        if v > 0.0 {
            s += d * d * 0.5;
            d = c;
            c = b;
        } else {
            b = a;
            a = v * v;
        }
    }
    s
}

#[differentiable]
fn vectors_before(x: &[f64]) -> f64 {
    let mut a = vec![1.0, 2.0];
    let mut b = vec![1.0, 2.0];
    let mut c = vec![1.0, 2.0];
    let mut s = 0.0;
    for &v in x {
        s += c[0] * c[1] * v;
        c = b;
        b = a;
        a = vec![v, v * v];
    }
    s
}

#[test]
fn numbers_are_handed_on_from_variable_to_variable() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(two_before; &x = x.clone());
    check!(four_before; &x = x.clone());
    check!(last_of_four; &x = x.clone());
    check!(shifted_in_arms; &x = x.clone());
    check!(vectors_before; &x = x.clone());
}
