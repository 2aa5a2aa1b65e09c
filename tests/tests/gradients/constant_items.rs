//! Items of constants that only `rustc` knows: rows of a matrix in a struct, its layers, entries of a map. A pullback keeps
//! numbers of them, not references to them.

use autodiff_core::differentiable;
use std::collections::BTreeMap;

use crate::helpers::{Floats, check};

#[derive(Clone)]
struct Layer {
    weights: Vec<f64>,
    bias: f64,
}

#[derive(Clone)]
struct Model {
    table: Vec<Vec<f64>>,
    names: Vec<String>,
    points: Vec<[f64; 2]>,
    layers: Vec<Layer>,
}

impl Floats for Model {
    type Tangent = ();
    fn list(&self, _: &mut Vec<f64>) {}
    fn with(&self, _: &mut dyn Iterator<Item = f64>) -> Self {
        self.clone()
    }
    fn tangent(&self, _: &mut dyn Iterator<Item = f64>) {}
}

fn model() -> Model {
    Model {
        table: vec![vec![0.1, 0.2, 0.3], vec![0.5, -0.4, 0.9], vec![0.7]],
        names: vec!["a".to_owned(), "bc".to_owned(), "def".to_owned()],
        points: vec![[0.3, 0.7], [-0.4, 1.1]],
        layers: vec![
            Layer { weights: vec![0.3, -0.2], bias: 0.9 },
            Layer { weights: vec![0.8, 0.1, 0.4], bias: -0.3 },
            Layer { weights: vec![1.2], bias: 0.6 },
        ],
    }
}

#[differentiable]
fn rows(x: &[f64], w: f64, #[constant] model: &Model) -> f64 {
    let mut t = 0.0;
    for row in &model.table {
        let dot: f64 = row.iter().zip(x).map(|(a, b)| a * b).sum();
        t += dot * dot * w;
    }
    for (i, row) in model.table.iter().enumerate().filter(|(_, row)| row.len() > 2) {
        let mut dot = 0.0;
        for (a, b) in row.iter().zip(x) {
            dot += a * b;
        }
        t = t * dot + w * i as f64;
    }
    t
}

#[differentiable]
fn rows_with_names(x: &[f64], w: f64, #[constant] model: &Model) -> f64 {
    let mut t = 0.0;
    for (row, name) in model.table.iter().zip(&model.names) {
        let mut dot = 0.0;
        for j in 0..x.len().min(row.len()) {
            dot += row[j] * x[j];
        }
        t = t * dot + w * name.len() as f64;
    }
    t
}

#[differentiable]
fn nearest(x: &[f64], w: f64, #[constant] model: &Model) -> f64 {
    let mut best = f64::MAX;
    let mut found = None;
    for (i, row) in model.table.iter().enumerate() {
        let distance: f64 = row.iter().zip(x).map(|(a, b)| (a - b * w).powi(2)).sum();
        if distance < best {
            best = distance;
            found = Some(i);
        }
    }
    best + found.map_or(0.0, |i| model.table[i][0] * w)
}

#[differentiable]
fn layers(x: &[f64], w: f64, #[constant] model: &Model) -> f64 {
    let mut t = 0.1;
    let mut last = &model.layers[0];
    for layer in model.layers.iter().rev() {
        let sums: Vec<f64> = layer.weights.iter().zip(x).map(|(a, b)| (a * b + layer.bias).tanh()).collect();
        t = t * sums.iter().sum::<f64>() + w * last.bias;
        if layer.bias > 0.5 {
            t = t * layer.bias + layer.weights[0] * t * t;
        }
        for weight in &layer.weights {
            t = t * weight + (weight * w).sin();
        }
        last = layer;
    }
    t
}

#[differentiable]
fn longest(x: &[f64], w: f64, #[constant] model: &Model) -> f64 {
    let row = model.table.iter().max_by_key(|row| row.len()).unwrap();
    let rows = &model.table;
    let mut t = w * row[0] * w;
    for (a, b) in row.iter().zip(x) {
        t = t * a + b * w;
    }
    for row in rows {
        t = t * row[0] + (t * w).sin();
    }
    t * row[1] * w
}

#[differentiable]
fn numbers(x: &[f64], w: f64, #[constant] model: &Model) -> f64 {
    let mut t = 0.2;
    for (a, name) in model.table[0].iter().zip(&model.names) {
        t = t * a + w * a + *a * t.sin() + name.len() as f64;
    }
    for (row, point) in model.table.iter().zip(&model.points) {
        for (i, a) in row.iter().enumerate() {
            t = t * a * point[0] + x.get(i).copied().unwrap_or(w) * w;
        }
    }
    for point in &model.points {
        t = t * point[0] + w * point[1] + (point[0] * t).sin();
        if t > 1.0 {
            t = t * w * point[0];
        }
    }
    t
}

#[differentiable]
fn entries(x: &[f64], w: f64, #[constant] map: &BTreeMap<String, Vec<f64>>) -> f64 {
    let mut t = 0.0;
    for (name, row) in map {
        let mut dot = 0.0;
        for (a, b) in row.iter().zip(x) {
            dot += a * b;
        }
        t = t * dot + w * name.len() as f64;
    }
    t
}

impl Floats for BTreeMap<String, Vec<f64>> {
    type Tangent = ();
    fn list(&self, _: &mut Vec<f64>) {}
    fn with(&self, _: &mut dyn Iterator<Item = f64>) -> Self {
        self.clone()
    }
    fn tangent(&self, _: &mut dyn Iterator<Item = f64>) {}
}

/// A vector of constants gets a derivative through references that stand beside items of a constant.
#[differentiable]
fn forward(x: &[f64], w: f64, #[constant] model: &Model) -> f64 {
    let mut hidden = x.to_vec();
    for layer in &model.layers {
        let mut next = vec![layer.bias; hidden.len()];
        for (sum, weight) in next.iter_mut().zip(&layer.weights) {
            for value in &hidden {
                *sum += weight * value * w;
            }
        }
        hidden = next;
    }
    hidden.iter().map(|v| v * v).sum()
}

#[differentiable]
fn shifted(x: &[f64], w: f64, #[constant] model: &Model) -> f64 {
    let mut sums = vec![0.5; x.len()];
    for (sum, weight) in sums.iter_mut().rev().zip(model.layers[0].weights.iter()) {
        *sum += weight * w;
    }
    for (weight, sum) in model.layers[1].weights.iter().zip(&mut sums) {
        if *weight > 0.3 {
            *sum *= w;
        }
    }
    for (pair, weight) in sums.chunks_mut(2).zip(&model.layers[0].weights) {
        for sum in pair {
            *sum = sum.sin() + weight * w;
        }
    }
    sums.iter().sum()
}

#[test]
fn references_stand_beside_items_of_constants() {
    for n in [0, 1, 2, 5] {
        let x: Vec<f64> = (0..n).map(|i| (i as f64 * 1.7 + 0.3).sin()).collect();
        check!(forward; &x = x.clone(), w = 0.7, const &model = model());
        check!(shifted; &x = x, w = 0.7, const &model = model());
    }
}

#[test]
fn items_of_structs_are_not_kept() {
    for n in [0, 1, 2, 5] {
        let x: Vec<f64> = (0..n).map(|i| (i as f64 * 1.7 + 0.3).sin()).collect();
        check!(rows; &x = x.clone(), w = 0.7, const &model = model());
        check!(rows_with_names; &x = x.clone(), w = 0.7, const &model = model());
        check!(nearest; &x = x.clone(), w = 0.7, const &model = model());
        check!(layers; &x = x.clone(), w = 0.7, const &model = model());
        check!(longest; &x = x.clone(), w = 0.7, const &model = model());
        check!(numbers; &x = x.clone(), w = 0.7, const &model = model());
        let map = BTreeMap::from([("a".to_owned(), vec![0.1, 0.2]), ("bc".to_owned(), vec![0.5, -0.4, 0.9])]);
        check!(entries; &x = x, w = 0.7, const &map = map);
    }
}
