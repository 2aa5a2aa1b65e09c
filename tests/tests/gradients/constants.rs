//! Constants of a function: what is lent to other functions and changed, numbers behind references, ranges of any
//! integer.

use autodiff_core::differentiable;

use crate::helpers::check;

static WEIGHTS: [f64; 3] = [0.5, 2.0, -0.75];

#[differentiable]
fn along(v: &[f64], start: f64) -> f64 {
    let mut sum = start;
    for x in v {
        sum = (sum * x).tanh();
    }
    sum
}

#[differentiable]
mod lent {
    fn h(v: &[f64], f: f64) -> f64 {
        let mut s = f;
        for x in v {
            s = (s * x).tanh();
        }
        s
    }
    pub fn f(x: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            let w = vec![0.3 + i as f64; 3];
            s += h(&w, s);
        }
        s
    }
    pub fn f2(x: f64) -> f64 {
        let w = vec![0.3; 3];
        h(&w, x)
    }
    pub fn f3(x: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            let w = [0.3, i as f64];
            s += h(&w, s);
        }
        s
    }
}

#[differentiable]
fn lent_vector(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let w = vec![0.3 + i as f64; 3];
        s += along(&w, s);
    }
    s
}

#[differentiable]
fn lent_array(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let w = [0.3, i as f64];
        s += along(&w, s);
    }
    s
}

#[differentiable]
fn lent_in_an_arm(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let w = [0.3, i as f64];
        if s > 0.1 {
            s += along(&w[1..], s);
        }
    }
    s
}

#[differentiable]
fn lent_collected(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let w: Vec<f64> = (0..i).map(|j| j as f64 * 0.1).collect();
        s += along(&w, s);
    }
    s
}

#[differentiable]
fn lent_literal(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        s += along(&[0.3, i as f64], s);
    }
    s
}

#[differentiable]
fn lent_temporary(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        s += along(&vec![0.3; i], s);
    }
    s
}

#[differentiable]
fn changed_vector(x: f64, n: usize) -> f64 {
    let mut w = vec![0.3; 3];
    let mut s = x;
    for _ in 0..n {
        s += along(&w, s);
        w[0] += 0.1;
    }
    s
}

#[differentiable]
fn changed_array(x: f64, n: usize) -> f64 {
    let mut w = [0.3; 3];
    let mut s = x;
    for _ in 0..n {
        s += along(&w, s);
        w[0] += 0.1;
    }
    s
}

#[differentiable]
fn changed_before(x: f64, n: usize) -> f64 {
    let mut w = [0.3; 3];
    let mut s = x;
    for _ in 0..n {
        w[0] += 0.1;
        s += along(&w, s);
    }
    s
}

#[differentiable]
fn changed_between(x: f64) -> f64 {
    let mut w = [0.3; 3];
    let mut s = along(&w, x);
    w[1] = 0.9;
    s *= along(&w, s);
    s
}

#[differentiable]
fn grown(x: f64, n: usize) -> f64 {
    let mut w = vec![0.3; 3];
    let mut s = x;
    for _ in 0..n {
        s += along(&w[1..], s);
        w.push(0.1);
    }
    s
}

#[differentiable]
fn copied_then_changed(x: f64) -> f64 {
    let mut b = [0.1; 3];
    let z = b;
    for q in b.iter_mut() {
        *q = 0.8 * *q + z[1];
    }
    x * b[0]
}

#[differentiable]
fn changed_backwards(x: f64) -> f64 {
    let mut b = [0.1, 0.2, 0.3];
    for q in b.iter_mut().rev() {
        *q = 0.8 * *q;
    }
    x * b.iter().zip(b.iter()).fold(0.0, |s, (p, q)| s + p * q)
}

#[differentiable]
fn changed_then_zipped(x: f64) -> f64 {
    let mut b = [0.1, 0.2, 0.3];
    for q in b.iter_mut().rev() {
        *q = 0.8 * *q;
    }
    b.iter().zip(b.iter()).fold(x, |s, (p, q)| s * 0.5 + p * q)
}

#[differentiable]
fn cloned_then_changed(x: f64, n: usize) -> f64 {
    let mut b = vec![0.1; n];
    let z = b.clone();
    for q in b.iter_mut() {
        *q = 0.8 * *q + z[1];
    }
    x * b[0]
}

#[differentiable]
mod field_for_a_helper {
    fn u1(a: &mut [f64; 3], f: f64) {
        a[0] = 0.5 * f.sin();
    }
    pub fn f(x: f64) -> f64 {
        let mut b = [0.0; 3];
        let t = (x, 0.2);
        let g = t.1;
        u1(&mut b, g);
        x + b[0]
    }
}

#[differentiable]
fn collected_again(x: f64) -> f64 {
    let mut w = vec![0.3; 3];
    w = w.iter().map(|&q| q + 0.1).collect();
    x * w[0]
}

#[differentiable]
fn collected_of_another(x: f64) -> f64 {
    let m = [[0.1; 3]];
    let mut w = vec![0.3; 3];
    w = w.iter().map(|&q| q * m[0][2] + 0.1).collect();
    x * w[0]
}

#[differentiable]
fn slices_in_a_tuple(pairs: (&[f64], &[f64])) -> f64 {
    let mut s = 0.0;
    for (a, b) in pairs.0.iter().zip(pairs.1) {
        s += a * b * s + a;
    }
    s
}

#[differentiable]
fn slice_in_a_tuple(xs: &[f64]) -> f64 {
    let t = (&xs[..2], 1.0);
    let mut s = t.1;
    for x in t.0 {
        s *= x;
    }
    s
}

#[differentiable]
fn range_of_u64(xs: &[f64], n: u64) -> f64 {
    (0..n).zip(xs.iter()).map(|(i, x)| x * i as f64).sum::<f64>()
}

#[differentiable]
fn range_of_u32(x: f64, n: u32) -> f64 {
    (0..n).enumerate().map(|(j, i)| x * i as f64 * j as f64).sum::<f64>()
}

#[differentiable]
fn range_of_i32(x: f64, n: i32) -> f64 {
    (0..n).rev().map(|i| x * i as f64).sum::<f64>()
}

#[differentiable]
fn ranges_of_i32(x: f64, n: i32) -> f64 {
    (0..n).rev().zip(0..n).map(|(i, j)| x * i as f64 + j as f64 * x * x).sum::<f64>()
}

#[differentiable]
fn steps_of_i32(x: f64, n: i32) -> f64 {
    (1..=n).step_by(2).skip(1).map(|i| x.powi(i)).sum::<f64>()
}

#[differentiable]
fn references_mapped(x: f64) -> f64 {
    [1.0, 2.0].iter().map(|a| a).fold(x, |s, a| s * a)
}

#[differentiable]
fn references_to_vector(x: f64) -> f64 {
    let c = [1.0, 2.0];
    c.iter().map(|a| x * a).sum::<f64>()
}

#[differentiable]
fn references_added(x: f64) -> f64 {
    let c = vec![1.0, 2.0];
    let m = c.iter().map(|a| a).fold(0.0, |s, a| s + a);
    x * m
}

#[differentiable]
fn parts_of_pairs(x: f64) -> f64 {
    let c = [(1.0, 2.0), (0.3, 0.1)];
    c.iter().map(|(a, _)| a).fold(x, |s, a| s * a + s * s)
}

#[differentiable]
fn references_to_parts(x: f64) -> f64 {
    let c = [(1.0, 2.0), (0.3, 0.1)];
    c.iter().map(|p| &p.1).fold(x, |s, a| s * a + s * s)
}

#[differentiable]
fn unknown_zipped(xs: &[f64]) -> f64 {
    let mut s = 1.0;
    for (w, x) in WEIGHTS.iter().zip(xs) {
        s *= (w * x).sin();
    }
    s
}

#[differentiable]
fn unknown_enumerated(xs: &[f64]) -> f64 {
    let mut s = 1.0;
    for (i, w) in WEIGHTS.iter().enumerate() {
        s = (w * xs[i] * s).sin() + w;
    }
    s
}

#[differentiable]
fn unknown_reversed(x: f64) -> f64 {
    let mut s = 1.0;
    for w in WEIGHTS.iter().rev() {
        s = (x + w) * s * w.sin() * (*w);
    }
    s
}

#[differentiable]
fn unknown_collected(x: f64) -> f64 {
    let v: Vec<f64> = WEIGHTS.iter().map(|w| w * 2.0).collect();
    let mut s = 1.0;
    for w in v {
        s = (x + w) * s * w.sin();
    }
    s
}

#[differentiable]
fn unknown_mapped(x: f64) -> f64 {
    WEIGHTS.iter().map(|w| w).fold(x, |s, w| s * w)
}

#[differentiable]
fn given_pairs(x: f64, ws: &[(f64, f64)]) -> f64 {
    ws.iter().map(|(w, _)| w).fold(x, |s, w| s * w)
}

#[differentiable]
fn block_of_a_reference(x: f64) -> f64 {
    let c = [1.0, 2.0];
    c.iter()
        .map(|a| {
            let b = a;
            b
        })
        .map(|b| b * x)
        .sum::<f64>()
}

#[differentiable]
fn mapped_then_zipped(x: f64) -> f64 {
    let c = [1.0, 2.0];
    let s: f64 = c.iter().map(|a| a).zip([x, x * x]).map(|(a, b)| a * b).sum();
    s
}

#[differentiable]
fn partly_active(x: f64) -> f64 {
    let mut c = [1.0, 2.0];
    c[0] = x;
    c.iter().map(|a| a).fold(0.5, |s, a| s * a + a * a)
}

#[test]
fn constants_are_lent_to_functions() {
    check!(lent::f; x = 0.7, const n = 3);
    check!(lent::f2; x = 0.7);
    check!(lent::f3; x = 0.7, const n = 3);
    check!(lent_vector; x = 0.7, const n = 3);
    check!(lent_array; x = 0.7, const n = 3);
    check!(lent_in_an_arm; x = 0.7, const n = 3);
    check!(lent_collected; x = 0.7, const n = 3);
    check!(lent_literal; x = 0.7, const n = 3);
    check!(lent_temporary; x = 0.7, const n = 3);
}

#[test]
fn constants_change_after_they_were_lent_or_copied() {
    check!(changed_vector; x = 0.7, const n = 3);
    check!(changed_array; x = 0.7, const n = 3);
    check!(changed_before; x = 0.7, const n = 3);
    check!(changed_between; x = 0.7);
    check!(grown; x = 0.7, const n = 3);
    check!(copied_then_changed; x = 0.7);
    check!(changed_backwards; x = 0.7);
    check!(changed_then_zipped; x = 0.7);
    check!(cloned_then_changed; x = 0.7, const n = 3);
    check!(collected_again; x = 0.7);
    check!(collected_of_another; x = 0.7);
}

#[test]
fn a_constant_of_a_tuple_has_the_type_of_the_parameter_that_it_is_passed_to() {
    check!(field_for_a_helper::f; x = 0.7);
}

#[test]
fn slices_may_stand_in_tuples() {
    check!(slice_in_a_tuple; &xs = vec![0.7, 0.2, 0.4]);
    let (xs, ys) = ([0.7, -0.2, 0.4], [0.3, 0.9, 1.1]);
    let (value, pullback) = slices_in_a_tuple::vjp((&xs, &ys));
    assert_eq!(value, slices_in_a_tuple((&xs, &ys)));
    let (by_xs, by_ys) = pullback(1.0);
    for at in 0..3 {
        let moved = |by: f64| {
            let mut xs = xs;
            xs[at] += by;
            slices_in_a_tuple((&xs, &ys))
        };
        assert!(((moved(1e-6) - moved(-1e-6)) / 2e-6 - by_xs[at]).abs() < 1e-6);
        let moved = |by: f64| {
            let mut ys = ys;
            ys[at] += by;
            slices_in_a_tuple((&xs, &ys))
        };
        assert!(((moved(1e-6) - moved(-1e-6)) / 2e-6 - by_ys[at]).abs() < 1e-6);
    }
}

#[test]
fn ranges_are_of_any_integer() {
    check!(range_of_u64; &xs = vec![0.7, 0.2, 0.4], const n = 2);
    check!(range_of_u32; x = 0.7, const n = 3);
    check!(range_of_i32; x = 0.7, const n = 3);
    check!(ranges_of_i32; x = 0.7, const n = 3);
    check!(steps_of_i32; x = 0.7, const n = 9);
}

#[test]
fn numbers_may_be_behind_references() {
    check!(references_mapped; x = 0.7);
    check!(references_to_vector; x = 0.7);
    check!(references_added; x = 0.7);
    check!(parts_of_pairs; x = 0.7);
    check!(references_to_parts; x = 0.7);
    check!(unknown_zipped; &xs = vec![0.7, 0.3, 0.2]);
    check!(unknown_enumerated; &xs = vec![0.7, 0.3, 0.2]);
    check!(unknown_reversed; x = 0.7);
    check!(unknown_collected; x = 0.7);
    check!(unknown_mapped; x = 0.7);
    check!(given_pairs; x = 0.7, &ws = vec![(0.3, 0.4), (0.1, 0.3)]);
    check!(block_of_a_reference; x = 0.7);
    check!(mapped_then_zipped; x = 0.7);
    check!(partly_active; x = 0.7);
}

fn set(x: &mut [f64; 2]) {
    x[0] = 0.5;
    x[1] = 2.0;
}

#[differentiable]
fn parts_of_constants(x: f64) -> f64 {
    let mut rows = vec![[1.0; 2]; 3];
    let mut lists: Vec<Vec<usize>> = vec![vec![2, 1]; 3];
    let mut sum = 0.0;
    for (i, row) in rows.iter_mut().enumerate() {
        row.fill(0.25);
        if i > 0 {
            set(row);
        }
        row.reverse();
        sum += x * row.len() as f64;
    }
    for (list, row) in lists.iter_mut().zip(&rows) {
        list.push(4);
        list.sort_unstable();
        list.retain(|k| *k > 1);
        sum = sum.sin() * row[0] + list[0] as f64 * x;
    }
    sum * lists[1][1] as f64
}

#[test]
fn mutable_references_to_parts_of_constants_are_plain_rust() {
    check!(parts_of_constants; x = 0.7);
}
