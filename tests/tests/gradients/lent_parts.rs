//! Shared references to parts of variables that change elsewhere.

use autodiff_core::differentiable;

use crate::helpers::{check, check_changes};

#[differentiable]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
#[differentiable]
fn axpy(y: &mut [f64], a: f64, x: &[f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

#[differentiable]
mod rows {
    use super::{axpy, dot};
    pub(super) fn heads(a: &[Vec<f64>], b: &[f64]) -> f64 {
        let n = b.len();
        let mut m = a.to_vec();
        for col in 0..n {
            let (head, tail) = m.split_at_mut(col + 1);
            let pivot = &head[col];
            for row in tail.iter_mut() {
                let f = row[col] / pivot[col];
                for (x, p) in row.iter_mut().zip(pivot) {
                    *x -= f * p;
                }
            }
        }
        let mut s = 0.0;
        for i in 0..n {
            s += m[i][i] * b[i];
        }
        s
    }
    pub(super) fn lists(a: &[Vec<f64>], b: &[f64]) -> f64 {
        let n = b.len();
        let mut m = a.to_vec();
        let mut s = 0.0;
        for col in 0..n {
            let (head, tail) = m.split_at_mut(col + 1);
            let pivot = &head[col];
            let rest = &pivot[col..];
            for row in tail.iter_mut() {
                let f = row[col] / pivot[col];
                for (x, p) in row[col..].iter_mut().zip(rest.iter()) {
                    *x -= f * p;
                }
                for k in 0..rest.len() {
                    row[col] += rest[k] * 0.01;
                }
                s += pivot.iter().sum::<f64>() * row[0] + pivot[1..].iter().map(|p| p * p).sum::<f64>();
            }
            s += rest.iter().fold(1.0, |t, p| t * p);
        }
        s
    }
    pub(super) fn called(a: &[Vec<f64>], b: &[f64]) -> f64 {
        let n = b.len();
        let mut m = a.to_vec();
        let mut s = 0.0;
        for col in 0..n {
            let (head, tail) = m.split_at_mut(col + 1);
            let pivot = &head[col];
            for row in tail.iter_mut() {
                let f = dot(row, pivot) / dot(pivot, pivot);
                axpy(row, -f, pivot);
                s += dot(pivot, b);
            }
        }
        for row in &m {
            s += dot(row, b);
        }
        s
    }
    pub(super) fn closures(a: &[Vec<f64>], b: &[f64]) -> f64 {
        let n = b.len();
        let mut m = a.to_vec();
        for col in 0..n {
            let (head, tail) = m.split_at_mut(col + 1);
            let pivot = &head[col];
            let scaled = |f: f64, k: usize| f * pivot[k];
            let norm = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>();
            for row in tail {
                let f = row[col] / norm(pivot);
                for k in 0..n {
                    row[k] -= scaled(f, k);
                }
            }
        }
        let mut s = 0.0;
        for i in 0..n {
            s += m[i][i] * b[i];
        }
        s
    }
    pub(super) fn flat(x: &[f64], w: f64) -> f64 {
        let mut v = x.to_vec();
        let half = v.len() / 2;
        let (left, right) = v.split_at_mut(half);
        let given = &left[..half];
        for (i, r) in right.iter_mut().enumerate() {
            *r += given[i % half] * w;
            *r *= given.iter().sum::<f64>();
        }
        v.iter().map(|y| y * y).sum()
    }
    pub(super) fn fixed(x: &[f64], w: f64) -> f64 {
        let mut grid = vec![[0.0; 3]; x.len()];
        for i in 0..x.len() {
            grid[i] = [x[i], w, x[i] * w];
        }
        for i in 1..x.len() {
            let (before, after) = grid.split_at_mut(i);
            let from = &before[i - 1];
            let to = &mut after[0];
            for k in 0..3 {
                to[k] += from[k] * from[(k + 1) % 3];
            }
            to[1] -= from.iter().sum::<f64>();
        }
        grid.iter().map(|g| g[0] * g[1] + g[2]).sum()
    }
    /// Shared references that end before the variable changes, and are taken again.
    pub(super) fn between(a: &[Vec<f64>], b: &[f64]) -> f64 {
        let mut m = a.to_vec();
        let n = b.len();
        let mut s = 0.0;
        for i in 1..n {
            let row = &m[i - 1];
            let t = row[0] * row[i] + row.iter().sum::<f64>();
            m[i][0] += t;
            let row = &m[i];
            let u = row[0] + t;
            m[i - 1][0] = u * 0.5;
            let both = [&m[i - 1], &m[i]];
            s += both[0][0] * both[1][0] * b[i];
        }
        s + m[n - 1][0]
    }
    /// The index changes, what is referred to does not.
    pub(super) fn moving(a: &[Vec<f64>], b: &[f64]) -> f64 {
        let mut m = a.to_vec();
        let n = b.len();
        let mut k = 0;
        let mut s = 0.0;
        for i in 0..n {
            let row = &m[k];
            k = (k + 2) % n;
            s += row[i] * b[k];
            let other = &m[k];
            s += row[0] * other[1];
            m[k][i] *= 1.5;
        }
        s
    }
    pub(super) fn nested(a: &[Vec<f64>], b: &[f64]) -> f64 {
        let mut m = a.to_vec();
        let mut cube = vec![m.clone(), m.clone()];
        for i in 0..b.len() {
            let (first, second) = cube.split_at_mut(1);
            let from = &first[0];
            let row = &from[i];
            for (j, r) in second[0].iter_mut().enumerate() {
                for (x, y) in r.iter_mut().zip(row) {
                    *x += y * b[j];
                }
                r[0] += from[j][i];
            }
            cube.swap(0, 1);
            m[i][i] += cube[0][i][0];
        }
        m.iter().flatten().sum::<f64>() + cube[1][0][0]
    }
    pub(super) fn copies(a: &[Vec<f64>], b: &[f64]) -> f64 {
        let mut m = a.to_vec();
        let mut s = 0.0;
        for i in 0..b.len() {
            let row = &m[i];
            let mut other = m.clone();
            other[i][0] = 7.0 * b[i];
            s += row[0] * other[i][0];
            let mut own = row.clone();
            own[1] *= 2.0;
            s += own[1] * row[1];
            m = other;
        }
        s
    }
    pub(super) fn updated(m: &mut Vec<Vec<f64>>, w: f64) -> f64 {
        let n = m.len();
        for i in 1..n {
            let (head, tail) = m.split_at_mut(i);
            let last = &head[i - 1];
            for x in tail[0].iter_mut() {
                *x += last[0] * w;
            }
        }
        m[n - 1][0]
    }
}
#[test]
fn what_is_referred_to_is_read_where_it_is() {
    let a = vec![vec![4.0, 1.0, 0.5], vec![1.0, 5.0, -0.3], vec![0.2, 0.7, 3.0]];
    let b = vec![1.0, 2.0, -1.0];
    check!(rows::heads; &a = a.clone(), &b = b.clone());
    check!(rows::lists; &a = a.clone(), &b = b.clone());
    check!(rows::called; &a = a.clone(), &b = b.clone());
    check!(rows::closures; &a = a.clone(), &b = b.clone());
    check!(rows::between; &a = a.clone(), &b = b.clone());
    check!(rows::moving; &a = a.clone(), &b = b.clone());
    check!(rows::nested; &a = a.clone(), &b = b.clone());
    check!(rows::copies; &a = a.clone(), &b = b.clone());
    for x in [vec![0.5, -0.3, 1.2, 2.0, 0.9, 0.7], vec![1.1, 0.4]] {
        check!(rows::flat; &x = x.clone(), w = 0.7);
        check!(rows::fixed; &x = x.clone(), w = 0.7);
    }
    check_changes!(rows::updated; mut m = a.clone(), w = 0.3);
}

/// A variable that is a reference may refer to something else while the part is read.
#[differentiable]
mod elsewhere {
    pub(super) fn slice(a: &[f64], b: &[f64]) -> f64 {
        let mut current: &[f64] = a;
        let part = &current[0..2];
        current = b;
        part[0] * 3.0 + part[1] * current[0]
    }
    pub(super) fn row(a: &[f64], b: &[f64]) -> f64 {
        let rows = vec![a.to_vec(), b.to_vec()];
        let mut current = &rows[0];
        let part = &current[1..];
        current = &rows[1];
        part[0] * 3.0 + current[1] * part[0]
    }
    pub(super) fn window(a: &[f64], b: &[f64]) -> f64 {
        let mut rest = a;
        let mut sum = 0.0;
        while rest.len() >= 2 {
            let head = &rest[..2];
            rest = &rest[1..];
            sum += head[0] * head[1] * rest[0] + b[0];
        }
        sum
    }
}

#[test]
fn references_that_go_elsewhere() {
    let (a, b) = ([0.3, 0.8, 0.5], [0.7, 0.4, 0.9]);
    check!(elsewhere::slice; &a = a.to_vec(), &b = b.to_vec());
    check!(elsewhere::row; &a = a.to_vec(), &b = b.to_vec());
    check!(elsewhere::window; &a = a.to_vec(), &b = b.to_vec());
}
