//! Items of constants whose type only `rustc` knows, given to functions that are annotated alone.

use autodiff_core::differentiable;

use crate::helpers::{Floats, check};

#[derive(Clone)]
struct Config {
    table: Vec<Vec<f64>>,
    points: Vec<[f64; 2]>,
    scales: Vec<f64>,
    names: Vec<String>,
}

impl Floats for Config {
    type Tangent = ();
    fn list(&self, _: &mut Vec<f64>) {}
    fn with(&self, _: &mut dyn Iterator<Item = f64>) -> Self {
        self.clone()
    }
    fn tangent(&self, _: &mut dyn Iterator<Item = f64>) {}
}

fn config() -> Config {
    Config {
        table: vec![vec![0.1, 0.2], vec![0.5, -0.4], vec![0.7]],
        points: vec![[0.3, 0.7], [-0.4, 1.1]],
        scales: vec![2.0, 3.0],
        names: vec!["a".to_owned(), "def".to_owned()],
    }
}

#[differentiable]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[differentiable]
fn product(a: f64, b: f64) -> f64 {
    a * b
}

#[differentiable]
fn product_of_reference(a: &f64, b: f64) -> f64 {
    a * b
}

#[differentiable]
fn line(a: [f64; 2], b: f64) -> f64 {
    a[0] * b * b + a[1]
}

#[differentiable]
fn scaled_by_length(#[constant] name: &String, b: f64) -> f64 {
    b * b * name.len() as f64
}

#[differentiable]
fn scaled(#[constant] config: &Config, b: f64) -> f64 {
    b * config.scales[0]
}

#[differentiable]
fn items_in_calls(x: &[f64], w: f64, #[constant] config: &Config) -> f64 {
    let mut t = 0.1;
    for row in &config.table {
        t = t * w + dot(row, x);
    }
    for point in config.points.iter() {
        t = t * dot(point, x) + line(*point, w);
    }
    for k in &config.scales {
        t += product_of_reference(k, w) * product(*k, t);
    }
    for k in config.scales.iter().copied() {
        t += product(k, w);
    }
    for name in &config.names {
        t += scaled_by_length(name, w);
    }
    let first = &config.table[0];
    let k = config.scales[1];
    t * product(k, w) + dot(first, x) * dot(&config.table[1], x) + scaled(config, t)
}

#[test]
fn a_tangent_is_behind_a_reference_if_its_argument_is() {
    for x in [vec![], vec![0.4], vec![0.4, -1.2], vec![0.4, -1.2, 0.3]] {
        check!(items_in_calls; &x = x, w = 0.7, const &config = config());
    }
}
