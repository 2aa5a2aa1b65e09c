//! Linear least squares: how far a polynomial is from the sign function on equidistant points.

use std::array;

use crate::inputs::Uniform;

/// Points that [`hand`] works on at once: as many as hide the latency of Horner's rule.
const LANES: usize = 16;

/// The sign, 0 at 0.
pub(super) fn sign(t: f64) -> f64 {
    (if t > 0.0 { 1.0 } else { 0.0 }) - (if t < 0.0 { 1.0 } else { 0.0 })
}

/// The `i`-th of `n` points between -1 and 1.
pub(super) fn point(i: usize, n: usize) -> f64 {
    -1.0 + 2.0 * i as f64 / (n as f64 - 1.0)
}

/// The program's value and gradient, in the order of the program: point by point.
pub fn hand_by_point(x: &[f64], n: usize, gradient: &mut [f64]) -> f64 {
    gradient.fill(0.0);
    let mut squares = 0.0;
    for i in 0..n {
        let t = point(i, n);
        let fitted = x.iter().rev().fold(0.0, |fitted, coefficient| fitted * t + coefficient);
        let mut slope = fitted - sign(t);
        squares += slope * slope;
        for sum in &mut *gradient {
            *sum += slope;
            slope *= t;
        }
    }
    0.5 * squares
}

/// The program's value and gradient, in blocks of points.
pub fn hand(x: &[f64], n: usize, gradient: &mut [f64]) -> f64 {
    let mut sums = vec![[0.0; LANES]; x.len()];
    let mut squares = [0.0; LANES];
    let intervals = n as f64 - 1.0;
    let mut positions: [f64; LANES] = array::from_fn(|lane| lane as f64);
    for first in (0..n).step_by(LANES) {
        let t = positions.map(|position| -1.0 + 2.0 * position / intervals);
        positions = positions.map(|position| position + LANES as f64);
        let mut fitted = [0.0; LANES];
        for coefficient in x.iter().rev() {
            fitted = array::from_fn(|lane| fitted[lane] * t[lane] + coefficient);
        }
        let mut slopes: [f64; LANES] = array::from_fn(|lane| fitted[lane] - sign(t[lane]));
        if n - first < LANES {
            slopes[n - first..].fill(0.0);
        }
        squares = array::from_fn(|lane| squares[lane] + slopes[lane] * slopes[lane]);
        for sum in &mut sums {
            *sum = array::from_fn(|lane| sum[lane] + slopes[lane]);
            slopes = array::from_fn(|lane| slopes[lane] * t[lane]);
        }
    }
    for (slope, sum) in gradient.iter_mut().zip(&sums) {
        *slope = sum.iter().sum();
    }
    0.5 * squares.iter().sum::<f64>()
}

/// `m` coefficients.
pub fn input(m: usize) -> Vec<f64> {
    let mut uniform = Uniform::new(11);
    (0..m).map(|_| uniform.next(0.0, 1.0)).collect()
}

#[cfg(test)]
mod tests {
    use autodiff_examples::gradbench::llsq::objective;

    use super::super::suite::{calls, close, count, flat, has_slopes};
    use super::*;

    #[test]
    fn answers_are_those_of_the_suite() {
        for (input, output) in calls("llsq", "primal") {
            close(&[objective(&flat(&input["x"]), count(&input["n"]))], &flat(&output), 1e-9);
        }
        for (input, output) in calls("llsq", "gradient") {
            let (x, n) = (flat(&input["x"]), count(&input["n"]));
            for hand in [hand, hand_by_point] {
                let mut gradient = vec![f64::NAN; x.len()];
                close(&[hand(&x, n, &mut gradient)], &[objective(&x, n)], 1e-12);
                close(&gradient, &flat(&output), 1e-9);
            }
        }
    }

    #[test]
    fn gradient_at_the_large_size_has_the_slopes() {
        let (x, n) = (input(32), 100_003);
        let mut gradient = vec![0.0; x.len()];
        close(&[hand(&x, n, &mut gradient)], &[objective(&x, n)], 1e-11);
        has_slopes(|x| objective(x, n), &x, &gradient, &[0, 1, 17, 31]);
        let mut other = vec![0.0; x.len()];
        hand_by_point(&x, n, &mut other);
        close(&other, &gradient, 1e-11);
    }

    #[test]
    fn point_by_point_keeps_the_bits_of_the_value() {
        for (m, n) in [(1, 2), (5, 24), (32, 1003)] {
            let x = input(m);
            assert_eq!(hand_by_point(&x, n, &mut vec![0.0; m]).to_bits(), objective(&x, n).to_bits());
        }
    }
}
