//! `if`, as statement and as expression; what an arm that is not taken contributes.

use autodiff_core::differentiable;

use crate::helpers::{assert_close, check, check_vjp};

#[differentiable]
fn huber(residual: f64, delta: f64) -> f64 {
    if residual.abs() <= delta { 0.5 * residual * residual } else { delta * (residual.abs() - 0.5 * delta) }
}

#[test]
fn each_arm_has_its_own_gradient() {
    assert_eq!(huber::grad(0.5, 1.0), (0.5, 0.0));
    assert_eq!(huber::grad(-3.0, 1.0), (-1.0, 2.0));
    check!(huber; residual = 0.5, delta = 1.0);
    check!(huber; residual = -3.0, delta = 1.0);
}

#[differentiable]
fn guarded_root(x: f64) -> f64 {
    if x > 0.0 { x.sqrt() } else { 0.0 }
}

#[differentiable]
fn guarded_quotient(x: f64, y: f64) -> f64 {
    let q = if y != 0.0 { x / y } else { x };
    let l = if x > 0.0 { x.ln() } else { 1.0 };
    q * l
}

#[test]
fn gradient_of_unselected_arm_is_zero() {
    // Zero times the infinite slope of the root would not be a number.
    assert_eq!(guarded_root::grad(0.0), 0.0);
    assert_eq!(guarded_root::grad(-1.0), 0.0);
    assert_eq!(guarded_root::jvp(0.0, 1.0), (0.0, 0.0));
    assert_eq!(guarded_quotient::grad(-2.0, 0.0), (1.0, 0.0));
    assert_eq!(guarded_quotient::jvp(-2.0, 0.0, 1.0, 1.0), (-2.0, 1.0));
}

#[differentiable]
fn hoisted(x: f64) -> f64 {
    let root = x.sqrt();
    let inverse = 1.0 / x;
    if x > 0.0 { root + inverse } else { 2.0 * x }
}

#[test]
fn values_that_only_the_other_arm_reads_do_not_spoil_the_gradient() {
    assert_eq!(hoisted::value_and_grad(0.0), (0.0, 2.0));
    assert_eq!(hoisted::value_and_grad(-1.0), (-2.0, 2.0));
    check!(hoisted; x = 2.0);
}

#[differentiable]
fn relu_chain(x: f64, y: f64) -> f64 {
    let a = if x > 0.0 { x } else { 0.0 };
    let b = if y > a { y - a } else { 0.1 * (y - a) };
    if a > b {
        a * b
    } else if a == b {
        a
    } else {
        a / b
    }
}

#[test]
fn branches_follow_each_other() {
    for (x, y) in [(1.0, 0.3), (1.0, 5.0), (-1.0, 2.0), (2.0, 2.5)] {
        check!(relu_chain; x = x, y = y);
    }
}

#[differentiable]
fn nested(x: f64, y: f64, flag: bool) -> f64 {
    let mut total = x * y;
    if x > 0.0 {
        if y > 0.0 {
            total += x.ln();
        } else if flag {
            total *= y;
            total -= 1.0;
        }
        total *= 2.0;
    } else {
        let shift = if flag { y.exp() } else { y };
        if shift > 1.0 && !flag || y < -1.0 {
            total = shift;
        }
    }
    total + x
}

#[test]
fn nested_branches_assign_outer_variables() {
    for x in [0.7, -0.7] {
        for y in [1.4, 0.5, -0.5, -1.6] {
            for flag in [false, true] {
                check!(nested; x = x, y = y, const flag = flag);
            }
        }
    }
}

#[differentiable]
fn several_results(x: f64, y: f64) -> (f64, [f64; 2]) {
    let (low, high) = if x < y { (x, y) } else { (y, x) };
    let bounds = if high > 1.0 { [low * low, high] } else { [low, 1.0] };
    (high - low, bounds)
}

#[test]
fn branches_yield_aggregates() {
    check_vjp!(several_results; x = 0.2, y = 0.5);
    check_vjp!(several_results; x = 2.2, y = 0.5);
}

#[differentiable]
fn stores_in_arms(a: [f64; 3], k: usize, x: f64) -> f64 {
    let mut b = a;
    if x > 0.0 {
        b[k] = x;
        b[0] *= x;
    } else {
        b[2] += a[k];
    }
    b[0] * b[1] + b[2]
}

#[test]
fn arms_store_elements() {
    for k in 0..3 {
        check!(stores_in_arms; a = [1.0, 2.0, 3.0], const k = k, x = 0.7);
        check!(stores_in_arms; a = [1.0, 2.0, 3.0], const k = k, x = -0.7);
    }
}

#[differentiable]
fn short_circuits(x: f64, a: &[f64], k: usize) -> f64 {
    // The second operand would panic where the first one fails.
    if k < a.len() && a[k] > 0.0 {
        x * a[k]
    } else if k >= a.len() || a[k] < -1.0 {
        x
    } else {
        x * x
    }
}

#[test]
fn conditions_stop_as_early_as_the_original() {
    check!(short_circuits; x = 0.7, &a = vec![1.0, -2.0, -0.5], const k = 0);
    check!(short_circuits; x = 0.7, &a = vec![1.0, -2.0, -0.5], const k = 1);
    check!(short_circuits; x = 0.7, &a = vec![1.0, -2.0, -0.5], const k = 2);
    check!(short_circuits; x = 0.7, &a = vec![1.0, -2.0, -0.5], const k = 9);
}

#[differentiable]
fn conditions_with_arithmetic(x: f64, y: f64) -> f64 {
    let inside = x * x + y * y < 1.0;
    let outside = !inside;
    if inside && x > y {
        x - y
    } else if outside || x * 2.0 > y.sin() {
        x * y
    } else {
        y
    }
}

#[test]
fn booleans_may_be_bound() {
    check!(conditions_with_arithmetic; x = 0.5, y = 0.1);
    check!(conditions_with_arithmetic; x = 2.5, y = 0.1);
    check!(conditions_with_arithmetic; x = -0.5, y = 0.4);
}

#[differentiable]
fn deferred(x: f64) -> f64 {
    let y;
    let z: f64;
    if x > 1.0 {
        y = x * x;
        z = y + 1.0;
    } else {
        z = 3.0 * x;
        y = z.sin();
    }
    y * z
}

#[test]
fn variables_may_be_initialised_later() {
    check!(deferred; x = 1.5);
    check!(deferred; x = 0.5);
}

#[differentiable]
fn without_else(x: f64) -> f64 {
    let mut y = x;
    if x < 0.0 {
        y = -y;
    }
    if y > 2.0 {
        y = 2.0 + 0.1 * (y - 2.0);
    };
    y * y
}

#[test]
fn an_if_may_lack_else() {
    for x in [-3.0, -0.5, 0.5, 3.0] {
        check!(without_else; x = x);
    }
    assert_close(&[without_else::grad(-0.5)], &[-1.0], 1e-15);
}

#[differentiable]
fn inside_operands(x: f64, y: f64) -> f64 {
    x * if y > 0.0 { y } else { -2.0 * y } + (if x > y { x } else { y }).sin() - {
        let t = x + y;
        t * t
    }
}

#[test]
fn branches_and_blocks_are_operands() {
    check!(inside_operands; x = 0.4, y = 0.9);
    check!(inside_operands; x = 0.4, y = -0.9);
}

#[differentiable]
fn only_in_one_arm(x: f64, y: f64, n: i32) -> f64 {
    if n > 0 { x * y } else { 5.0 }
}

#[test]
fn an_arm_may_be_constant() {
    assert_eq!(only_in_one_arm::grad(2.0, 3.0, 1), (3.0, 2.0));
    assert_eq!(only_in_one_arm::grad(2.0, 3.0, 0), (0.0, 0.0));
}

#[differentiable]
fn blocks_with_shadowing(x: f64) -> f64 {
    let y = x;
    let x = {
        let y = y * 3.0;
        let x = x + y;
        x * y
    };
    let y = if x > 0.0 {
        let x = y;
        x * x
    } else {
        y
    };
    let x = x - y;
    x * y
}

#[test]
fn shadowing_ends_with_the_block() {
    check!(blocks_with_shadowing; x = 0.6);
    check!(blocks_with_shadowing; x = -0.6);
}

#[differentiable]
fn compares_equal(x: f64, y: f64) -> f64 {
    if x == y {
        x * y
    } else if x >= y {
        x
    } else {
        y * y
    }
}

#[test]
fn ties_take_the_arm_that_the_original_takes() {
    assert_eq!(compares_equal::grad(3.0, 3.0), (3.0, 3.0));
    assert_eq!(compares_equal::grad(4.0, 3.0), (1.0, 0.0));
    assert_eq!(compares_equal::grad(2.0, 3.0), (0.0, 6.0));
}

#[differentiable]
fn not_a_number(x: f64) -> f64 {
    if x < 0.0 {
        -x
    } else if x >= 0.0 {
        x
    } else {
        1.0 + 0.0 * x
    }
}

#[test]
fn comparisons_with_not_a_number_are_the_originals() {
    assert!(not_a_number::value(f64::NAN).is_nan());
    assert_eq!(not_a_number::grad(f64::NAN), 0.0);
}

#[differentiable]
fn of_one_slice(xs: &[f64], ys: &[f64], first: bool) -> f64 {
    let chosen = if first { xs } else { ys };
    chosen.iter().map(|x| x * x).sum()
}

#[test]
fn arms_lend_slices() {
    check!(of_one_slice; &xs = vec![1.0, 2.0], &ys = vec![3.0, 4.0, 5.0], const first = true);
    check!(of_one_slice; &xs = vec![1.0, 2.0], &ys = vec![3.0, 4.0, 5.0], const first = false);
}
