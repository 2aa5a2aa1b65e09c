//! Branches whose adjoints wait for what is computed after them: the arms take that along.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn bent(x: f64, y: f64) -> f64 {
    let t = if x > 0.0 { x.exp() * y } else { (x * y).sin() };
    let u = t * t + x;
    (u * u).ln_1p() * u + t
}

#[differentiable]
fn one_in_another(x: f64, y: f64) -> f64 {
    let t = if x > 0.0 {
        let s = if y > 0.0 { x.exp() * y } else { x * y.cos() };
        s * s + x
    } else {
        (x * y).sin()
    };
    let u = t * y;
    u.sin() * t
}

#[differentiable]
fn one_after_another(x: f64, y: f64) -> f64 {
    let t = if x > 0.0 { x.exp() * y } else { (x * y).sin() };
    let u = t * t;
    let v = if u > 1.0 { u.sqrt() * t } else { u.exp() * x };
    let w = v * u + t;
    if w > y { w * w } else { w.atan() * v }
}

#[differentiable]
fn one_arm_panics(x: f64, y: f64) -> f64 {
    let t = if x > -1.0 { x.exp() * y } else { panic!("too small") };
    let u = t * t + x;
    u.sin() * t
}

#[differentiable]
fn in_a_loop(xs: &[f64], y: f64) -> f64 {
    let mut sum = 0.0;
    for &x in xs {
        let t = if x > y { (x - y).exp() * y } else { (x * y).sin() };
        let u = t * t + x;
        sum += (u * u).ln_1p() * t;
    }
    sum
}

#[differentiable]
fn parts_of_an_array(x: f64, a: &[f64; 3]) -> f64 {
    let turned = if x > 0.0 {
        let e = x.exp();
        [a[0] * e, a[1] * x, a[2]]
    } else {
        [a[1] * x, a[2], a[0].sin()]
    };
    let mut doubled = turned;
    doubled[1] += turned[0] * x;
    doubled[2] *= turned[1] / turned[2];
    doubled[0] * doubled[1] + doubled[2] * doubled[2]
}

#[test]
fn arms_take_along_what_their_adjoints_wait_for() {
    for x in [-0.8, 0.6] {
        for y in [-0.7, 0.9] {
            check!(bent; x = x, y = y);
            check!(one_in_another; x = x, y = y);
            check!(one_after_another; x = x, y = y);
            check!(one_arm_panics; x = x, y = y);
        }
        check!(parts_of_an_array; x = x, &a = [0.4, -0.9, 1.3]);
    }
    check!(one_after_another; x = 0.1, y = 0.2);
    for xs in [vec![], vec![0.3], vec![0.9, -0.2, 0.5, 1.7]] {
        check!(in_a_loop; &xs = xs, y = 0.4);
    }
}

#[differentiable]
fn rows(x: f64, a: &[f64; 2]) -> [f64; 3] {
    let (p, q) = if x * a[0] > 0.0 { (x.exp() * a[1], x * x) } else { ((x * a[0]).sin(), a[1].cos() * x) };
    let (r, s) = (p / q, p * q + x);
    let t = r * r + s * s;
    [p * t, q / t, r * s]
}

#[test]
fn rows_share_what_the_arms_take_along() {
    for x in [-0.8, 0.6] {
        let a = [0.7, -1.1];
        check_vjp!(rows; x = x, &a = a);
        let (value, jacobian) = rows::value_and_jacobian(x, &a);
        let (same, pullback) = rows::vjp(x, &a);
        assert_eq!(value.map(f64::to_bits), same.map(f64::to_bits));
        assert_eq!(value.map(f64::to_bits), rows(x, &a).map(f64::to_bits));
        for (row, (by_x, by_a)) in jacobian.into_iter().enumerate() {
            let mut seed = [0.0; 3];
            seed[row] = 1.0;
            let (expected_by_x, expected_by_a) = pullback(seed);
            for (found, expected) in [(by_x, expected_by_x), (by_a[0], expected_by_a[0]), (by_a[1], expected_by_a[1])] {
                assert!((found - expected).abs() <= 1e-13 * expected.abs(), "row {row}: {found} is not {expected}");
            }
        }
    }
}

#[differentiable]
fn unless_at_rest(x: f64, y: f64) -> f64 {
    let squared = x * x + y * y;
    let length = if squared == 0.0 { x + y } else { squared.sqrt() };
    let bent = length * length + y;
    bent.exp() * length
}

#[test]
fn an_arm_that_was_not_taken_contributes_nothing() {
    // At zero the other arm has an infinite slope.
    assert_eq!(unless_at_rest::grad(0.0, 0.0), (1.0, 1.0));
    check!(unless_at_rest; x = 0.3, y = -0.4);
}
