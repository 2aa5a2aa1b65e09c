//! Calls between annotated functions, and of functions that need no annotation.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

// The caller stands first: definitions come in any order.
#[differentiable]
fn loss(x: f64, y: f64) -> f64 {
    square(x) + 3.0 * square(sigmoid(y) - x)
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[test]
fn calls_compose() {
    check!(loss; x = 0.4, y = 1.1);
}

#[differentiable]
fn constant_arguments(x: f64, #[constant] k: f64) -> f64 {
    square(3.0) * x + square(k) + sigmoid(k * 2.0) * x
}

#[test]
fn calls_with_constant_arguments_are_plain_rust() {
    check!(constant_arguments; x = 0.4, const k = 1.5);
    assert_eq!(constant_arguments::grad(0.0, 0.0), 9.5);
}

fn is_valid(x: f64) -> bool {
    x.is_finite() && x > -10.0
}

fn bin(x: f64) -> usize {
    (x.abs() * 2.0) as usize % 3
}

fn report(values: &[f64; 2]) -> Result<(), String> {
    if values[0] > 100.0 { Err("too large".to_string()) } else { Ok(()) }
}

#[differentiable]
fn unannotated_calls(x: f64, table: &[f64; 3]) -> f64 {
    assert!(is_valid(x), "{x} is not valid");
    let y = if is_valid(x * 2.0) && !is_valid(x * 1e6) { x } else { 2.0 * x };
    debug_assert!(report(&[x, y]).is_ok());
    y * table[bin(x)] + table[bin(y + 0.3)]
}

#[test]
fn calls_that_feed_conditions_and_indices_need_no_annotation() {
    check!(unannotated_calls; x = 0.3, &table = [1.0, 2.0, 3.0]);
    check!(unannotated_calls; x = 0.8, &table = [1.0, 2.0, 3.0]);
    check!(unannotated_calls; x = -1.45, &table = [1.0, 2.0, 3.0]);
}

#[differentiable]
fn norm(v: &[f64; 3]) -> f64 {
    (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]).sqrt()
}

#[differentiable]
fn scaled(v: [f64; 3], s: f64) -> [f64; 3] {
    [v[0] * s, v[1] * s, v[2] * s]
}

#[differentiable]
fn minmax(a: f64, b: f64) -> (f64, f64) {
    if a < b { (a, b) } else { (b, a) }
}

#[differentiable]
fn aggregates(v: [f64; 3], w: &[f64; 3]) -> f64 {
    let unit = scaled(v, 1.0 / norm(&v));
    let moved = scaled(*w, norm(w));
    let (low, high) = minmax(unit[0], moved[1]);
    let pair = minmax(moved[0] + unit[1], 0.5);
    low * pair.0 + high * pair.1 + norm(&[unit[2], moved[2], low])
}

#[test]
fn arguments_and_results_are_aggregates() {
    check!(aggregates; v = [1.0, 2.0, -0.5], &w = [0.3, -0.8, 1.1]);
    check!(aggregates; v = [-1.0, 2.0, -0.5], &w = [0.3, 0.8, 1.1]);
}

#[differentiable]
fn rows(m: &[[f64; 3]; 2], t: (f64, [f64; 3])) -> f64 {
    norm(&m[0]) * norm(&m[1]) + norm(&t.1) * t.0
}

#[test]
fn parts_are_borrowed_as_arguments() {
    check!(rows; &m = [[1.0, 2.0, 2.0], [0.5, 0.1, -1.0]], t = (0.7, [1.0, 1.0, 0.5]));
}

#[differentiable]
fn ends(a: &[f64]) -> f64 {
    a[0] * a[a.len() - 1]
}

#[differentiable]
fn passes_slices(a: &[f64], b: &[f64; 2], x: f64) -> f64 {
    let local = [x, x * b[0], b[1]];
    ends(a) + ends(b) + ends(&local) + ends(&[x, 2.0])
}

#[test]
fn slices_are_arguments() {
    check!(passes_slices; &a = vec![1.0, 2.0, 3.0], &b = [0.5, 4.0], x = 0.7);
}

#[differentiable]
fn same_argument_twice(x: f64) -> f64 {
    let (a, b) = minmax(x * x, x);
    product(x, x) + product(a, b)
}

#[differentiable]
fn product(a: f64, b: f64) -> f64 {
    a * b
}

#[test]
fn adjoints_of_equal_arguments_add_up() {
    check!(same_argument_twice; x = 0.6);
    check!(same_argument_twice; x = 1.6);
}

#[differentiable]
fn in_branches(x: f64, n: usize) -> f64 {
    let y = if x > 0.0 { sigmoid(x) } else { square(x) };
    let z = match n {
        0 => sigmoid(y),
        1 => square(sigmoid(x) + y),
        _ if square(x) > 2.0 => return square(y),
        _ => y,
    };
    y * z
}

#[test]
fn calls_stand_in_arms() {
    for n in 0..3 {
        for x in [-1.7, -0.6, 0.6, 1.7] {
            check!(in_branches; x = x, const n = n);
        }
    }
}

#[differentiable]
fn in_stores(x: f64, y: f64) -> [f64; 3] {
    let mut a = [square(x), y, 0.0];
    a[1] *= sigmoid(a[0]);
    a[2] += square(a[1]);
    a = scaled(a, square(y));
    a
}

#[test]
fn calls_stand_in_stores() {
    check_vjp!(in_stores; x = 0.4, y = 1.3);
}

#[differentiable]
fn mixed(x: f64, n: usize, #[constant] scale: f64, flag: bool) -> f64 {
    if flag { scale * x.powi(n as i32) } else { x }
}

#[differentiable]
fn calls_with_constants(x: f64, m: usize) -> f64 {
    mixed(x, m + 1, 2.0, m > 0) + mixed(x * x, 2, x.floor().max(1.0), x > 0.0)
}

#[test]
fn constant_parameters_of_a_callee_take_constants() {
    for m in 0..3 {
        check!(calls_with_constants; x = 1.3, const m = m);
    }
}

#[differentiable]
fn unused_result(x: f64) -> f64 {
    let _unused = square(x);
    let _ = sigmoid(x);
    product(x, 3.0)
}

#[test]
fn results_may_be_unused() {
    assert_eq!(unused_result::grad(2.0), 3.0);
}

#[differentiable]
fn chained(x: f64) -> f64 {
    square(x).sin() + sigmoid(square(square(x))).ln() * -square(x)
}

#[test]
fn results_are_receivers_and_operands() {
    check!(chained; x = 0.7);
}

#[differentiable]
fn result_as_condition(x: f64) -> f64 {
    if square(x) > 1.0 { x } else { 2.0 * x }
}

#[test]
fn results_of_annotated_functions_feed_conditions() {
    assert_eq!(result_as_condition::grad(2.0), 1.0);
    assert_eq!(result_as_condition::grad(0.5), 2.0);
}

#[differentiable]
fn generic_length<const N: usize>(a: [f64; N]) -> f64 {
    a[0] * a[N - 1]
}

#[differentiable]
fn calls_generic(x: f64, y: f64) -> f64 {
    generic_length([x, y]) + generic_length::<3>([y, x, x * y])
}

#[test]
fn callees_may_be_generic() {
    check!(calls_generic; x = 0.7, y = 1.8);
}

#[differentiable]
fn root_and_itself(x: f64) -> [f64; 2] {
    [x.sqrt(), x]
}

#[differentiable]
fn logarithm_and_itself(x: f64) -> (f64, f64) {
    (x.ln(), x)
}

#[differentiable]
fn root(x: f64) -> f64 {
    x.sqrt()
}

#[differentiable]
fn roots(x: &[f64]) -> Vec<f64> {
    x.iter().map(|x| x.sqrt()).collect()
}

#[differentiable]
fn product_and_last(p: [f64; 2]) -> [f64; 2] {
    [p[0] * p[1], p[1]]
}

#[differentiable]
fn length(v: &[f64]) -> f64 {
    v.iter().map(|v| v * v).sum::<f64>().sqrt()
}

#[differentiable]
fn reads_the_last(x: f64) -> f64 {
    product_and_last(root_and_itself(x))[1] + logarithm_and_itself(x).1
}

#[differentiable]
fn reads_in_an_arm(x: f64, y: f64) -> f64 {
    let (pair, numbers, value) = (root_and_itself(x), logarithm_and_itself(x), root(x));
    let elements = roots(&[x, 4.0]);
    let vector = [value, elements[1]];
    let through = (value.sqrt() * 2.0 - pair[0].sin()) / value + length(&vector) * numbers.0 - elements[0];
    if y > 0.0 { through * pair[1] } else { y * elements[1] }
}

#[differentiable]
fn reciprocal(x: f64) -> f64 {
    1.0 / x
}

#[differentiable]
fn reads_what_is_infinite_in_an_arm(x: f64, y: f64) -> f64 {
    let inverse = reciprocal(x);
    let through = inverse * x + (inverse * y).sin() - inverse;
    if y > 0.0 { through } else { y }
}

#[differentiable]
fn scaled_by(factor: f64, v: &[f64; 2]) -> [f64; 2] {
    [factor * v[0], factor * v[1]]
}

/// The division is made before anybody looks at the length.
#[differentiable]
fn direction(x: f64, y: f64) -> f64 {
    let length = (x * x + y * y).sqrt();
    let axis = scaled_by(1.0 / length, &[x, y]);
    if length > 0.0 { axis[0] + 2.0 * axis[1] } else { x }
}

#[differentiable]
fn reads_one_element(x: &[f64]) -> f64 {
    let roots = roots(x);
    roots[1] * 3.0
}

#[test]
fn what_a_caller_leaves_alone_contributes_nothing_through_a_call() {
    assert_eq!(reads_the_last::grad(0.0), 2.0);
    assert_eq!(reads_in_an_arm::grad(0.0, -1.0), (0.0, 2.0));
    assert_eq!(reads_what_is_infinite_in_an_arm::grad(0.0, -1.0), (0.0, 1.0));
    assert_eq!(direction::grad(0.0, 0.0), (1.0, 0.0));
    assert_eq!(reads_one_element::grad(&[0.0, 4.0]), [0.0, 0.75]);
    check!(reads_the_last; x = 0.7);
    check!(reads_in_an_arm; x = 0.7, y = 0.3);
    check!(reads_in_an_arm; x = 0.7, y = -0.3);
    check!(reads_what_is_infinite_in_an_arm; x = 0.7, y = 0.3);
    check!(direction; x = 0.7, y = 0.3);
    check!(reads_one_element; &x = vec![0.5, 4.0]);
}
