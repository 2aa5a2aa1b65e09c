//! Calls whose arguments may be infinite, and what nothing touched afterwards: zero, whatever it is multiplied with. What
//! companions say of their partial derivatives spares the caller the question.

use autodiff_core::__private::Partials;
use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn reciprocal(x: f64) -> f64 {
    1.0 / x
}

#[differentiable]
fn scaled_by(factor: f64, v: &[f64; 2]) -> [f64; 2] {
    [factor * v[0], factor * v[1]]
}

#[differentiable]
fn added(a: &[f64; 2], b: &[f64; 2]) -> [f64; 2] {
    [a[0] + b[0], a[1] + 0.5 * b[1]]
}

#[differentiable]
fn dot(a: &[f64; 2], b: &[f64; 2]) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

#[differentiable]
fn unit(v: &[f64; 2]) -> [f64; 2] {
    let length = dot(v, v).sqrt();
    scaled_by(1.0 / length, v)
}

#[differentiable]
fn known_number(x: f64, y: f64) -> f64 {
    let inverse: f64 = reciprocal(x);
    let product = inverse * x;
    let a = if y > 1.0 { product * y } else { y };
    let b = if y > 2.0 { product } else { 1.0 };
    a * b
}

#[differentiable]
fn known_array(x: f64, y: f64) -> f64 {
    let length = (x * x).sqrt();
    let axis: [f64; 2] = scaled_by(1.0 / length, &[x, 2.0 * x]);
    let a = if y > 1.0 { axis[0] * y } else { y };
    let b = if y > 2.0 { axis[1] } else { 1.0 };
    a * b
}

#[differentiable]
fn element_of_known_array(x: f64, y: f64) -> f64 {
    let inverse = 1.0 / x;
    let axis: [f64; 2] = scaled_by(inverse, &[x, 2.0]);
    let product = axis[1] * x;
    let a = if y > 1.0 { product * y } else { y };
    let b = if y > 2.0 { product } else { 1.0 };
    a * b
}

#[differentiable]
fn call_of_call(x: f64, y: f64) -> f64 {
    let axis = scaled_by(1.0 / x, &[x, x * x]);
    let sum = added(&axis, &[x, x]);
    let product = dot(&sum, &axis);
    let a = if y > 1.0 { product * y } else { y };
    let b = if y > 2.0 { product } else { 1.0 };
    a * b
}

#[differentiable]
fn call_of_infinite_call(x: f64, y: f64) -> f64 {
    let scaled = scaled_by(reciprocal(x), &[x, x * x]);
    let a = if y > 1.0 { scaled[0] * y } else { y };
    let b = if y > 2.0 { scaled[1] } else { 1.0 };
    a * b
}

#[differentiable]
fn call_of_guarded_call(x: f64, y: f64) -> f64 {
    let axis = unit(&[x, 2.0 * x]);
    let product = dot(&axis, &[x, y]);
    let a = if y > 1.0 { product * y } else { y };
    let b = if y > 2.0 { product } else { 1.0 };
    a * b
}

#[differentiable]
fn element_as_an_argument(x: f64, y: f64) -> f64 {
    let parts = [1.0 / x, x];
    let scaled = scaled_by(parts[0], &[x, parts[1]]);
    let a = if y > 1.0 { scaled[0] * y } else { y };
    let b = if y > 2.0 { scaled[1] } else { 1.0 };
    a * b
}

#[differentiable]
fn of_a_branch(x: f64, y: f64) -> f64 {
    let factor = if y < 5.0 { 1.0 / x } else { x };
    let scaled = scaled_by(factor, &[x, y]);
    let a = if y > 1.0 { scaled[0] * y } else { y };
    let b = if y > 2.0 { scaled[1] } else { 1.0 };
    a * b
}

#[differentiable]
fn of_a_loop(x: f64, y: f64) -> f64 {
    let mut factor = 1.0;
    for _ in 0..2 {
        factor = factor / x;
    }
    let scaled = scaled_by(factor, &[x, y]);
    let a = if y > 1.0 { scaled[0] * y } else { y };
    let b = if y > 2.0 { scaled[1] } else { 1.0 };
    a * b
}

#[differentiable]
mod together {
    #[differentiable(recursive)]
    pub fn power(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { x * power(x, n - 1) }
    }

    #[differentiable(recursive)]
    pub fn powers(x: f64, n: u32) -> [f64; 2] {
        if n == 0 {
            [1.0, x]
        } else {
            let below = powers(x, n - 1);
            [below[0] * x, below[1] + below[0]]
        }
    }

    pub fn of_an_infinite_number(x: f64, y: f64) -> f64 {
        let product = power(1.0 / x, 2);
        let a = if y > 1.0 { product * y } else { y };
        let b = if y > 2.0 { product } else { 1.0 };
        a * b
    }

    pub fn array_of_an_infinite_number(x: f64, y: f64) -> f64 {
        let products = powers(1.0 / x, 2);
        let a = if y > 1.0 { products[0] * y } else { y };
        let b = if y > 2.0 { products[1] } else { 1.0 };
        a * b
    }

    pub fn element_of_an_infinite_array(x: f64, y: f64) -> f64 {
        let products = powers(1.0 / x, 2);
        let product = products[1] * x;
        let a = if y > 1.0 { product * y } else { y };
        let b = if y > 2.0 { product } else { 1.0 };
        a * b
    }
}

#[test]
fn what_is_infinite_in_an_argument_stays_in_the_arms_that_did_not_run() {
    assert_eq!(known_number::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(known_array::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(element_of_known_array::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(call_of_call::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(call_of_infinite_call::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(call_of_guarded_call::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(element_as_an_argument::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(of_a_branch::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(of_a_loop::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(together::of_an_infinite_number::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(together::array_of_an_infinite_number::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(together::element_of_an_infinite_array::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(call_of_guarded_call::vjp(0.0, 0.5).1(2.0), (0.0, 2.0));
    for y in [0.5, 1.5, 2.5] {
        check!(known_number; x = 0.7, y = y);
        check!(known_array; x = 0.7, y = y);
        check!(element_of_known_array; x = 0.7, y = y);
        check!(call_of_call; x = 0.7, y = y);
        check!(call_of_infinite_call; x = 0.7, y = y);
        check!(call_of_guarded_call; x = 0.7, y = y);
        check!(element_as_an_argument; x = 0.7, y = y);
        check!(of_a_branch; x = 0.7, y = y);
        check!(of_a_loop; x = 0.7, y = y);
        check!(together::of_an_infinite_number; x = 0.7, y = y);
        check!(together::array_of_an_infinite_number; x = 0.7, y = y);
        check!(together::element_of_an_infinite_array; x = 0.7, y = y);
    }
}

#[differentiable]
fn roots_in_arms(x: [f64; 2], y: f64) -> [f64; 2] {
    if y > 0.0 {
        let other = x[1].sqrt();
        [x[0].sqrt(), other]
    } else {
        [dot(&x, &x).sqrt(), y]
    }
}

#[differentiable]
fn one_part(x: [f64; 2], y: f64) -> f64 {
    let roots = roots_in_arms(x, y);
    roots[1] * 3.0
}

#[differentiable]
fn element_of_a_local(x: f64, y: f64) -> [f64; 2] {
    let mut parts = [0.0; 2];
    for i in 0..2 {
        parts[i] = y / x;
    }
    let mut sum = x;
    for i in 0..2 {
        sum += parts[i] * x;
    }
    [sum, y]
}

#[differentiable]
fn leaves_the_local_alone(x: f64, y: f64) -> f64 {
    let pair = element_of_a_local(x, y);
    let a = if y > 1.0 { pair[0] * y } else { y };
    let b = if y > 2.0 { pair[1] } else { 1.0 };
    a * b
}

#[test]
fn parts_of_a_seed_that_are_zero_contribute_nothing() {
    assert_eq!(one_part::grad([0.0, 4.0], 1.0), ([0.0, 0.75], 0.0));
    assert_eq!(one_part::grad([0.0, 0.0], -1.0), ([0.0, 0.0], 3.0));
    assert_eq!(leaves_the_local_alone::grad(0.0, 0.5), (0.0, 1.0));
    check!(one_part; x = [0.5, 4.0], y = 1.0);
    check!(one_part; x = [0.5, 4.0], y = -1.0);
    check_vjp!(element_of_a_local; x = 0.7, y = 1.2);
    check!(leaves_the_local_alone; x = 0.7, y = 2.5);
}

#[differentiable]
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[differentiable]
fn horner(x: f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for _ in 0..n {
        sum = sum * x + 1.0;
    }
    sum
}

#[differentiable]
fn divides_in_a_loop(xs: &[f64], y: f64) -> f64 {
    xs.iter().map(|x| x / y).sum()
}

#[differentiable]
fn starts_at_infinity(xs: &[f64]) -> f64 {
    xs.iter().copied().fold(f64::INFINITY, f64::min)
}

#[differentiable]
fn average<const N: usize>(x: [f64; N]) -> f64 {
    x.iter().sum::<f64>() * 0.25
}

#[differentiable]
fn of_generic(x: f64, y: f64) -> f64 {
    average::<2>([x, y]) - reciprocal(4.0) * 0.5
}

#[differentiable]
fn linear_of_linear(x: f64) -> [f64; 2] {
    added(&[x, 2.0], &added(&[1.0, -x], &[x, x]))
}

#[differentiable]
fn product_of_linear(x: f64) -> f64 {
    let pair = linear_of_linear(x);
    pair[0] * pair[1]
}

#[test]
fn companions_say_what_the_partial_derivatives_are_like() {
    assert_eq!(reciprocal::__PARTIALS, Partials::Any);
    assert_eq!(scaled_by::__PARTIALS, Partials::Finite);
    assert_eq!(added::__PARTIALS, Partials::Constant);
    assert_eq!(unit::__PARTIALS, Partials::Guarded);
    assert_eq!(known_number::__PARTIALS, Partials::Any);
    assert_eq!(roots_in_arms::__PARTIALS, Partials::Guarded);
    assert_eq!(element_of_a_local::__PARTIALS, Partials::Any);
    assert_eq!(logistic::__PARTIALS, Partials::Finite);
    assert_eq!(horner::__PARTIALS, Partials::Finite);
    assert_eq!(divides_in_a_loop::__PARTIALS, Partials::Any);
    assert_eq!(starts_at_infinity::__PARTIALS, Partials::Any);
    assert_eq!(average::__PARTIALS, Partials::Constant);
    assert_eq!(of_generic::__PARTIALS, Partials::Constant);
    assert_eq!(linear_of_linear::__PARTIALS, Partials::Constant);
    assert_eq!(product_of_linear::__PARTIALS, Partials::Finite);
    assert_eq!(together::power::__PARTIALS, Partials::Any);
    check!(of_generic; x = 0.3, y = 0.4);
    check!(product_of_linear; x = 0.3);
}
