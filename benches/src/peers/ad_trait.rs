//! `ad_trait`: a global tape at run time.

use ad_trait::reverse_ad::adr::adr;
use ad_trait::{AD, F64};

use super::loops::{gradients_of_loops, loops};
use super::programs::{joined, programs, split};
use crate::problems;

programs!([S: AD] S, F64, |x: &S| x.to_constant());
loops!([S: AD] S, F64, |x: &S| x.to_constant());
gradients_of_loops!(gradient_of_list);

/// Active numbers on the emptied tape.
fn variables<const N: usize>(at: [f64; N]) -> [adr; N] {
    let mut first = true;
    at.map(|x| adr::new_variable(x, std::mem::take(&mut first)))
}

/// Value and gradient of `function` at `at`.
fn gradient<const N: usize>(at: [f64; N], function: impl Fn([adr; N]) -> adr) -> (f64, [f64; N]) {
    let variables = variables(at);
    let result = function(variables);
    let adjoints = result.get_backwards_mode_grad();
    (result.value(), variables.map(|variable| adjoints.wrt(&variable)))
}

/// [`gradient`] of a function of a list.
fn gradient_of_list(at: &[f64], function: impl Fn(&[adr]) -> adr) -> (f64, Vec<f64>) {
    let variables: Vec<adr> = at.iter().enumerate().map(|(i, x)| adr::new_variable(*x, i == 0)).collect();
    let result = function(&variables);
    let adjoints = result.get_backwards_mode_grad();
    (result.value(), variables.iter().map(|variable| adjoints.wrt(variable)).collect())
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
    let variables = variables(joined(input));
    let residual = program::reprojection_residual(&variables, &input.3);
    let rows = residual.map(|component| {
        let adjoints = component.get_backwards_mode_grad();
        split(|i| adjoints.wrt(&variables[i]))
    });
    (residual.map(|component| component.value()), rows)
}
