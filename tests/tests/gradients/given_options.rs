//! `match` and `if let` that give options; options of constants.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn by_length(x: &[f64]) -> f64 {
    let o = match x.len() {
        0 => None,
        1 => Some(x[0]),
        _ if x[0] > x[1] => Some(x[0] * x[1]),
        _ => None,
    };
    match o {
        Some(v) => v * v,
        None => x[0] * 3.0,
    }
}

#[differentiable]
fn by_patterns(x: &[f64]) -> f64 {
    let o = if let Some(v) = x.get(2) { Some(v * v) } else { None };
    let p = if let Some(v) = o
        && v > 1.0
    {
        Some(v * x[0])
    } else {
        o
    };
    p.unwrap_or(2.0) * x[1]
}

#[differentiable]
fn vector_or_nothing(x: &[f64]) -> f64 {
    let mut prev: Option<Vec<f64>> = None;
    let mut s = 0.0;
    for c in x.chunks(2) {
        let cur: Vec<f64> = c.iter().map(|v| v * v).collect();
        let use_it = match prev {
            Some(p) if p[0] > 0.5 => Some(p),
            _ => None,
        };
        if let Some(p) = use_it {
            s += p[0] * cur[1];
        }
        prev = Some(cur);
    }
    s
}

#[differentiable]
fn whole(x: &[f64]) -> f64 {
    let o = x.iter().copied().find(|v| *v > 1.0);
    match o {
        whole if x[0] > 0.0 => whole.unwrap_or(3.0) * x[1],
        Some(v) => v * v,
        other => other.map_or(x[0] * x[0], |v| v),
    }
}

#[differentiable]
fn this_or_that(x: &[f64]) -> f64 {
    let first = x.iter().copied().find(|v| *v > 1.0);
    let o = if let Some(v) = first { if v > 2.0 { Some(v * x[0]) } else { None } } else { x.last().copied() };
    if let Some(v) = o { v * v } else { x[1] }
}

#[differentiable]
fn constant_arm(x: &[f64]) -> f64 {
    let fallback: Option<f64> = Some(0.25);
    let o = match x.len() {
        4 => Some(x[0] * x[0]),
        6 => fallback,
        _ => None,
    };
    o.unwrap_or(2.0) * x[1]
}

#[differentiable]
fn both(x: &[f64]) -> f64 {
    let mut a = None;
    let mut b = None;
    for &v in x {
        if v > 0.5 {
            a = Some(v);
        } else if v < 0.0 {
            b = Some(v * v);
        }
    }
    match (a, b) {
        (Some(p), Some(q)) if p > q => p * q,
        (Some(p), None) => p * p,
        (None, Some(q)) => q,
        (Some(p), Some(_)) => p,
        (None, None) => x[0],
    }
}

#[differentiable]
fn mapped_vector(x: &[f64]) -> f64 {
    let o = if x[0] > 0.0 { Some(vec![x[0], x[1]]) } else { None };
    let p = match o {
        Some(v) => Some(v[0] * v[1]),
        None => None,
    };
    p.unwrap_or(1.0) * x[1]
}

#[differentiable]
fn chosen_vector(x: &[f64]) -> f64 {
    let v: Vec<f64> = x.iter().map(|v| v * v).collect();
    let o = match x.len() {
        4 => Some(v),
        _ if x[0] > 0.5 => Some(v.clone()),
        _ => None,
    };
    match o {
        Some(w) => w[0] * w[1],
        None => x[0],
    }
}

#[differentiable]
fn chosen_part(x: &[f64]) -> f64 {
    let mut prev: Option<&[f64]> = None;
    let mut s = 0.0;
    for c in x.chunks_exact(2) {
        let q = match prev {
            Some(p) if p[0] > 0.0 => Some(p),
            _ => None,
        };
        if let Some(p) = q {
            s += p[0] * c[1];
        }
        prev = Some(c);
    }
    s
}

#[differentiable]
fn returns(x: &[f64]) -> f64 {
    let o = x.iter().copied().find(|v| *v > 1.0);
    let p = match o {
        Some(v) if v > 2.0 => Some(v * v),
        Some(v) => Some(v),
        None => return x[0] * x[0],
    };
    p.unwrap() * x[1]
}

#[differentiable]
fn continues(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let o = match x.get(i + 1) {
            Some(&v) if v > 0.0 => Some(v * x[i]),
            Some(_) => None,
            None => continue,
        };
        s += o.unwrap_or(1.0) * x[0];
    }
    s
}

#[differentiable]
fn returns_otherwise(x: &[f64]) -> f64 {
    let mut last = None;
    for (i, &v) in x.iter().enumerate() {
        if v > 0.5 {
            last = Some((i, v));
        }
    }
    let Some((i, v)) = last else { return x[0] * 2.0 };
    v * v * i as f64
}

#[differentiable]
fn borrowed(x: &[f64]) -> f64 {
    let mut best = None;
    for &v in x {
        if v > 0.2 {
            best = Some(v * v);
        }
    }
    match &best {
        Some(v) => *v * *v,
        None => x[0],
    }
}

#[differentiable]
fn borrowed_in_patterns(x: &[f64]) -> f64 {
    let best: Option<f64> = if x[0] > 0.0 { Some(x[1] * x[0]) } else { None };
    let a = match &best {
        Some(v) => *v * *v,
        None => x[0],
    };
    let b = if let Some(v) = &best { v * 2.0 } else { 0.0 };
    let c = if let &Some(v) = &best { v * 3.0 } else { 0.0 };
    a + b * c
}

#[differentiable]
fn element_at(x: &[f64]) -> f64 {
    let mut k = None;
    for i in 0..x.len() {
        if x[i] > 0.8 {
            k = Some(i);
        }
    }
    k.map_or(x[0], |k| x[k] * x[k]) + k.map(|k| x[k]).unwrap_or(2.0) * x[1]
}

#[differentiable]
fn element_found(x: &[f64]) -> f64 {
    let k = x.iter().position(|v| *v > 0.8);
    let v = if let Some(k) = k { x[k] } else { x[0] };
    v * v
}

#[differentiable]
fn smallest_of_some(x: &[f64]) -> f64 {
    let squares = x.iter().enumerate().map(|(i, v)| (i, v * v));
    let smallest = squares.filter(|(i, _)| i % 2 == 0).min_by(|a, b| a.1.total_cmp(&b.1));
    match smallest {
        Some((i, v)) => v * x[i + 1],
        None => x[0],
    }
}

#[test]
fn arms_give_options() {
    for x in points() {
        check!(smallest_of_some; &x = x.clone());
        check!(by_length; &x = x.clone());
        check!(by_patterns; &x = x.clone());
        check!(vector_or_nothing; &x = x.clone());
        check!(whole; &x = x.clone());
        check!(this_or_that; &x = x.clone());
        check!(constant_arm; &x = x.clone());
        check!(both; &x = x.clone());
        check!(mapped_vector; &x = x.clone());
        check!(chosen_vector; &x = x.clone());
        check!(chosen_part; &x = x.clone());
    }
}

#[test]
fn arms_leave() {
    for x in points() {
        check!(returns; &x = x.clone());
        check!(continues; &x = x.clone());
        check!(returns_otherwise; &x = x.clone());
    }
}

#[test]
fn options_are_borrowed() {
    for x in points() {
        check!(borrowed; &x = x.clone());
        check!(borrowed_in_patterns; &x = x.clone());
    }
}

#[test]
fn options_of_constants_are_mapped() {
    for x in points() {
        check!(element_at; &x = x.clone());
        check!(element_found; &x = x.clone());
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
