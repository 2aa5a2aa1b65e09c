//! Elements that are looked for to be changed, `v.iter_mut().max_by(..)`, and options that methods change.

use autodiff_core::differentiable;

use crate::helpers::{check, check_changes};

#[differentiable]
fn largest_is_scaled(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    if let Some(largest) = v.iter_mut().max_by(|a, b| a.total_cmp(b)) {
        *largest = *largest * 0.5 * x[0];
    }
    v.iter().map(|a| a * a).sum()
}

#[differentiable]
fn first_is_scaled(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    if let Some(first) = v.iter_mut().find(|a| **a > 1.0) {
        *first *= x[0];
    }
    v.iter().map(|a| a * a).sum()
}

#[differentiable]
fn unwrapped(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    *v.iter_mut().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap() *= 3.0;
    let last = v.iter_mut().skip(1).last().unwrap();
    *last += x[0] * *last;
    v.iter().map(|a| a * a).sum()
}

#[differentiable]
fn again_and_again(x: &[f64], n: usize) -> f64 {
    let mut v = x.to_vec();
    for _ in 0..n {
        match v.iter_mut().enumerate().filter(|(i, _)| i % 2 == 0).max_by(|(_, a), (_, b)| a.total_cmp(b)) {
            Some((i, largest)) => *largest = *largest * 0.4 + (i as f64).sin() * x[0],
            None => return 1.0,
        }
    }
    v.iter().map(|a| a * a).sum()
}

#[differentiable]
fn rows(x: &[f64]) -> f64 {
    let mut rows: Vec<Vec<f64>> = vec![x.to_vec(), x.iter().map(|a| a * a).collect()];
    if let Some(row) = rows.iter_mut().find(|row| row[0] > 0.5) {
        row[0] *= x[1];
        row.push(x[0] * 2.0);
    }
    if let Some(row) = rows.iter_mut().max_by(|a, b| a[0].total_cmp(&b[0])) {
        for element in row.iter_mut() {
            *element *= 0.5;
        }
    }
    rows.iter().flatten().map(|a| a * a).sum()
}

#[differentiable]
fn parts(x: &[f64], y: &[f64]) -> f64 {
    let mut v = x.to_vec();
    if let Some(part) = v.chunks_mut(2).find(|part| part[0] > 0.5) {
        part[0] *= x[1];
    }
    if let Some((a, b)) = v.iter_mut().zip(y).find(|(a, _)| **a > 0.4) {
        *a *= b;
    }
    v.iter().map(|a| a * a).sum()
}

#[differentiable]
fn behind_parameter(v: &mut [f64], x: f64) {
    if let Some(found) = v.iter_mut().rev().find(|a| **a > x) {
        *found *= x;
    }
}

#[differentiable(checkpoint = 2)]
fn replayed(x: &[f64], n: usize) -> f64 {
    let mut v = x.to_vec();
    for _ in 0..n {
        if let Some(largest) = v.iter_mut().max_by(|a, b| a.total_cmp(b)) {
            *largest = largest.sin() * 0.7;
        }
    }
    v.iter().product()
}

#[differentiable]
fn options_change(x: &[f64], n: usize) -> f64 {
    let mut held: Option<f64> = None;
    let mut sum = 0.0;
    for i in 0..n {
        let first = *held.get_or_insert(x[i] * x[i]);
        sum += first * x[i];
        if let Some(ref mut inner) = held {
            *inner *= 1.5;
        }
        if i % 2 == 1 {
            let before = held.replace(x[i] * 0.3);
            sum += before.unwrap_or(1.0) * x[0];
        }
        if i % 3 == 2 {
            held.take();
        }
        let lent = held.get_or_insert_with(|| x[0] + x[1]);
        *lent += x[i];
    }
    let last = held.insert(sum * x[0]);
    *last *= 2.0;
    held.unwrap_or(7.0)
}

#[differentiable]
fn tries(x: &[f64]) -> f64 {
    let product = x.iter().try_fold(1.0, |product, v| if *v > 0.0 { Some(product * v) } else { None });
    let sum = x.iter().map(|v| v * v).try_fold(x[0], |sum, v| (sum < 4.0).then(|| sum + v));
    product.unwrap_or(x[0]) + sum.map_or(x[1], |sum| sum.sin())
}

#[differentiable]
fn successors(x: f64, n: usize) -> f64 {
    let powers = std::iter::successors(Some(x), |v| Some(v * v * 0.5 + 0.1));
    let bounded = std::iter::successors(Some(x + 1.0), |v| if *v < 10.0 { Some(v * 2.0) } else { None });
    let sum: f64 = powers.take(n).sum();
    let weighted: f64 = bounded.enumerate().map(|(i, v)| v * v * i as f64).sum();
    sum * weighted
        + std::iter::successors((n > 1).then_some(x), |v| (n > *v as usize + 3).then(|| v + 1.0)).sum::<f64>()
}

#[differentiable]
fn from_closures(x: f64, n: usize) -> f64 {
    let mut state = x;
    let mut left = n;
    let states: f64 = std::iter::from_fn(|| {
        if left == 0 {
            None
        } else {
            left -= 1;
            state = state.cos() * x;
            Some(state)
        }
    })
    .map(|v| v * v)
    .sum();
    let mut factor = 1.0;
    let repeated: f64 = std::iter::repeat_with(|| {
        factor *= x;
        factor
    })
    .take(n)
    .sum();
    states + repeated * state
}

#[differentiable]
fn exchanged(a: &mut Vec<f64>, b: &mut Vec<f64>, n: usize) {
    for _ in 0..n {
        for i in 0..a.len() {
            b[i] = a[i] * 0.5 + a[(i + 1) % a.len()].sin() + b[i] * b[i] * 0.1;
        }
        std::mem::swap(a, b);
    }
}

#[differentiable]
fn exchanged_references(a: &mut Vec<f64>, b: &mut Vec<f64>, n: usize) -> f64 {
    let (mut now, mut next) = (a, b);
    for _ in 0..n {
        for i in 0..now.len() {
            next[i] = now[i] * 0.5 + now[(i + 1) % now.len()].sin();
        }
        std::mem::swap(&mut now, &mut next);
    }
    now[0] * next[1]
}

#[test]
fn elements_are_found_to_be_changed() {
    for x in points() {
        check!(largest_is_scaled; &x = x.clone());
        check!(first_is_scaled; &x = x.clone());
        check!(unwrapped; &x = x.clone());
        check!(rows; &x = x.clone());
        check!(parts; &x = x.clone(), &y = vec![0.7, 1.3, -0.4]);
        for n in 0..4 {
            check!(again_and_again; &x = x.clone(), const n = n);
            check!(replayed; &x = x.clone(), const n = n);
        }
        for at in [0.35, 5.0] {
            check_changes!(unit behind_parameter; mut v = x.clone(), x = at);
        }
    }
    check!(again_and_again; &x = Vec::new(), const n = 0);
}

#[test]
fn options_are_changed_by_methods() {
    for x in points() {
        for n in 0..=x.len() {
            check!(options_change; &x = x.clone(), const n = n);
        }
        check!(tries; &x = x.clone());
    }
}

/// Variables named as if they belonged to the iterator.
#[differentiable]
fn named_like_it(x: f64, y: f64) -> f64 {
    let (successor, item, value) = (x * 2.0, y + 0.5, x - y);
    let sum: f64 = std::iter::successors(Some(x), |v| (*v < 4.0).then(|| v * 1.5 + value))
        .take(6)
        .map(|v| v * successor + item)
        .sum();
    sum + successor * item * value
}

#[test]
fn closures_make_items() {
    check!(named_like_it; x = 0.7, y = 0.4);
    for n in 0..5 {
        check!(successors; x = 0.7, const n = n);
        check!(from_closures; x = 0.7, const n = n);
    }
}

#[test]
fn vectors_of_the_caller_change_places() {
    for n in 0..4 {
        check_changes!(unit exchanged; mut a = vec![0.3, 0.8, 1.4], mut b = vec![0.5, -0.2, 0.9], const n = n);
        check_changes!(exchanged_references; mut a = vec![0.3, 0.8, 1.4], mut b = vec![0.5, -0.2, 0.9], const n = n);
    }
}

fn points() -> [Vec<f64>; 4] {
    [
        vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85],
        vec![1.7, 1.3, 0.1, 0.45],
        vec![-0.3, -0.42, -0.2, -0.7],
        vec![0.3, 0.9, 0.8, 2.4, 1.1, 0.2, 0.37, 3.1],
    ]
}
