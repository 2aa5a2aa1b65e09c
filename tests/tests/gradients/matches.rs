//! `match` on integers, booleans, ranges, tuples and floats with guards.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn basis(degree: usize, x: f64) -> f64 {
    match degree {
        0 => 1.0,
        1 => x,
        2 => 1.5 * x * x - 0.5,
        3 | 4 => 2.5 * x.powi(3) - 1.5 * x,
        n if n % 2 == 0 => x.powi(n as i32),
        _ => -x,
    }
}

#[test]
fn integers_select_the_arm() {
    for degree in 0..8 {
        check!(basis; const degree = degree, x = 0.7);
    }
}

#[differentiable]
fn bracket(income: f64, class: u8) -> f64 {
    let rate = match class {
        0..=9 => 0.1,
        10..20 => 0.2 + income * 1e-3,
        b'A'..=b'Z' => 0.3,
        u8::MAX => 0.5 * income,
        other => other as f64 * 0.01,
    };
    income * rate
}

#[test]
fn ranges_select_the_arm() {
    for class in [0, 9, 10, 19, 20, b'B', 255] {
        check!(bracket; income = 3.5, const class = class);
    }
}

#[differentiable]
fn piecewise(x: f64) -> f64 {
    match x {
        x if x < 0.0 => x * x,
        y if y < 1.0 => y.sin(),
        z => {
            let w = z - 1.0;
            w + 0.84
        }
    }
}

#[test]
fn guards_bind_active_values() {
    check!(piecewise; x = -0.5);
    check!(piecewise; x = 0.5);
    check!(piecewise; x = 1.5);
}

#[differentiable]
fn quadrants(x: f64, y: f64) -> f64 {
    match (x > 0.0, y > 0.0) {
        (true, true) => x * y,
        (true, false) => x - y * y,
        (false, up) => {
            if up {
                x * x * y
            } else {
                x / y
            }
        }
    }
}

#[test]
fn tuples_of_conditions_select_the_arm() {
    for (x, y) in [(0.5, 0.7), (0.5, -0.7), (-0.5, 0.7), (-0.5, -0.7)] {
        check!(quadrants; x = x, y = y);
    }
}

#[differentiable]
fn tuple_patterns(x: f64, y: f64, n: i32) -> f64 {
    match (x * y, n, x) {
        (p, 0, _) => p,
        (p, k, _) if k < 0 && p > 0.0 => p * k as f64,
        (_, 1 | 2, q) if q > y => q * q,
        (p, _, q) => p - q,
    }
}

#[test]
fn tuple_patterns_bind_active_parts() {
    for n in [-2, 0, 1, 2, 3] {
        check!(tuple_patterns; x = 0.5, y = 0.3, const n = n);
        check!(tuple_patterns; x = -0.5, y = 0.3, const n = n);
    }
}

#[differentiable]
fn as_statement(x: f64, mode: i32) -> f64 {
    let mut y = x;
    let mut a = [x, 1.0];
    match mode {
        -1 => y = x * x,
        0 => {}
        1 => {
            y += 2.0 * x;
            a[0] *= y;
        }
        _ => a[1] = x,
    }
    y * a[0] * a[1]
}

#[test]
fn a_match_may_be_a_statement() {
    for mode in [-1, 0, 1, 2] {
        check!(as_statement; x = 0.9, const mode = mode);
    }
}

#[differentiable]
fn nested(x: f64, outer: bool, inner: usize) -> f64 {
    let y = match outer {
        true => match inner {
            0 => x.sin(),
            _ if x > 0.0 => x.sqrt(),
            _ => 0.0,
        },
        false => {
            if inner == 1 {
                x.exp()
            } else {
                match x {
                    v if v.abs() < 1.0 => v * v,
                    _ => 1.0,
                }
            }
        }
    };
    y * x
}

#[test]
fn matches_nest() {
    for outer in [false, true] {
        for inner in 0..2 {
            for x in [-1.5, -0.5, 0.5] {
                check!(nested; x = x, const outer = outer, const inner = inner);
            }
        }
    }
}

#[differentiable]
fn arrays_in_patterns(a: [f64; 2], t: (f64, (f64, i32))) -> [f64; 2] {
    match (a, t) {
        ([p, q], (r, (s, 0))) => [p * r, q * s],
        ([p, _], (_, (s, n))) if n > 0 => [p + s, p * s],
        (b, _) => b,
    }
}

#[test]
fn array_patterns_bind_elements() {
    let run = |n: i32| {
        let (_, pullback) = arrays_in_patterns::vjp([1.0, 2.0], (3.0, (4.0, n)));
        pullback([1.0, 10.0])
    };
    assert_eq!(run(0), ([3.0, 40.0], (1.0, (20.0, ()))));
    assert_eq!(run(1), ([41.0, 0.0], (0.0, (11.0, ()))));
    assert_eq!(run(-1), ([1.0, 10.0], (0.0, (0.0, ()))));
}

#[differentiable]
fn yields_tuples(x: f64, n: u32) -> (f64, f64) {
    let (a, b) = match n {
        0 => (x, 1.0),
        1 => (1.0, x * x),
        _ => (x.cos(), x.sin()),
    };
    (a * b, a + b)
}

#[test]
fn arms_yield_tuples() {
    for n in 0..3 {
        check_vjp!(yields_tuples; x = 0.6, const n = n);
    }
}

const LIMIT: i32 = 5;

#[differentiable]
fn constant_patterns(x: f64, n: i32) -> f64 {
    const LOCAL: i32 = 7;
    match n {
        LIMIT => x * x,
        LOCAL => x * 3.0,
        i32::MIN..0 => -x,
        bound @ 0..=2 => x * bound as f64,
        _ => x,
    }
}

#[test]
fn constants_are_patterns() {
    for n in [-4, 0, 2, 5, 7, 9] {
        check!(constant_patterns; x = 1.2, const n = n);
    }
}

#[differentiable]
fn guard_with_side_condition(x: f64, a: &[f64; 3], k: usize) -> f64 {
    match k {
        i if i < 3 && a[i] > 1.0 => a[i] * x,
        i if i < 3 => x / a[i],
        _ => x,
    }
}

#[test]
fn guards_index_and_compare() {
    for k in 0..4 {
        check!(guard_with_side_condition; x = 0.3, &a = [2.0, 0.5, 1.5], const k = k);
    }
}

#[differentiable]
fn char_and_strings(x: f64, unit: &str, sign: char) -> f64 {
    let factor = match unit {
        "km" => 1000.0,
        "cm" => 0.01,
        _ => 1.0,
    };
    let signed = match sign {
        '-' => -x,
        _ => x,
    };
    factor * signed * x
}

#[test]
fn strings_and_characters_are_constants() {
    assert_eq!(char_and_strings::grad(2.0, "km", '+'), 4000.0);
    assert_eq!(char_and_strings::grad(2.0, "m", '-'), -4.0);
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Linear,
    Quadratic(i32),
}

#[differentiable]
fn enumerated(x: f64, #[constant] kind: Kind) -> f64 {
    match kind {
        Kind::Linear => 2.0 * x,
        Kind::Quadratic(n) => x * x * n as f64,
    }
}

#[test]
fn a_constant_enum_selects_the_arm() {
    assert_eq!(enumerated::grad(3.0, Kind::Linear), 2.0);
    assert_eq!(enumerated::grad(3.0, Kind::Quadratic(5)), 30.0);
}

#[derive(Clone)]
enum Step {
    Push { at: usize, name: String },
    Add,
    Scale(f64, String),
}

/// Text in what is matched is not moved, nor is what a pattern does not name.
#[differentiable]
fn calculated(x: &[f64], #[constant] steps: &[Step]) -> f64 {
    let mut stack = vec![];
    for step in steps {
        match step {
            Step::Push { at, name } if !name.is_empty() => stack.push(x[*at]),
            Step::Push { .. } => {}
            Step::Add => {
                let (a, b) = (stack.pop().unwrap(), stack.pop().unwrap());
                stack.push(a + b);
            }
            Step::Scale(by, name) => {
                let a = stack.pop().unwrap();
                stack.push(a * by + name.len() as f64);
            }
        }
    }
    stack[0]
}

#[differentiable]
fn named_pairs(x: &[f64], #[constant] pairs: &[(String, Option<(usize, String)>)]) -> f64 {
    let mut sum = 0.0;
    for pair in pairs {
        match pair {
            (left, Some((at, right))) if left == right => sum += x[*at],
            (left, Some((at, _))) => sum -= x[*at] * left.len() as f64,
            (_, None) => sum *= 2.0,
        }
    }
    sum
}

#[differentiable]
fn looked_up(x: &[f64], #[constant] places: &std::collections::HashMap<usize, usize>) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        if let Some(&j) = places.get(&i) {
            sum += x[i] * x[j];
        } else {
            sum -= x[i];
        }
    }
    sum
}

#[test]
fn constants_are_matched_where_they_are() {
    let x = vec![0.4, 0.9, -0.3];
    let push = |at, name: &str| Step::Push { at, name: name.to_owned() };
    let steps = vec![push(1, "a"), push(1, ""), push(2, "b"), Step::Add, Step::Scale(1.5, "of".to_owned())];
    check!(calculated; &x = x.clone(), const &steps = steps);
    let some = |at, name: &str| Some((at, name.to_owned()));
    let pairs = vec![("a".to_owned(), some(1, "a")), ("bb".to_owned(), some(2, "c")), ("d".to_owned(), None)];
    check!(named_pairs; &x = x.clone(), const &pairs = pairs);
    check!(looked_up; &x = x.clone(), const &places = [(0, 1), (2, 0)].into());
}
