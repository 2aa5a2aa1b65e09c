//! Loops that only look for the largest or the smallest element: looked at many at once, with every bit of the loop's answer.

use crate::helpers::check;
use autodiff_core::differentiable;

#[differentiable]
fn softmax_norm(xs: &[f64], scale: f64) -> f64 {
    let largest = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exponentials: Vec<f64> = xs.iter().map(|x| (scale * (x - largest)).exp()).collect();
    let total = exponentials.iter().sum::<f64>();
    exponentials.iter().map(|e| (e / total) * (e / total)).sum()
}

#[differentiable]
fn spread(xs: &[f64]) -> f64 {
    let mut low = f64::INFINITY;
    let mut high = xs[0];
    for x in xs {
        low = x.min(low);
    }
    for i in 1..xs.len() {
        high = high.max(xs[i]);
    }
    (high - low) * (high - low)
}

/// What the extrema are of is constant, or only steers.
#[differentiable]
fn scaled_by_range(x: f64, data: &[f64], #[constant] weights: &[f32]) -> f64 {
    let most = data[1..data.len() - 1].iter().fold(f64::MIN, |a, b| a.max(*b));
    let least = weights.iter().copied().fold(f32::MAX, f32::min);
    if most > 2.0 { x * least as f64 * data[0] } else { x.sin() * data[1] }
}

#[differentiable]
fn rows(table: &[Vec<f64>], cells: &[f64], #[constant] width: usize) -> f64 {
    let mut sum = 0.0;
    for row in table {
        let largest = row.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
        sum += largest + row.iter().map(|x| (x - largest).exp()).sum::<f64>().ln();
    }
    for row in cells.chunks_exact(width) {
        let least = row.iter().copied().fold(f64::INFINITY, f64::min);
        sum += row.iter().map(|x| (least - x).exp()).sum::<f64>().ln() - least;
    }
    sum
}

/// Numbers between -2 and 2, no two of them nearer than the step of differences.
fn waves(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((37 * i + 11) % 211) as f64 * 0.02 - 2.0).collect()
}

#[test]
fn gradients_of_any_length() {
    for n in [1, 2, 15, 16, 17, 63, 64, 65, 100] {
        check!(softmax_norm; &xs = waves(n), scale = 1.3);
        check!(spread; &xs = waves(n));
        check!(rows; &table = vec![waves(n), waves(7), waves(n + 3)], &cells = waves(3 * n), const width = n);
    }
    for n in [3, 80] {
        let mut data = waves(n);
        check!(scaled_by_range; x = 0.4, &data = data.clone(), const &weights = vec![0.5_f32; n]);
        data[n / 2] = 3.0;
        check!(scaled_by_range; x = 0.4, &data = data.clone(), const &weights = vec![0.25_f32; n]);
    }
}

#[differentiable]
fn sign_of_extrema(x: f64, #[constant] data: &[f64]) -> f64 {
    let largest = data.iter().copied().fold(-1.0, f64::max);
    let least = data.iter().copied().fold(1.0, f64::min);
    x * (1.0 / largest).min(10.0) + x * (1.0 / least).max(-10.0)
}

#[test]
fn zeros_of_different_signs_keep_the_order() {
    for n in [5, 64, 90] {
        for third in 0..3 {
            let zeros: Vec<f64> = (0..n).map(|i| if i % 3 == third { 0.0 } else { -0.0 }).collect();
            let negative: Vec<f64> = zeros.iter().map(|zero| -zero).collect();
            for data in [zeros, negative] {
                let (value, slope) = sign_of_extrema::value_and_grad(0.5, &data);
                assert_eq!(value.to_bits(), sign_of_extrema(0.5, &data).to_bits());
                assert_eq!(slope, sign_of_extrema(1.0, &data));
            }
        }
    }
}

#[test]
fn what_is_not_a_number_is_stepped_over() {
    let mut xs = waves(200);
    xs[17] = f64::NAN;
    let largest = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    xs[17] = largest - 1.0;
    let (value, gradient) = rows::value_and_grad(&[xs.clone()], &[], 1);
    assert_eq!(value.to_bits(), rows(&[xs.clone()], &[], 1).to_bits());
    let total: f64 = gradient.0[0].iter().sum();
    assert!((total - 1.0).abs() < 1e-12, "softmax sums to one, not {total}");
    xs[17] = f64::NAN;
    assert!(rows::value_and_grad(&[xs], &[], 1).0.is_nan());
}

#[test]
#[should_panic(expected = "out of range")]
fn a_range_that_is_not_there_panics() {
    #[differentiable]
    fn beyond(xs: &[f64], x: f64) -> f64 {
        let mut largest = f64::NEG_INFINITY;
        for i in 0..xs.len() + 1 {
            largest = largest.max(xs[i]);
        }
        x * largest
    }
    beyond::grad(&[1.0; 100], 0.5);
}
