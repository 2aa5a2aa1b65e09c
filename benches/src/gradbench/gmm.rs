//! The logarithm of the likelihood of a mixture of normal distributions with a Wishart prior.
//!
//! Numbers are flat: `alpha` has one a component, `mu` and `q` have `d`, `l` has `d (d - 1) / 2`, the strictly lower
//! triangle by columns, and `x` has `d` an observation.

use std::f64::consts::PI;
use std::{array, iter};

use autodiff_examples::gradbench::gmm::Wishart;

use crate::inputs::Uniform;

/// What does not depend on the parameters: of `n` observations and `k` components.
pub fn constant(n: usize, k: usize, d: usize, prior: Wishart) -> f64 {
    -0.5 * (n * d) as f64 * (2.0 * PI).ln() - k as f64 * prior.log_normalizer(d)
}

/// The logarithm of the sum of the exponentials.
fn logsumexp(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + x.iter().map(|x| (x - largest).exp()).sum::<f64>().ln()
}

/// Observations that [`hand`] takes forwards and then backwards at once.
const BATCH: usize = 8;

/// Four successive rows of a column.
type Quad = [f64; 4];

/// A lower triangle with its diagonal: for every four rows the columns up to their diagonal. What is above the diagonal
/// or beyond the matrix is zero.
fn panels(diagonal: &[f64], l: &[f64]) -> impl Iterator<Item = Quad> {
    let d = diagonal.len();
    let element = move |row: usize, column: usize| match row {
        _ if row >= d || column > row => 0.0,
        _ if row == column => diagonal[row],
        _ => l[column * (2 * d - 1 - column) / 2 + row - column - 1],
    };
    let panel = move |first: usize| (0..first + 4).map(move |column| array::from_fn(|i| element(first + i, column)));
    (0..d).step_by(4).flat_map(panel)
}

/// Numbers by four, the last ones filled up with zeros.
fn in_quads(numbers: &[f64]) -> impl Iterator<Item = Quad> {
    numbers.chunks(4).map(|numbers| array::from_fn(|i| numbers.get(i).copied().unwrap_or(0.0)))
}

/// The program's value and gradient: a batch of observations forwards and at once backwards, so that memory does not grow
/// with the observations.
///
/// The adjoints of a mean are those of the turned observations, turned back: as that is linear, it happens once for the
/// sum of all observations.
#[expect(clippy::too_many_arguments, reason = "four parameters have four gradients")]
pub fn hand(
    alpha: &[f64],
    mu: &[f64],
    q: &[f64],
    l: &[f64],
    x: &[f64],
    d: usize,
    prior: Wishart,
    gradient: (&mut [f64], &mut [f64], &mut [f64], &mut [f64]),
) -> f64 {
    let (n, k) = (x.len() / d, alpha.len());
    let triangle = d * (d - 1) / 2;
    let quads = d.div_ceil(4);
    let columns = 2 * quads * (quads + 1);
    let scales: Vec<f64> = q.iter().map(|q| q.exp()).collect();
    let logarithms: Vec<f64> = q.chunks_exact(d).map(|q| q.iter().sum()).collect();
    let offsets: Vec<f64> = alpha.iter().zip(&logarithms).map(|(alpha, logarithm)| alpha + logarithm).collect();
    let of_component = |c: usize| (&scales[c * d..][..d], &l[c * triangle..][..triangle]);
    let matrices: Vec<Quad> = (0..k)
        .flat_map(|c| {
            let (scales, l) = of_component(c);
            panels(scales, l)
        })
        .collect();
    let means: Vec<Quad> = mu.chunks_exact(d).flat_map(in_quads).collect();

    // Sums over the observations, each with the component's share in it.
    let mut shares = vec![0.0; k];
    let mut turned_sums = vec![[0.0; 4]; k * quads];
    let mut products = vec![[0.0; 4]; k * columns];
    // Of one batch: for every component and every four rows those of all its observations.
    let mut observations = vec![[0.0; 4]; BATCH * quads];
    let mut centred = vec![[[0.0; 4]; BATCH]; k * quads];
    let mut turned = vec![[[0.0; 4]; BATCH]; k * quads];
    let mut terms = vec![[0.0; BATCH]; k];
    // Of one observation.
    let mut here = vec![[0.0; 4]; quads];

    let mut sum = 0.0;
    for batch in x.chunks(BATCH * d) {
        let count = batch.len() / d;
        for (quads, x) in observations.chunks_exact_mut(quads).zip(batch.chunks_exact(d)) {
            quads.as_flattened_mut()[..d].copy_from_slice(x);
        }
        let of_batch = centred.chunks_exact_mut(quads).zip(turned.chunks_exact_mut(quads));
        let parameters = matrices.chunks_exact(columns).zip(means.chunks_exact(quads)).zip(&offsets);
        for (((matrix, mean), offset), ((centred, turned), terms)) in parameters.zip(of_batch.zip(&mut terms)) {
            for ((b, x), term) in observations.chunks_exact(quads).enumerate().zip(terms).take(count) {
                for (((here, centred), x), mu) in here.iter_mut().zip(&mut *centred).zip(x).zip(mean) {
                    *here = array::from_fn(|i| x[i] - mu[i]);
                    centred[b] = *here;
                }
                let (mut rest, mut square) = (matrix, [0.0; 4]);
                for (r, turned) in turned.iter_mut().enumerate() {
                    let (panel, below) = rest.split_at(4 * (r + 1));
                    let mut y = [0.0; 4];
                    for (a, x) in panel.iter().zip(&here.as_flattened()[..d]) {
                        y = array::from_fn(|i| y[i] + a[i] * x);
                    }
                    turned[b] = y;
                    square = array::from_fn(|i| square[i] + y[i] * y[i]);
                    rest = below;
                }
                *term = offset - 0.5 * square.iter().sum::<f64>();
            }
        }

        let mut largest = [f64::NEG_INFINITY; BATCH];
        for terms in &terms {
            largest = array::from_fn(|b| if terms[b] > largest[b] { terms[b] } else { largest[b] });
        }
        let mut totals = [0.0; BATCH];
        for terms in &mut terms {
            *terms = array::from_fn(|b| (terms[b] - largest[b]).exp());
            totals = array::from_fn(|b| totals[b] + terms[b]);
        }
        sum += largest.iter().zip(totals).take(count).map(|(largest, total)| largest + total.ln()).sum::<f64>();
        let per_total = totals.map(|total| 1.0 / total);

        let of_batch = centred.chunks_exact(quads).zip(turned.chunks_exact_mut(quads)).zip(&terms);
        let sums = products.chunks_exact_mut(columns).zip(turned_sums.chunks_exact_mut(quads)).zip(&mut shares);
        for (((centred, turned), terms), ((products, turned_sums), share)) in of_batch.zip(sums) {
            let here: [f64; BATCH] = array::from_fn(|b| terms[b] * per_total[b]);
            *share += here[..count].iter().sum::<f64>();
            let (mut tiles, _) = products.as_chunks_mut::<4>();
            for (row, (turned, turned_sum)) in turned.iter_mut().zip(turned_sums).enumerate() {
                let turned = &mut turned[..count];
                for (y, share) in turned.iter_mut().zip(here) {
                    *y = y.map(|y| share * y);
                    *turned_sum = array::from_fn(|i| turned_sum[i] + y[i]);
                }
                let (of_row, below) = tiles.split_at_mut(row + 1);
                for (tile, centred) in of_row.iter_mut().zip(centred) {
                    let mut sums = *tile;
                    for (y, x) in turned.iter().zip(centred) {
                        sums = array::from_fn(|j| array::from_fn(|i| sums[j][i] + y[i] * x[j]));
                    }
                    *tile = sums;
                }
                tiles = below;
            }
        }
    }

    let (alpha_gradient, mu_gradient, q_gradient, l_gradient) = gradient;
    let (prior_scale, m) = (prior.gamma * prior.gamma, prior.m);
    for c in 0..k {
        let (scales, l) = of_component(c);
        let turned = &turned_sums[c * quads..][..quads].as_flattened()[..d];
        let products = &products[c * columns..][..columns];
        let product = |row: usize, column: usize| products[2 * (row / 4) * (row / 4 + 1) + column][row % 4];
        let (mut l_rest, mut gradient_rest) = (l, &mut l_gradient[c * triangle..][..triangle]);
        let mu_and_q = mu_gradient[c * d..][..d].iter_mut().zip(&mut q_gradient[c * d..][..d]);
        for (j, ((mu_gradient, q_gradient), scale)) in mu_and_q.zip(scales).enumerate() {
            let (below, gradient_below);
            (below, l_rest) = l_rest.split_at(d - 1 - j);
            (gradient_below, gradient_rest) = gradient_rest.split_at_mut(d - 1 - j);
            let turned_back = below.iter().zip(&turned[j + 1..]).map(|(l, y)| l * y).sum::<f64>();
            *mu_gradient = scale * turned[j] + turned_back;
            *q_gradient = shares[c] + m - scale * (product(j, j) + prior_scale * scale);
            for ((gradient, l), row) in gradient_below.iter_mut().zip(below).zip(j + 1..) {
                *gradient = -product(row, j) - prior_scale * l;
            }
        }
    }
    let of_alpha = logsumexp(alpha);
    for ((gradient, alpha), share) in alpha_gradient.iter_mut().zip(alpha).zip(&shares) {
        *gradient = share - n as f64 * (alpha - of_alpha).exp();
    }

    let squares = scales.iter().chain(l).map(|x| x * x).sum::<f64>();
    constant(n, k, d, prior) + sum
        - n as f64 * of_alpha
        - (0.5 * prior_scale * squares - m * logarithms.iter().sum::<f64>())
}

/// The arguments of the program.
pub struct Input {
    /// Logarithms of the components' weights, up to a common summand.
    pub alpha: Vec<f64>,
    /// The means.
    pub mu: Vec<f64>,
    /// Logarithms of the diagonals.
    pub q: Vec<f64>,
    /// What is below the diagonals.
    pub l: Vec<f64>,
    /// The observations.
    pub x: Vec<f64>,
    /// How many numbers an observation has.
    pub d: usize,
    /// The parameters of the prior.
    pub prior: Wishart,
}

impl Input {
    /// `n` observations in `d` dimensions and `k` components.
    pub fn random(d: usize, k: usize, n: usize) -> Self {
        let mut uniform = Uniform::new(15);
        let mut numbers =
            |count: usize, size: f64| iter::repeat_with(|| uniform.next(-size, size)).take(count).collect();
        Self {
            alpha: numbers(k, 1.0),
            mu: numbers(k * d, 1.0),
            q: numbers(k * d, 0.5),
            l: numbers(k * d * (d - 1) / 2, 0.3),
            x: numbers(n * d, 2.0),
            d,
            prior: Wishart { gamma: 1.0, m: 0.0 },
        }
    }

    /// [`hand`] of this input, with the gradients in the order of the parameters.
    pub fn hand(&self, alpha: &mut [f64], mu: &mut [f64], q: &mut [f64], l: &mut [f64]) -> f64 {
        hand(&self.alpha, &self.mu, &self.q, &self.l, &self.x, self.d, self.prior, (alpha, mu, q, l))
    }
}

#[cfg(test)]
mod tests {
    use autodiff_examples::gradbench::gmm::objective;
    use serde_json::Value;

    use super::super::suite::{calls, close, count, flat, has_slopes};
    use super::*;

    fn input(input: &Value) -> Input {
        let [alpha, mu, q, l, x] = ["alpha", "mu", "q", "l", "x"].map(|name| flat(&input[name]));
        let prior = Wishart { gamma: input["gamma"].as_f64().unwrap(), m: input["m"].as_f64().unwrap() };
        Input { alpha, mu, q, l, x, d: count(&input["d"]), prior }
    }

    fn value(input: &Input) -> f64 {
        objective(&input.alpha, &input.mu, &input.q, &input.l, &input.x, input.d, input.prior)
    }

    #[test]
    fn answers_are_those_of_the_suite() {
        for (arguments, output) in calls("gmm", "objective") {
            close(&[value(&input(&arguments))], &flat(&output), 1e-9);
        }
        for (arguments, output) in calls("gmm", "jacobian") {
            let input = input(&arguments);
            let gradients = checked_gradients(&input);
            for (gradient, name) in gradients.iter().zip(["alpha", "mu", "q", "l"]) {
                close(gradient, &flat(&output[name]), 1e-9);
            }
        }
    }

    /// The gradients in the order of the parameters, after a look at the value that comes with them.
    fn checked_gradients(input: &Input) -> [Vec<f64>; 4] {
        let mut gradients =
            [&input.alpha, &input.mu, &input.q, &input.l].map(|parameter| vec![f64::NAN; parameter.len()]);
        let [alpha, mu, q, l] = &mut gradients;
        close(&[input.hand(alpha, mu, q, l)], &[value(input)], 1e-12);
        gradients
    }

    /// Compares a few coordinates of every gradient with differences of the objective.
    fn check_slopes(input: &Input) {
        let gradients = checked_gradients(input);
        let Input { alpha, mu, q, l, x, d, prior } = input;
        let few = |gradient: &[f64]| -> Vec<usize> { (0..gradient.len()).step_by(gradient.len() / 3 + 1).collect() };
        let [by_alpha, by_mu, by_q, by_l] = &gradients;
        has_slopes(|alpha| objective(alpha, mu, q, l, x, *d, *prior), alpha, by_alpha, &few(alpha));
        has_slopes(|mu| objective(alpha, mu, q, l, x, *d, *prior), mu, by_mu, &few(mu));
        has_slopes(|q| objective(alpha, mu, q, l, x, *d, *prior), q, by_q, &few(q));
        has_slopes(|l| objective(alpha, mu, q, l, x, *d, *prior), l, by_l, &few(l));
    }

    #[test]
    fn gradient_in_every_dimension_has_the_slopes() {
        for d in 1..8 {
            check_slopes(&Input { prior: Wishart { gamma: 1.5, m: 3.0 }, ..Input::random(d, 3, d + 2) });
        }
    }

    #[test]
    fn gradient_at_the_large_sizes_has_the_slopes() {
        check_slopes(&Input::random(10, 25, 1000));
        check_slopes(&Input::random(32, 25, 1000));
    }
}
