//! Variables that begin as `None` without a type.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
mod elsewhere {
    pub(super) fn cost(a: f64) -> f64 {
        (a - 0.3) * (a - 0.3)
    }

    pub(super) fn pair(a: f64, b: f64) -> (f64, f64) {
        (a * b, a + b)
    }
}

#[differentiable]
fn best_pair(x: &[f64]) -> f64 {
    let mut best = None;
    for (i, &v) in x.iter().enumerate() {
        match best {
            Some((_, b)) if b >= v => {}
            _ => best = Some((i, v)),
        }
    }
    let (i, v) = best.unwrap();
    v * v * i as f64
}

#[differentiable]
fn best_pair_mapped(x: &[f64]) -> f64 {
    let mut best = None;
    for (i, &v) in x.iter().enumerate() {
        if best.map_or(true, |(_, b)| v < b) {
            best = Some((i, v));
        }
    }
    match best {
        Some((i, v)) => v * v * (i + 1) as f64,
        None => 0.0,
    }
}

#[differentiable]
fn best_pair_of_squares(x: &[f64]) -> f64 {
    let mut best = None;
    for i in 0..x.len() {
        let y = x[i] * x[i] - x[i];
        if let Some((_, b)) = best {
            if y < b {
                best = Some((i, y));
            }
        } else {
            best = Some((i, y));
        }
    }
    if let Some((i, y)) = best { y * (i as f64 + 1.0) * x[i] } else { -1.0 }
}

#[differentiable]
fn closest_pair(x: &[f64]) -> f64 {
    let mut best = None;
    for i in 0..x.len() {
        for j in 0..i {
            let d = (x[i] - x[j]) * (x[i] - x[j]);
            let closer = match best {
                None => true,
                Some((_, _, e)) => d < e,
            };
            if closer {
                best = Some((i, j, d));
            }
        }
    }
    match best {
        Some((i, j, d)) => d.sqrt() + x[i] * x[j],
        None => 0.0,
    }
}

#[differentiable]
fn nested_pair(x: &[f64]) -> f64 {
    let mut best = None;
    for w in x.windows(2) {
        if let Some(((a, b), k)) = best {
            if w[0] * w[1] > a * b {
                best = Some(((w[0], w[1]), k + 1));
            }
        } else {
            best = Some(((w[0], w[1]), 0));
        }
    }
    best.map(|((a, b), k)| a * b * (k as f64 + 1.0)).unwrap_or(0.0)
}

#[differentiable]
fn cheapest(x: &[f64]) -> f64 {
    let mut best = None;
    for (i, &v) in x.iter().enumerate() {
        let c = elsewhere::cost(v);
        match best {
            Some((_, b)) if b < c => {}
            _ => best = Some((i, c)),
        }
    }
    let (i, c) = best.unwrap();
    c * x[i] + c
}

#[differentiable]
fn largest_pair(x: &[f64]) -> f64 {
    let mut best = None;
    for w in x.windows(2) {
        let (p, q) = elsewhere::pair(w[0], w[1]);
        best = match best {
            Some((a, b)) if a > p => Some((a, b)),
            _ => Some((p, q)),
        };
    }
    best.map_or(0.0, |(p, q)| p * q)
}

#[differentiable]
fn last_positive(x: &[f64]) -> f64 {
    let mut last = None;
    for &v in x {
        if v > 0.0 {
            last = Some(v);
        }
    }
    last.unwrap_or(0.5) * x[0]
}

#[differentiable]
fn first_crossing(x: &[f64]) -> f64 {
    let mut at = None;
    for i in 1..x.len() {
        if x[i - 1] < 1.0 && x[i] >= 1.0 {
            at = Some(i as f64 - 1.0 + (1.0 - x[i - 1]) / (x[i] - x[i - 1]));
            break;
        }
    }
    match at {
        Some(t) => t * t,
        None => x[0],
    }
}

#[differentiable]
fn products_of_neighbours(x: &[f64]) -> f64 {
    let mut prev = None;
    let mut s = 0.0;
    for &v in x {
        if let Some(p) = prev {
            s += p * v;
        }
        prev = Some(v);
    }
    s
}

#[differentiable]
fn two_before(x: &[f64]) -> f64 {
    let mut prev = None;
    let mut prev2 = None;
    let mut s = 0.0;
    for &v in x {
        if let Some(p) = prev2 {
            s += p * v;
        }
        prev2 = prev;
        prev = Some(v * v);
    }
    s
}

#[differentiable]
fn range(x: &[f64]) -> f64 {
    let mut lo = None;
    let mut hi = None;
    for &v in x {
        lo = match lo {
            None => Some(v),
            Some(l) if v < l => Some(v),
            l => l,
        };
        hi = Some(match hi {
            None => v,
            Some(h) => {
                if v > h {
                    v
                } else {
                    h
                }
            }
        });
    }
    match (lo, hi) {
        (Some(l), Some(h)) => h * h - l * l * l,
        _ => 0.0,
    }
}

#[differentiable]
fn largest(x: &[f64]) -> f64 {
    let mut best = None;
    for &v in x {
        best = Some(best.map_or(v, |b: f64| b.max(v)));
    }
    best.unwrap() * x[1]
}

#[differentiable]
fn shadowed(x: &[f64]) -> f64 {
    let mut best = None;
    for &v in x {
        if v > 1.0 {
            best = Some(v);
        }
    }
    let best = best.unwrap_or(x[0]);
    let mut k = None;
    for i in 0..x.len() {
        if x[i] > 1.0 {
            k = Some(i);
        }
    }
    best * best
        + match k {
            Some(k) => x[k],
            None => 0.0,
        }
}

#[differentiable]
fn damped(x: &[f64]) -> f64 {
    let mut last = None;
    for &v in x {
        last = last.map(|l: f64| l * 0.5 + v).or(Some(v));
    }
    last.filter(|l| *l > 0.0).map(|l| l.ln()).unwrap_or_else(|| x[0] * 3.0)
}

#[differentiable]
fn compared(x: &[f64]) -> f64 {
    let mut best = None;
    for &v in x {
        if best == None || best < Some(v) {
            best = Some(v);
        }
    }
    best.unwrap() * x[1]
}

#[differentiable]
fn asked_in_words(x: &[f64]) -> f64 {
    let mut best = None;
    let mut n = 0;
    for (i, &v) in x.iter().enumerate() {
        if best.is_some_and(|(_, b)| b > v) {
            n += 1;
        }
        if matches!(best, Some((k, _)) if k + 2 < i) {
            n += 1;
        }
        if best.is_none() || matches!(best, Some((_, b)) if v > b) {
            best = Some((i, v));
        }
    }
    best.unwrap().1 * x[0] * n as f64
}

#[differentiable]
fn bracket(x: &[f64]) -> f64 {
    let mut i = 0;
    let mut bracket = None;
    while i + 1 < x.len() && bracket.is_none() {
        if x[i] * x[i + 1] < 0.0 {
            bracket = Some((x[i], x[i + 1]));
        }
        i += 1;
    }
    let Some((a, b)) = bracket else {
        return x[0] * x[0];
    };
    a / (a - b)
}

#[differentiable]
fn averages_of_three(x: &[f64]) -> f64 {
    let mut state = None;
    let mut s = 0.0;
    for &v in x {
        state = match state {
            None => Some((v, 1)),
            Some((acc, n)) if n == 3 => {
                s += acc / 3.0;
                None
            }
            Some((acc, n)) => Some((acc + v * v, n + 1)),
        };
    }
    if let Some((acc, n)) = state { s + acc / n as f64 } else { s }
}

#[differentiable]
fn taken_twice(x: &[f64]) -> f64 {
    let mut a = None;
    let mut b = None;
    let mut s = 0.0;
    for &v in x {
        if let Some(p) = b.take() {
            s += p * v;
        }
        b = a.take();
        a = Some(v.sin());
    }
    s + a.unwrap_or(0.0)
}

#[differentiable]
fn reset(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut open = None;
    for &v in x {
        match open {
            None if v > 0.5 => open = Some(v),
            Some(o) if v < o * 0.5 => {
                s += o * v;
                open = None;
            }
            _ => {}
        }
    }
    s + open.unwrap_or(0.0)
}

#[differentiable]
fn set_by_a_closure(x: &[f64]) -> f64 {
    let mut best = None;
    let mut note = |v: f64| {
        if best.is_none_or(|b| v > b) {
            best = Some(v);
        }
    };
    for &v in x {
        note(v * v);
    }
    best.unwrap_or(0.0) * x[0]
}

#[differentiable]
fn while_there_is_one(x: &[f64]) -> f64 {
    let mut state = Some(1.0);
    let mut s = 0.0;
    let mut i = 0;
    while let Some(v) = state {
        s += v * v;
        state = match x.get(i) {
            Some(y) if *y > -1.0 => Some(v * y),
            _ => None,
        };
        i += 1;
    }
    s
}

#[differentiable]
fn largest_reference(x: &[f64]) -> f64 {
    let mut best = None;
    for v in x {
        if best.is_none_or(|b| v > b) {
            best = Some(v);
        }
    }
    let b = best.unwrap();
    b * b * x[0]
}

#[differentiable]
fn vector_before(x: &[f64]) -> f64 {
    let mut prev = None;
    let mut s = 0.0;
    for c in x.chunks_exact(2) {
        let cur: Vec<f64> = c.iter().map(|v| v * v).collect();
        let old = prev.take();
        prev = match old {
            Some(p) => {
                let p: Vec<f64> = p;
                s += p[0] * cur[1];
                if p[0] > cur[0] { Some(p) } else { Some(cur) }
            }
            None => Some(cur),
        };
    }
    s + prev.map_or(0.0, |p| p[1])
}

#[differentiable]
fn best_vector(x: &[f64]) -> f64 {
    let mut best = None;
    let mut top = 0.0;
    for c in x.chunks_exact(2) {
        let w: Vec<f64> = c.iter().map(|v| v * v).collect();
        let s = w[0] + w[1];
        if best.is_none() || s > top {
            best = Some(w);
            top = s;
        }
    }
    match best {
        Some(b) => b[0] * b[1] * top,
        None => 0.0,
    }
}

#[differentiable]
fn array_before(x: &[f64]) -> f64 {
    let mut prev = None;
    let mut s = 0.0;
    for c in x.chunks_exact(2) {
        let cur = [c[0] * c[0], c[1]];
        if let Some(p) = prev {
            let p: [f64; 2] = p;
            s += p[0] * cur[1];
        }
        prev = Some(cur);
    }
    s
}

#[test]
fn pairs_are_kept() {
    for x in points() {
        check!(best_pair; &x = x.clone());
        check!(best_pair_mapped; &x = x.clone());
        check!(best_pair_of_squares; &x = x.clone());
        check!(closest_pair; &x = x.clone());
        check!(nested_pair; &x = x.clone());
        check!(cheapest; &x = x.clone());
        check!(largest_pair; &x = x.clone());
    }
}

#[test]
fn numbers_are_kept() {
    for x in points() {
        check!(last_positive; &x = x.clone());
        check!(first_crossing; &x = x.clone());
        check!(products_of_neighbours; &x = x.clone());
        check!(two_before; &x = x.clone());
        check!(range; &x = x.clone());
        check!(largest; &x = x.clone());
        check!(shadowed; &x = x.clone());
        check!(damped; &x = x.clone());
        check!(compared; &x = x.clone());
        check!(asked_in_words; &x = x.clone());
        check!(bracket; &x = x.clone());
        check!(averages_of_three; &x = x.clone());
        check!(taken_twice; &x = x.clone());
        check!(reset; &x = x.clone());
        check!(set_by_a_closure; &x = x.clone());
        check!(while_there_is_one; &x = x.clone());
    }
}

#[test]
fn references_and_vectors_are_kept() {
    for x in points() {
        check!(largest_reference; &x = x.clone());
        check!(vector_before; &x = x.clone());
        check!(best_vector; &x = x.clone());
        check!(array_before; &x = x.clone());
    }
}

/// With numbers of both signs, with few, all negative, all positive.
fn points() -> [Vec<f64>; 4] {
    [
        vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85],
        vec![1.7, -1.3, 0.1, 0.4],
        vec![-0.3, -0.42, -0.2, -0.7],
        vec![0.3, 0.9, 0.8, 2.4, 1.1, 0.2, 0.35, 3.1],
    ]
}
