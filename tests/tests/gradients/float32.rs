//! The same things in `f32`.

use autodiff_core::differentiable;

use crate::helpers::check_single;

#[differentiable]
fn rosenbrock(x: f32, y: f32) -> f32 {
    let a = 1.0 - x;
    let b = y - x * x;
    a * a + 100.0 * b * b
}

#[test]
fn gradients_of_single_floats_are_single_floats() {
    let (dx, dy): (f32, f32) = rosenbrock::grad(-1.5, 1.0);
    assert_eq!((dx, dy), (-2.0 * 2.5 + 600.0 * -1.25, 200.0 * -1.25));
    check_single!(rosenbrock; x = 0.2_f32, y = 0.1_f32);
}

#[differentiable]
fn attention(q: [f32; 2], k: &[f32; 2], temperature: f32) -> f32 {
    let score = (q[0] * k[0] + q[1] * k[1]) / temperature.sqrt();
    let weight = score.exp() / (1.0 + score.exp());
    if weight > 0.5 { weight.ln() } else { f32::max(weight, 0.25) * weight.powi(2) }
}

#[test]
fn arrays_and_branches_work_in_single_precision() {
    check_single!(attention; q = [0.5_f32, 0.8], &k = [1.0_f32, -0.2], temperature = 2.0_f32);
    check_single!(attention; q = [-0.5_f32, 0.8], &k = [1.0_f32, -0.2], temperature = 2.0_f32);
}

#[differentiable]
fn literals(x: f32) -> f32 {
    let k = 0.5 * 2.0;
    let third = 1.0 / 3.0;
    const HALF: f32 = 0.5;
    x * k + third * HALF + std::f32::consts::PI * x.sin() + f32::EPSILON * x
}

#[test]
fn literals_have_the_type_that_rustc_infers() {
    check_single!(literals; x = 0.7_f32);
    assert_eq!(literals::value(0.7).to_bits(), literals(0.7).to_bits());
}

#[differentiable]
fn every_kind(x: f32, y: f32, n: i32) -> f32 {
    let a = x.mul_add(y, 1.5).hypot(y).atan2(x + 2.0);
    let b = x.clamp(-0.9, 0.9).asin() + y.abs().powf(1.5) + x.exp_m1().cbrt();
    let (s, c) = (a * b).sin_cos();
    s * c + x.powi(n) - y % 1.3 + (x - y).tanh().to_degrees() * 0.01
}

#[test]
fn methods_work_in_single_precision() {
    check_single!(every_kind; x = 0.6_f32, y = 0.9_f32, const n = 3);
}

#[differentiable]
fn wide_inside(x: f32, y: f32) -> f32 {
    let sum = x as f64 * 1e8 + y as f64;
    ((sum - x as f64 * 1e8) * 2.0) as f32
}

#[test]
fn a_double_inside_keeps_its_digits() {
    assert_eq!(wide_inside(1.0, 0.25), 0.5);
    assert_eq!(wide_inside::value_and_grad(1.0, 0.25), (0.5, (0.0, 2.0)));
}

const OFFSET: f32 = 1.5;

/// The type of `part.0` follows from what it is divided by, after it was added to what has no known type.
#[differentiable]
fn types_found_late(x: f32, n: i32) -> [f32; 2] {
    let part = (OFFSET.sin(), 1_usize);
    let ratio = part.0 / (2.0 + x.abs());
    [(0.9 * ratio.sin()).exp().powi(n) + 1.5 * part.0 + part.0, ratio.powi(3)]
}

#[test]
fn integers_become_the_float_that_is_found_late() {
    let (value, tangent) = types_found_late::jvp(0.7, 4, 1.0);
    let (again, pullback) = types_found_late::vjp(0.7, 4);
    assert_eq!(value, again);
    let rows = [pullback([1.0, 0.0]), types_found_late::vjp(0.7, 4).1([0.0, 1.0])];
    for (row, tangent) in rows.iter().zip(tangent) {
        assert!((row - tangent).abs() <= 1e-6 * tangent.abs());
    }
    let step = 1e-6;
    let at = |x: f64| {
        let ratio = f64::from(OFFSET.sin()) / (2.0 + x.abs());
        [(0.9 * ratio.sin()).exp().powi(4), ratio.powi(3)]
    };
    let (low, high) = (at(0.7 - step), at(0.7 + step));
    for (part, tangent) in tangent.iter().enumerate() {
        assert!((f64::from(*tangent) - (high[part] - low[part]) / (2.0 * step)).abs() <= 1e-5);
    }
}
