//! Options: in variables, in patterns with guards, in chains of conditions; what makes one of another.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn guarded_first(x: &[f64]) -> f64 {
    match x.first() {
        Some(v) if *v > 0.5 => v * x[1],
        Some(v) => v * v,
        None => 0.0,
    }
}

#[differentiable]
fn guarded_last(x: &[f64]) -> f64 {
    match x.last() {
        Some(&v) if v > 5.0 => v,
        Some(&v) if v < 0.0 => -v,
        _ => x[0] * x[1],
    }
}

#[differentiable]
fn two_options(x: &[f64]) -> f64 {
    match (x.first(), x.last()) {
        (Some(a), Some(b)) => a * b,
        _ => 0.0,
    }
}

#[differentiable]
fn both_or_nothing(x: &[f64]) -> f64 {
    let (Some(a), Some(b)) = (x.first(), x.last()) else {
        return 0.0;
    };
    a * b
}

#[differentiable]
fn chained(x: &[f64]) -> f64 {
    if let Some(v) = x.first()
        && *v > 0.0
    {
        v * v
    } else {
        x[1]
    }
}

#[differentiable]
fn chain_of_two_options(x: &[f64]) -> f64 {
    if let Some(v) = x.first()
        && let Some(w) = x.last()
        && v < w
    {
        v * w
    } else {
        x[1]
    }
}

#[differentiable]
fn chain_over_a_constant(x: &[f64]) -> f64 {
    let k: Option<usize> = Some(1);
    if let Some(i) = k
        && i < x.len()
    {
        x[i] * x[i]
    } else {
        x[0]
    }
}

#[differentiable]
fn condition_first(x: &[f64]) -> f64 {
    let n = x.len();
    if n > 2
        && let Some(v) = x.get(2)
    {
        v * v
    } else {
        x[0]
    }
}

#[differentiable]
fn chained_while(x: &[f64]) -> f64 {
    let mut i = 0;
    let mut s = 0.0;
    while let Some(v) = x.get(i)
        && *v < 2.0
    {
        s += v * v;
        i += 1;
    }
    s
}

#[differentiable]
fn mapped(x: &[f64]) -> f64 {
    x.first().map(|v| v * v).unwrap_or(0.0)
}

#[differentiable]
fn mapped_or(x: &[f64]) -> f64 {
    x.first().map_or(0.0, |v| v * v)
}

#[differentiable]
fn mapped_or_else(x: &[f64]) -> f64 {
    x.last().copied().map_or_else(|| 0.0, |v| v * v)
}

#[differentiable]
fn or_default(x: &[f64]) -> f64 {
    x.first().copied().unwrap_or_default() * x[1]
}

#[differentiable]
fn or_another(x: &[f64]) -> f64 {
    let v = x.get(1).copied().unwrap_or_else(|| x[0]);
    v * v
}

#[differentiable]
fn or_another_by_reference(x: &[f64]) -> f64 {
    let v = *x.get(10).unwrap_or_else(|| &x[0]);
    v * v
}

#[differentiable]
fn and_then(x: &[f64]) -> f64 {
    x.first().and_then(|v| if *v > 0.0 { Some(v * v) } else { None }).unwrap_or(1.0)
}

#[differentiable]
fn kept_if_positive(x: &[f64]) -> f64 {
    x.first().filter(|v| **v > 0.0).map(|v| v * v).unwrap_or(1.0)
}

#[differentiable]
fn this_or_that(x: &[f64]) -> f64 {
    x.get(10).or(x.first()).map(|v| v * v).unwrap_or(1.0)
}

#[differentiable]
fn taken(x: &[f64]) -> f64 {
    let mut last: Option<f64> = None;
    let mut s = 0.0;
    for &v in x {
        if let Some(p) = last.take() {
            s += p * v;
        } else {
            last = Some(v * v);
        }
    }
    s + last.unwrap_or(2.0)
}

#[differentiable]
fn best_pair(x: &[f64]) -> f64 {
    let mut best: Option<(usize, f64)> = None;
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
    let mut best: Option<(usize, f64)> = None;
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
fn largest_or_none(x: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    for &v in x {
        if best.is_none_or(|b| v > b) {
            best = Some(v);
        }
    }
    best.unwrap() * x[1]
}

#[differentiable]
fn largest_if_any(x: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    for &v in x {
        if best.is_none() || v > best.unwrap() {
            best = Some(v);
        }
    }
    best.expect("some") * x[1]
}

#[differentiable]
fn largest_reference(x: &[f64]) -> f64 {
    let mut best: Option<&f64> = None;
    for v in x {
        if let Some(b) = best {
            if v > b {
                best = Some(v);
            }
        } else {
            best = Some(v);
        }
    }
    best.unwrap() * x[1]
}

#[differentiable]
fn part_before(x: &[f64]) -> f64 {
    let mut prev: Option<&[f64]> = None;
    let mut s = 0.0;
    for c in x.chunks(2) {
        if let Some(p) = prev {
            s += p[0] * c[1];
        }
        prev = Some(c);
    }
    s
}

#[differentiable]
fn returned_from(x: &[f64]) -> f64 {
    let mut prev: Option<f64> = None;
    for &v in x {
        if let Some(p) = prev
            && v < p
        {
            return p * p * v;
        }
        prev = Some(v);
    }
    0.0
}

#[differentiable]
fn vector_before(x: &[f64]) -> f64 {
    let mut prev: Option<Vec<f64>> = None;
    let mut s = 0.0;
    for c in x.chunks(2) {
        let cur: Vec<f64> = c.iter().map(|v| v * v).collect();
        if let Some(p) = &prev {
            s += p[0] * cur[1];
        }
        prev = Some(cur);
    }
    s
}

#[differentiable]
fn array_before(x: &[f64]) -> f64 {
    let mut prev: Option<[f64; 2]> = None;
    let mut s = 0.0;
    for c in x.chunks_exact(2) {
        let cur = [c[0], c[1]];
        if let Some([a, b]) = prev {
            s += a * cur[1] - b;
        }
        prev = Some(cur);
    }
    s
}

#[differentiable]
fn index_found(x: &[f64]) -> f64 {
    let mut at: Option<usize> = None;
    for i in 0..x.len() {
        if x[i] > 1.0 {
            at = Some(i);
        }
    }
    if let Some(i) = at { x[i] * x[i] } else { x[0] }
}

#[differentiable]
fn first_index_found(x: &[f64]) -> f64 {
    let mut at = None;
    for i in 0..x.len() {
        if x[i] > 1.0 && at.is_none() {
            at = Some(i);
        }
    }
    match at {
        Some(i) => x[i] * x[i],
        None => x[0],
    }
}

#[differentiable]
fn one_arm(x: &[f64]) -> f64 {
    let o = if x[0] > 0.0 { Some(x[1]) } else { None };
    o.map_or(0.0, |v| v * v)
}

#[differentiable]
fn guarded_variable(x: &[f64]) -> f64 {
    let o = x.get(2);
    match o {
        Some(v) if *v > 100.0 => 0.0,
        Some(v) => v * v,
        None => 1.0,
    }
}

#[differentiable]
fn reduced_or_nothing(x: &[f64]) -> f64 {
    let o = x.iter().copied().reduce(|a, b| a.max(b));
    let Some(m) = o else { return 0.0 };
    m * x[0]
}

#[differentiable]
fn by_reference(x: &[f64]) -> f64 {
    let mut o: Option<f64> = None;
    o = Some(x[0] * x[1]);
    if let Some(v) = o.as_ref() { v * v } else { 0.0 }
}

#[differentiable]
fn set_and_unset(x: &[f64]) -> f64 {
    let mut o: Option<f64> = None;
    if x[0] > 0.0 {
        o = Some(x[1] * 2.0);
    }
    if x[1] > 0.0 {
        o = None;
    }
    match o {
        None => 1.0,
        Some(v) => v * v,
    }
}

#[differentiable]
fn set_by_a_closure(x: &[f64]) -> f64 {
    let mut o: Option<f64> = None;
    x.iter().for_each(|v| {
        if *v > 0.8 {
            o = Some(v * v);
        }
    });
    o.unwrap_or(0.0)
}

#[differentiable]
fn reset_in_each_loop(x: &[f64]) -> f64 {
    let mut t = 0.0;
    for i in 0..3 {
        let mut m: Option<f64> = None;
        for &v in &x[i..] {
            m = Some(match m {
                Some(p) => {
                    if v > p {
                        v
                    } else {
                        p * 0.9
                    }
                }
                None => v * v,
            });
        }
        t += m.unwrap() * (i + 1) as f64;
    }
    t
}

#[differentiable]
fn asked_in_words(x: &[f64]) -> f64 {
    let mut prev: Option<f64> = None;
    let mut n = 0;
    for &v in x {
        if prev.is_some_and(|p| p < v) {
            n += 1;
        }
        prev = Some(v * v);
    }
    prev.unwrap() * n as f64
}

#[differentiable]
fn popped_with_guards(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let a = match v.pop() {
        Some(a) if a > 5.0 => a,
        Some(a) if a > 0.5 => a * a,
        Some(_) => 1.0,
        None => 0.0,
    };
    a * v.len() as f64 + v[v.len() - 1]
}

#[differentiable]
fn popped_in_a_chain(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut s = 0.0;
    while let Some(a) = v.pop()
        && a < 2.0
    {
        s += a * a;
    }
    s * v.len() as f64
}

#[differentiable]
fn popped_or_else(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let r = if let Some(a) = v.pop()
        && a > 5.0
    {
        a
    } else {
        v[0] * v[1]
    };
    r * v.len() as f64
}

#[differentiable]
fn chain_over_a_tuple(x: &[f64]) -> f64 {
    if x[0] > 0.0
        && let (a, b) = (x[1], x[2])
        && a < b
    {
        a * b
    } else {
        x[3]
    }
}

#[differentiable]
fn returned_from_a_chain(x: &[f64]) -> f64 {
    for (i, v) in x.iter().enumerate() {
        if let Some(w) = x.get(i + 1)
            && w < v
        {
            return v * w;
        }
    }
    0.0
}

#[differentiable]
fn first_or_second(x: &[f64]) -> f64 {
    if let (Some(a), Some(b)) = (x.get(0), x.get(9)) {
        a * b
    } else if let (Some(a), None) = (x.get(1), x.get(10)) {
        a * a
    } else {
        0.0
    }
}

#[differentiable]
fn option_beside_a_number(x: &[f64]) -> f64 {
    let ks = [1usize, 2, 3];
    match (x.first(), ks.len()) {
        (Some(a), 2) => *a,
        (Some(a), 3) => a * a,
        _ => 0.0,
    }
}

#[differentiable]
fn option_of_a_range(x: &[f64]) -> f64 {
    match x.first() {
        Some(0.0..=0.5) => 1.0,
        Some(v) => v * v,
        None => 0.0,
    }
}

#[test]
fn patterns_of_options_have_guards() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(guarded_first; &x = x.clone());
    check!(guarded_last; &x = x.clone());
    check!(two_options; &x = x.clone());
    check!(both_or_nothing; &x = x.clone());
}

#[test]
fn conditions_are_chained() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(chained; &x = x.clone());
    check!(chain_of_two_options; &x = x.clone());
    check!(chain_over_a_constant; &x = x.clone());
    check!(condition_first; &x = x.clone());
    check!(chained_while; &x = x.clone());
}

#[test]
fn options_are_mapped() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(mapped; &x = x.clone());
    check!(mapped_or; &x = x.clone());
    check!(mapped_or_else; &x = x.clone());
    check!(or_default; &x = x.clone());
    check!(or_another; &x = x.clone());
    check!(or_another_by_reference; &x = x.clone());
    check!(and_then; &x = x.clone());
    check!(kept_if_positive; &x = x.clone());
    check!(this_or_that; &x = x.clone());
}

#[test]
fn variables_hold_options() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(taken; &x = x.clone());
    check!(best_pair; &x = x.clone());
    check!(best_pair_mapped; &x = x.clone());
    check!(largest_or_none; &x = x.clone());
    check!(largest_if_any; &x = x.clone());
    check!(largest_reference; &x = x.clone());
    check!(part_before; &x = x.clone());
    check!(returned_from; &x = x.clone());
    check!(vector_before; &x = x.clone());
    check!(array_before; &x = x.clone());
    check!(index_found; &x = x.clone());
    check!(first_index_found; &x = x.clone());
    check!(one_arm; &x = x.clone());
    check!(guarded_variable; &x = x.clone());
    check!(reduced_or_nothing; &x = x.clone());
    check!(by_reference; &x = x.clone());
    check!(set_and_unset; &x = x.clone());
    check!(set_by_a_closure; &x = x.clone());
    check!(reset_in_each_loop; &x = x.clone());
    check!(asked_in_words; &x = x.clone());
}

#[test]
fn elements_are_popped_once() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(popped_with_guards; &x = x.clone());
    check!(popped_in_a_chain; &x = x.clone());
    check!(popped_or_else; &x = x.clone());
    check!(chain_over_a_tuple; &x = x.clone());
    check!(returned_from_a_chain; &x = x.clone());
    check!(first_or_second; &x = x.clone());
    check!(option_beside_a_number; &x = x.clone());
    check!(option_of_a_range; &x = x.clone());
}
