//! Mutable references that a condition chooses, that patterns take apart, or that stand in tuples; alternatives that bind.

use autodiff_core::differentiable;

use crate::helpers::{check, check_changes, check_vjp};

fn nums(n: usize, s: usize) -> Vec<f64> {
    (0..n).map(|i| (((i + 1) * (s + 2)) as f64 * 1.3).sin()).collect()
}

fn mat(r: usize, c: usize, s: usize) -> Vec<Vec<f64>> {
    (0..r).map(|i| nums(c, s + 3 * i)).collect()
}

#[differentiable]
fn mut_if(x: f64, c: bool) -> f64 {
    let mut a = x;
    let mut b = 2.0 * x;
    let r = if c { &mut a } else { &mut b };
    *r *= *r;
    a * 3.0 + b
}

#[test]
fn mut_if_works() {
    check!(mut_if; x = 0.3, const c = true);
    check!(mut_if; x = 0.3, const c = false);
}

#[differentiable]
fn mut_if2(xs: &[f64]) -> f64 {
    let mut pos = Vec::new();
    let mut neg = Vec::new();
    for &x in xs {
        let target = if x > 0.0 { &mut pos } else { &mut neg };
        target.push(x * x);
    }
    pos.iter().sum::<f64>() - 2.0 * neg.iter().sum::<f64>()
}

#[test]
fn mut_if2_works() {
    check!(mut_if2; &xs = nums(5, 1));
}

#[differentiable]
fn partition_sums(xs: &[f64], k: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for (i, &x) in xs.iter().enumerate() {
        if i == 5 {
            continue;
        }
        let side = if x < 0.0 { &mut low } else { &mut high };
        *side += x * k;
        if *side > 4.0 {
            break;
        }
        *side *= 1.1;
    }
    low * high
}

#[test]
fn partition_sums_works() {
    for n in [0, 1, 4, 8] {
        check!(partition_sums; &xs = nums(n, 1), k = 0.7);
    }
}

#[differentiable]
fn nested_choice(x: f64, y: f64, z: f64) -> f64 {
    let mut a = [x, y];
    let mut b = z;
    let mut c = x * z;
    let r = match (x * 10.0) as i32 {
        0..=2 => &mut a[0],
        3 => {
            let i = 1;
            &mut a[i]
        }
        _ if y > 0.0 => {
            if z > 0.0 {
                &mut b
            } else {
                &mut c
            }
        }
        _ => return x * y,
    };
    *r = r.sin() * y;
    let q = if *r > 0.2 { &mut a[1] } else { &mut c };
    *q += 3.0 * *q;
    a[0] * a[1] + b * c
}

#[test]
fn nested_choice_works() {
    for x in [0.1, 0.35, 0.9] {
        for y in [0.4, -0.5] {
            for z in [0.3, -0.7] {
                check!(nested_choice; x = x, y = y, z = z);
            }
        }
    }
}

#[differentiable]
fn choice_items(x: f64, c: bool) -> f64 {
    let mut a = x;
    let mut b = x * x;
    let a_before = a;
    let r = if c {
        let a = 1.0;
        b *= a;
        &mut b
    } else {
        &mut a
    };
    const K: f64 = 2.0;
    fn helper() -> f64 {
        3.0
    }
    *r *= K;
    a * helper() + b + a_before
}

#[test]
fn choice_items_works() {
    for c in [true, false] {
        check!(choice_items; x = 0.4, const c = c);
    }
}

#[differentiable]
fn ordered_pair(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    let (lo, hi) = if a < b { (&mut a, &mut b) } else { (&mut b, &mut a) };
    *lo *= 2.0;
    *hi -= *lo;
    a * a * b
}

#[test]
fn ordered_pair_works() {
    check!(ordered_pair; x = 0.3, y = 0.9);
    check!(ordered_pair; x = 0.9, y = 0.2);
}

#[differentiable]
fn buckets(xs: &[f64], edges: &[f64]) -> Vec<f64> {
    let mut out = vec![vec![]; 2];
    let mut rest = Vec::new();
    for x in xs {
        let bucket = if *x < edges[0] {
            &mut out[0]
        } else if *x < edges[1] {
            &mut out[1]
        } else {
            &mut rest
        };
        bucket.push(x * edges[1]);
        let n = bucket.len();
        bucket[n - 1] += edges[0];
    }
    vec![out[0].iter().sum(), out[1].iter().product(), rest.iter().map(|r: &f64| r.sin()).sum()]
}

#[test]
fn buckets_works() {
    check_vjp!(buckets; &xs = nums(7, 1), &edges = vec![-0.3, 0.4]);
}

#[differentiable]
fn two_refs(m: &mut [Vec<f64>], k: f64) {
    let (top, bottom) = m.split_at_mut(1);
    let (first, last) = (&mut top[0], &mut bottom[0]);
    for (f, l) in first.iter_mut().zip(last.iter_mut()) {
        *f += *l * k;
        *l = *f * *f;
    }
}

#[test]
fn two_refs_works() {
    check_changes!(unit two_refs; mut m = mat(3, 3, 1), k = 0.3);
}

#[differentiable]
fn slice_mut(v: [f64; 3]) -> f64 {
    let mut x = v;
    let [a, b, c] = &mut x;
    *a += *b * 2.0;
    *c *= *a;
    x[0] + x[2] * x[1]
}

#[test]
fn slice_mut_works() {
    check!(slice_mut; v = [0.2, 0.5, 0.7]);
}

#[differentiable]
fn slice_mut2(xs: &mut [f64]) -> f64 {
    if let [first, .., last] = xs {
        *first += *last;
        *last *= 2.0;
    }
    xs.iter().sum()
}

#[test]
fn slice_mut2_works() {
    check_changes!(slice_mut2; mut xs = nums(4, 2));
    check_changes!(slice_mut2; mut xs = nums(1, 2));
}

#[differentiable]
fn slice_mut3(xs: &mut [f64], k: f64) {
    match xs {
        [] => {}
        [only] => *only *= k,
        [head, tail @ ..] => {
            *head += k;
            for t in tail.iter_mut() {
                *t *= *head;
            }
        }
    }
}

#[test]
fn slice_mut3_works() {
    check_changes!(unit slice_mut3; mut xs = nums(4, 2), k = 0.5);
    check_changes!(unit slice_mut3; mut xs = nums(1, 2), k = 0.4);
}

#[differentiable]
fn grid_rows(g: &mut [[f64; 3]; 2], k: f64) -> f64 {
    let [top, bottom] = g;
    for (t, b) in top.iter_mut().zip(bottom.iter_mut()) {
        *t *= k;
        *b += *t;
    }
    let [[a, ..], [.., z]] = g;
    *a += *z;
    *z *= *a;
    g[0][0] + g[1][2]
}

#[test]
fn grid_rows_works() {
    check_changes!(grid_rows; mut g = [[0.1, 0.2, 0.3], [0.5, 0.6, 0.7]], k = 0.3);
}

#[differentiable]
fn split_mut_list(xs: &mut [f64], k: f64) -> f64 {
    let mut total = 0.0;
    if let Some((first, rest)) = xs.split_first_mut() {
        for r in rest {
            *r -= *first * k;
            total += *r;
            *first += 0.1 * *r;
        }
    }
    match xs.split_last_mut() {
        Some((last, rest)) => {
            let Some(a) = rest.first_mut() else { return *last * 2.0 };
            *last += *a;
            *a = total;
            total * *last
        }
        None => k,
    }
}

#[test]
fn split_mut_list_works() {
    for n in [0, 1, 2, 4] {
        check_changes!(split_mut_list; mut xs = nums(n, 1), k = 0.3);
    }
}

#[differentiable]
fn sfm(xs: &mut [f64]) -> f64 {
    let (first, rest) = xs.split_first_mut().unwrap();
    for r in rest.iter_mut() {
        *r += *first * 2.0;
        *first += 1.0;
    }
    *first
}

#[test]
fn sfm_works() {
    check_changes!(sfm; mut xs = nums(4, 1));
}

#[differentiable]
fn sfm2(xs: &mut [f64]) {
    if let Some((last, init)) = xs.split_last_mut() {
        *last *= init[0];
        init[1] += *last;
    }
}

#[test]
fn sfm2_works() {
    check_changes!(unit sfm2; mut xs = nums(4, 1));
}

#[differentiable]
fn slices(xs: &mut Vec<f64>) -> f64 {
    let s = xs.as_mut_slice();
    s[0] *= 3.0;
    let t = xs.as_slice();
    t[0] * t[1]
}

#[test]
fn slices_works() {
    check_changes!(slices; mut xs = nums(4, 2));
}

#[differentiable]
fn or_pat(p: (f64, f64), mode: u8) -> f64 {
    match (mode, p) {
        (0, (a, _)) | (1, (_, a)) => a * a,
        (_, (a, b)) => a * b,
    }
}

#[test]
fn or_pat_works() {
    for m in 0..3u8 {
        check!(or_pat; p = (0.3, 0.4), const mode = m);
    }
}

#[differentiable]
fn or_guard(p: [f64; 2], n: usize) -> f64 {
    match (n, &p) {
        (0, [a, _]) | (1, [_, a]) if *a > 0.0 => a * a,
        (0 | 1, [a, b]) => a - b,
        (2, &[a, b]) | (3, &[b, a]) => a * b * b,
        _ => p[0],
    }
}

#[test]
fn or_guard_works() {
    for n in 0..5usize {
        check!(or_guard; p = [0.4, -0.3], const n = n);
    }
}

#[differentiable]
fn or_opt(xs: &[f64], i: usize, j: usize) -> f64 {
    match (xs.get(i), xs.get(j)) {
        (Some(a), None) | (None, Some(a)) => a * a,
        (Some(a), Some(b)) => a * b,
        (None, None) => xs[0],
    }
}

#[test]
fn or_opt_works() {
    for i in [0, 7] {
        for j in [1, 9] {
            check!(or_opt; &xs = nums(3, 1), const i = i, const j = j);
        }
    }
}

#[differentiable]
fn or_iflet(p: (f64, f64), k: (bool, bool)) -> f64 {
    if let ((a, _), (true, false)) | ((_, a), (false, true)) = (p, k) { a.sin() } else { p.0 * p.1 }
}

#[test]
fn or_iflet_works() {
    for k in [(true, false), (false, true), (true, true)] {
        for p in [(0.3, 0.8)] {
            let (x, pb) = or_iflet::vjp(p, k);
            assert_eq!(x, or_iflet(p, k));
            let g = pb(1.0);
            let e = 1e-6;
            let d0 = (or_iflet((p.0 + e, p.1), k) - or_iflet((p.0 - e, p.1), k)) / (2.0 * e);
            let d1 = (or_iflet((p.0, p.1 + e), k) - or_iflet((p.0, p.1 - e), k)) / (2.0 * e);
            assert!((g.0 - d0).abs() < 1e-7 && (g.1 - d1).abs() < 1e-7, "{g:?} {d0} {d1}");
        }
    }
}

#[differentiable]
fn prev_row(x: &[f64], m: &[Vec<f64>]) -> f64 {
    let mut s = 0.0;
    for i in 0..m.len() {
        let prev = if i == 0 { x } else { &m[i - 1] };
        for j in 0..x.len() {
            s += prev[j] * m[i][j] * (j as f64 + 1.0);
        }
    }
    s
}

#[test]
fn prev_row_works() {
    check!(prev_row; &x = nums(3, 1), &m = mat(3, 3, 2));
}

#[differentiable]
fn prev_row2(x: &[f64], m: &[Vec<f64>], c: bool) -> f64 {
    let r = if c { &x.to_vec() } else { &m[1] };
    r.iter().map(|v| v * v).sum()
}

#[test]
fn prev_row2_works() {
    check!(prev_row2; &x = nums(3, 1), &m = mat(3, 3, 2), const c = true);
    check!(prev_row2; &x = nums(3, 1), &m = mat(3, 3, 2), const c = false);
}

#[differentiable]
fn refs_and_records(xs: &[f64], rows: &[Vec<f64>], k: f64) -> f64 {
    let mut s = k;
    for i in 0..rows.len() {
        let (prev, w) = if i == 0 {
            (xs, k)
        } else if rows[i][0] > 0.0 {
            (&rows[i - 1][..], k * s)
        } else {
            (rows[i].as_slice(), s)
        };
        for (p, r) in prev.iter().zip(&rows[i]) {
            s += (p * r * w).sin();
        }
    }
    s
}

#[test]
fn refs_and_records_works() {
    check!(refs_and_records; &xs = nums(3, 5), &rows = mat(4, 3, 1), k = 0.3);
}

#[differentiable]
fn temp_refs(xs: &[f64], k: f64, n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        let view: &[f64] = if i % 2 == 0 { xs } else { &xs.iter().map(|x| x * k).collect::<Vec<f64>>() };
        s += view[i % xs.len()] * view[0];
    }
    s
}

#[test]
fn temp_refs_works() {
    check!(temp_refs; &xs = nums(3, 5), k = 0.3, const n = 4usize);
}
