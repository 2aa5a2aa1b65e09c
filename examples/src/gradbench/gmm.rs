//! The logarithm of the posterior of a Gaussian mixture model.

use std::f64::consts::{LN_2, PI};

use autodiff_core::differentiable;
pub use program::objective;

/// The prior of the precision matrices, a Wishart distribution.
#[derive(Clone, Copy, Debug)]
pub struct Wishart {
    /// Scales the matrices' entries.
    pub gamma: f64,
    /// How many degrees of freedom there are beyond the number of dimensions and one.
    pub m: f64,
}

impl Wishart {
    /// The logarithm of what the density of a `d`x`d` matrix is to be divided by.
    pub fn log_normalizer(&self, d: usize) -> f64 {
        let nu = d as f64 + self.m + 1.0;
        log_multivariate_gamma(0.5 * nu, d) - nu * d as f64 * (self.gamma.ln() - 0.5 * LN_2)
    }
}

/// The logarithm of the multivariate gamma function of dimension `d` at `a`.
fn log_multivariate_gamma(a: f64, d: usize) -> f64 {
    let factors = (0..d).map(|j| libm::lgamma(a - 0.5 * j as f64));
    0.25 * (d * (d - 1)) as f64 * PI.ln() + factors.sum::<f64>()
}

#[differentiable]
mod program {
    use std::f64::consts::PI;

    use super::Wishart;

    /// The logarithm of the sum of the exponentials of `x`, without overflow.
    fn logsumexp(x: &[f64]) -> f64 {
        let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        largest + x.iter().map(|x| (x - largest).exp()).sum::<f64>().ln()
    }

    /// The logarithm of the posterior of a mixture of `alpha.len()` Gaussians in `d` dimensions, given the observations
    /// `x`, one after the other.
    ///
    /// Each Gaussian has a weight, whose logarithm is in `alpha` up to a constant, a mean, `d` numbers of `mu`, and the
    /// lower triangular root of its precision matrix: `d` numbers of `q` are the logarithms of the diagonal, and
    /// `d (d - 1) / 2` numbers of `l` are what is below it, column by column.
    pub fn objective(
        alpha: &[f64],
        mu: &[f64],
        q: &[f64],
        l: &[f64],
        #[constant] x: &[f64],
        #[constant] d: usize,
        #[constant] prior: Wishart,
    ) -> f64 {
        let (gaussians, observations) = (alpha.len(), x.len() / d);
        let triangle = d * (d - 1) / 2;
        let diagonals: Vec<f64> = q.iter().map(|logarithm| logarithm.exp()).collect();
        let log_determinants: Vec<f64> = q.chunks_exact(d).map(|logarithms| logarithms.iter().sum::<f64>()).collect();

        let mut log_likelihood = 0.0;
        let mut densities = vec![0.0; gaussians];
        let mut whitened = vec![0.0; d];
        for x in x.chunks_exact(d) {
            for gaussian in 0..gaussians {
                let mean = &mu[gaussian * d..(gaussian + 1) * d];
                let diagonal = &diagonals[gaussian * d..(gaussian + 1) * d];
                let below = &l[gaussian * triangle..(gaussian + 1) * triangle];

                // The root of the precision matrix times the distance to the mean, column by column.
                for (((whitened, x), mean), diagonal) in whitened.iter_mut().zip(x).zip(mean).zip(diagonal) {
                    *whitened = diagonal * (x - mean);
                }
                let mut start = 0;
                for j in 0..d - 1 {
                    let distance = x[j] - mean[j];
                    let column = &below[start..start + d - 1 - j];
                    for (whitened, entry) in whitened[j + 1..].iter_mut().zip(column) {
                        *whitened += entry * distance;
                    }
                    start += column.len();
                }
                let squared_norm = whitened.iter().map(|w| w * w).sum::<f64>();
                densities[gaussian] = alpha[gaussian] + log_determinants[gaussian] - 0.5 * squared_norm;
            }
            log_likelihood += logsumexp(&densities);
        }
        log_likelihood -= observations as f64 * (0.5 * d as f64 * (2.0 * PI).ln() + logsumexp(alpha));

        let squares = diagonals.iter().chain(l).map(|entry| entry * entry).sum::<f64>();
        let (gamma, m, normalizer): (f64, f64, f64) = (prior.gamma, prior.m, prior.log_normalizer(d));
        let log_prior =
            m * log_determinants.iter().sum::<f64>() - 0.5 * gamma * gamma * squares - gaussians as f64 * normalizer;
        log_likelihood + log_prior
    }
}

/// The gradient of [`objective()`], each part in the order of its parameter.
#[derive(Clone, Debug)]
pub struct Gradient {
    /// With respect to the weights.
    pub alpha: Vec<f64>,
    /// With respect to the means.
    pub mu: Vec<f64>,
    /// With respect to the logarithms of the diagonals.
    pub q: Vec<f64>,
    /// With respect to what is below the diagonals.
    pub l: Vec<f64>,
}

/// The gradient of [`objective()`] with respect to all parameters but the observations.
pub fn gradient(alpha: &[f64], mu: &[f64], q: &[f64], l: &[f64], x: &[f64], d: usize, prior: Wishart) -> Gradient {
    let (alpha, mu, q, l) = objective::grad(alpha, mu, q, l, x, d, prior);
    Gradient { alpha, mu, q, l }
}
