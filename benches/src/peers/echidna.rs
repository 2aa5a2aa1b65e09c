//! `echidna`: a tape of partials at run time.

use echidna::tape::{Tape, TapeGuard};
use echidna::{Reverse, Scalar};
use num_traits::Float;

use super::loops::{gradients_of_loops, loops};
use super::programs::{joined, programs, split};
use crate::problems;

fn real(constant: f64) -> f64 {
    constant
}

programs!([] Reverse<f64>, real, |x: &Reverse<f64>| x.value());
loops!([] Reverse<f64>, real, |x: &Reverse<f64>| x.value());
gradients_of_loops!(gradient_of_list);

/// Value and gradient of `function` at `at`.
fn gradient<const N: usize>(at: [f64; N], function: impl Fn([Reverse<f64>; N]) -> Reverse<f64>) -> (f64, [f64; N]) {
    let (value, slopes) = gradient_of_list(&at, |x| function(core::array::from_fn(|i| x[i])));
    (value, core::array::from_fn(|i| slopes[i]))
}

/// [`gradient`] of a function of a list.
fn gradient_of_list(at: &[f64], function: impl Fn(&[Reverse<f64>]) -> Reverse<f64>) -> (f64, Vec<f64>) {
    let mut value = 0.0;
    let slopes = echidna::grad(
        |x| {
            let result = function(x);
            value = result.value();
            result
        },
        at,
    );
    (value, slopes)
}

/// Value and gradient of Rosenbrock's function of two scalars.
pub fn rosenbrock2(&(x, y): &problems::rosenbrock2::Input) -> problems::rosenbrock2::Output {
    let (value, slopes) = gradient([x, y], |[x, y]| program::rosenbrock2(x, y));
    (value, slopes.into())
}

/// Value and gradient of Rosenbrock's function of ten variables.
pub fn rosenbrock10(x: &problems::rosenbrock10::Input) -> problems::rosenbrock10::Output {
    gradient(*x, |x| program::rosenbrock10(&x))
}

/// Price and greeks.
pub fn black_scholes(input: &problems::black_scholes::Input) -> problems::black_scholes::Output {
    let (value, slopes) = gradient(*input, program::call_price);
    (value, slopes.into())
}

/// Value and gradient of the hundred operations.
pub fn expression100(&(x, y, z, w): &problems::expression100::Input) -> problems::expression100::Output {
    let (value, slopes) = gradient([x, y, z, w], program::expression);
    (value, slopes.into())
}

/// Loss and gradient of the robust fit.
pub fn huber((line, points): &problems::huber::Input) -> problems::huber::Output {
    gradient(*line, |line| program::huber_loss(line, points))
}

/// Residual and Jacobian of the reprojection: one recording, two sweeps.
pub fn bundle_adjustment(input: &problems::bundle_adjustment::Input) -> problems::bundle_adjustment::Output {
    let mut tape = Tape::with_capacity(150);
    let variables = joined(input).map(|x| {
        let (index, value) = tape.new_variable(x);
        Reverse::from_tape(value, index)
    });
    let guard = TapeGuard::new(&mut tape);
    let residual = program::reprojection_residual(&variables, &input.3);
    drop(guard);
    let rows = residual.map(|component| {
        let adjoints = tape.reverse(component.index());
        split(|i| adjoints[i])
    });
    (residual.map(|component| component.value()), rows)
}
