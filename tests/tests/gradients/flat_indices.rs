//! Matrices in flat memory, stencils, lags: indices that are computed from the numbers of iterations.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn grows(xs: &[f64], start: &[f64], y: f64) -> f64 {
    let mut v = start.to_vec();
    let n = v.len();
    for x in xs {
        v.push(x * y);
    }
    let m = v.len();
    let mut s = 0.0;
    for i in 0..n {
        s += v[i + n - n] * v[m - n + i - (m - n)] * y;
    }
    for i in 0..xs.len() {
        s += v[n + i] * v[i + n].sin();
    }
    for i in 1..v.len() {
        v[i] = v[i - 1] * 0.5 + v[i] * y;
    }
    for i in (1..v.len() - 1).rev() {
        s += v[i + 1] - v[i - 1] * v[i];
    }
    // Runs never: its indices may be out of bounds.
    for i in 3..2 {
        s += v[i - 3] * v[i + 100];
    }
    for i in 0..m / 2 {
        let t = v[i];
        v[i] = v[m - 1 - i];
        v[m - 1 - i] = t * y;
    }
    for i in 0..m {
        s += (i as f64) * v[i] * v[(i + 1) % m];
    }
    s
}

#[differentiable]
fn flat(a: &[f64], n: usize, m: usize) -> f64 {
    let mut t = vec![0.0; n * m];
    for i in 0..n {
        for j in 0..m {
            t[j * n + i] = a[i * m + j].sin();
        }
    }
    let mut c = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..n {
            for k in 0..m {
                c[i * n + j] += a[i * m + k] * t[k * n + j];
            }
        }
    }
    for d in 0..n {
        c[d * n + d] *= 2.0;
    }
    for i in 1..n {
        for j in 0..i {
            let x = c[i * n + j];
            c[j * n + i] += x;
            c[i * n + j] = x * x;
        }
    }
    for s in 0..n {
        for j in s..n {
            c[s * n + j] += c[s * n + j - s] * 0.3;
        }
    }
    c.iter().enumerate().map(|(i, c)| c * (i as f64 + 1.0).sqrt()).sum()
}

#[differentiable]
fn back_substitution(a: &[f64], b: &[f64], n: usize) -> f64 {
    let mut x = b.to_vec();
    for i in (0..n).rev() {
        let mut s = x[i];
        for j in i + 1..n {
            s -= a[i * n + j] * x[j];
        }
        x[i] = s / a[i * n + i];
    }
    let mut correlations = 0.0;
    for lag in 0..n {
        let mut c = 0.0;
        for i in lag..n {
            c += x[i] * x[i - lag];
        }
        correlations += c.sin();
    }
    for lag in 1..n {
        let mut c = 0.0;
        for i in 0..n - lag {
            c += x[i] * x[i + lag];
        }
        correlations += c * c;
    }
    correlations
}

#[test]
fn computed_indices() {
    check!(grows; &xs = vec![0.5, -0.3, 0.8], &start = vec![1.0, 0.4], y = 0.7);
    let a = vec![0.3, 0.1, -0.5, 0.9, 1.2, 0.4, -0.8, 0.6, 0.2, 0.7, -0.1, 0.35];
    for (n, m) in [(3, 4), (4, 3), (2, 6), (1, 12)] {
        check!(flat; &a = a.clone(), const n = n, const m = m);
    }
    let triangle = vec![2.0, 0.3, -0.4, 0.0, 1.5, 0.2, 0.1, 0.0, 3.0];
    check!(back_substitution; &a = triangle, &b = vec![1.0, 0.5, -0.7], const n = 3);
}

#[differentiable]
fn around(rows: &[f64], n: usize) -> f64 {
    let rest = &rows[1..];
    let mut sum = 0.0;
    for i in 0..n {
        sum += rest[i % rest.len()] * rest[0];
    }
    sum
}

#[test]
fn a_part_whose_length_is_asked_for() {
    check!(around; &rows = vec![0.3, 0.5, -0.7, 1.1], const n = 5);
}
