//! `reverse`: a tape at run time.

use reverse::{Gradient, Tape, Var};

use super::loops::{gradients_of_loops, loops};
use super::programs::{joined, programs, split};
use crate::problems;

fn real(constant: f64) -> f64 {
    constant
}

programs!(['a] Var<'a>, real, |x: &Var<'a>| x.val());
loops!(['a] Var<'a>, real, |x: &Var<'a>| x.val());
gradients_of_loops!(gradient_of_list);

/// Value and gradient of `function` at `at`, on a fresh tape.
fn gradient<const N: usize>(at: [f64; N], function: impl for<'a> Fn([Var<'a>; N]) -> Var<'a>) -> (f64, [f64; N]) {
    let tape = Tape::new();
    let variables = at.map(|x| tape.add_var(x));
    let result = function(variables);
    let adjoints = result.grad();
    (result.val(), variables.map(|variable| adjoints.wrt(&variable)))
}

/// [`gradient`] of a function of a list.
fn gradient_of_list(at: &[f64], function: impl for<'a> Fn(&[Var<'a>]) -> Var<'a>) -> (f64, Vec<f64>) {
    let tape = Tape::new();
    let variables = tape.add_vars(at);
    let result = function(&variables);
    let adjoints = result.grad();
    (result.val(), variables.iter().map(|variable| adjoints.wrt(variable)).collect())
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
    let tape = Tape::new();
    let variables = joined(input).map(|x| tape.add_var(x));
    let residual = program::reprojection_residual(&variables, &input.3);
    let rows = residual.map(|component| {
        let adjoints = component.grad();
        split(|i| adjoints.wrt(&variables[i]))
    });
    (residual.map(|component| component.val()), rows)
}
