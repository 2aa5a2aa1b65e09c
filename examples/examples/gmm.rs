//! A mixture of three Gaussians, fitted to four measurements of 150 irises, which are of three species.
//!
//! The objective is `src/gradbench/gmm.rs`: the logarithm of the posterior, with a prior that keeps a Gaussian from
//! shrinking to a point. Gradient descent with momentum is not told the species. In the end each Gaussian has found one,
//! but for a few flowers.

use std::process::ExitCode;

use autodiff_examples::dataset::{self, Dataset};
use autodiff_examples::gradbench::gmm::{Wishart, objective};
use autodiff_examples::json::Failure;
use indicatif::{ProgressBar, ProgressStyle};

/// How many Gaussians there are.
const GAUSSIANS: usize = 3;

/// How the Gaussians may be given to the species.
const MATCHINGS: [[usize; GAUSSIANS]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// How often the mixture is improved.
const STEPS: u64 = 1000;

/// How far the mixture moves, in proportion to the gradient for one observation.
const RATE: f64 = 0.02;

/// Which part of a move is made again with the next one.
const MOMENTUM: f64 = 0.9;

/// Weak: the likelihood decides.
const PRIOR: Wishart = Wishart { gamma: 0.1, m: 0.0 };

/// How much the mean log-likelihood of an observation must grow.
const WANTED_GROWTH: f64 = 2.0;

/// Which part of the flowers must be with those of their species.
const WANTED_AGREEMENT: f64 = 0.9;

/// The parameters of the objective: `alpha`, `mu`, `q` and `l`.
struct Mixture {
    parts: [Vec<f64>; 4],
}

impl Mixture {
    /// Equal spheres around observations that are far from each other.
    fn around(data: &Dataset) -> Mixture {
        let d = data.columns;
        let mut means: Vec<&[f64]> = data.rows().take(1).collect();
        while means.len() < GAUSSIANS {
            let to_nearest = |row| means.iter().map(|mean| squared_distance(row, mean)).fold(f64::INFINITY, f64::min);
            let farthest = data.rows().max_by(|left, right| to_nearest(left).total_cmp(&to_nearest(right)));
            means.extend(farthest);
        }
        let zeros = |count| vec![0.0; GAUSSIANS * count];
        Mixture { parts: [zeros(1), means.concat(), zeros(d), zeros(d * (d - 1) / 2)] }
    }

    /// The logarithm of the density at some observations, one after the other.
    fn log_likelihood(&self, observations: &[f64], d: usize) -> f64 {
        let [alpha, mu, q, l] = &self.parts;
        // Given no observations, the posterior is the prior.
        let log_posterior = |observations| objective(alpha, mu, q, l, observations, d, PRIOR);
        log_posterior(observations) - log_posterior(&[])
    }

    /// The gradient of the objective: the direction to go.
    fn gradient(&self, observations: &[f64], d: usize) -> [Vec<f64>; 4] {
        let [alpha, mu, q, l] = &self.parts;
        objective::grad(alpha, mu, q, l, observations, d, PRIOR).into()
    }

    /// The Gaussian from which an observation most likely comes.
    fn cluster(&self, observation: &[f64]) -> usize {
        let log_joint = |gaussian: usize| {
            let alone = self.parts.each_ref().map(|part| {
                let count = part.len() / GAUSSIANS;
                part[gaussian * count..(gaussian + 1) * count].to_vec()
            });
            // As a mixture of its own its weight is one.
            self.parts[0][gaussian] + Mixture { parts: alone }.log_likelihood(observation, observation.len())
        };
        let likeliest = (0..GAUSSIANS).max_by(|left, right| log_joint(*left).total_cmp(&log_joint(*right)));
        likeliest.unwrap_or(0)
    }

    /// How many flowers are with those of their species, with the best matching of Gaussians and species.
    fn agreement(&self, data: &Dataset) -> usize {
        let pairs: Vec<(usize, usize)> =
            data.rows().zip(&data.classes).map(|(row, &class)| (self.cluster(row), class)).collect();
        let agreeing = |matching: &[usize; GAUSSIANS]| {
            pairs.iter().filter(|(cluster, class)| matching[*cluster] == *class).count()
        };
        MATCHINGS.iter().map(agreeing).max().unwrap_or(0)
    }
}

fn squared_distance(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| (left - right).powi(2)).sum()
}

fn main() -> Result<ExitCode, Failure> {
    let mut data = dataset::read("iris.csv")?;
    data.standardize(&data.scales());
    let (d, count) = (data.columns, data.classes.len());

    let mut mixture = Mixture::around(&data);
    let log_likelihood = |mixture: &Mixture| mixture.log_likelihood(&data.features, d) / count as f64;
    let before = log_likelihood(&mixture);

    let progress = ProgressBar::new(STEPS).with_style(ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}")?);
    let mut moves = mixture.parts.each_ref().map(|part| vec![0.0; part.len()]);
    for _ in 0..STEPS {
        let slopes = mixture.gradient(&data.features, d);
        let parameters = mixture.parts.iter_mut().flatten();
        for ((parameter, step), slope) in parameters.zip(moves.iter_mut().flatten()).zip(slopes.iter().flatten()) {
            *step = MOMENTUM * *step + RATE * slope / count as f64;
            *parameter += *step;
        }
        progress.set_message(format!("log-likelihood {:.4}", log_likelihood(&mixture)));
        progress.inc(1);
    }
    progress.finish_and_clear();

    let after = log_likelihood(&mixture);
    println!("mean log-likelihood of an observation: {before:.4} at the start, {after:.4} after {STEPS} steps");
    let agreeing = mixture.agreement(&data);
    println!("{agreeing} of {count} flowers are with their species: {}", data.names.join(", "));
    // Written so that what is not a number fails.
    let succeeds = after - before >= WANTED_GROWTH && agreeing as f64 >= WANTED_AGREEMENT * count as f64;
    Ok(if succeeds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
