//! Loops whose iterations are independent, with loops in them: many iterations run at once, the rest one by one.

use autodiff_core::differentiable;

use crate::helpers::check;

/// Around the number of lanes, and multiples of it.
const COUNTS: [usize; 10] = [0, 1, 2, 15, 16, 17, 18, 33, 34, 50];

/// Numbers that look arbitrary.
fn numbers(count: usize, seed: f64) -> Vec<f64> {
    (0..count).map(|i| (seed + 1.7 * i as f64).sin()).collect()
}

#[differentiable]
fn polynomial(coefficients: &[f64], #[constant] points: &[f64], #[constant] wanted: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (t, wanted) in points.iter().zip(wanted) {
        let mut power = 1.0;
        let mut value = 0.0;
        for c in coefficients {
            value += c * power;
            power *= t;
        }
        let error = value - wanted;
        sum += if error.abs() < 0.5 { 0.5 * error * error } else { 0.5 * (error.abs() - 0.25) };
    }
    sum
}

/// What is between the points counts, too, and the largest and the last of something.
#[differentiable]
fn horner(coefficients: &[f64], t: f64, #[constant] n: usize) -> f64 {
    let (mut sum, mut largest, mut last, mut product) = (0.3, f64::NEG_INFINITY, 0.0, 1.0);
    for i in 2..n {
        let t = t * (i as f64 * 0.1 - 1.0);
        let mut value = 0.0;
        for c in coefficients.iter().rev() {
            value = value * t + c.sin();
        }
        sum += value * value;
        largest = f64::max(largest, value);
        product *= 1.0 + 0.01 * value;
        last = value * t;
    }
    if n > 2 { sum * product + largest * last } else { sum }
}

/// Scratch that each iteration overwrites, in two loops, and reads back after the loop.
#[differentiable]
fn distances(xs: &[f64], means: &[f64], scales: &[f64], #[constant] d: usize) -> f64 {
    let mut turned = vec![0.0; d];
    let mut densities = vec![0.0; means.len() / d];
    let mut sum = 0.0;
    for x in xs.chunks_exact(d) {
        for (density, mean) in densities.iter_mut().zip(means.chunks_exact(d)) {
            for j in 0..d {
                turned[j] = (x[j] - mean[j]) * scales[j];
            }
            for j in 1..d {
                for k in 0..j {
                    turned[j] += 0.3 * scales[k] * turned[k];
                }
            }
            *density = turned.iter().map(|t| t * t).sum::<f64>();
        }
        let largest = densities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        sum += largest + densities.iter().map(|density| (density - largest).exp()).sum::<f64>().ln();
    }
    sum + turned.iter().zip(&densities).map(|(t, density)| t * density).sum::<f64>()
}

/// Vectors and arrays of an iteration's own.
#[differentiable]
fn layers(weights: &[f64], biases: [f64; 3], #[constant] xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..xs.len() {
        let mut hidden = vec![xs[i], 1.0];
        for j in 0..weights.len() {
            let next = (hidden[j] * weights[j] + hidden[j + 1]).tanh();
            hidden.push(next);
        }
        let mut outputs = [0.0; 3];
        for j in 0..3 {
            for k in 0..hidden.len() {
                outputs[j] += hidden[k] * biases[j];
            }
            if j == 1 {
                outputs[j] *= hidden[0];
            }
        }
        let squares: Vec<f64> = outputs.iter().map(|output| output * output).collect();
        sum += squares.iter().sum::<f64>().sqrt() * outputs[i % 3];
    }
    sum
}

/// Every iteration needs a weight of its own, and the same ones come again.
#[differentiable]
fn groups(weights: &[f64], slopes: &[f64], #[constant] members: &[usize]) -> f64 {
    let mut sum = 0.0;
    for (i, &member) in members.iter().enumerate() {
        let weight = weights[member];
        let mut y = weight;
        for slope in slopes {
            y = (y * slope).sin() + weight * 0.1;
        }
        sum += y * weights[i % weights.len()];
    }
    sum
}

/// Inner loops that end early, for all lanes at once; a step that does nothing for some.
#[differentiable]
fn series(x: f64, y: f64, #[constant] n: usize, #[constant] terms: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let x = x * i as f64 / 20.0;
        let (mut term, mut result) = (1.0, 0.0);
        let mut k = 0;
        loop {
            result += term;
            k += 1;
            if k > terms {
                break;
            }
            if k % 2 == 0 {
                continue;
            }
            term *= x / k as f64 * y;
            term = f64::max(term, -2.0);
        }
        let pair = (result, result * y);
        let (a, b) = if result > 1.0 { pair } else { (pair.1, pair.0) };
        sum += a.sin() * b;
    }
    sum
}

/// A loop around that has independent iterations itself, and lengths that depend on it.
#[differentiable]
fn triangles(a: &[f64], b: &[f64], #[constant] n: usize) -> f64 {
    let mut sum = 0.0;
    for row in 0..3 {
        for i in row..n {
            let mut inner = a[row];
            for j in row..b.len() {
                inner += b[j] * (i as f64 + 0.5) * a[row] / (j as f64 + 2.0);
            }
            sum += (inner * 0.1).cos();
        }
    }
    sum
}

/// How long the inner loop is differs from iteration to iteration.
#[differentiable]
fn ragged(a: &[f64], #[constant] n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let mut inner = 1.0;
        for j in 0..i % (a.len() + 1) {
            inner *= a[j] + 0.5;
        }
        sum += inner * inner;
    }
    sum
}

/// As `distances`, without a look back.
#[differentiable]
fn mixture(xs: &[f64], means: &[f64], scales: &[f64], #[constant] d: usize) -> f64 {
    let mut turned = vec![0.0; d];
    let mut densities = vec![0.0; means.len() / d];
    let mut sum = 0.0;
    for x in xs.chunks_exact(d) {
        for (density, mean) in densities.iter_mut().zip(means.chunks_exact(d)) {
            for j in 0..d {
                turned[j] = (x[j] - mean[j]) * scales[j];
            }
            for j in 1..d {
                for k in 0..j {
                    turned[j] += 0.3 * scales[k] * turned[k];
                }
            }
            *density = turned.iter().map(|t| t * t).sum::<f64>();
        }
        let largest = densities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        sum += largest + densities.iter().map(|density| (density - largest).exp()).sum::<f64>().ln();
    }
    sum * 0.5 - means[0]
}

/// As `series`, without a choice at the end; a choice in each term.
#[differentiable]
fn terms(x: f64, y: f64, #[constant] n: usize, #[constant] count: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let x = x * i as f64 / 20.0;
        let (mut term, mut result) = (1.0_f64, 0.0_f64);
        let mut k = 0;
        loop {
            result += if term > 0.0 { term.sin() } else { term * y };
            k += 1;
            if k > count {
                break;
            }
            if k % 2 == 0 {
                continue;
            }
            term *= x / k as f64 * y;
            term = f64::max(term, -2.0);
        }
        sum += result.cos() * if i % 3 == 0 { y } else { 2.0 };
    }
    sum
}

/// Distances between all points: each is that of a lane, and that of all lanes.
#[differentiable]
fn energy(points: &[[f64; 2]], charges: &[f64], softening: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..points.len() {
        let here = points[i];
        let mut potential = 0.0;
        for j in 0..points.len() {
            let (dx, dy) = (points[j][0] - here[0], points[j][1] - here[1]);
            potential += charges[j] / (dx * dx + dy * dy + softening).sqrt();
        }
        sum += charges[i] * potential;
    }
    0.5 * sum
}

/// What one iteration leaves the next one reads.
#[differentiable]
fn dependent(a: &[f64], #[constant] n: usize) -> f64 {
    let mut state = vec![0.1; a.len()];
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..a.len() {
            state[j] = state[j] * a[j] + 0.01 * i as f64;
        }
        for j in 0..a.len() {
            sum += state[j] * state[j];
        }
    }
    sum
}

/// Results in memory, one of each iteration.
#[differentiable]
fn matrix_vector(m: &[f64], v: &[f64], #[constant] n: usize) -> f64 {
    let mut product = vec![0.0; n];
    for i in 0..n {
        let mut sum = 0.0;
        for j in 0..v.len() {
            sum += m[(i * 3 + j) % m.len()] * v[j];
        }
        product[i] = sum.exp();
    }
    (1.0 + product.iter().sum::<f64>()).ln()
}

#[differentiable]
fn single(coefficients: &[f32], #[constant] n: usize) -> f32 {
    let mut sum = 0.0;
    for i in 0..n {
        let t = i as f32 / 30.0;
        let mut value = 0.0_f32;
        for c in coefficients {
            value = value * t + c;
        }
        sum += value.sin();
    }
    sum
}

/// Arguments change with what is far away, and a panic comes as it would.
#[differentiable]
fn out_of_bounds(a: &[f64], #[constant] b: &[f64], #[constant] n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let shift = b[i];
        for x in a {
            sum += (x * shift).sin();
        }
        let mut inner = 0.0;
        for x in a {
            inner += x * shift;
        }
        sum += inner * inner;
    }
    sum
}

#[test]
fn sums_over_points() {
    for n in COUNTS {
        check!(polynomial; &coefficients = numbers(4, 0.3), const &points = numbers(n, 0.1), const &wanted = numbers(n, 0.7));
        check!(horner; &coefficients = numbers(5, 0.3), t = 0.7, const n = n);
        check!(terms; x = 0.8, y = 1.3, const n = n, const count = 6);
        check!(series; x = 0.8, y = 1.3, const n = n, const terms = 7);
        check!(triangles; &a = numbers(3, 0.3), &b = numbers(5, 0.2), const n = n);
        check!(ragged; &a = numbers(6, 0.3), const n = n);
        check!(dependent; &a = numbers(4, 0.3), const n = n);
    }
    check!(polynomial; &coefficients = Vec::new(), const &points = numbers(20, 0.1), const &wanted = numbers(20, 0.7));
    check!(series; x = 0.8, y = 1.3, const n = 40, const terms = 0);
}

#[test]
fn arrays_of_each_iteration() {
    for n in COUNTS {
        check!(distances; &xs = numbers(3 * n, 0.1), &means = numbers(12, 0.4), &scales = numbers(3, 0.5), const d = 3);
        check!(mixture; &xs = numbers(3 * n, 0.1), &means = numbers(12, 0.4), &scales = numbers(3, 0.5), const d = 3);
        let points: Vec<[f64; 2]> = numbers(n, 0.2).into_iter().zip(numbers(n, 1.9)).map(|(x, y)| [x, y]).collect();
        check!(energy; &points = points, &charges = numbers(n, 0.6), softening = 0.3);
        check!(layers; &weights = numbers(4, 0.3), biases = [0.3, -0.2, 0.8], const &xs = numbers(n, 0.2));
        let members: Vec<usize> = (0..n).map(|i| (i * i + 3) % 5).collect();
        check!(groups; &weights = numbers(5, 0.3), &slopes = numbers(3, 0.9), const &members = members);
        check!(matrix_vector; &m = numbers(40, 0.3), &v = numbers(4, 0.5), const n = n);
    }
}

#[test]
fn floats_of_single_precision() {
    for n in COUNTS {
        let coefficients: Vec<f32> = numbers(4, 0.3).into_iter().map(|number| number as f32).collect();
        let (value, gradient) = single::value_and_grad(&coefficients, n);
        assert_eq!(value.to_bits(), single(&coefficients, n).to_bits());
        let (_, pullback) = single::vjp(&coefficients, n);
        for (one_by_one, at_once) in pullback(1.0).iter().zip(&gradient) {
            assert!((one_by_one - at_once).abs() < 2e-5 * (1.0 + at_once.abs()), "{one_by_one} {at_once}");
        }
    }
}

#[test]
fn panics_are_those_of_the_iterations() {
    let far = || out_of_bounds::grad(&[0.5, 0.7], &numbers(30, 0.1), 40);
    assert!(std::panic::catch_unwind(far).is_err());
    check!(out_of_bounds; &a = numbers(2, 0.3), const &b = numbers(40, 0.1), const n = 40);
}
