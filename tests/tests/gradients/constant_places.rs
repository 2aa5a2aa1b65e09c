//! Constants that change inside of others, or are named by patterns; constant vectors that a call fills.

use autodiff_core::differentiable;

use crate::helpers::check;

struct Counter {
    n: usize,
}
#[differentiable]
fn counted(x: &[f64]) -> f64 {
    let mut c = Counter { n: 0 };
    let mut s = 0.0;
    for v in x {
        c.n += 1;
        s += v * v * c.n as f64;
    }
    s
}

struct Stats {
    n: usize,
    calls: usize,
}
#[differentiable]
fn two_counters(x: &[f64]) -> f64 {
    let mut st = Stats { n: 0, calls: 0 };
    let mut s = 0.0;
    for v in x {
        if *v > 0.0 {
            st.n += 1;
        }
        st.calls += 1;
        s += v * v;
    }
    s / st.n as f64
}

use std::collections::HashMap;
#[differentiable]
fn counted_in_a_map(x: &[f64]) -> f64 {
    let mut m: HashMap<usize, usize> = HashMap::new();
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        *m.entry(i % 2).or_insert(0) += 1;
        s += v * v * m[&(i % 2)] as f64;
    }
    s
}

struct P {
    k: usize,
    w: f64,
}
#[differentiable]
fn named_fields(x: &[f64]) -> f64 {
    let ps = [P { k: 0, w: 2.0 }, P { k: 1, w: 3.0 }];
    let mut s = 0.0;
    for P { k, w } in &ps {
        s += w * x[*k] * x[*k];
    }
    s
}

#[derive(Clone, Copy)]
enum S {
    A(f64),
    B { w: f64, b: f64 },
}
#[differentiable]
fn variants(x: &[f64]) -> f64 {
    let ps = [S::A(2.0), S::B { w: 2.0, b: 3.0 }];
    let mut s = 0.0;
    for p in &ps {
        s += match p {
            S::A(w) => w * x[0] * x[0],
            S::B { w, b } => (w * x[1] + b).sin(),
        };
    }
    s
}

#[differentiable]
fn number_in_an_option(x: &[f64]) -> f64 {
    let o = Some(2.0);
    let r = &o;
    if let Some(w) = r { w * x[0] * x[0] } else { 0.0 }
}

#[differentiable]
fn first_constant(x: &[f64]) -> f64 {
    let c = vec![2.0, 3.0];
    if let Some(w) = c.first() { w * x[0] * x[0] } else { 0.0 }
}

#[differentiable]
fn fill_of_filled(x: f64, #[constant] v: &mut Vec<f64>) -> f64 {
    v.push(2.0);
    x * x * v.len() as f64
}
#[differentiable]
fn filled(x: &[f64]) -> f64 {
    let mut v = vec![1.0];
    let a = fill_of_filled(x[0], &mut v);
    let b = fill_of_filled(x[1], &mut v);
    a * b + v[2] * x[0]
}

struct Q {
    w: Vec<f64>,
}

#[differentiable]
fn g_of_fields_of_a_constant(x: &[f64], #[constant] p: &Q) -> f64 {
    p.w.iter().zip(x).map(|(a, b)| a * b * b).sum()
}
#[differentiable]
fn fields_of_a_constant(x: &[f64]) -> f64 {
    g_of_fields_of_a_constant(x, &Q { w: vec![1.0, 2.0, 3.0] })
}

#[test]
fn constants_change_in_fields_and_entries() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(counted; &x = x.clone());
    check!(two_counters; &x = x.clone());
    check!(counted_in_a_map; &x = x.clone());
}

#[test]
fn patterns_name_numbers_in_constants() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(named_fields; &x = x.clone());
    check!(variants; &x = x.clone());
    check!(number_in_an_option; &x = x.clone());
    check!(first_constant; &x = x.clone());
}

#[test]
fn calls_fill_constant_vectors() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(filled; &x = x.clone());
}

#[test]
fn parts_of_unknown_results_are_copied() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(fields_of_a_constant; &x = x.clone());
}
