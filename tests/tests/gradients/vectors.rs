//! Vectors and slices: how they are made, grown, copied, cut and changed.

use autodiff_core::differentiable;

use crate::helpers::{check, check_changes, check_single, check_vjp};

#[differentiable]
fn zeros(xs: &[f64], y: f64) -> f64 {
    let mut v = vec![0.0; xs.len()];
    for i in 0..xs.len() {
        v[i] = xs[i] * y;
    }
    let mut product = 1.0;
    for i in 0..v.len() {
        product *= v[i] + 1.0;
    }
    product
}

#[differentiable]
fn active_copies(x: f64, n: usize) -> f64 {
    let mut v = vec![x * x; n];
    v[0] *= 2.0;
    v[n - 1] += x;
    v.iter().sum::<f64>() * v[n / 2]
}

#[differentiable]
fn listed(x: f64, y: f64, k: usize) -> f64 {
    let mut v = vec![x, y, x * y];
    v[k] = v[(k + 1) % 3].sin();
    v[0] * v[1] - v[2]
}

#[test]
fn vec_makes_vectors() {
    check!(zeros; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
    check!(zeros; &xs = Vec::<f64>::new(), y = 0.6);
    check!(active_copies; x = 0.6, const n = 1);
    check!(active_copies; x = 0.6, const n = 3);
    for k in 0..3 {
        check!(listed; x = 0.6, y = 1.1, const k = k);
    }
}

#[differentiable]
fn pushed(xs: &[f64], y: f64) -> f64 {
    let mut v = Vec::new();
    v.push(y);
    for x in xs {
        v.push(x * y);
    }
    v.push(2.0);
    let mut sum = 0.0;
    for i in 1..v.len() {
        sum += v[i] * v[i - 1];
    }
    sum
}

#[differentiable]
fn pushed_by_conditions(xs: &[f64]) -> f64 {
    let mut kept: Vec<f64> = Vec::with_capacity(xs.len());
    for &x in xs {
        if x > 0.0 {
            kept.push(x * x);
        }
    }
    if kept.is_empty() { 1.0 } else { kept.iter().product::<f64>() / kept.len() as f64 }
}

#[differentiable]
fn growing(x: f64, n: usize) -> f64 {
    let mut v = vec![1.0, x];
    for i in 0..n {
        let next = v[i] * 0.5 + v[i + 1] * x;
        v.push(next);
    }
    v[v.len() - 1] * v[0] + v[1]
}

#[test]
fn push_appends() {
    check!(pushed; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
    check!(pushed_by_conditions; &xs = vec![1.0, -0.3, 0.7]);
    check!(pushed_by_conditions; &xs = vec![1.0, 0.3, 0.7]);
    for n in [0, 1, 5] {
        check!(growing; x = 0.6, const n = n);
    }
}

#[differentiable]
fn popped(xs: &[f64], y: f64) -> f64 {
    let mut v = xs.to_vec();
    v.push(y);
    let last = v.pop().unwrap();
    v[0] = last * v[1];
    v.iter().sum::<f64>() * last
}

#[test]
fn pop_takes_the_last() {
    check!(popped; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
}

#[differentiable]
fn copied(xs: &[f64], y: f64) -> f64 {
    let mut v = xs.to_vec();
    v[0] *= y;
    let mut w = v.clone();
    w[1] += v[0];
    v[1] = 3.0;
    v[0] * w[1] + v[1] * w[0] + xs[0]
}

#[test]
fn copies_are_independent() {
    check!(copied; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
}

#[differentiable]
fn moved(x: f64) -> f64 {
    let v = vec![x, 2.0 * x];
    let mut w = v;
    w[0] *= w[1];
    let pair = (w, x);
    pair.0[0] * pair.1 + pair.0[1]
}

#[test]
fn vectors_are_moved() {
    check!(moved; x = 0.6);
}

#[differentiable]
fn replaced(xs: &[f64], n: usize) -> f64 {
    let mut v = xs.to_vec();
    for i in 0..n {
        let mut next = vec![0.0; v.len()];
        for j in 0..v.len() {
            next[j] = v[(j + 1) % v.len()] * 0.9 + (v[j] * i as f64).sin();
        }
        v = next;
    }
    v.iter().product()
}

#[test]
fn a_vector_is_carried() {
    for n in [0, 1, 4] {
        check!(replaced; &xs = vec![1.0, -0.3, 0.7], const n = n);
    }
}

#[differentiable]
fn swapped_buffers(xs: &[f64; 4], n: usize) -> f64 {
    let mut old = xs.to_vec();
    let mut new = vec![0.0; 4];
    for _ in 0..n {
        for j in 0..4 {
            new[j] = 0.5 * old[j] + old[(j + 1) % 4].sin();
        }
        std::mem::swap(&mut old, &mut new);
    }
    old[0] * old[1] + old[2] * old[3]
}

#[test]
fn buffers_change_places() {
    for n in [0, 1, 4] {
        check!(swapped_buffers; &xs = [1.0, -0.3, 0.7, 0.2], const n = n);
    }
}

#[differentiable]
fn filled(x: f64, y: f64, n: usize) -> f64 {
    let mut v = vec![x; n];
    v[0] *= y;
    let before = v[0];
    v.fill(y * y);
    v[1] += x;
    v.iter().sum::<f64>() * before
}

#[differentiable]
fn filled_each_trip(xs: &[f64; 3]) -> f64 {
    let mut work = [0.0; 2];
    let mut sum = 0.0;
    for i in 0..3 {
        work.fill(0.0);
        work[i % 2] += xs[i];
        work[1] += xs[i] * xs[i];
        sum += work[0] * sum + work[1];
    }
    sum
}

#[test]
fn fill_overwrites() {
    check!(filled; x = 0.6, y = 1.3, const n = 3);
    check!(filled_each_trip; &xs = [1.0, -0.3, 0.7]);
}

#[differentiable]
fn copied_over(xs: &[f64], y: f64) -> f64 {
    let mut v = vec![y; xs.len()];
    let before = v[0];
    v.copy_from_slice(xs);
    v[0] *= before;
    let mut w = [0.0; 2];
    w.copy_from_slice(&v[1..3]);
    w[0] * w[1] + v[0]
}

#[differentiable]
fn copied_over_part(xs: &[f64; 2], y: f64) -> f64 {
    let mut a = [y, y * y, 1.0, 2.0];
    a[1..3].copy_from_slice(xs);
    a[0] * a[1] + a[2] * a[3]
}

#[test]
fn copy_from_slice_overwrites() {
    check!(copied_over; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
    check!(copied_over_part; &xs = [1.0, -0.3], y = 0.6);
}

#[differentiable]
fn swapped(xs: &[f64], k: usize) -> f64 {
    let mut v = xs.to_vec();
    v.swap(0, k);
    v[1] *= v[0];
    let mut a = [v[0], v[1], xs[2]];
    a.swap(k, 1);
    a[0] * a[1].sin() + a[2] * v[2]
}

#[test]
fn swap_exchanges() {
    for k in 0..3 {
        check!(swapped; &xs = vec![1.0, -0.3, 0.7], const k = k);
    }
}

#[differentiable]
fn split(xs: &[f64], k: usize) -> f64 {
    let (left, right) = xs.split_at(k);
    left.iter().sum::<f64>() * right.iter().product::<f64>()
}

#[differentiable]
fn split_and_changed(x: f64, y: f64) -> f64 {
    let mut a = [x, y, x * y, 1.0];
    let (left, right) = a.split_at_mut(2);
    left[0] *= right[0];
    right[1] += left[1] * left[0];
    for (l, r) in left.iter_mut().zip(right.iter()) {
        *l += r * x;
    }
    a[0] * a[1] + a[2] * a[3]
}

#[test]
fn slices_are_split() {
    for k in 0..4 {
        check!(split; &xs = vec![1.0, -0.3, 0.7], const k = k);
    }
    check!(split_and_changed; x = 0.6, y = 1.1);
}

#[differentiable]
fn ends(xs: &[f64]) -> f64 {
    let first = xs.first().copied().unwrap_or(1.0);
    let last = *xs.last().unwrap();
    first * last + xs.get(1).copied().unwrap_or(0.5)
}

#[test]
fn first_and_last_are_elements() {
    check!(ends; &xs = vec![1.0, -0.3, 0.7]);
}

#[differentiable]
fn ranges(xs: &[f64], a: usize, b: usize) -> f64 {
    let middle = &xs[a..b];
    let mut sum = 0.0;
    for x in middle {
        sum += x * x;
    }
    for x in &xs[..a] {
        sum *= x + 2.0;
    }
    for (x, y) in xs[b..].iter().zip(&xs[1..=a]) {
        sum += x * y;
    }
    sum + xs[a..].len() as f64 * xs[a..][0]
}

#[differentiable]
fn ranges_changed(xs: &[f64; 4], y: f64) -> f64 {
    let mut a = *xs;
    for x in &mut a[1..3] {
        *x *= y;
    }
    let tail = &mut a[2..];
    tail[0] += y;
    tail[1] *= tail[0];
    a[..2][0] -= y;
    a[0] * a[1] + a[2] * a[3]
}

#[test]
fn slices_have_ranges() {
    check!(ranges; &xs = vec![1.0, -0.3, 0.7, 1.2, 0.4], const a = 1, const b = 3);
    check!(ranges; &xs = vec![1.0, -0.3, 0.7, 1.2, 0.4], const a = 0, const b = 5);
    check!(ranges; &xs = vec![1.0, -0.3, 0.7, 1.2, 0.4], const a = 2, const b = 2);
    check!(ranges_changed; &xs = [1.0, -0.3, 0.7, 1.2], y = 0.6);
}

#[differentiable]
fn matrix(m: &[[f64; 3]; 2], v: &[f64; 3]) -> [f64; 2] {
    let mut result = [0.0; 2];
    let mut scaled = [[0.0; 3]; 2];
    for i in 0..2 {
        for j in 0..3 {
            scaled[i][j] = m[i][j] * v[j];
            result[i] += scaled[i][j];
        }
        scaled[i] = [result[i]; 3];
    }
    result[0] *= scaled[1][2];
    result
}

#[test]
fn matrices_are_arrays_of_arrays() {
    check_vjp!(matrix; &m = [[1.0, -0.3, 0.7], [0.2, 1.2, -0.4]], &v = [0.6, 1.1, -0.5]);
}

#[differentiable]
fn vectors_of_vectors(rows: &[Vec<f64>], y: f64) -> f64 {
    let mut sum = 0.0;
    for row in rows {
        let mut product = y;
        for x in row {
            product *= x;
        }
        sum += product;
    }
    for i in 0..rows.len() {
        for j in 0..rows[i].len() {
            sum += (rows[i][j] * y).sin();
        }
    }
    sum
}

#[differentiable]
fn made_of_vectors(xs: &[f64], n: usize) -> f64 {
    let mut table: Vec<Vec<f64>> = vec![vec![0.0; xs.len()]; n];
    for i in 0..n {
        for j in 0..xs.len() {
            table[i][j] = if i == 0 { xs[j] } else { table[i - 1][j] * xs[i % xs.len()] };
        }
    }
    let mut rows = Vec::new();
    for row in &table {
        rows.push(row.iter().sum::<f64>());
    }
    rows.iter().product()
}

#[differentiable]
fn vectors_of_arrays(points: &[[f64; 2]], y: f64) -> f64 {
    let mut moved: Vec<[f64; 2]> = points.to_vec();
    for p in moved.iter_mut() {
        p[0] *= y;
        p[1] += p[0];
    }
    moved.push([y, 1.0]);
    moved.iter().map(|[a, b]| a * b).sum()
}

#[test]
fn vectors_nest() {
    check!(vectors_of_vectors; &rows = vec![vec![1.0, -0.3], vec![], vec![0.7, 1.2, 0.4]], y = 0.6);
    check!(made_of_vectors; &xs = vec![1.0, -0.3, 0.7], const n = 3);
    check!(vectors_of_arrays; &points = vec![[1.0, -0.3], [0.7, 1.2]], y = 0.6);
}

#[differentiable]
fn scaled(xs: &[f64], factor: f64) -> Vec<f64> {
    xs.iter().map(|x| x * factor).collect()
}

#[differentiable]
fn powers(x: f64, n: usize) -> Vec<f64> {
    let mut powers = vec![1.0; n];
    for i in 1..n {
        powers[i] = powers[i - 1] * x;
    }
    powers
}

#[differentiable]
fn differences(xs: &[f64]) -> Vec<f64> {
    let mut result = Vec::with_capacity(xs.len());
    for i in 1..xs.len() {
        result.push(xs[i] - xs[i - 1] * xs[i]);
    }
    result
}

#[test]
fn results_may_be_vectors() {
    check_vjp!(scaled; &xs = vec![1.0, -0.3, 0.7], factor = 0.6);
    check_vjp!(scaled; &xs = Vec::<f64>::new(), factor = 0.6);
    check_vjp!(powers; x = 0.6, const n = 4);
    check_vjp!(differences; &xs = vec![1.0, -0.3, 0.7]);
}

#[differentiable]
fn calls_of_vectors(xs: &[f64], x: f64) -> f64 {
    let once = scaled(xs, x);
    let twice = scaled(&once, once[0]);
    let weights = powers(x, twice.len());
    twice.iter().zip(&weights).map(|(a, b)| a * b).sum::<f64>() + differences(&once)[0]
}

#[test]
fn functions_pass_vectors_to_each_other() {
    check!(calls_of_vectors; &xs = vec![1.0, -0.3, 0.7], x = 0.6);
}

#[differentiable]
fn owned(xs: Vec<f64>, y: f64) -> f64 {
    let mut xs = xs;
    xs[0] *= y;
    xs.iter().map(|x| x * x).sum()
}

#[differentiable]
fn borrowed(xs: &Vec<f64>, y: f64) -> f64 {
    xs[0] * y + xs.len() as f64 * xs[1]
}

#[test]
fn vectors_are_parameters() {
    // What takes a vector by value is called by another function: the checks would pass it twice.
    #[differentiable]
    fn caller(xs: &[f64], y: f64) -> f64 {
        owned(xs.to_vec(), y) + borrowed(&xs.to_vec(), y)
    }
    check!(caller; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
    check!(borrowed; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
}

#[differentiable]
fn popped_alone(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    let last = v.pop().unwrap();
    last * last
}

#[differentiable]
fn popped_before_new(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    let last = v.pop().unwrap();
    let before = v.pop().unwrap();
    v = vec![0.5; 3];
    last * before + v[0]
}

#[differentiable]
fn popped_in_loop(xs: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..3 {
        let mut v = vec![xs[i], xs[i] * xs[i]];
        total += v.pop().unwrap();
    }
    total
}

/// The number counts although nothing reads what is left of the vector.
#[test]
fn popped_numbers_count() {
    check!(popped_alone; &xs = vec![1.0, 2.0, 3.0, 4.0]);
    check!(popped_before_new; &xs = vec![1.0, 2.0, 3.0]);
    check!(popped_in_loop; &xs = vec![1.0, 2.0, 3.0]);
}

#[differentiable]
fn swapped_in_nested_loops(xs: &[f64], n: usize) -> f64 {
    let mut v = xs.to_vec();
    let mut w = vec![0.0; xs.len()];
    for i in 0..n {
        for j in 0..n {
            for k in 0..v.len() {
                w[k] = v[k] * xs[(i + j) % xs.len()];
            }
            std::mem::swap(&mut v, &mut w);
        }
    }
    v[0] + v[1]
}

#[differentiable]
fn rotated_in_nested_loops(xs: &[f64], n: usize) -> f64 {
    let (mut a, mut b) = (xs.to_vec(), xs.to_vec());
    let (mut c, mut d) = (xs.to_vec(), xs.to_vec());
    for _ in 0..n {
        for i in 0..n {
            for k in 0..n {
                a[k] = b[i] * c[k];
                std::mem::swap(&mut a, &mut b);
                std::mem::swap(&mut b, &mut c);
                std::mem::swap(&mut c, &mut d);
            }
        }
    }
    a[0] + b[1] * c[0] - d[1]
}

#[differentiable]
fn grown_and_copied_in_nested_loops(xs: &[f64], n: usize) -> f64 {
    let mut v = xs.to_vec();
    let mut w = vec![xs[0]];
    for _ in 0..n {
        for _ in 0..n {
            if w.len() < 9 {
                w.push(v[0] * 0.5);
            }
            v = w.clone();
        }
    }
    v[v.len() - 1] + w[0]
}

#[test]
fn buffers_swap_in_nested_loops() {
    check!(swapped_in_nested_loops; &xs = vec![0.9, 1.1], const n = 2);
    check!(swapped_in_nested_loops; &xs = vec![0.9, 1.1, 0.7], const n = 3);
    check!(rotated_in_nested_loops; &xs = vec![0.9, 1.1], const n = 2);
    check!(grown_and_copied_in_nested_loops; &xs = vec![0.9, 1.1], const n = 2);
}

#[differentiable]
#[allow(noop_method_call, reason = "a clone of a slice is another reference")]
fn owned_copies(xs: &[f64], rows: &[Vec<f64>]) -> f64 {
    let lent = xs.clone();
    let mut copy = xs.to_owned();
    copy[0] *= lent[1];
    copy.push(lent[0]);
    let mut nested = rows.to_owned();
    nested[0][0] *= rows[1][0];
    let mut row = nested[1].to_owned();
    row[0] += copy[2];
    copy.iter().product::<f64>() * nested[0][0] + row[0] * nested[1][0]
}

#[test]
fn to_owned_makes_vectors() {
    check!(owned_copies; &xs = vec![0.7, -0.4], &rows = vec![vec![0.3], vec![1.1]]);
}

/// Elements that nobody takes.
#[differentiable]
fn popped_for_nobody(xs: &[f64], n: usize) -> f64 {
    let mut v = xs.to_vec();
    let mut rows = vec![xs.to_vec(), vec![xs[0], 2.0]];
    for i in 0..n {
        v.pop();
        let _ = rows[i % 2].pop();
        v.push(xs[i % xs.len()].sin());
        if i == 2 {
            rows.pop();
            rows.push(vec![v[0]; 2]);
        }
    }
    v.iter().product::<f64>() + rows.iter().flatten().map(|x| x * x).sum::<f64>()
}

#[test]
fn what_is_popped_may_be_dropped() {
    for n in 0..6 {
        check!(popped_for_nobody; &xs = vec![0.7, -0.4, 0.9], const n = n);
        check!(popped_for_nobody; &xs = vec![0.7], const n = n);
    }
}

/// A constant vector that trades places with one that is typed: the reverse sweep still reads it.
#[differentiable]
fn constants_under_a_second_name(x: &[f64], #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut y: f64 = 1.0;
    for _ in 0..rounds {
        let mut fixed: Vec<f64> = vec![0.5; n];
        for i in 0..n {
            y = y.sin() * fixed[i] + x[i];
        }
        let mut other: Vec<f64> = x.to_vec();
        std::mem::swap(&mut fixed, &mut other);
        for i in 0..n {
            other[i] += x[i];
            y = y.sin() * other[i] + fixed[i];
        }
    }
    y
}

/// The same with integers, and with a type that only the second name says.
#[differentiable]
fn moved_indices(x: &[f32]) -> f32 {
    let n = x.len();
    let mut y: f32 = 1.0;
    let order: Vec<usize> = (0..n).rev().collect();
    let half = vec![0.5; n];
    for i in 0..n {
        y = y.sin() * x[order[i]] + half[i];
    }
    let again: Vec<usize> = order;
    let half_again: Vec<f32> = half;
    for i in 0..n {
        y = y.sin() * x[again[i]] + half_again[n - 1 - i];
    }
    y
}

#[test]
fn constant_vectors_move() {
    for n in [1, 3] {
        let x: Vec<f64> = (0..n).map(|i| 0.4 + 0.2 * i as f64).collect();
        for rounds in [0, 1, 3] {
            check!(constants_under_a_second_name; &x = x.clone(), const rounds = rounds);
        }
    }
    check_single!(moved_indices; &x = vec![0.4_f32, 0.9, -0.3]);
}

#[differentiable]
fn shifted(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    v.copy_within(1.., 0);
    v[n - 1] = v[0] * 2.0;
    v.copy_within(0..n / 2, n - n / 2);
    v.iter().enumerate().map(|(i, a)| a * (i + 1) as f64).sum()
}

#[differentiable]
fn exchanged(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b: Vec<f64> = x.iter().map(|v| v * v).collect();
    for i in 0..a.len() / 2 {
        a[i..].swap_with_slice(&mut b[i..]);
    }
    let half = a.len() / 2;
    let (left, right) = a.split_at_mut(half);
    left.swap_with_slice(&mut right[..half]);
    a.iter().zip(b.as_slice()).zip(x.to_vec()).map(|((p, q), r)| r * p - q * p).sum()
}

#[test]
fn parts_are_moved_and_exchanged() {
    for n in [1, 2, 5, 8] {
        let x: Vec<f64> = (0..n).map(|i| f64::sin((3 * i + 3) as f64 * 1.3)).collect();
        check!(shifted; &x = x.clone());
        check!(exchanged; &x = x);
    }
}

/// A vector of vectors that is given away has a gradient of its shape, which is made before it is.
#[test]
fn vectors_of_vectors_are_given_away() {
    #[differentiable]
    fn determinant(m: Vec<Vec<f64>>) -> f64 {
        let n = m.len();
        if n == 0 {
            return 1.0;
        }
        let mut m = m;
        let mut product = 1.0;
        for i in 0..n {
            product *= m[i][i];
            for r in i + 1..n {
                let factor = m[r][i] / m[i][i];
                let (top, bottom) = m.split_at_mut(r);
                for (below, above) in bottom[0].iter_mut().zip(&top[i]) {
                    *below -= factor * above;
                }
            }
        }
        product
    }
    let (value, gradient) = determinant::value_and_grad(vec![vec![2.0, 1.0], vec![3.0, 5.0]]);
    assert_eq!(value, 7.0);
    assert_eq!(gradient, [[5.0, -3.0], [-1.0, 2.0]]);
    assert_eq!(determinant::value_and_grad(Vec::new()), (1.0, Vec::new()));
}

/// Room is made, and items are collected on the way.
#[test]
fn room_and_collected_items_change_no_number() {
    #[differentiable]
    fn running(x: &[f64], y: &mut Vec<f64>) {
        y.clear();
        y.reserve(x.len());
        let mut product = 1.0;
        for v in x {
            product *= 1.0 + v;
            y.push(product);
        }
        y.shrink_to_fit();
    }
    #[differentiable]
    fn reversed(x: &[f64]) -> f64 {
        let y: Vec<f64> = x.iter().map(|v| v * v).collect::<Vec<_>>().into_iter().rev().collect();
        let z: f64 = x.iter().map(|v| v.sin()).collect::<Vec<f64>>().iter().skip(1).sum();
        y.iter().zip(x).enumerate().map(|(i, (y, x))| y * x * z * i as f64).sum()
    }
    for n in [0, 1, 4] {
        let x = [0.3, -0.7, 1.1, 0.4][..n].to_vec();
        check_changes!(unit running; &x = x.clone(), mut y = vec![1.0, 2.0]);
        check!(reversed; &x = x.clone());
    }
}

/// A part of a vector is appended to it.
#[test]
fn vectors_are_extended_from_within() {
    #[differentiable]
    fn doubled(x: &[f64], from: usize) -> f64 {
        let mut v = x.to_vec();
        v.extend_from_within(..);
        v.extend_from_within(from..from + 1);
        v.iter().enumerate().map(|(i, v)| v * i as f64).sum()
    }
    for n in 1..4 {
        check!(doubled; &x = [0.3, -0.7, 1.1][..n].to_vec(), const from = n);
    }
}
