//! `symdiff`: closed forms at compile time, for straight lines of arithmetic without calls and branches.

#![allow(clippy::neg_multiply, reason = "the macro writes a multiplication by minus one")]

use symdiff::gradient;

use crate::problems;

#[gradient(var = x, dim = 2)]
fn two(x: &[f64]) -> f64 {
    (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0].powi(2)).powi(2)
}

#[gradient(var = x, dim = 10)]
fn ten(x: &[f64]) -> f64 {
    (1.0 - x[0]).powi(2)
        + 100.0 * (x[1] - x[0].powi(2)).powi(2)
        + (1.0 - x[1]).powi(2)
        + 100.0 * (x[2] - x[1].powi(2)).powi(2)
        + (1.0 - x[2]).powi(2)
        + 100.0 * (x[3] - x[2].powi(2)).powi(2)
        + (1.0 - x[3]).powi(2)
        + 100.0 * (x[4] - x[3].powi(2)).powi(2)
        + (1.0 - x[4]).powi(2)
        + 100.0 * (x[5] - x[4].powi(2)).powi(2)
        + (1.0 - x[5]).powi(2)
        + 100.0 * (x[6] - x[5].powi(2)).powi(2)
        + (1.0 - x[6]).powi(2)
        + 100.0 * (x[7] - x[6].powi(2)).powi(2)
        + (1.0 - x[7]).powi(2)
        + 100.0 * (x[8] - x[7].powi(2)).powi(2)
        + (1.0 - x[8]).powi(2)
        + 100.0 * (x[9] - x[8].powi(2)).powi(2)
}

/// Value and gradient of Rosenbrock's function of two scalars.
pub fn rosenbrock2(&(x, y): &problems::rosenbrock2::Input) -> problems::rosenbrock2::Output {
    let at = [x, y];
    (two(&at), two_gradient(&at).into())
}

/// Value and gradient of Rosenbrock's function of ten variables.
pub fn rosenbrock10(x: &problems::rosenbrock10::Input) -> problems::rosenbrock10::Output {
    (ten(x), ten_gradient(x))
}
