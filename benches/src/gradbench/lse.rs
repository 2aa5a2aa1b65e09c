//! The logarithm of a sum of exponentials, without overflow.

use std::array;

use crate::inputs::Uniform;

/// The program's value and gradient, which holds the exponentials until their sum is known.
pub fn hand(x: &[f64], gradient: &mut [f64]) -> f64 {
    let (blocks, rest) = x.as_chunks::<8>();
    let larger = |a: f64, b: f64| if a > b { a } else { b };
    let by_lane = blocks.iter().fold([f64::NEG_INFINITY; 8], |largest, x| array::from_fn(|i| larger(largest[i], x[i])));
    let largest = by_lane.iter().chain(rest).copied().fold(f64::NEG_INFINITY, larger);
    let mut sum = 0.0;
    for (exponential, x) in gradient.iter_mut().zip(x) {
        *exponential = (x - largest).exp();
        sum += *exponential;
    }
    let scale = 1.0 / sum;
    gradient.iter_mut().for_each(|share| *share *= scale);
    largest + sum.ln()
}

/// `n` numbers.
pub fn input(n: usize) -> Vec<f64> {
    let mut uniform = Uniform::new(12);
    (0..n).map(|_| uniform.next(0.0, 1.0)).collect()
}

#[cfg(test)]
mod tests {
    use autodiff_examples::gradbench::lse::logsumexp;

    use super::super::suite::{calls, close, flat, has_slopes};
    use super::*;

    #[test]
    fn answers_are_those_of_the_suite() {
        for (input, output) in calls("lse", "primal") {
            close(&[logsumexp(&flat(&input["x"]))], &flat(&output), 1e-9);
        }
        for (input, output) in calls("lse", "gradient") {
            let x = flat(&input["x"]);
            let mut gradient = vec![f64::NAN; x.len()];
            close(&[hand(&x, &mut gradient)], &[logsumexp(&x)], 1e-12);
            close(&gradient, &flat(&output), 1e-9);
        }
    }

    #[test]
    fn gradient_at_the_large_size_has_the_slopes() {
        let x = input(1_000_000);
        let mut gradient = vec![0.0; x.len()];
        close(&[hand(&x, &mut gradient)], &[logsumexp(&x)], 1e-12);
        close(&[gradient.iter().sum()], &[1.0], 1e-11);
        has_slopes(logsumexp, &x, &gradient, &[0, 500_000, 999_999]);
    }
}
