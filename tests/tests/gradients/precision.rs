//! Digits: what naive formulas would lose, and special numbers.

use autodiff_core::differentiable;

use crate::helpers::assert_close;

#[differentiable]
fn log_sum_exp(x: f64, y: f64) -> f64 {
    let m = x.max(y);
    m + ((x - m).exp() + (y - m).exp()).ln()
}

#[test]
fn gradient_of_log_sum_exp_does_not_overflow() {
    let (dx, dy) = log_sum_exp::grad(1000.0, 999.0);
    let expected = 1.0 / (1.0 + (-1.0_f64).exp());
    assert_close(&[dx, dy], &[expected, 1.0 - expected], 1e-14);
    assert_eq!(log_sum_exp::grad(3.0, 3.0), (0.5, 0.5));
}

#[differentiable]
fn softplus(x: f64) -> f64 {
    if x > 0.0 { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }
}

#[test]
fn gradient_of_softplus_is_right_far_out() {
    assert_eq!(softplus::grad(800.0), 1.0);
    assert_eq!(softplus::grad(-800.0), 0.0);
    assert_close(&[softplus::grad(-30.0) * 1e13], &[(-30.0_f64).exp() * 1e13], 1e-12);
}

#[differentiable]
fn tiny(x: f64) -> f64 {
    x.exp_m1() + x.ln_1p() + x.hypot(0.0)
}

#[test]
fn small_arguments_keep_their_digits() {
    assert_close(&[tiny::grad(1e-300)], &[3.0], 1e-15);
}

#[differentiable]
fn huge(x: f64, y: f64) -> f64 {
    x.hypot(y) + y.atan2(x)
}

#[test]
fn large_arguments_do_not_overflow() {
    let (dx, dy) = huge::grad(3e200, 4e200);
    assert_close(&[dx, dy], &[0.6, 0.8], 1e-15);
}

#[differentiable]
fn spread(x: f64) -> f64 {
    let big = 1e16 * x;
    (big + x) - big
}

#[test]
fn nothing_is_reassociated() {
    assert_eq!(spread::value(1.0).to_bits(), spread(1.0).to_bits());
    assert_eq!(spread::vjp(1.0).0.to_bits(), spread(1.0).to_bits());
    assert_eq!(spread::jvp(1.0, 1.0).0.to_bits(), spread(1.0).to_bits());
}

#[differentiable]
fn common_parts(x: f64, y: f64) -> f64 {
    let a = (x + y) * (x + y) + (y + x);
    let b = x * y * 2.0 + 2.0 * (x * y);
    (x + y).sin() * (x + y).sin() + a / b - a / b
}

#[test]
fn common_parts_are_shared_without_changing_bits() {
    for (x, y) in [(0.1, 0.2), (1e-8, 3.0), (-7.3, 1e5), (f64::MIN_POSITIVE, 1.0)] {
        let original = common_parts(x, y).to_bits();
        assert_eq!(common_parts::value(x, y).to_bits(), original);
        assert_eq!(common_parts::vjp(x, y).0.to_bits(), original);
        assert_eq!(common_parts::jvp(x, y, 1.0, 1.0).0.to_bits(), original);
        assert_eq!(common_parts::value_and_grad(x, y).0.to_bits(), original);
    }
}

#[differentiable]
fn infinities(x: f64, y: f64) -> f64 {
    let scaled = if y.is_infinite() { x } else { x * y };
    scaled.max(-1.0)
}

#[test]
fn special_numbers_pass_as_in_the_original() {
    for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.0] {
        for y in [f64::NAN, f64::INFINITY, 0.0, -1.0] {
            let (value, original) = (infinities::vjp(x, y).0, infinities(x, y));
            assert!(value.to_bits() == original.to_bits() || (value.is_nan() && original.is_nan()));
        }
    }
    assert_eq!(infinities::grad(2.0, f64::INFINITY), (1.0, 0.0));
}

#[differentiable]
fn cancelling(x: f64) -> f64 {
    (1.0 - x.cos()) / (x * x)
}

#[test]
fn a_quotient_of_small_numbers_has_the_derivative_of_its_formula() {
    let x: f64 = 0.01;
    // The series: 1/2 - x^2/24 + x^4/720.
    assert_close(&[cancelling::grad(x)], &[-x / 12.0 + x * x * x / 180.0], 1e-10);
}
