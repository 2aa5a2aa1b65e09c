//! Vectors that an iteration makes for itself: made once where nothing of them is left, cleared where the iteration counts on
//! zeros.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

/// Numbers that look arbitrary.
fn numbers(count: usize, seed: f64) -> Vec<f64> {
    (0..count).map(|i| 0.4 + 0.3 * (seed + 1.7 * i as f64).sin()).collect()
}

/// Collected, changed and added up in each iteration.
#[differentiable]
fn layers(x: &[f64], w: &[f64], #[constant] depth: usize) -> f64 {
    let mut scale = 1.0;
    for k in 0..depth {
        let mut hidden: Vec<f64> = x.iter().zip(w).map(|(x, w)| (x * w * scale).sin()).collect();
        for (h, w) in hidden.iter_mut().zip(w) {
            *h *= w + k as f64;
        }
        let total: f64 = hidden.iter().map(|h| h.exp()).sum();
        scale += total.ln();
    }
    scale
}

#[test]
fn collected_in_each_iteration() {
    for n in [1, 2, 5] {
        for depth in [0, 1, 4] {
            check!(layers; &x = numbers(n, 0.0), &w = numbers(n, 2.0), const depth = depth);
        }
    }
}

/// Zeros to which an iteration adds, here and there only.
#[differentiable]
fn histogram(x: &[f64], #[constant] bins: &[usize], #[constant] count: usize, #[constant] rounds: usize) -> f64 {
    let mut y = 0.5;
    for _ in 0..rounds {
        let mut sums = vec![0.0; count];
        for (x, bin) in x.iter().zip(bins) {
            sums[*bin] += x * y;
        }
        for sum in &sums {
            y += 0.1 * sum * sum;
        }
    }
    y
}

#[test]
fn zeros_in_each_iteration() {
    for rounds in [0, 1, 3] {
        check!(histogram; &x = numbers(5, 1.0), const &bins = [0, 2, 2, 0, 3], const count = 4, const rounds = rounds);
        check!(histogram; &x = numbers(0, 1.0), const &bins = [0, 2], const count = 3, const rounds = rounds);
    }
}

/// The first element keeps what the vector was made with.
#[differentiable]
fn from_the_second_on(x: &[f64], #[constant] rounds: usize) -> f64 {
    let mut y = 1.0;
    for _ in 0..rounds {
        let mut v = vec![0.0; x.len()];
        for i in 1..x.len() {
            v[i] = x[i] * y + v[i - 1];
        }
        y += v[0] + v[x.len() - 1].sin();
        v[0] = y;
        y *= v[0] * 0.5;
    }
    y
}

#[test]
fn the_first_element_stays_zero() {
    for rounds in [0, 1, 3] {
        check!(from_the_second_on; &x = numbers(4, 1.0), const rounds = rounds);
        check!(from_the_second_on; &x = numbers(1, 1.0), const rounds = rounds);
    }
}

/// Vectors that are made of something else than zero.
#[differentiable]
fn of_ones(x: &[f64], #[constant] rounds: usize) -> f64 {
    let mut y = 1.0;
    for _ in 0..rounds {
        let mut ones = vec![1.0; x.len()];
        let mut nothing = vec![-0.0; x.len()];
        for i in (0..x.len()).step_by(2) {
            ones[i] += x[i] * y;
            nothing[i] *= x[i];
        }
        y *= ones.iter().product::<f64>() * 0.25 + nothing.iter().sum::<f64>();
    }
    y
}

#[test]
fn not_of_zeros() {
    for rounds in [0, 1, 3] {
        check!(of_ones; &x = numbers(4, 1.0), const rounds = rounds);
    }
}

/// A vector that outlives the iteration, one that the next iteration looks at, and one that goes away in the middle.
#[differentiable]
fn kept(x: &[f64], #[constant] rounds: usize) -> f64 {
    let mut before = vec![0.5; x.len()];
    let mut all: Vec<Vec<f64>> = Vec::new();
    for _ in 0..rounds {
        let row: Vec<f64> = x.iter().zip(&before).map(|(x, b)| x * b).collect();
        let mut next = vec![0.0; x.len()];
        for i in 0..x.len() {
            next[i] = row[i] + x[i] * x[i];
        }
        all.push(row);
        before = next;
    }
    let mut sum = 0.0;
    for row in &all {
        for (r, b) in row.iter().zip(&before) {
            sum += r * b;
        }
    }
    sum
}

#[test]
fn vectors_that_are_kept() {
    for rounds in [0, 1, 4] {
        check!(kept; &x = numbers(3, 1.0), const rounds = rounds);
    }
}

/// Vectors that trade places.
#[differentiable]
fn swapped(x: &[f64], #[constant] rounds: usize) -> f64 {
    let mut state = x.to_vec();
    for k in 0..rounds {
        let mut next = vec![0.0; x.len()];
        for i in 0..x.len() {
            next[i] = state[i].sin() + 0.1 * state[(i + k) % x.len()];
        }
        std::mem::swap(&mut state, &mut next);
    }
    state.iter().map(|s| s * s).sum()
}

#[test]
fn vectors_that_trade_places() {
    for rounds in [0, 1, 2, 5] {
        check!(swapped; &x = numbers(3, 1.0), const rounds = rounds);
    }
}

/// As long as the number of the iteration says, and made in an arm of a branch.
#[differentiable]
fn of_other_lengths(x: &[f64]) -> f64 {
    let mut y = 1.0;
    for k in 0..x.len() {
        let partial: Vec<f64> = (0..k).map(|i| x[i] * y).collect();
        y += partial.iter().map(|p| p * p).sum::<f64>();
        if k % 2 == 1 {
            let mut squares = vec![0.0; x.len()];
            for i in 0..x.len() {
                squares[i] += x[i] * x[k] * y;
            }
            y -= 0.1 * squares.iter().sum::<f64>();
        }
    }
    y
}

#[test]
fn lengths_and_arms() {
    for n in [0, 1, 2, 5] {
        check!(of_other_lengths; &x = numbers(n, 1.0));
    }
}

/// Made in the innermost of three loops.
#[differentiable]
fn in_the_middle(x: &[f64], #[constant] rounds: usize) -> f64 {
    let mut y = 0.3;
    for r in 0..rounds {
        for k in 0..rounds + r {
            let mut v = vec![0.0; x.len()];
            for i in 0..x.len() {
                v[i] = x[i] * y + k as f64;
            }
            let mut w = vec![0.0; x.len()];
            for i in 0..x.len() {
                w[i] += v[x.len() - 1 - i].cos() * y;
            }
            for w in &w {
                y += 0.1 * w * w;
            }
        }
    }
    y
}

#[test]
fn made_inside_several_loops() {
    for rounds in [0, 1, 2] {
        check!(in_the_middle; &x = numbers(4, 1.0), const rounds = rounds);
    }
}

/// An iteration that may end the loop, with a vector that it may not have finished.
#[differentiable]
fn until(x: &[f64], #[constant] limit: f64) -> Vec<f64> {
    let mut y = x.to_vec();
    loop {
        let mut v = vec![0.0; x.len()];
        for i in 0..x.len() {
            v[i] = y[i] * (1.0 + x[i]);
        }
        if v.iter().sum::<f64>() > limit {
            break;
        }
        for i in 0..x.len() {
            y[i] = v[i] * v[i] + y[i];
        }
    }
    y
}

#[test]
fn a_loop_that_ends_early() {
    check_vjp!(until; &x = numbers(3, 1.0), const limit = 9.0);
    check_vjp!(until; &x = numbers(3, 1.0), const limit = 0.1);
}

/// While a loop fills a vector of zeros it looks at elements that are still zero.
#[differentiable]
fn looks_ahead(x: &[f64], #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut y = 1.0;
    for _ in 0..rounds {
        let mut v = vec![0.0; n];
        for i in 0..n {
            v[i] = x[i] * y;
            y += 0.1 * v[n - 1 - i];
        }
    }
    y
}

/// The same with a look at a part, and at an element that the loop has just passed by.
#[differentiable]
fn looks_around(x: &[f64], #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut y = 1.0;
    for _ in 0..rounds {
        let mut v = vec![0.0; n];
        for i in 0..n {
            v[i] = x[i] * y;
            y += 0.1 * v[i / 2] * v[i..].iter().sum::<f64>();
        }
    }
    y
}

#[test]
fn elements_that_are_still_zero() {
    for n in [1, 2, 5] {
        for rounds in [0, 1, 3] {
            check!(looks_ahead; &x = numbers(n, 1.0), const rounds = rounds);
            check!(looks_around; &x = numbers(n, 1.0), const rounds = rounds);
        }
    }
}

/// A pullback that is called again begins with zeros again.
#[test]
fn pullbacks_begin_anew() {
    let (x, w) = (numbers(4, 0.0), numbers(4, 2.0));
    let (_, pullback) = layers::vjp(&x, &w, 3);
    let first = pullback(1.0);
    pullback(-7.0);
    assert_eq!(pullback(1.0), first);
}

/// Pushes backwards, from a later number on, and with a look at the vector meanwhile.
#[differentiable]
fn pushed(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let back: Vec<f64> = (0..n).rev().map(|i| x[i] * x[0]).collect();
    let late: Vec<f64> = (1..n).map(|i| x[i] * x[i - 1]).collect();
    let mut seen: Vec<f64> = Vec::new();
    for i in 0..n {
        let last = if seen.is_empty() { 1.0 } else { seen[seen.len() - 1] };
        seen.push(last * x[i]);
    }
    let mut begun = vec![x[0]];
    for i in 0..n {
        begun.push(x[i].sin());
    }
    back.iter().chain(&late).chain(&seen).chain(&begun).copied().collect()
}

#[test]
fn pushed_in_other_ways() {
    for n in [1, 2, 5] {
        check_vjp!(pushed; &x = numbers(n, 1.0));
    }
}

macro_rules! in_precision {
    ($name:ident, $float:ty) => {
        #[differentiable]
        fn $name(x: &[$float], #[constant] rounds: usize) -> $float {
            let mut y = 1.0;
            for _ in 0..rounds {
                let v: Vec<$float> = x.iter().map(|x| x * y).collect();
                let mut w = vec![0.0; x.len()];
                for i in 0..x.len() {
                    w[i] += v[i] * v[i];
                }
                y += w.iter().sum::<$float>() * 0.125;
            }
            y
        }
    };
}
in_precision!(single, f32);
in_precision!(double, f64);

/// Numbers with few digits; the 24 bits of a float leave room for some twenty roundings.
#[test]
fn in_single_precision() {
    let gradient = single::grad(&[0.5, 0.25, 0.75], 3);
    for (single, double) in gradient.into_iter().zip(double::grad(&[0.5, 0.25, 0.75], 3)) {
        assert!((f64::from(single) - double).abs() <= 1e-6 * double.abs(), "{single}, {double}");
    }
    check!(double; &x = [0.5, 0.25, 0.75], const rounds = 3);
}

/// One loop reads the vector of an iteration, in the order in which the loop goes, and the derivative needs what it has read.
#[differentiable]
fn read_by_one_loop(x: &[f64], w: &[f64], #[constant] rounds: usize, #[constant] way: usize) -> f64 {
    let mut y = 1.0;
    for round in 0..rounds {
        let mut signal: Vec<f64> = x.iter().map(|x| x * y).collect();
        for layer in 0..2 {
            for i in 0..signal.len() {
                signal[i] = (signal[i] * w[layer] + x[i]).tanh();
            }
        }
        let mut sum = 0.0;
        match way + round % 2 {
            0 => {
                for (s, x) in signal.iter().zip(x).rev() {
                    sum += s * s * x;
                }
            }
            1 => {
                for i in 1..signal.len() {
                    sum += signal[i].powi(3) * w[0];
                }
            }
            2 => {
                for i in (0..signal.len()).step_by(2) {
                    sum += signal[i] * y;
                }
            }
            3 => {
                for i in 0..signal.len() {
                    if signal[i] > 0.3 {
                        sum += signal[i] * signal[i];
                        break;
                    }
                }
            }
            _ => sum += signal.iter().map(|s| s.exp()).sum::<f64>(),
        }
        y = (y + sum * w[1]).sin();
    }
    y
}

/// The same without a choice, so that the vector is shared, and every element that is read is recorded.
#[differentiable]
fn read_once_an_element(x: &[f64], w: &[f64], #[constant] rounds: usize) -> f64 {
    let mut y = 1.0;
    for _ in 0..rounds {
        let mut signal: Vec<f64> = x.iter().map(|x| x * y).collect();
        for layer in 0..w.len() {
            for i in 0..signal.len() {
                signal[i] = (signal[i] * w[layer] + x[i]).tanh();
            }
        }
        let output: Vec<f64> = signal.iter().zip(x).map(|(s, x)| s * x).collect();
        let mut squares = 0.0;
        for i in (1..output.len()).rev() {
            squares += output[i] * output[i];
        }
        y += squares.sqrt();
    }
    y
}

/// Results that wait for their seed, in a loop in a loop, and a vector that two loops read.
#[differentiable]
fn read_in_a_nest(x: &[f64], #[constant] rounds: usize, #[constant] inner: usize) -> Vec<f64> {
    let mut result = x.to_vec();
    for _ in 0..rounds {
        for k in 0..inner {
            let once: Vec<f64> = result.iter().map(|r| r.sin() + k as f64).collect();
            let twice: Vec<f64> = once.iter().map(|o| o * o).collect();
            let norm = twice.iter().map(|t| t * t).sum::<f64>();
            for i in 0..result.len() {
                result[i] = twice[i] * twice[i] / (1.0 + norm) + result[i] * 0.5;
            }
        }
    }
    result
}

#[test]
fn elements_that_one_loop_reads() {
    for n in [0, 1, 2, 5] {
        for rounds in [0, 1, 2, 5] {
            for way in 0..4 {
                check!(read_by_one_loop; &x = numbers(n, 0.0), &w = numbers(2, 2.0), const rounds = rounds, const way = way);
            }
            if n != 1 {
                check!(read_once_an_element; &x = numbers(n, 0.0), &w = numbers(3, 2.0), const rounds = if n == 0 { 0 } else { rounds });
            }
            for inner in [0, 1, 3] {
                check_vjp!(self::read_in_a_nest; &x = numbers(n, 1.0), const rounds = rounds, const inner = inner);
            }
        }
    }
}
