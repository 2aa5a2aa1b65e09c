//! The least squares as a sum of powers, instead of by Horner's rule: how the suite writes them, and what that costs.

use std::array;

use autodiff_core::differentiable;

use super::llsq::{point, sign};

/// The same as [`objective()`](autodiff_examples::gradbench::llsq::objective()), but for rounding.
#[differentiable]
pub fn objective(x: &[f64], #[constant] n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let t = -1.0 + 2.0 * i as f64 / (n as f64 - 1.0);
        let sign = if t == 0.0 { 0.0 } else { t.signum() };
        let mut distance = sign;
        let mut power = 1.0;
        for coefficient in x {
            distance -= coefficient * power;
            power *= t;
        }
        sum += distance * distance;
    }
    0.5 * sum
}

/// Points that [`hand`] works on at once: those whose powers and distances have room in the registers.
const IN_REGISTERS: usize = 8;

/// The program's value, bit by bit, and its gradient, in blocks of points.
pub fn hand(x: &[f64], n: usize, gradient: &mut [f64]) -> f64 {
    const BLOCK: usize = 3 * IN_REGISTERS;
    gradient.fill(0.0);
    let mut squares = 0.0;
    let blocks = n / BLOCK;
    let intervals = n as f64 - 1.0;
    let mut positions: [f64; BLOCK] = array::from_fn(|lane| lane as f64);
    for _ in 0..blocks {
        let t = positions.map(|position| -1.0 + 2.0 * position / intervals);
        positions = positions.map(|position| position + BLOCK as f64);
        let mut distances = [0.0; BLOCK];
        for (distances, t) in distances.chunks_exact_mut(IN_REGISTERS).zip(t.as_chunks::<IN_REGISTERS>().0) {
            let mut here = t.map(sign);
            let mut powers = [1.0; IN_REGISTERS];
            for coefficient in x {
                for (distance, power) in here.iter_mut().zip(powers) {
                    *distance -= coefficient * power;
                }
                for (power, t) in powers.iter_mut().zip(t) {
                    *power *= t;
                }
            }
            distances.copy_from_slice(&here);
        }
        for distance in distances {
            squares += distance * distance;
        }
        let mut slopes = distances.map(|distance| -distance);
        for sum in &mut *gradient {
            let (pairs, _) = slopes.as_chunks::<2>();
            let [even, odd] = pairs.iter().fold([0.0; 2], |sums, pair| array::from_fn(|i| sums[i] + pair[i]));
            *sum += even + odd;
            for (slope, t) in slopes.iter_mut().zip(t) {
                *slope *= t;
            }
        }
    }
    for i in blocks * BLOCK..n {
        let t = point(i, n);
        let (mut distance, mut power) = (sign(t), 1.0);
        for coefficient in x {
            distance -= coefficient * power;
            power *= t;
        }
        squares += distance * distance;
        let mut slope = -distance;
        for sum in &mut *gradient {
            *sum += slope;
            slope *= t;
        }
    }
    0.5 * squares
}

#[cfg(test)]
mod tests {
    use super::super::llsq;
    use super::super::suite::close;
    use super::*;

    #[test]
    fn the_gradient_is_that_of_least_squares() {
        for (m, n) in [(1, 2), (5, 24), (32, 1003)] {
            let x = llsq::input(m);
            let (mut by_horner, mut by_powers, mut generated) = (vec![0.0; m], vec![0.0; m], vec![0.0; m]);
            close(&[hand(&x, n, &mut by_powers)], &[llsq::hand(&x, n, &mut by_horner)], 1e-12);
            close(&by_powers, &by_horner, 1e-11);
            objective::grad_into(&x, n, &mut generated);
            close(&generated, &by_powers, 1e-11);
        }
    }

    #[test]
    fn the_value_has_the_bits_of_the_program() {
        for (m, n) in [(1, 2), (5, 24), (32, 1003)] {
            let x = llsq::input(m);
            assert_eq!(hand(&x, n, &mut vec![0.0; m]).to_bits(), objective(&x, n).to_bits());
        }
    }
}
