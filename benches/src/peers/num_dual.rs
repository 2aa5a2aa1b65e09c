//! `num-dual`: vectors of dual numbers, forward mode in one sweep.

use nalgebra::SVector;
use num_dual::{DualNum, DualSVec64, gradient, jacobian};

use super::programs::{joined, programs, split};
use crate::problems;

fn real(constant: f64) -> f64 {
    constant
}

programs!([const N: usize] DualSVec64<N>, real, |x: &DualSVec64<N>| x.re);

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
