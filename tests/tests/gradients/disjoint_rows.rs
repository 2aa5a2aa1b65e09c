//! Several rows of one array that a loop goes through together: as views that do not overlap, where that is known.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

/// Numbers that look arbitrary.
fn numbers(count: usize, seed: f64) -> Vec<f64> {
    (0..count).map(|i| 0.4 + 0.3 * (seed + 1.7 * i as f64).sin()).collect()
}

/// Positions, then velocities.
#[differentiable]
fn oscillators(start: &[f64], stiffness: f64, #[constant] steps: usize) -> Vec<f64> {
    let n = start.len() / 2;
    let mut state = start.to_vec();
    for _ in 0..steps {
        for i in 0..n {
            state[n + i] -= 0.1 * stiffness * state[i].sin();
            state[i] += 0.1 * state[n + i] * state[n + i];
        }
    }
    state
}

#[test]
fn positions_and_velocities() {
    for n in [0, 1, 3] {
        for steps in [0, 1, 4] {
            check_vjp!(oscillators; &start = numbers(2 * n, 1.0), stiffness = 1.3, const steps = steps);
        }
    }
}

/// Rows in ranges of ranges, the later row named first.
#[differentiable]
fn gates(parameters: &[f64], x: &[f64], #[constant] layers: usize) -> f64 {
    let n = x.len();
    let mut signal = x.to_vec();
    for layer in 0..layers {
        let own = &parameters[4 * n * layer..4 * n * (layer + 1)];
        let weights = &own[..2 * n];
        let biases = &own[2 * n..];
        for i in 0..n {
            let gate = (signal[i] * weights[n + i] + biases[n + i]).exp();
            signal[i] = gate * (signal[i] * weights[i] + biases[i]);
        }
    }
    signal.iter().sum()
}

#[test]
fn rows_of_rows() {
    for n in [0, 1, 3] {
        for layers in [0, 1, 2] {
            check!(gates; &parameters = numbers(4 * n * layers, 1.0), &x = numbers(n, 0.0), const layers = layers);
        }
    }
}

/// Neighbours overlap, and rows at a distance that nobody knows may.
#[differentiable]
fn overlapping(x: &[f64], #[constant] distance: usize) -> Vec<f64> {
    let mut y = x.to_vec();
    let n = x.len() - distance;
    for i in 0..n {
        y[i + distance] += 0.5 * y[i] * y[i];
        y[i] *= 0.9;
    }
    for i in 1..n {
        y[i - 1] += y[i] * x[i];
        y[i] -= y[i - 1] * 0.1;
    }
    y
}

#[test]
fn rows_that_overlap() {
    for distance in [0, 1, 2, 5] {
        check_vjp!(overlapping; &x = numbers(7, 1.0), const distance = distance);
    }
}

/// Forwards through one part, backwards through another one, in one loop.
#[differentiable]
fn mirrored(x: &[f64]) -> Vec<f64> {
    let n = x.len() / 2;
    let mut y = x.to_vec();
    for i in 0..n {
        y[i] += y[2 * n - 1 - i] * y[n + i];
        y[n + i] *= 0.5;
    }
    y
}

#[test]
fn from_both_ends() {
    for n in [0, 2, 4, 6] {
        check_vjp!(mirrored; &x = numbers(n, 1.0));
    }
}

/// Between a start and an end.
#[differentiable]
fn between(x: &[f64], #[constant] from: usize, #[constant] to: usize) -> Vec<f64> {
    let n = x.len() / 3;
    let mut y = x.to_vec();
    for i in from..to {
        y[2 * n + i] = y[i] * y[n + i];
        y[i] += y[2 * n + i];
    }
    y
}

#[test]
fn a_part_of_the_rows() {
    for (from, to) in [(0, 4), (1, 3), (2, 2), (3, 1)] {
        check_vjp!(between; &x = numbers(12, 1.0), const from = from, const to = to);
    }
}

#[test]
#[should_panic]
fn rows_that_are_not_there() {
    between(&[1.0; 9], 0, 4);
}

#[test]
#[should_panic]
fn rows_that_are_not_there_have_no_gradient() {
    let _ = between::vjp(&[1.0; 9], 0, 4);
}

/// A row that is read beside rows that change, all taken by one split: nothing is taken beside what is taken already.
#[differentiable]
fn eliminated(x: &[f64], w: f64) -> f64 {
    let n = x.len();
    let mut a = vec![vec![w; n + 1]; n];
    for i in 0..n {
        a[i][i] += 2.0 + x[i];
        a[i][n] = x[i];
    }
    for column in 0..n {
        let (head, tail) = a.split_at_mut(column + 1);
        let pivot = &head[column];
        for row in tail {
            let factor = row[column] / pivot[column];
            for k in column..=n {
                row[k] -= factor * pivot[k];
            }
        }
    }
    let mut solution = vec![0.0; n];
    for i in (0..n).rev() {
        let mut value = a[i][n];
        for j in i + 1..n {
            value -= a[i][j] * solution[j];
        }
        solution[i] = value / a[i][i];
    }
    solution.iter().zip(x).map(|(a, b)| a * b).sum()
}

#[test]
fn a_row_beside_rows_that_change() {
    for n in [0, 1, 2, 5] {
        crate::helpers::check!(eliminated; &x = (0..n).map(|i| (i as f64 * 1.7 + 0.3).sin()).collect::<Vec<_>>(), w = 0.7);
    }
}
