//! What must not run twice: printing, calls that may give something else, state behind references, closures.

use autodiff_core::differentiable;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};

static COUNTER: AtomicU64 = AtomicU64::new(0);

fn noise() -> f64 {
    COUNTER.fetch_add(1, Ordering::Relaxed) as f64
}

#[differentiable(checkpoint = 10)]
fn prints(x: f64, n: usize) -> f64 {
    let mut y = x;
    for i in 0..n {
        println!("{i}");
        y = y.sin() * y;
    }
    y
}

#[differentiable(checkpoint = 10)]
fn random(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        let factor: f64 = noise();
        y = (y * factor).sin();
        y *= COUNTER.fetch_add(1, Ordering::Relaxed) as f64;
    }
    y
}

#[differentiable(checkpoint = 10)]
fn queue(x: f64, #[constant] waiting: &mut VecDeque<f64>) -> f64 {
    let mut y = x;
    while let Some(factor) = waiting.pop_front() {
        y = (y * factor).sin();
    }
    y
}

#[differentiable(checkpoint = 10)]
fn iterator(x: f64, #[constant] factors: &std::collections::BTreeSet<u8>) -> f64 {
    let mut y = x;
    for factor in factors {
        y = (y * f64::from(*factor)).sin();
    }
    y
}

#[differentiable(checkpoint = 10)]
fn closure(x: f64, n: usize, #[constant] mut next: impl FnMut() -> f64) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = (y * next()).sin();
    }
    y
}

#[differentiable(checkpoint = 10)]
fn cell(x: f64, n: usize) -> f64 {
    let state = std::cell::Cell::new(1.0);
    let mut y = x;
    for _ in 0..n {
        y = (y * state.take()).sin();
    }
    y
}

#[differentiable(checkpoint = 10)]
fn lent(x: f64, #[constant] counts: &mut [usize]) -> f64 {
    let mut y = x;
    for i in 0..10 {
        counts[i] += 1;
        y = (y * counts[i] as f64).sin();
    }
    y
}

struct Model {
    stiffness: f64,
}

#[differentiable(checkpoint = 10)]
fn reads(x: f64, #[constant] model: &Model, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = (y * model.stiffness).sin();
    }
    y
}

#[differentiable]
mod together {
    #[differentiable(checkpoint = 10)]
    pub fn long(x: f64, n: usize) -> f64 {
        let mut y = x;
        for _ in 0..n {
            y = step(y);
        }
        y
    }

    fn step(x: f64) -> f64 {
        let factor: f64 = super::noise();
        x.sin() * factor
    }
}

fn main() {}
