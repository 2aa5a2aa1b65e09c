//! Loops behind each other that hand arrays on: as one loop they need not keep these, where nobody else reads them.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

/// Numbers that look arbitrary.
fn numbers(count: usize, seed: f64) -> Vec<f64> {
    (0..count).map(|i| 0.4 + 0.3 * (seed + 1.7 * i as f64).sin()).collect()
}

/// Two slopes a step, the second after going along the first; the first component of both stays.
#[differentiable]
fn heun(x: &[f64], start: f64, #[constant] steps: usize) -> Vec<f64> {
    let n = x.len();
    let mut y = vec![start; n];
    let mut k1 = vec![x[0] * start; n];
    let mut k2 = vec![x[0]; n];
    for _ in 0..steps {
        for ((slope, x), y) in k1[1..].iter_mut().zip(&x[1..]).zip(&y) {
            *slope = x * y.sin();
        }
        for (((slope, x), y), k1) in k2[1..].iter_mut().zip(&x[1..]).zip(&y).zip(&k1) {
            *slope = x * (y + 0.1 * k1).sin();
        }
        for ((y, k1), k2) in y.iter_mut().zip(&k1).zip(&k2) {
            *y += 0.05 * (k1 + k2);
        }
    }
    y
}

#[test]
fn stages_of_a_step() {
    for n in [1, 2, 3, 4, 9] {
        let x = numbers(n, 1.0);
        for steps in [0, 1, 3] {
            check_vjp!(heun; &x = x.clone(), start = 0.7, const steps = steps);
        }
    }
}

/// What an iteration reads was written by the same one; the loops are equally long.
#[differentiable]
fn squares(x: &[f64], w: &[f64], #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut scratch = vec![0.0; n];
    let mut sum = 0.0;
    for _ in 0..rounds {
        for i in 0..n {
            scratch[i] = x[i] * x[i] + sum;
        }
        for i in 0..n {
            sum += scratch[i].sin() * w[i];
        }
    }
    sum
}

/// The second loop looks one element ahead of the first.
#[differentiable]
fn ahead(x: &[f64], #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut scratch = vec![x[0]; n + 1];
    let mut sum = 0.0;
    for _ in 0..rounds {
        for i in 0..n {
            scratch[i] = x[i] * (1.0 + sum);
        }
        for i in 0..n {
            sum += (scratch[i + 1] * x[i]).sin();
        }
    }
    sum
}

/// The last element that the second loop reads is from the round before, or from the beginning.
#[differentiable]
fn stale(x: &[f64], #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut scratch = vec![x[0]; n];
    let mut sum = 0.0;
    for round in 0..rounds {
        for i in 0..n - 1 {
            scratch[i] = x[i] * (1.0 + sum);
        }
        for i in 0..n {
            sum += (scratch[i] * x[i]).sin();
        }
        scratch[n - 1] = sum * round as f64;
    }
    sum
}

/// The scratch is read behind the loops.
#[differentiable]
fn kept(x: &[f64], #[constant] which: usize) -> f64 {
    let n = x.len();
    let mut scratch = vec![0.5; n];
    let mut sum = x[0];
    for i in 0..n {
        scratch[i] = x[i] * x[i];
    }
    for i in 0..n {
        sum += scratch[i] * x[i];
    }
    sum * scratch[which] + scratch[0]
}

/// An element in the middle is read by its number.
#[differentiable]
fn third(x: &[f64], #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut scratch = vec![x[1]; n];
    let mut sum = 0.0;
    for _ in 0..rounds {
        sum += scratch[2] * scratch[0];
        for i in 0..n {
            scratch[i] = x[i] * (1.0 + sum).sin();
        }
        for i in 0..n {
            sum += scratch[i] * x[i];
        }
    }
    sum
}

/// The second loop changes what the first one reads: its own element, the one before, and the one behind.
#[differentiable]
fn changed(x: &[f64], #[constant] offset: usize, #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut y = vec![x[0]; n + 2];
    let mut scratch = vec![0.0; n];
    for _ in 0..rounds {
        for i in 0..n {
            scratch[i] = x[i] * y[i + 1];
        }
        if offset == 0 {
            for i in 0..n {
                y[i + 1] += scratch[i] * 0.5;
            }
        } else {
            for i in 0..n {
                y[i + 2] += scratch[i] * 0.5;
            }
        }
        for i in 0..n {
            scratch[i] = x[i] * y[i + 1];
        }
        for i in 0..n {
            y[i + 2] += scratch[i] * 0.5;
        }
        for i in 0..n {
            scratch[i] = x[i] * y[i + 1];
        }
        for i in 0..n {
            y[i] += scratch[i] * 0.5;
        }
    }
    let mut sum = 0.0;
    for y in &y {
        sum += y * y;
    }
    sum
}

/// A number that the first loop adds up, which the second one needs whole.
#[differentiable]
fn normalized(x: &[f64]) -> f64 {
    let n = x.len();
    let mut scratch = vec![0.0; n];
    let (mut sum, mut result) = (0.0, 0.0);
    for i in 0..n {
        scratch[i] = x[i].exp();
        sum += scratch[i];
    }
    for i in 0..n {
        result += scratch[i] / sum * x[i];
    }
    result
}

/// A chain of three loops, in which the elements go on by one each time, and one more than the array has.
#[differentiable]
fn chain(x: &[f64], y: f64, #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let (mut a, mut b) = (vec![y; n], vec![y * x[0]; n]);
    let mut sum = y;
    for _ in 0..rounds {
        for (a, x) in a[1..].iter_mut().zip(&x[1..]) {
            *a = x * (y + sum).sin();
        }
        for ((b, x), a) in b[1..].iter_mut().zip(&x[1..]).zip(&a) {
            *b = x * a.cos();
        }
        for (a, b) in a.iter().zip(&b) {
            sum += 0.1 * a * b;
        }
        sum += a[0] * b[0];
    }
    sum
}

#[differentiable]
fn small(x: [f64; 4]) -> f64 {
    let mut squares = [0.0; 4];
    let mut cubes = [0.0; 4];
    let mut sum = 0.0;
    for i in 0..4 {
        squares[i] = x[i] * x[i];
    }
    for i in 0..4 {
        cubes[i] = squares[i] * x[i];
    }
    for i in 0..4 {
        sum += cubes[i].sin() * squares[i];
    }
    sum + squares[0]
}

#[differentiable]
mod helpers {
    fn forces(force: &mut [f64], x: &[f64], k: f64) {
        for (force, x) in force.iter_mut().zip(x) {
            *force = -k * x - 0.1 * x * x * x;
        }
    }

    pub fn energy(x: &[f64], k: f64, #[constant] steps: usize) -> f64 {
        let mut x = x.to_vec();
        let mut v = vec![0.0; x.len()];
        let mut force = vec![0.0; x.len()];
        for _ in 0..steps {
            forces(&mut force, &x, k);
            for i in 0..x.len() {
                v[i] += 0.1 * force[i];
            }
            for i in 0..x.len() {
                x[i] += 0.1 * v[i];
            }
        }
        let mut energy = 0.0;
        for i in 0..x.len() {
            energy += 0.5 * v[i] * v[i] + 0.5 * k * x[i] * x[i];
        }
        energy
    }
}

#[test]
fn scratch_between_loops() {
    for n in [1, 2, 3, 4, 7] {
        let (x, w) = (numbers(n, 0.5), numbers(n, 3.0));
        for rounds in [0, 1, 2, 3] {
            check!(squares; &x = x.clone(), &w = w.clone(), const rounds = rounds);
            check!(ahead; &x = x.clone(), const rounds = rounds);
            check!(stale; &x = x.clone(), const rounds = rounds);
            check!(changed; &x = x.clone(), const offset = 0, const rounds = rounds);
            check!(changed; &x = x.clone(), const offset = 1, const rounds = rounds);
            check!(chain; &x = x.clone(), y = 0.8, const rounds = rounds);
            check!(helpers::energy; &x = x.clone(), k = 0.7, const steps = rounds);
            if n > 2 {
                check!(third; &x = x.clone(), const rounds = rounds);
            }
        }
        check!(kept; &x = x.clone(), const which = n - 1);
        check!(normalized; &x = x.clone());
    }
    check!(small; x = [0.5, -0.3, 0.8, 1.1]);
}

/// The first loop leaves more than an array: the second one reads that as it is at the end of the first.
#[differentiable]
fn swapped_rows(x: &[f64]) -> f64 {
    let n = x.len();
    let (mut p, mut q) = ([[x[0], 2.0], [3.0, x[n - 1]]], [[0.5, x[n - 1]], [x[0], 0.1]]);
    let mut scratch = vec![0.0; n];
    for i in 0..n {
        scratch[i] = x[i] * 2.0;
        std::mem::swap(&mut p, &mut q);
    }
    let mut sum = 0.0;
    for i in 0..n {
        sum += scratch[i].sin() * p[0][0] * q[1][1];
    }
    sum
}

/// The same with tuples.
#[differentiable]
fn swapped_pairs(x: &[f64]) -> f64 {
    let n = x.len();
    let (mut p, mut q) = ((x[0], 2.0), (0.5, x[n - 1]));
    let mut scratch = vec![0.0; n];
    for i in 0..n {
        scratch[i] = x[i] * 2.0;
        let kept = p;
        p = q;
        q = kept;
    }
    let mut sum = 0.0;
    for i in 0..n {
        sum += scratch[i].sin() * p.0 * q.1;
    }
    sum
}

/// The same with a number that an iteration only hands on to the next one.
#[differentiable]
fn handed_on(x: &[f64]) -> f64 {
    let n = x.len();
    let mut scratch = vec![0.0; n];
    let mut total = 0.0;
    for i in 0..n {
        scratch[i] = x[i] * 2.0;
        total += x[i];
    }
    let (mut sum, mut factor) = (0.0, 1.0);
    for i in 0..n {
        sum += scratch[i].sin() * factor;
        factor = total;
    }
    sum
}

#[test]
fn what_the_first_loop_leaves_beside_the_array() {
    for n in [1, 2, 3, 6] {
        check!(swapped_rows; &x = numbers(n, 1.0));
        check!(swapped_pairs; &x = numbers(n, 1.0));
        check!(handed_on; &x = numbers(n, 1.0));
    }
}

/// What is not there panics as it did.
#[differentiable]
fn too_short(x: &[f64], #[constant] n: usize) -> f64 {
    let mut scratch = vec![0.0; 2];
    let mut sum = 0.0;
    for i in 0..n {
        scratch[i] = x[i];
    }
    for i in 0..n {
        sum += scratch[i];
    }
    sum
}

#[test]
#[should_panic(expected = "out of range for slice of length 2")]
fn an_element_that_is_not_there() {
    let x = numbers(3, 1.0);
    check!(too_short; &x = x[..2].to_vec(), const n = 2);
    too_short::value_and_grad(&x, 3);
}
