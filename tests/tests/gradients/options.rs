//! Elements that may not be there in `if let`, `while let`, `match`, `let else`; methods that change the length of a vector.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn largest_of_filtered(xs: &[f64]) -> f64 {
    xs.iter().filter(|x| **x > 0.0).copied().max_by(|a, b| a.total_cmp(b)).unwrap()
}

#[differentiable]
fn smallest_of_filtered(xs: &[f64]) -> f64 {
    let m = xs.iter().filter(|x| **x > 0.0).min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    m * m
}

#[differentiable]
fn reduced_or_other(xs: &[f64]) -> f64 {
    xs.iter().filter(|x| **x > 10.0).copied().reduce(|a, b| a * b).unwrap_or(xs[0] * 3.0)
}

#[differentiable]
fn reduced_filtered(xs: &[f64]) -> f64 {
    let m = xs.iter().filter(|x| **x > 0.0).map(|x| x * x).reduce(|a, b| a * b + a).unwrap();
    m * m
}

#[differentiable]
fn found(xs: &[f64]) -> f64 {
    let f = xs.iter().find(|x| **x < 0.35).unwrap();
    let l = xs.iter().filter(|x| **x > 0.0).last().unwrap();
    let k = xs.iter().filter(|x| **x > 0.0).nth(1).unwrap();
    f * l * l * k
}

#[differentiable]
fn popped_until_empty(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    let mut s = 0.5;
    while let Some(x) = v.pop() {
        s = s * 0.7 + x * s;
    }
    s
}

#[differentiable]
fn popped_and_pushed(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    let mut s = 0.5;
    while let Some(x) = v.pop() {
        if x > 1.0 {
            v.push(x * 0.3);
            continue;
        }
        if s > 3.0 {
            break;
        }
        s = s * 0.7 + x * x;
    }
    s
}

#[differentiable]
fn first_or_zero(xs: &[f64]) -> f64 {
    if let Some(x) = xs.first() { x * x } else { 0.0 }
}

#[differentiable]
fn gotten_or_first(xs: &[f64], k: usize) -> f64 {
    match xs.get(k) {
        Some(&x) => x * x,
        None => xs[0],
    }
}

#[differentiable]
fn log_sum_exp(xs: &[f64]) -> f64 {
    let Some(m) = xs.iter().copied().max_by(|a, b| a.total_cmp(b)) else { return 0.0 };
    xs.iter().map(|x| (x - m).exp()).sum::<f64>().ln() + m
}

#[differentiable]
fn head_and_tail(xs: &[f64]) -> f64 {
    let (head, tail) = xs.split_first().unwrap();
    let mut s = *head;
    for t in tail {
        s = s * t + head;
    }
    s
}

#[differentiable]
fn last_and_rest(xs: &[f64]) -> f64 {
    if let Some((last, rest)) = xs.split_last() { rest.iter().fold(*last, |c, a| c * 0.5 + a * a) } else { 0.0 }
}

#[differentiable]
fn extended_and_reversed(xs: &[f64], ys: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    v.extend_from_slice(ys);
    v.extend(xs.iter().map(|x| x * x));
    v.reverse();
    let mut s = 0.0;
    for (i, x) in v.iter().enumerate() {
        s += x * x * i as f64;
    }
    s
}

#[differentiable]
fn vector_methods(xs: &[f64], ys: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    let mut w = ys.to_vec();
    v.append(&mut w);
    v.truncate(5);
    v.insert(1, xs[0] * ys[0]);
    let r = v.remove(2);
    let q = v.swap_remove(0);
    v.resize(9, q * r);
    let mut s = w.len() as f64;
    for (i, x) in v.iter().enumerate() {
        s += x * x * i as f64;
    }
    s * r
}

#[differentiable]
fn unzipped(xs: &[f64]) -> f64 {
    let (a, b): (Vec<f64>, Vec<f64>) = xs.iter().map(|x| (x * x, x.sin())).unzip();
    a.iter().zip(&b).map(|(p, q)| p * q).sum::<f64>()
}

#[differentiable]
fn partitioned(xs: &[f64]) -> f64 {
    let (p, n): (Vec<f64>, Vec<f64>) = xs.iter().copied().partition(|x| *x > 0.0);
    p.iter().map(|v| v * v).sum::<f64>() + n.iter().map(|v| v * 3.0).product::<f64>()
}

#[differentiable]
fn last_then_push(xs: &[f64]) -> f64 {
    let mut v: Vec<f64> = Vec::new();
    for x in xs {
        if let Some(l) = v.last() {
            let n = l * x;
            v.push(n);
        } else {
            v.push(*x);
        }
    }
    v.iter().sum::<f64>()
}

#[differentiable]
fn cleared(xs: &[f64]) -> f64 {
    let mut v = Vec::new();
    v.push(1.0);
    v.extend(xs);
    v.clear();
    v.extend_from_slice(&xs[1..]);
    v[0] * v[1]
}

#[differentiable]
fn extended_constants(x: f64, n: usize) -> f64 {
    let mut v = vec![0.1, 0.2];
    v.extend((0..n).map(|i| x * i as f64));
    v.reverse();
    v[0] * v[1] + v[v.len() - 1]
}

#[differentiable]
fn depth_first(xs: &[f64]) -> f64 {
    let mut best = f64::NEG_INFINITY;
    let mut stack = vec![(xs[0], 0)];
    while let Some((v, d)) = stack.pop() {
        if d < 3 {
            stack.push((v * 0.5 + xs[d], d + 1));
            stack.push((v * xs[1], d + 1));
        } else if v > best {
            best = v;
        }
    }
    best
}

#[differentiable]
fn folded_backwards(xs: &[f64]) -> f64 {
    xs.iter().map(|x| x * x).rfold(0.1, |s, x| s * 0.5 + x)
}

#[differentiable]
fn position_of(xs: &[f64]) -> f64 {
    let i = xs.iter().position(|x| *x < 0.5).unwrap_or(0);
    xs[i] * xs[i] * xs[0]
}

#[test]
fn what_may_not_be_there_and_vectors_that_change() {
    for xs in
        [vec![0.713, -0.327, 0.219, 1.417, 0.937, -0.819], vec![0.417, 0.311, -0.613, 0.113], vec![0.317, 0.411, 0.953]]
    {
        let ys = vec![0.4, 1.1, -0.6, 0.8];
        check!(largest_of_filtered; &xs = xs.clone());
        check!(smallest_of_filtered; &xs = xs.clone());
        check!(reduced_or_other; &xs = xs.clone());
        check!(reduced_filtered; &xs = xs.clone());
        check!(found; &xs = xs.clone());
        check!(popped_until_empty; &xs = xs.clone());
        check!(popped_and_pushed; &xs = xs.clone());
        check!(first_or_zero; &xs = xs.clone());
        check!(gotten_or_first; &xs = xs.clone(), const k = 1);
        check!(gotten_or_first; &xs = xs.clone(), const k = 9);
        check!(log_sum_exp; &xs = xs.clone());
        check!(head_and_tail; &xs = xs.clone());
        check!(last_and_rest; &xs = xs.clone());
        check!(extended_and_reversed; &xs = xs.clone(), &ys = ys.clone());
        check!(vector_methods; &xs = xs.clone(), &ys = ys.clone());
        check!(unzipped; &xs = xs.clone());
        check!(partitioned; &xs = xs.clone());
        check!(last_then_push; &xs = xs.clone());
        check!(cleared; &xs = xs.clone());
        check!(extended_constants; x = 0.3, const n = 3);
        check!(depth_first; &xs = xs.clone());
        check!(folded_backwards; &xs = xs.clone());
        check!(position_of; &xs = xs.clone());
    }
    check!(first_or_zero; &xs = Vec::<f64>::new());
    check!(last_and_rest; &xs = Vec::<f64>::new());
    check!(last_then_push; &xs = Vec::<f64>::new());
    check!(partitioned; &xs = Vec::<f64>::new());
}

/// Two options are one of both.
#[test]
fn options_are_zipped() {
    #[differentiable]
    fn zipped(x: &[f64], y: &[f64]) -> f64 {
        let firsts = x.first().zip(y.first()).map(|(a, b)| a * b).unwrap_or(0.5);
        if let Some((p, q)) = x.last().zip(y.get(1)) { p * q + firsts } else { firsts * 2.0 }
    }
    for (n, m) in [(0, 0), (1, 0), (0, 1), (2, 2)] {
        check!(zipped; &x = [0.3, -0.7][..n].to_vec(), &y = [1.1, 0.4][..m].to_vec());
    }
}

/// Parts of slices and vectors may not be there.
#[test]
fn parts_are_asked_for_by_ranges() {
    #[differentiable]
    fn parts(x: &[f64], i: usize) -> f64 {
        let mut v = x.to_vec();
        if let Some(w) = v.get_mut(i..i + 2) {
            w[0] *= 2.0;
            w[1] += w[0];
        }
        let middle = 1..3;
        let product = v.get(middle.clone()).map(|w| w.iter().product::<f64>()).unwrap_or(0.5);
        if let Some(w) = v.get(1..=1)
            && let [only] = w
            && *only > 0.0
        {
            return product * only;
        }
        let Some(w) = v.get(i..) else { return product };
        product + w.iter().sum::<f64>() * v.get(3..i).map_or(2.0, |w| w.len() as f64)
    }
    for n in 0..5 {
        for i in 0..5 {
            check!(parts; &x = [0.3, -0.7, 1.1, 0.4][..n.min(4)].to_vec(), const i = i);
        }
    }
}
