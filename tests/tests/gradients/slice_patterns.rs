//! Patterns of slices and arrays.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn by_length(x: &[f64]) -> f64 {
    match x {
        [] => 0.0,
        [a] => *a,
        [a, b] => a * b,
        [a, .., b] => a * b * 2.0,
    }
}

#[differentiable]
fn first_and_others(x: &[f64]) -> f64 {
    if let [a, rest @ ..] = x { a * rest.iter().sum::<f64>() } else { 0.0 }
}

#[differentiable]
fn ends_and_middle(x: &[f64]) -> f64 {
    match x {
        [first, middle @ .., last] => first * last + middle.iter().map(|v| v * v).sum::<f64>(),
        _ => 0.0,
    }
}

#[differentiable]
fn pairs(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for w in x.windows(2) {
        if let [a, b] = w {
            s += a * b;
        }
    }
    s
}

#[differentiable]
fn pairs_in_a_closure(x: &[f64]) -> f64 {
    x.windows(2)
        .map(|w| match w {
            [a, b] => a * b,
            _ => unreachable!(),
        })
        .sum()
}

#[differentiable]
fn array_and_others(x: &[f64]) -> f64 {
    let a = [x[0], x[1], x[2]];
    let [p, rest @ ..] = a;
    p * rest[0] + rest[1]
}

#[differentiable]
fn two_or_nothing(x: &[f64]) -> f64 {
    let [a, b, ..] = x else {
        return 0.0;
    };
    a * b
}

#[differentiable]
fn ordered_pair(x: &[f64]) -> f64 {
    match &x[..2] {
        [a, b] if a > b => a * b,
        [a, b] => a - b,
        _ => 0.0,
    }
}

#[differentiable]
fn outside_in(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut v = x;
    while let [a, mid @ .., b] = v {
        s += a * b;
        v = mid;
    }
    s
}

#[differentiable]
fn one_after_another(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut v = x;
    while let [a, rest @ ..] = v {
        s = s * 0.5 + a * a;
        v = rest;
    }
    s
}

#[differentiable]
fn rows_of_an_array(x: &[f64]) -> f64 {
    let rows = [[x[0], x[1]], [x[2], x[3]]];
    rows.iter().map(|[a, b]| a * b).sum()
}

#[differentiable]
fn last_of_an_array(x: &[f64]) -> f64 {
    let r = [x[0], x[1], x[2], x[3]];
    let [a, .., b] = r;
    let [c, mid @ .., d] = &r;
    a * b + c * mid[0] - mid[1] * d + mid.iter().sum::<f64>()
}

#[differentiable]
fn slice_of_a_vector(x: &[f64]) -> f64 {
    let v = vec![x[0], x[1]];
    match v.as_slice() {
        [a, b] => a * b,
        _ => 0.0,
    }
}

#[differentiable]
fn range_of_a_vector(x: &[f64]) -> f64 {
    let v = vec![x[0], x[1]];
    match &v[..] {
        [a, b] => a * b,
        _ => 0.0,
    }
}

#[differentiable]
fn chained_triples(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for w in x.windows(3) {
        if let [a, b, c] = w
            && a < b
        {
            s += a * b * c;
        } else {
            s += w[0];
        }
    }
    s
}

#[differentiable]
fn array_of_a_slice(x: &[f64]) -> f64 {
    let a: [f64; 3] = x[1..4].try_into().unwrap();
    let [p, q, r] = a;
    p * q - r * r
}

#[test]
fn slices_are_taken_apart() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(by_length; &x = x.clone());
    check!(first_and_others; &x = x.clone());
    check!(ends_and_middle; &x = x.clone());
    check!(pairs; &x = x.clone());
    check!(pairs_in_a_closure; &x = x.clone());
    check!(array_and_others; &x = x.clone());
    check!(two_or_nothing; &x = x.clone());
}

#[test]
fn patterns_have_guards_and_literals() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(ordered_pair; &x = x.clone());
    check!(outside_in; &x = x.clone());
    check!(one_after_another; &x = x.clone());
    check!(rows_of_an_array; &x = x.clone());
    check!(last_of_an_array; &x = x.clone());
    check!(slice_of_a_vector; &x = x.clone());
    check!(range_of_a_vector; &x = x.clone());
    check!(chained_triples; &x = x.clone());
    check!(array_of_a_slice; &x = x.clone());
}

#[differentiable]
fn behind_a_star(x: &[f64]) -> f64 {
    let [a, b, ref others @ ..] = *x else { return x.iter().sum::<f64>() * 0.5 };
    a as f32 as f64 * b + others.iter().product::<f64>() * others.len() as f64
}

#[differentiable(recursive)]
fn by_arms(x: &[f64]) -> f64 {
    match *x {
        [] => 1.0,
        [a] => a.sin(),
        [a, ref middle @ .., b] => a * b - by_arms(middle),
    }
}

#[differentiable]
fn named_by_reference(x: (f64, [f64; 2])) -> f64 {
    let (ref a, ref b) = x;
    let [c, ref d] = *b;
    *a * c + d.powi(2)
}

#[test]
fn slices_are_taken_apart_where_they_are() {
    for n in 0..6 {
        let x = vec![0.5, -1.25, 2.125, 0.375, 1.875][..n.min(5)].to_vec();
        check!(by_arms; &x = x.clone());
        // The cast rounds what differences move.
        assert_eq!(behind_a_star(&x), behind_a_star::value(&x));
    }
    assert_eq!(behind_a_star::grad(&[0.5, -1.25, 2.0, 3.0]), [-1.25, 0.5, 6.0, 4.0]);
    assert_eq!(behind_a_star::grad(&[0.5]), [0.5]);
    check!(named_by_reference; x = (0.4, [0.3, 0.9]));
}
