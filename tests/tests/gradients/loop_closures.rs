//! Loops that hand on numbers to the next iteration only, which are closures over columns of their record where there is enough to
//! do, and loops that look as if they could be; `tests/expansion/loop_closures.rs` shows it.

use autodiff_core::differentiable;

use crate::helpers::{check, check_changes, check_single, check_vjp};

/// Numbers that look arbitrary.
fn numbers(count: usize, seed: f64) -> Vec<f64> {
    (0..count).map(|i| 0.4 + 0.3 * (seed + 1.7 * i as f64).sin()).collect()
}

/// Two numbers from the cell before.
#[differentiable]
fn transport(u: &[f64], speed: &[f64], #[constant] steps: usize) -> f64 {
    let mut u = u.to_vec();
    for _ in 0..steps {
        let (mut before, mut inflow) = (0.0, 0.0);
        for (u, speed) in u.iter_mut().zip(speed) {
            let old = *u;
            let outflow = speed * old * (1.0 - 0.5 * old * old);
            *u = old - 0.1 * (outflow - inflow) + 0.01 * (before - old) * (before + old);
            before = old;
            inflow = outflow;
        }
    }
    u.iter().map(|u| u * u).sum()
}

#[test]
fn cells_that_look_at_the_one_before() {
    for n in [0, 1, 2, 3, 5, 8] {
        for steps in [0, 1, 4] {
            check!(transport; &u = numbers(n, 0.0), &speed = numbers(n, 1.0), const steps = steps);
        }
    }
    check!(transport; &u = numbers(4, 0.0), &speed = numbers(3, 1.0), const steps = 3);
}

/// What goes two and three iterations, from the back, in single precision.
#[differentiable]
fn delayed(x: &[f32], y: &[f32], #[constant] rounds: usize) -> f32 {
    let last = x.len() - 1;
    let mut a = x.to_vec();
    for _ in 0..rounds {
        let (mut one, mut two, mut three) = (0.1, 0.2, 0.3);
        for i in (0..last).rev() {
            let new = a[i] * y[i] + 0.25 * one * two - 0.5 * three * a[i];
            three = two * y[i];
            two = one;
            one = a[i] * a[i];
            a[i] = new * (1.0 - 0.125 * new);
        }
        a[last] += 0.5 * one + 0.25 * two * three;
    }
    let mut sum = 0.0;
    for i in 0..a.len() {
        sum += a[i] * y[i];
    }
    sum
}

#[test]
fn what_goes_on_for_three_iterations() {
    for n in [1, 2, 3, 4, 7] {
        let single = |seed| numbers(n, seed).into_iter().map(|number| number as f32).collect::<Vec<f32>>();
        for rounds in [0, 1, 3] {
            check_single!(delayed; &x = single(0.3), &y = single(2.0), const rounds = rounds);
        }
    }
}

/// The classical Runge-Kutta method on a chain, with the seed not known before the loops.
#[differentiable]
fn chain(x: &[f64], #[constant] steps: usize) -> Vec<f64> {
    let n = x.len();
    let mut y = vec![1.0; n];
    for _ in 0..steps {
        let (mut a, mut b) = (x[0], x[0]);
        for i in 1..n {
            let first = x[i] * y[i - 1] * 0.5;
            let second = x[i] * (y[i] + 0.5 * a) * (1.0 + 0.1 * b);
            y[i] += 0.1 * (a + 2.0 * b) * y[i];
            a = first;
            b = second;
        }
    }
    y
}

#[test]
fn a_chain_with_any_seed() {
    for n in [1, 2, 3, 6] {
        for steps in [0, 1, 4] {
            check_vjp!(self::chain; &x = numbers(n, 0.0), const steps = steps);
        }
    }
}

/// Segments of iterations are run again, with their records.
#[differentiable(checkpoint = 3)]
fn segments(u: &[f64], speed: &[f64], #[constant] steps: usize) -> f64 {
    let mut u = u.to_vec();
    for _ in 0..steps {
        let mut before = 0.0;
        let mut inflow = 0.0;
        for i in 0..u.len() {
            let outflow = speed[i] * u[i] * (1.0 - 0.5 * u[i] * u[i]);
            let old = u[i];
            u[i] += 0.1 * (inflow - outflow) + 0.01 * (before - old) * (before + old);
            before = old;
            inflow = outflow;
        }
    }
    u.iter().map(|u| u * u * u).sum()
}

#[test]
fn segments_are_run_again() {
    for steps in [0, 1, 2, 3, 7] {
        check!(segments; &u = numbers(4, 0.0), &speed = numbers(4, 1.0), const steps = steps);
    }
}

/// What is handed on is made of itself: each iteration depends on all before it.
#[differentiable]
fn filter(x: &[f64], gains: &[f64], #[constant] rounds: usize) -> f64 {
    let mut x = x.to_vec();
    for _ in 0..rounds {
        let (mut low, mut band) = (0.0, 0.1);
        for i in 0..x.len() {
            let high = x[i] - low - 0.5 * band;
            band += gains[i] * high * (1.0 + 0.1 * band);
            low += gains[i] * band * (1.0 - 0.1 * low);
            x[i] = 0.5 * (high * low + band * x[i]);
        }
    }
    x.iter().sum()
}

#[test]
fn what_goes_on_and_on() {
    for n in [0, 1, 2, 5] {
        check!(filter; &x = numbers(n, 0.0), &gains = numbers(n, 1.0), const rounds = 3);
    }
}

/// Elements of another iteration are read in the array that changes.
#[differentiable]
fn neighbours(u: &[f64], speed: &[f64], #[constant] steps: usize) -> f64 {
    let mut u = u.to_vec();
    for _ in 0..steps {
        let mut before = 0.0;
        for i in 1..u.len() {
            let old = u[i];
            u[i] = old * speed[i] + 0.5 * before * u[i - 1] - 0.25 * old * before * (1.0 + u[i - 1] * u[i - 1]);
            before = old * speed[i] * (1.0 - old);
        }
    }
    u.iter().sum()
}

#[test]
fn neighbours_in_the_same_array() {
    for n in [1, 2, 3, 6] {
        check!(neighbours; &u = numbers(n, 0.0), &speed = numbers(n, 1.0), const steps = 3);
    }
}

/// Ten vectors that change or are read, one number an iteration recorded, in places of the caller.
#[differentiable]
fn many(a: &mut [f64], b: &mut [f64], c: &mut [f64], d: &mut [f64], x: &[f64], y: &[f64], z: &[f64]) {
    let n = a.len();
    let (b, c, d) = (&mut b[..n], &mut c[..n], &mut d[..n]);
    for _ in 0..2 {
        let mut before = 0.5;
        for i in 0..n {
            let old = a[i];
            a[i] = b[i] * x[i] + before * y[i];
            b[i] = c[i] * y[i] + before * z[i];
            c[i] = d[i] * z[i] + before * x[i];
            d[i] = old * x[i] + before * y[i] * z[i];
            before = old * old;
        }
    }
}

#[test]
fn many_vectors() {
    for n in [0, 1, 2, 5] {
        check_changes!(unit many; mut a = numbers(n, 0.0), mut b = numbers(n, 1.0), mut c = numbers(n, 2.0), mut d = numbers(n, 3.0),
            &x = numbers(n, 4.0), &y = numbers(n, 5.0), &z = numbers(n, 6.0));
    }
}

/// Not from zero, forwards and backwards, with what else an iteration reads by its number.
#[differentiable]
fn later(x: &[f64], y: &[f64], #[constant] steps: usize) -> f64 {
    let mut p = x.to_vec();
    let mut q = y.to_vec();
    for _ in 0..steps {
        let (mut before, mut force) = (p[0], 0.0);
        for i in 1..p.len() {
            let (a, b) = (p[i], q[i]);
            let pull = 0.3 * (a - before) + (a - before) * (a - before) * (a - before);
            q[i] = b + 0.1 * (pull - force) - 0.01 * b * (i % 3) as f64;
            p[i] = a + 0.1 * (b + 0.5 * b * before) * x[0];
            (before, force) = (a, pull);
        }
        let (mut behind, mut slope) = (0.5, 0.1);
        for i in (1..q.len()).rev() {
            let (a, b) = (p[i], q[i]);
            p[i] = a * (1.0 - 0.1 * behind * slope) + 0.1 * b * behind * y[i - 1];
            q[i] = b * (1.0 + 0.1 * slope) - 0.2 * a * slope * behind;
            (behind, slope) = (a * b, b);
        }
    }
    p.iter().zip(&q).map(|(a, b)| a * a + 0.5 * b * b).sum()
}

#[test]
fn loops_that_do_not_start_at_zero() {
    for n in [1, 2, 3, 4, 7] {
        for steps in [0, 1, 3] {
            check!(later; &x = numbers(n, 0.3), &y = numbers(n, 2.0), const steps = steps);
        }
    }
}

/// Between two constants of the call, which may be the wrong way round.
#[differentiable]
fn between(x: &[f64], speed: &[f64], #[constant] first: usize, #[constant] end: usize) -> f64 {
    let mut u = x.to_vec();
    for _ in 0..2 {
        let (mut before, mut inflow) = (0.0, 0.2);
        for i in first..end {
            let old = u[i];
            let outflow = speed[i] * old * (1.0 - 0.5 * old * old);
            u[i] = old - 0.1 * (outflow - inflow) + 0.01 * (before - old) * (before + old);
            (before, inflow) = (old, outflow);
        }
    }
    u.iter().map(|u| u * u * u).sum()
}

#[test]
fn loops_between_constants() {
    for (first, end) in [(0, 0), (0, 5), (2, 5), (4, 5), (5, 5), (4, 2), (7, 1)] {
        check!(between; &x = numbers(5, 0.3), &speed = numbers(5, 2.0), const first = first, const end = end);
    }
}
