//! `num-dual`: vectors of dual numbers, forward mode in one sweep.

use nalgebra::{Const, SVector, U1};
use num_dual::{Derivative, DualNum, DualSVec64, gradient, jacobian};

use super::loops::loops;
use super::programs::{joined, programs, split};
use crate::problems;

fn real(constant: f64) -> f64 {
    constant
}

programs!([const N: usize] DualSVec64<N>, real, |x: &DualSVec64<N>| x.re);
loops!([const N: usize] DualSVec64<N>, real, |x: &DualSVec64<N>| x.re);

/// Value and gradient of Rosenbrock's function of two scalars.
pub fn rosenbrock2(&(x, y): &problems::rosenbrock2::Input) -> problems::rosenbrock2::Output {
    let (value, slopes) = gradient(|x| program::rosenbrock2(x[0], x[1]), &SVector::from([x, y]));
    (value, (slopes[0], slopes[1]))
}

/// Value and gradient of Rosenbrock's function of ten variables.
pub fn rosenbrock10(x: &problems::rosenbrock10::Input) -> problems::rosenbrock10::Output {
    let (value, slopes) = gradient(|x: SVector<_, 10>| program::rosenbrock10(&x.into()), &SVector::from(*x));
    (value, slopes.into())
}

/// Price and greeks.
pub fn black_scholes(input: &problems::black_scholes::Input) -> problems::black_scholes::Output {
    let (value, slopes) = gradient(|x: SVector<_, 5>| program::call_price(x.into()), &SVector::from(*input));
    (value, <[f64; 5]>::from(slopes).into())
}

/// Value and gradient of the hundred operations.
pub fn expression100(&(x, y, z, w): &problems::expression100::Input) -> problems::expression100::Output {
    let (value, slopes) = gradient(|x: SVector<_, 4>| program::expression(x.into()), &SVector::from([x, y, z, w]));
    (value, <[f64; 4]>::from(slopes).into())
}

/// Loss and gradient of the robust fit.
pub fn huber((line, points): &problems::huber::Input) -> problems::huber::Output {
    let (value, slopes) = gradient(|x: SVector<_, 2>| program::huber_loss(x.into(), points), &SVector::from(*line));
    (value, slopes.into())
}

/// Residual and Jacobian of the reprojection.
pub fn bundle_adjustment(input: &problems::bundle_adjustment::Input) -> problems::bundle_adjustment::Output {
    let (value, rows) = jacobian(
        |x: SVector<_, 15>| SVector::from(program::reprojection_residual(&x.into(), &input.3)),
        &SVector::from(joined(input)),
    );
    (value.into(), [split(|i| rows[(0, i)]), split(|i| rows[(1, i)])])
}

/// Value and gradient of a function of `N` numbers, which are too many for the stack.
fn gradient_of_list<const N: usize>(
    at: &[f64],
    function: impl Fn(&[DualSVec64<N>]) -> DualSVec64<N>,
) -> (f64, Vec<f64>) {
    assert_eq!(at.len(), N, "the type says how many numbers there are");
    let variable = |(i, x): (usize, &f64)| DualSVec64::new(*x, Derivative::derivative_generic(Const, U1, i));
    let variables: Vec<DualSVec64<N>> = at.iter().enumerate().map(variable).collect();
    let result = function(&variables);
    (result.re, result.eps.unwrap_generic(Const, U1).iter().copied().collect())
}

/// Value and gradient of the least squares.
pub fn llsq<const N: usize>(x: &[f64], n: usize) -> (f64, Vec<f64>) {
    gradient_of_list::<N>(x, |x| loops::llsq(x, n))
}

/// Value and gradient of the logarithm of the sum of exponentials.
pub fn lse<const N: usize>(x: &[f64]) -> (f64, Vec<f64>) {
    gradient_of_list::<N>(x, loops::logsumexp)
}

/// Value and gradient of the mixture of Gaussians.
pub fn gmm<const N: usize>(input: &crate::gradbench::gmm::Input) -> (f64, Vec<f64>) {
    let parameters = [&input.alpha[..], &input.mu, &input.q, &input.l].concat();
    gradient_of_list::<N>(&parameters, |parameters| loops::gmm(parameters, input))
}

/// Value and gradient of the last component of the solution.
pub fn ode<const N: usize>(x: &[f64], steps: usize) -> (f64, Vec<f64>) {
    gradient_of_list::<N>(x, |x| loops::ode(x, steps))
}

/// Value and gradient of the recurrent network.
pub fn lstm<const N: usize>(input: &crate::gradbench::lstm::Input) -> (f64, Vec<f64>) {
    let parameters = [&input.main[..], &input.extra].concat();
    gradient_of_list::<N>(&parameters, |parameters| loops::lstm(parameters, input))
}

/// Value and derivative of the residual of an observation's weight.
pub fn weight_residual(weight: f64) -> (f64, f64) {
    let (value, slopes) = gradient_of_list::<1>(&[weight], |weight| loops::weight_residual(weight[0]));
    (value, slopes[0])
}
