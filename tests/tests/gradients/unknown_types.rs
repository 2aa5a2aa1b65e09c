//! Values whose type the macro cannot read: aliases, results of calls, fields of constants.

use autodiff_core::differentiable;

use crate::helpers::{check, check_single, check_vjp};

type Real = f64;
type Vector = [Real; 3];
type Index = usize;

#[differentiable]
fn kinetic_energy(mass: Real, velocity: &Vector) -> Real {
    let v2: Real = velocity[0] * velocity[0] + velocity[1].powi(2) + velocity[2] * velocity[2];
    0.5 * mass * v2
}

#[test]
fn aliases_of_floats_are_active() {
    check!(kinetic_energy; mass = 2.0, &velocity = [1.0, -0.5, 0.3]);
    let (dm, dv): (f64, [f64; 3]) = kinetic_energy::grad(2.0, &[1.0, 0.0, 0.0]);
    assert_eq!((dm, dv), (0.5, [2.0, 0.0, 0.0]));
}

#[differentiable]
fn alias_of_an_integer(x: Real, n: Index) -> Real {
    x * n as f64 + x
}

#[test]
fn an_alias_of_an_integer_keeps_its_place() {
    assert_eq!(alias_of_an_integer::grad(2.0, 3), (4.0, ()));
}

#[differentiable]
fn reflect(v: Vector, normal: &Vector) -> Vector {
    let d = 2.0 * dot(&v, normal);
    [v[0] - d * normal[0], v[1] - d * normal[1], v[2] - d * normal[2]]
}

#[differentiable]
fn dot(a: &Vector, b: &Vector) -> Real {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[test]
fn aliases_of_arrays_are_indexed() {
    check_vjp!(reflect; v = [1.0, -0.5, 0.3], &normal = [0.6, 0.8, 0.1]);
}

#[differentiable]
fn split(x: f64, y: f64) -> ((f64, [f64; 2]), usize) {
    ((x * y, [x - y, y.sin()]), 1)
}

#[differentiable]
fn results_taken_apart(x: f64, y: f64) -> f64 {
    let whole = split(x, y);
    let index = whole.1;
    let ((product, parts), _) = split(y, x);
    let [difference, sine] = parts;
    let mut copy = whole.0.1;
    copy[0] *= 2.0;
    copy[index] += whole.0.0;
    product * difference - sine / 2.0 + copy[0] * copy[1] + (whole.0).1[0]
}

#[test]
fn results_of_calls_are_taken_apart() {
    check!(results_taken_apart; x = 0.7, y = 1.9);
}

#[differentiable]
fn methods_on_results(x: f64) -> f64 {
    let a = half(x);
    let b = a.sin() + a.max(0.1).sqrt() * -a;
    let c = half(b) % 0.3 + f64::exp(a);
    let (s, d) = half(c).sin_cos();
    let mut t = half(s);
    t += d;
    t *= 2.0;
    t -= a;
    t /= 3.0;
    if t > 0.1 { t.powi(3).mul_add(a, b) } else { t.hypot(a).clamp(-5.0, 5.0) }
}

#[differentiable]
fn half(x: f64) -> f64 {
    0.5 * x
}

#[test]
fn operators_and_methods_take_results_of_calls() {
    check!(methods_on_results; x = 0.9);
    check!(methods_on_results; x = 3.9);
}

#[differentiable]
fn mutable_unknown(v: Vector, k: usize) -> Vector {
    let mut w = twice(v);
    w[k] = w[0] * v[1];
    w[0] -= w[k];
    let mut u = w;
    u[2] /= 2.0;
    w = twice(u);
    w
}

#[differentiable]
fn twice(v: Vector) -> Vector {
    [2.0 * v[0], 2.0 * v[1], 2.0 * v[2]]
}

#[test]
fn results_of_calls_are_mutated() {
    for k in 0..3 {
        check_vjp!(mutable_unknown; v = [0.4, 1.3, -0.8], const k = k);
    }
}

struct Material {
    density: f64,
    exponent: i32,
    table: [f64; 3],
}

#[differentiable]
fn fields_of_constants(x: f64, #[constant] material: &Material) -> f64 {
    let d = material.density;
    d * x.powi(material.exponent) + material.table[1] * x - d
}

#[test]
fn fields_of_constants_are_constants() {
    let material = Material { density: 2.0, exponent: 3, table: [0.0, 4.0, 0.0] };
    assert_eq!(fields_of_constants::grad(1.0, &material), 10.0);
}

fn plain(n: usize) -> f64 {
    n as f64 * 0.5
}

fn table(n: usize) -> [f64; 2] {
    [n as f64, 1.0]
}

#[differentiable]
fn constants_from_calls(x: f64, n: usize) -> f64 {
    let c = plain(n);
    let t = table(n);
    let s: f64 = [1.0, 2.0].iter().sum();
    let m = t[0].max(c) + f64::from(n as u32);
    x * c + t[1] * x * x + s * x + m.sin() * x
}

#[test]
fn results_of_plain_calls_are_constants() {
    check!(constants_from_calls; x = 0.8, const n = 3);
}

#[differentiable]
fn unknown_in_branches(x: f64, y: f64) -> f64 {
    let a = half(x);
    let mut b = half(y);
    let c = if a > b { a } else { half(b) };
    if c < 0.0 {
        b = a * c;
    } else if y > 2.0 {
        return b;
    }
    let d = match c {
        v if v > 1.0 => half(v),
        v => v * v,
    };
    b * d + [a, b][1]
}

#[test]
fn unknown_values_pass_through_branches() {
    for (x, y) in [(0.5, 0.2), (-0.5, -0.8), (1.0, 2.5), (5.0, 1.0)] {
        check!(unknown_in_branches; x = x, y = y);
    }
}

#[differentiable]
fn associated_constants(x: f64) -> f64 {
    struct Units;
    impl Units {
        const METRE: f64 = 100.0;
    }
    x * Units::METRE + x * <f64>::EPSILON + <f64 as Into<f64>>::into(2.0) * x
}

#[test]
fn associated_constants_are_constants() {
    check!(associated_constants; x = 0.3);
}

#[differentiable]
fn squares(xs: &[f64]) -> (Vec<f64>, [f64; 2]) {
    (xs.iter().map(|x| x * x).collect(), [xs[0], xs[1]])
}

#[differentiable]
fn rows_of(xs: &[f64]) -> Vec<Vec<f64>> {
    xs.iter().map(|x| xs.iter().map(|y| x * y).collect()).collect()
}

#[differentiable]
fn read_parts(xs: &[f64]) -> f64 {
    let pair = squares(xs);
    let mut sum = 0.0;
    for (a, b) in pair.0.iter().zip(&pair.1) {
        sum += a * b;
    }
    for b in pair.1 {
        sum *= b;
    }
    sum * pair.0[1]
}

#[differentiable]
fn taken_apart(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..2 {
        let (a, b) = squares(xs);
        sum += a[i] * b[1 - i];
        let c = if sum > 100.0 { a } else { b.to_vec() };
        sum += c[0];
    }
    sum
}

#[differentiable]
fn handed_on(xs: &[f64]) -> (Vec<f64>, [f64; 2]) {
    let pair = squares(xs);
    let (b, a) = (pair.1, pair.0);
    (a, b)
}

#[differentiable]
fn rows_zipped(xs: &[f64]) -> f64 {
    let (rows, others) = (rows_of(xs), rows_of(xs));
    let mut sums = xs.to_vec();
    for i in 0..xs.len() {
        let products: Vec<f64> = (0..=i).map(|j| rows[i].iter().zip(&others[j]).map(|(a, b)| a * b).sum()).collect();
        for (j, p) in products.iter().enumerate() {
            for (sum, a) in sums.iter_mut().zip(&rows[j]) {
                *sum += a * p;
            }
        }
    }
    sums.iter().product()
}

#[differentiable]
fn rows_taken(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for row in rows_of(xs) {
        sum = sum * row[0] + row.iter().sum::<f64>();
    }
    let rows = rows_of(xs);
    for row in rows.into_iter() {
        sum += row[0] * row[1];
    }
    sum
}

#[differentiable(optimize = false)]
fn rows_zipped_as_written(xs: &[f64]) -> f64 {
    let (rows, others) = (rows_of(xs), rows_of(xs));
    (0..2).map(|i| rows[i].iter().zip(&others[1 - i]).map(|(a, b)| a * b).sum::<f64>()).product()
}

#[differentiable]
fn elements_that_may_be_missing(xs: &[f64], y: f64) -> f64 {
    let mut rows = rows_of(xs);
    let mut sum = match rows.last() {
        Some(row) => row[0] * y,
        None => y * y,
    };
    if let Some(row) = rows.last_mut() {
        row[0] *= y;
    }
    while let Some(row) = rows.pop() {
        sum = sum.sin() + row.first().copied().unwrap_or(y);
    }
    sum
}

/// Vectors are not copied: who reads a part of what a call gave borrows or clones it.
#[test]
fn parts_of_unknown_type_stay_where_they_are() {
    let xs = vec![0.7, -0.4];
    check!(read_parts; &xs = xs.clone());
    check!(taken_apart; &xs = xs.clone());
    check_vjp!(handed_on; &xs = xs.clone());
    check!(rows_zipped; &xs = xs.clone());
    check!(rows_taken; &xs = xs.clone());
    check!(rows_zipped_as_written; &xs = xs.clone());
    check!(elements_that_may_be_missing; &xs = xs.clone(), y = 0.3);
    check!(elements_that_may_be_missing; &xs = Vec::<f64>::new(), y = 0.3);
}

/// Each function's slope is another one that is called anyway, or its negative.
#[differentiable]
fn slopes_at_hand(x: Real, y: Real) -> Real {
    let angle = x * y;
    let (sine, cosine) = angle.sin_cos();
    let (sinh, cosh) = (angle.sinh(), angle.cosh());
    sine * cosine + cosine.sin() + sine.cos() + sinh * cosh.sin() - cosh * cosine.cos()
}

#[differentiable]
fn slopes_in_arms(x: Real, y: Real) -> Real {
    let angle = x * y;
    let sine = angle.sin();
    let bent = if y > 0.5 { angle.cos() * sine } else { sine * x };
    let other = if x > 0.5 { bent.sin() } else { bent.cos() };
    bent * other + (other * sine).cos()
}

#[differentiable]
fn slopes_in_a_loop(x: Real, n: usize) -> Real {
    let mut angle: Real = x;
    for _ in 0..n {
        let (sine, cosine) = (angle.sin(), angle.cos());
        angle = sine * x - cosine;
    }
    angle.sinh() / angle.cosh()
}

type Single = f32;

#[differentiable]
fn slopes_in_single(x: Single) -> Single {
    let (sine, cosine) = x.sin_cos();
    sine / cosine
}

#[test]
fn slopes_that_the_function_has_computed() {
    for x in [-0.4, 0.9] {
        for y in [0.3, 1.2] {
            check!(slopes_at_hand; x = x, y = y);
            check!(slopes_in_arms; x = x, y = y);
        }
        for n in 0..3 {
            check!(slopes_in_a_loop; x = x, const n = n);
        }
    }
    check_single!(slopes_in_single; x = 0.6_f32);
}

#[differentiable]
mod states {
    pub(super) fn first(a: f64) -> Vec<f64> {
        vec![a * a, a + 1.0]
    }

    pub(super) fn next(state: &[f64], v: f64) -> Vec<f64> {
        vec![state[0] * v, state[1] + v * state[0]]
    }

    pub(super) fn product(p: &[f64], q: &[f64]) -> f64 {
        p[0] * q[0] + p[1] * q[1]
    }
}

#[differentiable]
fn recorded_and_read_on(x: &[f64]) -> f64 {
    let mut state = states::first(1.0);
    let mut sum = 0.0;
    for &v in x {
        let next = states::next(&state, v);
        sum += states::product(&state, &next);
        state = next;
    }
    sum
}

#[differentiable]
fn best_of_calls(x: &[f64]) -> f64 {
    let mut best: Option<(usize, Vec<f64>)> = None;
    for (i, &v) in x.iter().enumerate() {
        let state = states::first(v);
        if best.as_ref().is_none_or(|(_, b)| b[0] < state[0]) {
            best = Some((i, state));
        }
    }
    let (i, b) = best.unwrap();
    b[0] * b[1] * i as f64
}

#[test]
fn vectors_of_calls_are_recorded_and_read_on() {
    let x = vec![0.7, -1.3, 2.1, 0.4];
    check!(recorded_and_read_on; &x = x.clone());
    check!(best_of_calls; &x = x.clone());
}
