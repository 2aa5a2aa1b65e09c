//! Types of the standard library that hold values with a derivative, each with what to write instead.

use autodiff_core::differentiable;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::Rc;

#[differentiable]
fn queue(x: &[f64]) -> f64 {
    let mut last = VecDeque::new();
    for v in x {
        last.push_back(v * v);
    }
    last[0]
}

#[differentiable]
fn entries(x: &[f64], keys: &[usize]) -> f64 {
    let mut sums: HashMap<usize, f64> = HashMap::new();
    for (key, v) in keys.iter().zip(x) {
        *sums.entry(*key).or_insert(0.0) += v;
    }
    sums[&1]
}

#[differentiable]
fn sorted(x: &[f64], keys: &[usize]) -> f64 {
    let map: BTreeMap<usize, f64> = keys.iter().copied().zip(x.iter().map(|v| v * v)).collect();
    map.iter().fold(0.0, |sum, (key, v)| sum * 0.5 + v * *key as f64)
}

type Alias = BTreeMap<usize, f64>;

#[differentiable]
fn sorted_by_another_name(x: &[f64], keys: &[usize]) -> f64 {
    let map: Alias = keys.iter().copied().zip(x.iter().map(|v| v * v)).collect();
    let mut sum = 0.0;
    for (key, v) in &map {
        sum = sum * 0.5 + v * *key as f64;
    }
    sum
}

#[differentiable]
fn distinct(x: &[f64]) -> f64 {
    let signs = x.iter().map(|v| *v > 0.0).collect::<HashSet<_>>();
    x[0] * signs.len() as f64
}

#[differentiable]
fn boxed(x: &[f64]) -> f64 {
    let first = Box::new(x[0] * x[0]);
    let all = x.to_vec().into_boxed_slice();
    *first * all[0]
}

#[differentiable]
fn counted(x: f64) -> f64 {
    let shared = Rc::new(x * x);
    *shared * 2.0
}

#[differentiable]
fn scaled_entries(x: f64, #[constant] counts: &BTreeMap<usize, f64>) -> f64 {
    let mut scaled = counts.clone();
    for (key, v) in scaled.iter_mut() {
        *v = *v * x * *key as f64;
    }
    scaled[&0]
}

#[differentiable]
fn scaled_queue(x: f64, #[constant] mut queue: VecDeque<f64>) -> f64 {
    for v in &mut queue {
        *v *= x;
    }
    queue[0]
}

fn main() {}
