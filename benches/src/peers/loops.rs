//! The GradBench programs once more, for number types that carry derivatives: see [`super::programs`].

/// Writes the programs for one peer, as `programs!` does. All active numbers of a program are one list, in the order of its
/// parameters. A sum starts with its first term, since not every peer has a zero.
macro_rules! loops {
    ([$($generics:tt)*] $scalar:ty, $real:path, $value:expr) => {
        mod loops {
        use super::*;
        use crate::gradbench::{gmm, lstm};

        fn sum<$($generics)*>(numbers: impl Iterator<Item = $scalar>) -> $scalar {
            numbers.reduce(|sum, number| sum + number).expect("there are numbers to add")
        }

        fn sum_of_squares<$($generics)*>(numbers: impl Iterator<Item = $scalar>) -> $scalar {
            sum(numbers.map(|number| number * number))
        }

        pub(super) fn llsq<$($generics)*>(x: &[$scalar], n: usize) -> $scalar {
            let distances = (0..n).map(|i| {
                let t = -1.0 + 2.0 * i as f64 / (n as f64 - 1.0);
                let sign = if t == 0.0 { 0.0 } else { t.signum() };
                let fitted = x.iter().copied().rev().reduce(|value, coefficient| value * $real(t) + coefficient);
                -fitted.expect("there are coefficients") + $real(sign)
            });
            sum_of_squares(distances) * $real(0.5)
        }

        pub(super) fn logsumexp<$($generics)*>(x: &[$scalar]) -> $scalar {
            let largest = x.iter().map($value).fold(f64::NEG_INFINITY, f64::max);
            sum(x.iter().map(|x| (*x + $real(-largest)).exp())).ln() + $real(largest)
        }

        pub(super) fn gmm<$($generics)*>(parameters: &[$scalar], input: &gmm::Input) -> $scalar {
            let gmm::Input { x, d, prior, .. } = input;
            let (d, k) = (*d, input.alpha.len());
            let triangle = d * (d - 1) / 2;
            let (alpha, rest) = parameters.split_at(k);
            let (mu, rest) = rest.split_at(k * d);
            let (q, l) = rest.split_at(k * d);
            let diagonals: Vec<_> = q.iter().map(|q| q.exp()).collect();
            let log_determinants: Vec<_> = q.chunks_exact(d).map(|q| sum(q.iter().copied())).collect();

            let mut whitened = q[..d].to_vec();
            let mut densities = alpha.to_vec();
            let log_likelihood = sum(x.chunks_exact(d).map(|x| {
                for (gaussian, density) in densities.iter_mut().enumerate() {
                    let mean = &mu[gaussian * d..][..d];
                    let diagonal = &diagonals[gaussian * d..][..d];
                    let mut below = l[gaussian * triangle..][..triangle].iter();
                    for i in 0..d {
                        whitened[i] = diagonal[i] * (mean[i] + $real(-x[i]));
                    }
                    for j in 0..d {
                        let distance = mean[j] + $real(-x[j]);
                        for (whitened, entry) in whitened[j + 1..].iter_mut().zip(&mut below) {
                            *whitened = *entry * distance + *whitened;
                        }
                    }
                    let squared_norm = sum_of_squares(whitened.iter().copied());
                    *density = alpha[gaussian] + log_determinants[gaussian] + squared_norm * $real(-0.5);
                }
                logsumexp(&densities)
            }));

            let squares = sum_of_squares(diagonals.iter().chain(l).copied());
            let n = x.len() / d;
            log_likelihood + logsumexp(alpha) * $real(-(n as f64)) + $real(gmm::constant(n, k, d, *prior))
                + sum(log_determinants.iter().copied()) * $real(prior.m)
                + squares * $real(-0.5 * prior.gamma * prior.gamma)
        }

        pub(super) fn ode<$($generics)*>(x: &[$scalar], steps: usize) -> $scalar {
            let n = x.len();
            let step = 2.0 / steps as f64;
            let mut y = vec![x[0] * $real(0.0); n];
            let mut k1 = vec![x[0]; n];
            let (mut k2, mut k3, mut k4) = (k1.clone(), k1.clone(), k1.clone());
            for _ in 0..steps {
                for i in 1..n {
                    k1[i] = x[i] * y[i - 1];
                }
                for i in 1..n {
                    k2[i] = x[i] * (k1[i - 1] * $real(0.5 * step) + y[i - 1]);
                }
                for i in 1..n {
                    k3[i] = x[i] * (k2[i - 1] * $real(0.5 * step) + y[i - 1]);
                }
                for i in 1..n {
                    k4[i] = x[i] * (k3[i - 1] * $real(step) + y[i - 1]);
                }
                for i in 0..n {
                    y[i] = (k1[i] + k2[i] * $real(2.0) + k3[i] * $real(2.0) + k4[i]) * $real(step / 6.0) + y[i];
                }
            }
            y[n - 1]
        }

        pub(super) fn weight_residual<$($generics)*>(weight: $scalar) -> $scalar {
            -(weight * weight) + $real(1.0)
        }

        fn sigmoid<$($generics)*>(x: $scalar) -> $scalar {
            ((-x).exp() + $real(1.0)).recip()
        }

        pub(super) fn lstm<$($generics)*>(parameters: &[$scalar], input: &lstm::Input) -> $scalar {
            let lstm::Input { sequence, bits, .. } = input;
            let bits = *bits;
            let (main, extra) = parameters.split_at(input.main.len());
            let zero = main[0] * $real(0.0);
            let mut state: Vec<_> = input.state.iter().map(|number| zero + $real(*number)).collect();
            let pairs = sequence.chunks_exact(bits).zip(sequence[bits..].chunks_exact(bits));
            let likelihood = sum(pairs.map(|(character, next)| {
                let mut signal: Vec<_> = (0..bits).map(|i| extra[i] * $real(character[i])).collect();
                for (parameters, state) in main.chunks_exact(8 * bits).zip(state.chunks_exact_mut(2 * bits)) {
                    let (weights, biases) = parameters.split_at(4 * bits);
                    let (hidden, cell) = state.split_at_mut(bits);
                    for i in 0..bits {
                        let [forget, ingate, outgate, change] = [0, 1, 2, 3].map(|gate| gate * bits + i);
                        let change = (hidden[i] * weights[change] + biases[change]).tanh();
                        let forget = sigmoid(signal[i] * weights[forget] + biases[forget]);
                        let ingate = sigmoid(hidden[i] * weights[ingate] + biases[ingate]);
                        let outgate = sigmoid(signal[i] * weights[outgate] + biases[outgate]);
                        cell[i] = cell[i] * forget + ingate * change;
                        hidden[i] = outgate * cell[i].tanh();
                        signal[i] = hidden[i];
                    }
                }
                let output: Vec<_> = (0..bits).map(|i| signal[i] * extra[bits + i] + extra[2 * bits + i]).collect();
                let normalizer = (sum(output.iter().map(|bit| bit.exp())) + $real(2.0)).ln();
                sum(next.iter().zip(&output).map(|(bit, predicted)| (*predicted - normalizer) * $real(*bit)))
            }));
            likelihood * $real(-1.0 / (sequence.len() - bits) as f64)
        }
        }
    };
}
pub(crate) use loops;

/// Writes the gradients of all programs by `$gradient`, which takes a list of numbers and the function of active ones.
macro_rules! gradients_of_loops {
    ($gradient:path) => {
        /// Value and gradient of the least squares.
        pub fn llsq(x: &[f64], n: usize) -> (f64, Vec<f64>) {
            $gradient(x, |x| loops::llsq(x, n))
        }

        /// Value and gradient of the logarithm of the sum of exponentials.
        pub fn lse(x: &[f64]) -> (f64, Vec<f64>) {
            $gradient(x, |x| loops::logsumexp(x))
        }

        /// Value and gradient of the mixture of Gaussians.
        pub fn gmm(input: &crate::gradbench::gmm::Input) -> (f64, Vec<f64>) {
            let parameters = [&input.alpha[..], &input.mu, &input.q, &input.l].concat();
            $gradient(&parameters, |parameters| loops::gmm(parameters, input))
        }

        /// Value and gradient of the last component of the solution.
        pub fn ode(x: &[f64], steps: usize) -> (f64, Vec<f64>) {
            $gradient(x, |x| loops::ode(x, steps))
        }

        /// Value and derivative of the residual of an observation's weight.
        pub fn weight_residual(weight: f64) -> (f64, f64) {
            let (value, slopes) = $gradient(&[weight], |weight| loops::weight_residual(weight[0]));
            (value, slopes[0])
        }

        /// Value and gradient of the recurrent network.
        pub fn lstm(input: &crate::gradbench::lstm::Input) -> (f64, Vec<f64>) {
            let parameters = [&input.main[..], &input.extra].concat();
            $gradient(&parameters, |parameters| loops::lstm(parameters, input))
        }
    };
}
pub(crate) use gradients_of_loops;
