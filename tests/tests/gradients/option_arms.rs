//! Options that are chosen, reset, chained and matched in loops.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn reset_by_negatives(x: &[f64]) -> f64 {
    let mut prev: Option<f64> = None;
    let mut s = 0.0;
    for &v in x {
        if v < 0.0 {
            prev = None;
            continue;
        }
        if let Some(p) = prev {
            s += (v - p).powi(2);
        }
        prev = Some(v);
    }
    s
}

#[differentiable]
fn doubled_until(x: &[f64]) -> f64 {
    let mut cur: Option<f64> = Some(x[0]);
    let mut s = 0.0;
    while let Some(c) = cur {
        s += c * c;
        cur = if c < 3.0 { Some(c * 2.0) } else { None };
    }
    s
}

#[differentiable]
fn neighbours(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let left = if i > 0 { Some(x[i - 1]) } else { None };
        let right = x.get(i + 1).copied();
        s += match (left, right) {
            (Some(l), Some(r)) => l * r,
            (Some(l), None) => l * x[i],
            (None, Some(r)) => r * 2.0 * x[i],
            (None, None) => 0.0,
        };
    }
    s
}

#[differentiable]
fn slice_beside_a_length(x: &[f64]) -> f64 {
    match (&x[..2], x.len()) {
        ([a, b], 6) => a * b,
        ([a, _], n) => a * n as f64,
        _ => 0.0,
    }
}

#[differentiable]
fn largest_with_its_place(x: &[f64]) -> f64 {
    let best = x.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    match best {
        Some((i, v)) if i > 0 => v * v,
        Some((_, v)) => *v,
        None => 0.0,
    }
}

#[differentiable]
fn constant_in_the_end(x: &[f64]) -> f64 {
    let mut t: Option<f64> = None;
    for i in 0..3 {
        t = Some(i as f64 * 0.5);
    }
    x[0] * x[0] * t.unwrap()
}

#[differentiable]
fn found_or_one(x: &[f64]) -> f64 {
    let t: Option<f64> = x.iter().copied().find(|v| *v < 0.0);
    let s = t.unwrap_or(1.0);
    let u = t.map(|v| v.abs()).unwrap_or(0.0);
    s * u + x[0]
}

#[differentiable]
fn helper_of_option_of_a_helper(x: f64, y: f64) -> f64 {
    let o = if x > y { Some(x * y) } else { None };
    o.map(|v| v.sin()).unwrap_or(x + y)
}
#[differentiable]
fn option_of_a_helper(x: &[f64]) -> f64 {
    helper_of_option_of_a_helper(x[0], x[1]) * helper_of_option_of_a_helper(x[1], x[2])
}

#[derive(Clone, Copy)]
enum K {
    A,
    B,
}
#[differentiable]
fn kind(x: &[f64]) -> f64 {
    let mut k = None;
    for i in 0..x.len() {
        if i == 2 {
            k = Some(K::B);
        } else if i > 7 {
            k = Some(K::A);
        }
    }
    match k {
        Some(K::A) => x[0],
        Some(K::B) => x[1] * x[1],
        None => 0.0,
    }
}

#[derive(Clone, Copy)]
enum Kind {
    A,
    B,
}
#[differentiable]
fn typed_kind(x: &[f64]) -> f64 {
    let mut k: Option<Kind> = None;
    for i in 0..x.len() {
        if x[i] > 2.0 {
            k = Some(Kind::B);
        } else if i > 7 {
            k = Some(Kind::A);
        }
    }
    match k {
        Some(Kind::A) => x[0],
        Some(Kind::B) => x[1] * x[1],
        None => 0.0,
    }
}

#[differentiable]
fn text(x: &[f64]) -> f64 {
    let mut k: Option<&str> = None;
    if x[0] > 0.0 {
        k = Some("a");
    }
    if k == Some("a") { x[0] * x[0] } else { x[1] }
}

#[differentiable]
fn sorted_pairs_added_up(x: &[f64]) -> f64 {
    let mut w: Vec<(f64, f64)> = x.iter().zip(x.iter().skip(1)).map(|(a, b)| (*a, a * b)).collect();
    w.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(std::cmp::Ordering::Equal));
    let mut acc = 0.0;
    let mut s = 0.0;
    for (v, u) in &w {
        acc += u;
        s += acc * v;
    }
    s
}

#[differentiable]
fn indices_by_key(x: &[f64]) -> f64 {
    let keys = [3, 1, 2, 6, 5, 4];
    let mut idx: Vec<usize> = (0..6).collect();
    idx.sort_by_key(|&i| keys[i]);
    idx.iter().enumerate().map(|(k, &i)| k as f64 * x[i] * x[i]).sum()
}

#[differentiable]
fn kept_above(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let t = x[0] - 1.0;
    v.retain(|&a| a > t);
    v.iter().sum::<f64>() * v.len() as f64 * v[0]
}

#[test]
fn options_are_reset_and_chosen() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(reset_by_negatives; &x = x.clone());
    check!(doubled_until; &x = x.clone());
    check!(neighbours; &x = x.clone());
    check!(slice_beside_a_length; &x = x.clone());
    check!(largest_with_its_place; &x = x.clone());
    check!(constant_in_the_end; &x = x.clone());
    check!(found_or_one; &x = x.clone());
    check!(option_of_a_helper; &x = x.clone());
}

#[test]
fn options_of_constants_stay_in_words() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(kind; &x = x.clone());
    check!(typed_kind; &x = x.clone());
    check!(text; &x = x.clone());
}

#[test]
fn pairs_are_sorted_and_kept() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(sorted_pairs_added_up; &x = x.clone());
    check!(indices_by_key; &x = x.clone());
    check!(kept_above; &x = x.clone());
}

/// What a guarded arm changes is the element itself.
#[differentiable]
fn packed(x: &[f64], most: f64) -> f64 {
    let mut parts: Vec<Vec<f64>> = Vec::new();
    for &v in x {
        match parts.last_mut() {
            Some(part) if part.iter().sum::<f64>() + v < most => part.push(v),
            _ => parts.push(vec![v]),
        }
    }
    parts.iter().map(|part| part.iter().sum::<f64>().powi(2)).sum()
}

#[differentiable]
fn merged(x: &[f64]) -> f64 {
    let mut sums: Vec<f64> = Vec::new();
    for &v in x {
        match sums.last_mut() {
            Some(sum) if *sum + v < 1.0 => *sum += v,
            Some(sum) if v > 0.5 => {
                *sum *= v;
                sums.push(v);
            }
            _ => sums.push(v),
        }
    }
    sums.iter().map(|sum| sum.powi(2)).sum()
}

#[differentiable]
fn ends_together(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    match (v.last_mut(), x.first()) {
        (Some(a), Some(b)) if b > a => *a *= b,
        (Some(a), _) => *a -= 1.0,
        _ => {}
    }
    match v.split_first_mut() {
        Some((head, rest)) if !rest.is_empty() => {
            *head += rest[0];
            rest[0] *= *head;
        }
        Some((head, _)) => *head *= 3.0,
        None => {}
    }
    v.iter().sum()
}

#[test]
fn guarded_arms_change_elements() {
    for n in 1..6 {
        for seed in [3, 7] {
            let x: Vec<f64> = (0..n).map(|i| f64::sin(((i + 1) * seed) as f64 * 1.3)).collect();
            check!(packed; &x = x.clone(), most = 1.03);
            check!(merged; &x = x.clone());
            check!(ends_together; &x = x);
        }
    }
}

/// What an option holds is changed where it is.
#[differentiable]
fn changed_inside(x: &[f64]) -> f64 {
    let mut best = None;
    let mut sum: Option<f64> = None;
    let mut row: Option<Vec<f64>> = None;
    for (i, &v) in x.iter().enumerate() {
        match &mut best {
            Some((n, b)) if v > 0.0 => {
                *b += v * *n as f64;
                *n += i;
            }
            Some((_, b)) => *b *= 0.5,
            None => best = Some((1, v)),
        }
        if let Some(sum) = sum.as_mut() {
            *sum += v;
        } else {
            sum = Some(v * v);
        }
        *sum.as_mut().unwrap() += v;
        let Some(inside) = &mut sum else { unreachable!() };
        *inside *= 1.5;
        match row.as_mut() {
            Some(row) => {
                row.push(v);
                row[0] *= v;
            }
            None => row = Some(vec![v, 1.0]),
        }
    }
    best.map_or(0.0, |(_, b)| b) + sum.unwrap_or(0.0) + row.map_or(0.0, |row| row.iter().sum())
}

#[test]
fn options_are_changed_inside() {
    for n in 0..6 {
        check!(changed_inside; &x = (0..n).map(|i| f64::sin((7 * i + 7) as f64 * 1.3)).collect::<Vec<f64>>());
    }
}
