//! Patterns over constants whose type only `rustc` knows: what a name is, a value or a reference, is what Rust says.

use autodiff_core::differentiable;

use crate::helpers::{Floats, check};

#[derive(Clone)]
enum Kind {
    Plain,
    Weighted { weights: Vec<f64>, scale: usize },
}

#[derive(Clone)]
struct Config {
    pairs: Vec<(String, f64)>,
    points: Vec<[f64; 2]>,
    kind: Kind,
    scale: f64,
}

impl Floats for Config {
    type Tangent = ();
    fn list(&self, _: &mut Vec<f64>) {}
    fn with(&self, _: &mut dyn Iterator<Item = f64>) -> Self {
        self.clone()
    }
    fn tangent(&self, _: &mut dyn Iterator<Item = f64>) {}
}

fn config(kind: Kind) -> Config {
    Config {
        pairs: vec![("a".to_owned(), 0.3), ("def".to_owned(), -1.1)],
        points: vec![[0.3, 0.7], [-0.4, 1.1]],
        kind,
        scale: 0.8,
    }
}

fn configs() -> [Config; 2] {
    [config(Kind::Plain), config(Kind::Weighted { weights: vec![0.5, -0.2], scale: 3 })]
}

#[differentiable]
fn names_of_items(x: f64, #[constant] config: &Config) -> f64 {
    let mut t = 0.1;
    for (name, v) in &config.pairs {
        t = t * x + x * *v * name.len() as f64;
    }
    for &(ref name, mut v) in &config.pairs {
        v += 1.0;
        t = t * v + x * name.len() as f64;
    }
    for (i, (name, v)) in config.pairs.iter().enumerate() {
        t = t * x + *v * name.len() as f64 * i as f64;
    }
    for [a, b] in &config.points {
        t = t * *a + x * *b;
    }
    for &[a, b] in config.points.iter().rev() {
        t = (t * a).sin() + x * b;
    }
    t += config.pairs.iter().map(|(name, v)| x * *v * name.len() as f64).sum::<f64>();
    t * config.pairs.iter().map(|&(ref name, v)| x + v * name.len() as f64).product::<f64>()
}

#[test]
fn names_of_items_are_what_rust_says() {
    for config in configs() {
        check!(names_of_items; x = 0.7, const &config = config);
    }
}

#[differentiable]
fn parts_that_stay(x: f64, #[constant] config: &Config) -> f64 {
    let Config { ref pairs, scale, .. } = *config;
    let mut t = x * scale;
    for (name, v) in pairs {
        t = t * x + v * name.len() as f64;
    }
    t *= match config.kind {
        Kind::Plain => x,
        Kind::Weighted { ref weights, scale } if scale > 5 => weights[0],
        Kind::Weighted { ref weights, scale } => weights[1] * x * scale as f64,
    };
    let kind = &config.kind;
    if let Kind::Weighted { ref weights, .. } = *kind {
        t = t * weights[0] + weights[1] * x;
    }
    let Kind::Weighted { scale: ref n, .. } = config.kind else { return t * 2.0 };
    t * t * *n as f64
}

#[test]
fn what_is_matched_stays_where_it_is() {
    for config in configs() {
        check!(parts_that_stay; x = 0.7, const &config = config);
    }
}

#[differentiable]
fn chunks(x: f64, #[constant] c: &[f64]) -> f64 {
    let (chunks, rest) = c.as_chunks::<2>();
    let mut t = 0.2;
    for [a, b] in chunks {
        t = t * a + x * *b;
    }
    for [a, b] in c.as_chunks::<2>().0.iter().rev() {
        t = (t * *b).sin() + x * a;
    }
    for r in rest {
        t += x * x * *r;
    }
    t
}

#[test]
fn chunks_of_constants() {
    for n in [0, 1, 2, 5] {
        let c: Vec<f64> = [0.3, -0.8, 1.4, 0.6, -1.1][..n].to_vec();
        check!(chunks; x = 0.7, const &c = c);
    }
}
