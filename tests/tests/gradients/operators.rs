//! Arithmetic and mathematics on scalars.

use autodiff_core::differentiable;

use crate::helpers::{assert_close, check};

#[differentiable]
fn rosenbrock(x: f64, y: f64) -> f64 {
    let a = 1.0 - x;
    let b = y - x * x;
    a * a + 100.0 * b * b
}

#[test]
fn gradient_of_rosenbrock_is_the_textbook_one() {
    let (x, y) = (-1.2, 1.0);
    let (dx, dy) = rosenbrock::grad(x, y);
    assert_close(&[dx], &[-2.0 * (1.0 - x) - 400.0 * x * (y - x * x)], 1e-14);
    assert_close(&[dy], &[200.0 * (y - x * x)], 1e-14);
    check!(rosenbrock; x = -1.2, y = 1.0);
}

#[differentiable]
fn square_plus_three(x: f64) -> f64 {
    x * x + 3.0
}

#[test]
fn one_active_parameter_has_a_bare_gradient() {
    assert_eq!(square_plus_three::grad(2.0), 4.0);
    assert_eq!(square_plus_three::value_and_grad(2.0), (7.0, 4.0));
}

#[differentiable]
fn precedence(x: f64, y: f64, z: f64) -> f64 {
    -x * y + x / y - z % 1.5 * (x - (y - z)) - -z
}

#[test]
fn precedence_and_parentheses_are_kept() {
    check!(precedence; x = 0.3, y = 1.7, z = 2.2);
}

#[differentiable]
fn difference_with_itself(x: f64) -> f64 {
    x - x
}

#[differentiable]
fn quotient_with_itself(x: f64) -> f64 {
    x / x
}

#[differentiable]
fn power_by_products(x: f64) -> f64 {
    x * x * x * x + (x * x) * (x + x)
}

#[test]
fn a_variable_may_stand_in_both_operands() {
    assert_eq!(difference_with_itself::grad(1.3), 0.0);
    check!(difference_with_itself; x = 1.3);
    check!(quotient_with_itself; x = 1.3);
    check!(power_by_products; x = -0.8);
    assert_close(&[power_by_products::grad(2.0)], &[4.0 * 8.0 + 6.0 * 4.0], 1e-15);
}

#[test]
fn value_of_a_quotient_with_itself_stays_not_a_number() {
    assert!(quotient_with_itself::value(0.0).is_nan());
    assert!(difference_with_itself::value(f64::INFINITY).is_nan());
}

#[differentiable]
fn signs_of_zero(x: f64) -> f64 {
    0.0 * x + -0.0
}

#[differentiable]
fn times_one_plus_zero(x: f64) -> f64 {
    1.0 * x + 0.0
}

#[test]
fn simplification_keeps_the_value_of_special_numbers() {
    assert_eq!(signs_of_zero::value(-1.0).to_bits(), signs_of_zero(-1.0).to_bits());
    assert!(signs_of_zero::value(f64::INFINITY).is_nan());
    assert_eq!(times_one_plus_zero::value(-0.0).to_bits(), times_one_plus_zero(-0.0).to_bits());
    assert_eq!(times_one_plus_zero::grad(-0.0), 1.0);
}

/// Price of a European call (Black and Scholes, 1973); the distribution by its logistic neighbour.
#[differentiable]
fn black_scholes(spot: f64, strike: f64, rate: f64, volatility: f64, time: f64) -> f64 {
    let deviation = volatility * time.sqrt();
    let d1 = ((spot / strike).ln() + (rate + 0.5 * volatility.powi(2)) * time) / deviation;
    let d2 = d1 - deviation;
    let cdf1 = 1.0 / (1.0 + (-1.5976 * d1 - 0.07056 * d1 * d1 * d1).exp());
    let cdf2 = 1.0 / (1.0 + (-1.5976 * d2 - 0.07056 * d2 * d2 * d2).exp());
    spot * cdf1 - strike * (-rate * time).exp() * cdf2
}

#[test]
fn black_scholes_has_five_greeks() {
    check!(black_scholes; spot = 100.0, strike = 95.0, rate = 0.03, volatility = 0.2, time = 0.75);
    let (delta, dual_delta, _, vega, _) = black_scholes::grad(100.0, 95.0, 0.03, 0.2, 0.75);
    assert!(delta > 0.5 && delta < 1.0 && dual_delta < 0.0 && vega > 0.0);
}

#[differentiable]
fn methods_and_paths(x: f64, y: f64) -> f64 {
    f64::sin(x) * y.cos() + f64::max(x, y).sqrt() + core::primitive::f64::powi(y, 3)
}

#[test]
fn functions_of_f64_may_be_called_by_path() {
    check!(methods_and_paths; x = 0.7, y = 1.9);
}

#[differentiable]
fn pendulum(angle: f64, speed: f64) -> f64 {
    let (sine, cosine) = angle.sin_cos();
    0.5 * speed * speed + 9.81 * (1.0 - cosine) + sine * 0.01
}

#[test]
fn sin_cos_gives_both() {
    check!(pendulum; angle = 0.6, speed = -0.2);
}

#[differentiable]
fn chain(x: f64) -> f64 {
    x.sin().exp().ln_1p().sqrt().tanh().abs().recip()
}

#[test]
fn methods_chain() {
    check!(chain; x = 0.9);
}

#[differentiable]
fn gas(#[constant] n: i32, x: f64) -> f64 {
    x.powi(n) + x.powi(n - 5) + 2.0_f64.powi(n) * x
}

#[test]
fn powi_takes_an_exponent_at_run_time() {
    for n in [-3, 0, 1, 2, 7] {
        check!(gas; const n = n, x = 1.3);
    }
}

#[differentiable]
fn constants(radius: f64) -> f64 {
    use std::f64::consts;
    const HALF: f64 = 0.5;
    static OFFSET: f64 = 2.0;
    std::f64::consts::PI * radius * radius + HALF * consts::E * radius + OFFSET + OUTER * radius - f64::EPSILON
}

const OUTER: f64 = 1.25;

#[test]
fn constants_and_statics_inside_and_outside_are_constant() {
    check!(constants; radius = 1.5);
}

#[differentiable]
fn ignores_one(x: f64, _unused: f64, y: f64) -> f64 {
    x * y
}

#[test]
fn gradient_by_an_unused_parameter_is_zero() {
    assert_eq!(ignores_one::grad(2.0, 5.0, 3.0), (3.0, 0.0, 2.0));
    check!(ignores_one; x = 2.0, unused = 5.0, y = 3.0);
}

#[differentiable]
fn unused_statements(x: f64) -> f64 {
    let a = x.ln();
    let _b = a * 2.0;
    let _ = x.sqrt();
    x * 2.0
}

#[test]
fn unused_variables_do_not_disturb() {
    // `ln` of a negative number is no number; nothing reads it.
    assert_eq!(unused_statements::grad(-1.0), 2.0);
}

#[differentiable]
fn polynomial(x: f64) -> f64 {
    ((((2.0 * x - 3.0) * x + 0.5) * x - 7.0) * x + 1.0) * x - 4.0
}

#[test]
fn horner_scheme_is_differentiated() {
    check!(polynomial; x = 1.1);
    check!(polynomial; x = -0.4);
}

#[differentiable]
fn by_reference(x: &f64, y: &f64) -> f64 {
    x * y + *x * x.sin() - -y
}

#[test]
fn references_to_floats_are_active() {
    check!(by_reference; &x = 0.4, &y = 2.1);
}

#[differentiable]
fn mutable_parameter(mut x: f64) -> f64 {
    x *= x;
    x + 1.0
}

#[test]
fn parameters_may_be_mutable() {
    assert_eq!(mutable_parameter::grad(3.0), 6.0);
    check!(mutable_parameter; x = 3.0);
}

#[differentiable]
fn stopped(x: f64, y: f64) -> f64 {
    x * autodiff_core::stop_gradient(x * y) + autodiff_core::stop_gradient(y)
}

#[test]
fn stop_gradient_cuts() {
    let (dx, dy) = stopped::grad(2.0, 3.0);
    assert_eq!((dx, dy), (6.0, 0.0));
    assert_eq!(stopped::jvp(2.0, 3.0, 1.0, 1.0), (15.0, 6.0));
}

#[differentiable]
fn questions(x: f64, y: f64) -> f64 {
    let sign = if x.is_sign_negative() || y.is_nan() { -1.0 } else { 1.0 };
    let order = if x.total_cmp(&y).is_lt() { 2.0 } else { 3.0 };
    if x.is_finite() && !y.is_infinite() { sign * order * x * y } else { 0.0 * x }
}

#[test]
fn questions_about_floats_are_constants() {
    check!(questions; x = -0.5, y = 1.5);
    check!(questions; x = 2.5, y = 1.5);
}
