//! Options over constants that words give, and closures that make of them what has a derivative.

use autodiff_core::differentiable;
use std::collections::HashMap;

use crate::helpers::check;

const XS: [f64; 4] = [0.3, -0.7, 1.1, 0.4];

/// The neighbours of an element, if it has any.
#[test]
fn checked_indices_lead_to_elements() {
    #[differentiable]
    fn left(x: &[f64], i: usize) -> f64 {
        let before = i.checked_sub(1).and_then(|j| x.get(j)).copied().unwrap_or(0.5);
        i.checked_sub(2).map_or(before, |j| x[j] * x[i]) * i.checked_sub(1).map(|j| x[j]).unwrap_or(2.0) + before
    }
    #[differentiable]
    fn both(x: &[f64], i: usize) -> f64 {
        let before = i.checked_sub(1);
        let left = before.map(|j| x[j]);
        let after = if i + 1 < x.len() { Some(i + 1) } else { None };
        let right = after.map(|j| x[j] * x[j]);
        match (left, right) {
            (Some(left), Some(right)) => 0.5 * left * right,
            (Some(left), None) => left.sin(),
            (None, Some(right)) => right,
            (None, None) => x[i],
        }
    }
    #[differentiable]
    fn lagged(x: &[f64], t: f64) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            let Some(before) = i.checked_sub(2).map(|j| x[j]) else { continue };
            sum += (x[i] - before).powi(2) * t;
        }
        sum
    }
    for i in 0..4 {
        check!(left; &x = XS, const i = i);
        check!(both; &x = XS, const i = i);
    }
    check!(both; &x = [0.3], const i = 0);
    for n in 0..4 {
        check!(lagged; &x = XS[..n].to_vec(), t = 0.4);
    }
}

/// The index may be found in a table, in a map, or be an argument.
#[test]
fn tables_are_asked_for_indices() {
    #[differentiable]
    fn found(x: &[f64], #[constant] table: &[(usize, f64)], key: usize) -> f64 {
        let entry = table.iter().find(|entry| entry.0 == key);
        let factor = entry.map(|entry| entry.1 * x[entry.0]);
        let other = entry.map_or_else(|| x[0].sin(), |&(i, weight)| weight * x[i] * x[i]);
        let place = table.iter().position(|entry| entry.0 == key).map(|i| x[i] * x[3]).unwrap_or_else(|| x[0]);
        factor.unwrap_or(x[1]) * other + place
    }
    #[differentiable]
    fn mapped(x: &[f64], #[constant] map: &HashMap<String, usize>, key: &str) -> f64 {
        map.get(key).map(|&i| x[i]).unwrap_or(1.0) * map.get(key).copied().map_or(x[0], |i| x[i])
    }
    #[differentiable]
    fn left_out(x: &[f64], #[constant] place: Option<usize>, t: f64) -> f64 {
        place.map_or(t, |i| x[i] * x[0]) + x[1]
    }
    for key in 0..3 {
        check!(found; &x = XS, const &table = [(1, 0.5), (2, 0.7)], const key = key);
    }
    let map: HashMap<String, usize> = [("a".to_owned(), 1)].into();
    for key in ["a", "b"] {
        check!(mapped; &x = XS, const &map = map.clone(), const key = key);
    }
    for place in [None, Some(2)] {
        check!(left_out; &x = XS, const place = place, t = 0.3);
    }
}

/// Where an item is among numbers with a derivative has none.
#[test]
fn positions_of_numbers_lead_to_elements() {
    #[differentiable]
    fn crossing(x: &[f64], t: f64) -> f64 {
        let hit = x.iter().position(|&v| v > t);
        let behind = if let Some(v) = hit.and_then(|i| x.get(i + 1)) { v * t } else { t };
        let there = x.iter().position(|&v| v > t).map(|i| x[i] * t).unwrap_or(0.0);
        behind * x.iter().rposition(|&v| v < t).map_or(t, |i| x[i]) + there
    }
    for t in [-2.0, 0.0, 0.5, 2.0] {
        check!(crossing; &x = XS, t = t);
    }
}

/// Functions that only `rustc` sees give options and results; constants stand in for numbers.
#[test]
fn what_functions_give_is_an_option_or_a_result() {
    fn next(i: usize, n: usize) -> Option<usize> {
        (i + 1 < n).then_some(i + 1)
    }
    fn named(i: usize) -> Result<usize, String> {
        if i == 1 { Err("it has no name".to_owned()) } else { Ok(i) }
    }
    #[differentiable]
    fn linked(x: &[f64], t: f64) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            let after = next(i, x.len());
            sum += after.map_or(t, |j| x[j] * x[i]) * next(i, x.len()).map_or(t * t, |j| x[j]);
            sum += named(i).map_or(t, |j| x[j].exp());
        }
        sum
    }
    #[differentiable]
    fn weighed(x: &[f64], #[constant] weights: &[f64], t: f64) -> f64 {
        let sum = (0..x.len()).map(|i| weights.get(i).copied().unwrap_or(t) * x[i]).sum::<f64>();
        sum * weights.iter().copied().reduce(f64::max).map_or(t, |most| most * t)
    }
    for n in 0..4 {
        check!(linked; &x = XS[..n].to_vec(), t = 0.4);
        check!(weighed; &x = XS, const &weights = XS[..n].to_vec(), t = 0.4);
    }
}

/// Constants are looked for by what belongs to them, and lengths give constants.
#[test]
fn places_of_numbers_are_looked_for() {
    #[differentiable]
    fn first(x: &[f64], t: f64) -> f64 {
        let n = x.len();
        let above = (0..n).find(|&i| x[i] > t).map(|i| x[i] * x[i]).unwrap_or(t);
        above + (0..n).find(|&i| x[i] > t).map_or(t, |i| x[i]) * x.len().checked_sub(1).map_or(t, |i| x[i])
    }
    #[differentiable]
    fn largest(x: &[f64], places: &[usize]) -> f64 {
        let most = places.iter().max_by(|&&a, &&b| x[a].total_cmp(&x[b])).map(|&i| x[i] * i as f64);
        let least = places.iter().copied().min_by(|&a, &b| x[a].partial_cmp(&x[b]).unwrap());
        most.unwrap_or(x[0]) + least.map_or(0.5, |i| x[i])
    }
    #[differentiable]
    fn sized(x: &[f64], y: f64) -> f64 {
        let (last, even) = (x.len().saturating_sub(1) as f64, x.len().next_power_of_two() as f64);
        last * y * y + even * x.iter().sum::<f64>() + (x.len() * 2).pow(2).min(7) as f64 * y
    }
    for t in [-2.0, 0.1, 2.0] {
        check!(first; &x = XS, t = t);
    }
    for n in 0..4 {
        check!(largest; &x = XS, const &places = [2, 0, 1][..n].to_vec());
        check!(sized; &x = XS[..n].to_vec(), y = 0.4);
    }
}
