//! The companions themselves: what they take, what they return, and what they refuse.

use autodiff_core::differentiable;

use crate::helpers::{assert_close, same_bits};

#[differentiable]
fn model(weights: &[f64; 2], x: f64, n: usize, #[constant] k: f64) -> f64 {
    (weights[0] * x.powi(n as i32) + weights[1]).tanh() * k
}

#[test]
fn companions_have_the_documented_signatures() {
    let weights = [0.3, -0.4];
    let value: f64 = model::value(&weights, 0.9, 2, 1.5);
    let gradient: ([f64; 2], f64) = model::grad(&weights, 0.9, 2, 1.5);
    let both: (f64, ([f64; 2], f64)) = model::value_and_grad(&weights, 0.9, 2, 1.5);
    let (same, pullback) = model::vjp(&weights, 0.9, 2, 1.5);
    let pulled: ([f64; 2], f64) = pullback(1.0);
    let forward: (f64, f64) = model::jvp(&weights, 0.9, 2, 1.5, &[1.0, 0.0], 0.0);
    let original = model(&weights, 0.9, 2, 1.5);
    assert!(same_bits(&[value, both.0, same, forward.0], &[original; 4]));
    assert_eq!(gradient, both.1);
    assert_close(&[pulled.0[0], pulled.0[1], pulled.1], &[gradient.0[0], gradient.0[1], gradient.1], 1e-14);
    assert_close(&[forward.1], &[gradient.0[0]], 1e-14);
}

#[test]
fn a_pullback_is_called_as_often_as_one_likes() {
    let (_, pullback) = model::vjp(&[0.3, -0.4], 0.9, 2, 1.5);
    let one = pullback(1.0);
    let two = pullback(-2.0);
    let zero = pullback(0.0);
    assert_eq!(pullback(1.0), one);
    assert_close(&[two.0[0], two.0[1], two.1], &[-2.0 * one.0[0], -2.0 * one.0[1], -2.0 * one.1], 1e-14);
    assert_eq!((zero.0.map(f64::abs), zero.1.abs()), ([0.0, 0.0], 0.0));
}

#[test]
fn a_pullback_may_be_kept_and_passed_on() {
    fn backward(pullback: &dyn Fn(f64) -> ([f64; 2], f64)) -> f64 {
        pullback(1.0).1
    }
    let kept: Vec<_> = [0.1, 0.5].map(|x| model::vjp(&[0.3, -0.4], x, 2, 1.5).1).into_iter().collect();
    let slopes: Vec<f64> = kept.iter().map(|pullback| backward(pullback)).collect();
    assert_eq!(slopes[0], model::grad(&[0.3, -0.4], 0.1, 2, 1.5).1);
    assert_ne!(slopes[0], slopes[1]);
}

#[differentiable]
fn outputs(x: f64, y: f64) -> (f64, [f64; 2]) {
    (x * y, [x.sin(), y * y])
}

#[test]
fn any_seed_of_the_results_shape_is_taken() {
    let (value, pullback) = outputs::vjp(0.5, 3.0);
    assert_eq!(value, outputs(0.5, 3.0));
    assert_eq!(pullback((1.0, [0.0, 0.0])), (3.0, 0.5));
    assert_eq!(pullback((0.0, [0.0, 1.0])), (0.0, 6.0));
    assert_eq!(pullback((0.0, [0.0, 0.0])), (0.0, 0.0));
    let infinite = pullback((f64::INFINITY, [0.0, 0.0]));
    assert_eq!(infinite, (f64::INFINITY, f64::INFINITY));
}

#[test]
fn jvp_is_linear_in_the_tangents() {
    let (_, a) = outputs::jvp(0.5, 3.0, 1.0, 0.0);
    let (_, b) = outputs::jvp(0.5, 3.0, 0.0, 1.0);
    let (_, sum) = outputs::jvp(0.5, 3.0, 2.0, -3.0);
    assert_close(&[sum.0], &[2.0 * a.0 - 3.0 * b.0], 1e-14);
    assert_close(&sum.1, &[2.0 * a.1[0] - 3.0 * b.1[0], 2.0 * a.1[1] - 3.0 * b.1[1]], 1e-14);
}

#[differentiable]
fn weighted(a: &[f64], b: &[[f64; 2]], x: f64, k: usize) -> f64 {
    a[k] * b[k][0] * x + a[0] * b[1][1]
}

#[test]
fn gradients_are_written_into_slices() {
    let (a, b) = (vec![1.0, 2.0, 3.0], vec![[0.5, 1.5], [2.5, 3.5], [4.5, 5.5]]);
    let (value, expected) = weighted::value_and_grad(&a, &b, 0.7, 2);

    // Whatever was there is overwritten.
    let (mut da, mut db, mut dx) = (vec![f64::NAN; 3], vec![[7.0; 2]; 3], -1.0);
    weighted::grad_into(&a, &b, 0.7, 2, &mut da, &mut db, &mut dx);
    assert_eq!((da.clone(), db.clone(), dx), expected);

    let (mut da, mut db, mut dx) = ([9.0; 3], [[f64::INFINITY; 2]; 3], 0.0);
    let found: f64 = weighted::value_and_grad_into(&a, &b, 0.7, 2, &mut da, &mut db, &mut dx);
    assert_eq!(found.to_bits(), value.to_bits());
    assert_eq!((da.to_vec(), db.to_vec(), dx), expected);
}

fn message(run: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let payload = std::panic::catch_unwind(run).expect_err("a panic");
    payload
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| payload.downcast_ref::<&str>().map(|text| text.to_string()))
        .expect("a message")
}

#[test]
fn a_gradient_of_another_length_panics_before_anything_is_written() {
    let (a, b) = (vec![1.0, 2.0, 3.0], vec![[0.5, 1.5]; 3]);
    let (mut da, mut db, mut dx) = (vec![8.0; 3], vec![[8.0; 2]; 5], 8.0);
    let text = message(std::panic::AssertUnwindSafe(|| {
        weighted::grad_into(&a, &b, 0.7, 2, &mut da, &mut db, &mut dx);
    }));
    assert!(text.contains('3') && text.contains('5'), "{text}");
    assert_eq!((da, db, dx), (vec![8.0; 3], vec![[8.0; 2]; 5], 8.0));

    let (mut da, mut db, mut dx) = (vec![8.0; 2], vec![[8.0; 2]; 3], 8.0);
    let text = message(std::panic::AssertUnwindSafe(|| {
        weighted::value_and_grad_into(&a, &b, 0.7, 2, &mut da, &mut db, &mut dx);
    }));
    assert!(text.contains('3') && text.contains('2'), "{text}");
    assert_eq!((da, db, dx), (vec![8.0; 2], vec![[8.0; 2]; 3], 8.0));
}

#[test]
fn a_tangent_of_another_length_panics() {
    let (a, b) = (vec![1.0, 2.0, 3.0], vec![[0.5, 1.5]; 3]);
    let text = message(|| {
        weighted::jvp(&a, &b, 0.7, 2, &[1.0, 2.0], &[[0.0; 2]; 3], 1.0);
    });
    assert!(text.contains('3') && text.contains('2'), "{text}");
}

#[differentiable]
fn only_a_slice(a: &[f64]) -> f64 {
    a[0] * a[1]
}

#[test]
fn one_slice_alone_has_a_bare_vector() {
    let gradient: Vec<f64> = only_a_slice::grad(&[2.0, 3.0]);
    assert_eq!(gradient, [3.0, 2.0]);
    let mut buffer = [0.0; 2];
    only_a_slice::grad_into(&[2.0, 3.0], &mut buffer);
    assert_eq!(buffer, [3.0, 2.0]);
    assert_eq!(only_a_slice::value_and_grad_into(&[2.0, 3.0], &mut buffer), 6.0);
}

#[test]
fn companions_are_values_that_can_be_passed_on() {
    fn minimise(start: f64, slope: impl Fn(f64) -> f64) -> f64 {
        (0..200).fold(start, |x, _| x - 0.1 * slope(x))
    }
    #[differentiable]
    fn bowl(x: f64) -> f64 {
        (x - 3.0) * (x - 3.0)
    }
    assert_close(&[minimise(0.0, bowl::grad)], &[3.0], 1e-9);
    let gradient: fn(f64) -> f64 = bowl::grad;
    assert_eq!(gradient(3.0), 0.0);
}

#[test]
fn a_pullback_outlives_arguments_taken_by_value() {
    #[differentiable]
    fn owned(a: [f64; 2], x: f64) -> f64 {
        a[0] * x + a[1] * x * x
    }
    fn make(x: f64) -> impl Fn(f64) -> ([f64; 2], f64) {
        owned::vjp([1.0, 2.0], x).1
    }
    assert_eq!(make(3.0)(1.0), ([3.0, 9.0], 13.0));
}

#[differentiable]
fn components(x: f64, y: &[f64; 2]) -> [f64; 2] {
    let product = if x > 0.0 { square(x) * y[0] } else { x };
    [product, square(product) * y[1]]
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[test]
fn a_jacobian_has_a_gradient_for_each_component() {
    let (value, rows): ([f64; 2], [(f64, [f64; 2]); 2]) = components::value_and_jacobian(2.0, &[3.0, 0.5]);
    assert_eq!(value, components(2.0, &[3.0, 0.5]));
    assert_eq!(rows, components::jacobian(2.0, &[3.0, 0.5]));
    let (_, pullback) = components::vjp(2.0, &[3.0, 0.5]);
    for (row, seed) in rows.into_iter().zip([[1.0, 0.0], [0.0, 1.0]]) {
        let (x, y) = pullback(seed);
        assert_close(&[row.0, row.1[0], row.1[1]], &[x, y[0], y[1]], 1e-14);
    }
    assert_eq!(rows[0], (12.0, [4.0, 0.0]));
}
