//! Loops that run in pairs of iterations, and loops that look as if they could; `tests/expansion/pairs.rs` shows that they do.

use autodiff_core::differentiable;

use crate::helpers::{check, check_changes, check_vjp};

/// Numbers that look arbitrary.
fn numbers(count: usize, seed: f64) -> Vec<f64> {
    (0..count).map(|i| 0.4 + 0.3 * (seed + 1.7 * i as f64).sin()).collect()
}

/// Two states of which each iteration changes its own elements, with a record that is read backwards.
#[differentiable]
fn cells(weights: &[f64], x: &[f64], #[constant] steps: usize) -> f64 {
    let n = x.len();
    let mut cell = vec![0.1; n];
    let mut hidden = x.to_vec();
    for _ in 0..steps {
        for i in 0..n {
            let gate = 1.0 / (1.0 + (-(hidden[i] * weights[i] + weights[n + i])).exp());
            let change = (x[i] * weights[2 * n + i] + weights[3 * n + i]).tanh();
            cell[i] = cell[i] * gate + change * (1.0 - gate);
            hidden[i] = gate * cell[i].tanh() + 0.1 * hidden[i];
        }
    }
    hidden.iter().zip(&cell).map(|(h, c)| h * c).sum()
}

#[test]
fn two_states() {
    for n in [0, 1, 2, 3, 4, 5, 8] {
        for steps in [0, 1, 3] {
            check!(cells; &weights = numbers(4 * n, 1.0), &x = numbers(n, 0.0), const steps = steps);
        }
    }
}

/// Hidden and cell of each layer in one vector, results that wait for their seed.
#[differentiable]
fn layers(weights: &[f64], start: &[f64], #[constant] n: usize) -> Vec<f64> {
    let layers = start.len() / (2 * n);
    let mut state = start.to_vec();
    for layer in 0..layers {
        for i in 0..n {
            let hidden = 2 * n * layer + i;
            let cell = hidden + n;
            let forget = (state[hidden] * weights[i] + weights[n + i]).sin();
            let change = (state[hidden] * weights[2 * n + i]).tanh();
            state[cell] = state[cell] * forget + change * forget;
            state[hidden] = forget * state[cell].exp() * change;
        }
    }
    state
}

#[test]
fn rows_of_one_vector() {
    for n in [1, 2, 3, 6] {
        for layers in [0, 1, 2] {
            check_vjp!(self::layers; &weights = numbers(3 * n, 1.0), &start = numbers(2 * n * layers, 2.0), const n = n);
        }
    }
}

/// Backwards, not from zero, in single precision.
#[differentiable]
fn backwards(x: &[f32], y: &[f32], #[constant] rounds: usize) -> f32 {
    let mut a = x.to_vec();
    let mut b = y.to_vec();
    for _ in 0..rounds {
        for i in (1..x.len()).rev() {
            let s = (a[i] * x[i] + y[i]).sin();
            let t = (b[i] * y[i] - x[i]).cos();
            a[i] = a[i] * s + t * b[i];
            b[i] = s * t + 0.5 * a[i];
        }
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += a[i] * b[i];
    }
    sum
}

#[test]
fn backwards_from_the_second_on() {
    let single = |count, seed| numbers(count, seed).into_iter().map(|x| x as f32).collect::<Vec<f32>>();
    for n in [0, 1, 2, 3, 4, 7] {
        for rounds in [0, 1, 2] {
            let (x, y) = (single(n, 0.0), single(n, 3.0));
            let (value, (by_x, by_y)) = backwards::value_and_grad(&x, &y, rounds);
            assert_eq!(value.to_bits(), backwards(&x, &y, rounds).to_bits());
            for i in 0..n {
                let (mut dx, mut dy) = (vec![0.0; n], vec![0.0; n]);
                dx[i] = 1.0;
                let slope = backwards::jvp(&x, &y, rounds, &dx, &dy).1;
                assert!((slope - by_x[i]).abs() <= 1e-4 * (1.0 + slope.abs()), "{n} {rounds}: {slope} {}", by_x[i]);
                dx[i] = 0.0;
                dy[i] = 1.0;
                let slope = backwards::jvp(&x, &y, rounds, &dx, &dy).1;
                assert!((slope - by_y[i]).abs() <= 1e-4 * (1.0 + slope.abs()), "{n} {rounds}: {slope} {}", by_y[i]);
            }
        }
    }
}

/// What one iteration leaves the next one reads: these must not run side by side.
#[differentiable]
fn chained(x: &[f64], w: &[f64], #[constant] rounds: usize) -> f64 {
    let mut y = x.to_vec();
    for _ in 0..rounds {
        for i in 1..x.len() {
            let gate = (y[i - 1] * w[i] + x[i]).tanh();
            let other = (y[i] * x[i] - w[i]).sin();
            y[i] = gate * y[i - 1] + other * y[i] + gate * other * x[i] * w[i];
        }
    }
    y.iter().map(|y| y * y).sum()
}

/// The same at a distance that only the call knows.
#[differentiable]
fn chained_from_afar(x: &[f64], w: &[f64], #[constant] distance: usize) -> f64 {
    let mut y = x.to_vec();
    for i in 0..x.len() - distance {
        let gate = (y[i] * w[i] + x[i]).tanh();
        let other = (y[i + distance] * x[i] - w[i]).sin();
        y[i + distance] = gate * y[i] + other * y[i + distance] + gate * other * x[i] * w[i];
    }
    y.iter().map(|y| y * y).sum()
}

/// The next iteration reads what this one writes, in another vector.
#[differentiable]
fn crossed(x: &[f64], w: &[f64]) -> f64 {
    let mut y = x.to_vec();
    let mut z = w.to_vec();
    for i in 1..x.len() {
        let gate = (y[i - 1] * z[i] + x[i]).tanh();
        let other = (z[i - 1] * x[i] - y[i]).sin();
        y[i] = gate * z[i - 1] + other * y[i] + gate * other * x[i];
        z[i] = other * y[i - 1] + gate * z[i];
    }
    y.iter().zip(&z).map(|(y, z)| y * z).sum()
}

#[test]
fn dependent_iterations() {
    for n in [1, 2, 3, 6] {
        let (x, w) = (numbers(n, 0.0), numbers(n, 1.0));
        for rounds in [0, 1, 3] {
            check!(chained; &x = x.clone(), &w = w.clone(), const rounds = rounds);
        }
        for distance in [0, 1, 2, 3] {
            if distance < n {
                check!(chained_from_afar; &x = x.clone(), &w = w.clone(), const distance = distance);
            }
        }
        check!(crossed; &x = x.clone(), &w = w.clone());
    }
}

/// A record of one number; kinks; constants that come with the iteration.
#[differentiable]
fn kinks(x: &[f64], scale: &[f64], #[constant] labels: &[usize], #[constant] limits: &[f64]) -> Vec<f64> {
    let mut x = x.to_vec();
    for i in 0..labels.len() {
        let label = labels[i];
        let limit = limits[i] * 0.5 + label as f64;
        let y = (x[i] * scale[i]).sin() * limit;
        let z = y.max(0.5 * x[i]);
        x[i] = z.max(limit * x[i]) + (z * y).abs().sqrt() * z.min(scale[i]) + x[i] * x[i] * scale[i];
    }
    x
}

#[test]
fn choices_and_constants() {
    for n in [0, 1, 2, 5] {
        let labels: Vec<usize> = (0..n).map(|i| i % 3).collect();
        check_vjp!(kinks; &x = numbers(n, 0.3), &scale = numbers(n, 1.0), const &labels = labels.clone(), const &limits = numbers(n, 2.0));
    }
}

/// More numbers in a record than a tuple may have.
#[differentiable]
fn many(x: &[f64], w: &[f64], #[constant] rounds: usize) -> f64 {
    let mut y = x.to_vec();
    for _ in 0..rounds {
        for i in 0..y.len() {
            let a = (y[i] * w[i]).sin();
            let b = (a + y[i]).exp();
            let c = (a * b).cos();
            let d = (c - y[i] * a).tanh();
            let e = (d * b + a).sin();
            let f = (e * c + d).cos();
            let g = (f * a + e * b).tanh();
            y[i] = 0.1 * (a * b + c * d + e * f + g * y[i]);
        }
    }
    y.iter().sum()
}

#[test]
fn long_records() {
    for n in [0, 1, 4, 5] {
        for rounds in [0, 1, 3] {
            check!(many; &x = numbers(n, 0.0), &w = numbers(n, 1.0), const rounds = rounds);
        }
    }
}

/// Arrays whose length is known, in a loop that is fused with its mirror.
#[differentiable]
fn known_length(x: &[f64; 7], w: &[f64; 7], targets: &mut [f64; 7]) {
    for i in 0..7_usize {
        let a = (x[i] * w[i]).sin() + x[i];
        let b = (a * x[i]).exp() * w[i] - targets[i];
        targets[i] = a * b + targets[i] * (a - b).tanh() + b * b * x[i] - w[i] * a;
    }
}

#[test]
fn arrays_of_known_length() {
    let [x, w, targets] = [0.0, 1.0, 2.0].map(|seed| <[f64; 7]>::try_from(numbers(7, seed)).unwrap());
    let (mut value, mut out) = (targets, targets);
    known_length(&x, &w, &mut value);
    let pullback = known_length::vjp(&x, &w, &mut out).1;
    assert_eq!(value, out);
    let mut seed = [0.3, -0.2, 1.0, 0.5, 0.7, -1.1, 0.4];
    let seeds = seed;
    let (by_x, by_w) = pullback(&mut seed);
    for i in 0..7 {
        let unit: [f64; 7] = std::array::from_fn(|j| f64::from(u8::from(i == j)));
        let zero = [0.0; 7];
        let along = |dx: &[f64; 7], dw: &[f64; 7], dt: [f64; 7]| {
            let (mut out, mut tangent) = (targets, dt);
            known_length::jvp(&x, &w, &mut out, dx, dw, &mut tangent);
            tangent.iter().zip(&seeds).map(|(tangent, seed)| tangent * seed).sum::<f64>()
        };
        for (slope, gradient) in [
            (along(&unit, &zero, zero), by_x[i]),
            (along(&zero, &unit, zero), by_w[i]),
            (along(&zero, &zero, unit), seed[i]),
        ] {
            assert!((slope - gradient).abs() <= 1e-12 * (1.0 + slope.abs()), "{i}: {slope} {gradient}");
        }
    }
}

/// The end of the loop is asked of a vector behind a reference, which the loop changes, and whose length changes meanwhile.
#[differentiable]
fn behind_references(y: &mut [f64], z: &mut Vec<f64>, x: &[f64], #[constant] rounds: usize) -> f64 {
    for _ in 0..rounds {
        for i in 0..z.len() {
            let p = (y[i] * x[i] + z[i]).sin();
            let q = (p * z[i] - y[i]).tanh() * p.cos();
            let r = (q * p).exp() * x[i] + z[i] * q;
            y[i] = r + y[i].sin();
            z[i] = r.sin() + p * q;
        }
        z.push(0.3);
        z.truncate(x.len());
    }
    x.iter().sum()
}

#[test]
fn lengths_of_what_references_lend() {
    for n in [0, 1, 2, 3] {
        for rounds in [0, 1, 2] {
            check_changes!(behind_references; mut y = numbers(n, 0.0), mut z = numbers(n, 1.0), &x = numbers(n, 2.0), const rounds = rounds);
        }
    }
}
