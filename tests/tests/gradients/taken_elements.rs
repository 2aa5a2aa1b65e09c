//! Elements that are taken out of vectors in one piece or filled in by closures, parts from the end, looks ahead.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

fn nums(n: usize, s: usize) -> Vec<f64> {
    (0..n).map(|i| (((i + 1) * (s + 2)) as f64 * 1.3).sin()).collect()
}

fn mat(r: usize, c: usize, s: usize) -> Vec<Vec<f64>> {
    (0..r).map(|i| nums(c, s + 3 * i)).collect()
}

#[differentiable]
fn drained(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    let mut s = 0.0;
    for x in v.drain(..) {
        s += x * x;
    }
    s + v.len() as f64
}

#[test]
fn drained_works() {
    check!(drained; &xs = nums(4, 1));
}

#[differentiable]
fn drained2(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    let head: Vec<f64> = v.drain(..2).collect();
    head[0] * v[0] + head[1] * v.iter().sum::<f64>()
}

#[test]
fn drained2_works() {
    check!(drained2; &xs = nums(4, 1));
}

#[differentiable]
fn drain_rows(m: &[Vec<f64>], k: f64) -> f64 {
    let mut rows = m.to_vec();
    let mut s = 0.0;
    for i in 0..rows.len() {
        let n = rows[i].len();
        for (j, x) in rows[i].drain(1..n - 1).enumerate() {
            s += x * k * (j + 1) as f64;
        }
        rows[i].push(s);
    }
    s + rows.iter().map(|r| r.iter().product::<f64>()).sum::<f64>()
}

#[test]
fn drain_rows_works() {
    check!(drain_rows; &m = mat(3, 5, 1), k = 0.4);
    check!(drain_rows; &m = mat(2, 2, 1), k = 0.4);
}

#[differentiable]
fn queue(xs: &[f64], w: usize) -> Vec<f64> {
    let mut window: Vec<f64> = Vec::new();
    let mut out = vec![];
    for &x in xs {
        window.push(x);
        if window.len() > w {
            window.drain(..1);
        }
        out.push(window.iter().sum::<f64>() / window.len() as f64);
    }
    out
}

#[test]
fn queue_works() {
    check_vjp!(queue; &xs = nums(7, 1), const w = 3usize);
}

#[differentiable]
fn split_off(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    let w = v.split_off(2);
    v[0] * w[0] + v[1] * w.iter().sum::<f64>()
}

#[test]
fn split_off_works() {
    check!(split_off; &xs = nums(5, 1));
}

#[differentiable]
fn split_off_loop(xs: &[f64], k: f64) -> f64 {
    let mut v = xs.to_vec();
    let mut s = 0.0;
    let mut level = 1.0;
    while v.len() > 1 {
        let mut tail = v.split_off(v.len() / 2);
        for (a, b) in v.iter_mut().zip(tail.drain(..)) {
            *a = *a * k + b;
        }
        s += v[0] * level;
        level *= 0.5;
    }
    s
}

#[test]
fn split_off_loop_works() {
    for n in [1, 2, 5, 8] {
        check!(split_off_loop; &xs = nums(n, 1), k = 0.8);
    }
}

#[differentiable]
fn fill_with(x: f64) -> f64 {
    let mut v = vec![0.0; 4];
    let mut p = 1.0;
    v.fill_with(|| {
        p *= x;
        p
    });
    v.iter().sum()
}

#[test]
fn fill_with_works() {
    check!(fill_with; x = 0.7);
}

#[differentiable]
fn resize_with(x: f64) -> f64 {
    let mut v = vec![x];
    v.resize_with(3, || x * 2.0);
    v.iter().product()
}

#[test]
fn resize_with_works() {
    check!(resize_with; x = 0.7);
}

#[differentiable]
fn resize_default(x: f64) -> f64 {
    let mut v = vec![x];
    v.resize_with(3, Default::default);
    v.iter().sum()
}

#[test]
fn resize_default_works() {
    check!(resize_default; x = 0.7);
}

#[differentiable]
fn rch(xs: &[f64]) -> f64 {
    xs.rchunks(2).enumerate().map(|(i, c)| c.iter().product::<f64>() * (i + 1) as f64).sum()
}

#[test]
fn rch_works() {
    check!(rch; &xs = nums(5, 1));
}

#[differentiable]
fn rchunks_exact(xs: &[f64]) -> f64 {
    let it = xs.rchunks_exact(3);
    let mut s = 0.0;
    for (i, c) in it.enumerate() {
        s += c[0] * c[1] * c[2] * (i as f64 + 1.0);
    }
    s
}

#[test]
fn rchunks_exact_works() {
    for n in [2, 3, 7, 9] {
        check!(rchunks_exact; &xs = nums(n, 1));
    }
}

#[differentiable]
fn rchunks_mut(xs: &[f64], k: f64) -> f64 {
    let mut v = xs.to_vec();
    let mut c = k;
    for part in v.rchunks_mut(2) {
        for p in part.iter_mut().rev() {
            *p += c;
            c = *p * k;
        }
    }
    v.iter().zip(xs).map(|(a, b)| a * b).sum()
}

#[test]
fn rchunks_mut_works() {
    for n in [0, 1, 4, 5] {
        check!(rchunks_mut; &xs = nums(n, 1), k = 0.4);
    }
}

#[differentiable]
fn peek(xs: &[f64]) -> f64 {
    let mut it = xs.iter().peekable();
    let mut s = 0.0;
    while let Some(x) = it.next() {
        if let Some(&&n) = it.peek() {
            s += x * n;
        } else {
            s += x;
        }
    }
    s
}

#[test]
fn peek_works() {
    check!(peek; &xs = nums(5, 1));
}

#[differentiable]
fn peek_runs(xs: &[f64]) -> f64 {
    let mut it = xs.iter().copied().peekable();
    let mut s = 0.0;
    while let Some(x) = it.next() {
        match it.peek() {
            Some(next) if *next > x => s += x * next,
            Some(&next) => s -= next.sin(),
            None => s *= x,
        }
    }
    s
}

#[test]
fn peek_runs_works() {
    for n in [0, 1, 6] {
        check!(peek_runs; &xs = nums(n, 1));
    }
}

#[differentiable]
fn izip(xs: &[f64], ys: &[f64]) -> f64 {
    std::iter::zip(xs, ys).map(|(x, y)| x * y).sum()
}

#[test]
fn izip_works() {
    check!(izip; &xs = nums(4, 1), &ys = nums(4, 2));
}

#[differentiable]
fn izip2(xs: &[f64], ys: &[f64]) -> f64 {
    use std::iter::zip;
    let mut s = 0.0;
    for (x, y) in zip(xs, ys.iter()) {
        s += x * y;
    }
    s
}

#[test]
fn izip2_works() {
    check!(izip2; &xs = nums(4, 1), &ys = nums(4, 2));
}

#[differentiable]
fn into_vec(xs: &[f64]) -> f64 {
    let v: Vec<f64> = xs.into();
    v[0] * v[1]
}

#[test]
fn into_vec_works() {
    check!(into_vec; &xs = nums(5, 1));
}

#[differentiable]
fn maxby(xs: &[f64]) -> f64 {
    let m = xs.iter().max_by(|a, b| a.total_cmp(b)).unwrap();
    let lo = xs.iter().copied().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    let i = xs.iter().position(|x| x == m).unwrap();
    m * m - lo * (i as f64)
}

#[test]
fn maxby_works() {
    check!(maxby; &xs = nums(5, 1));
}
