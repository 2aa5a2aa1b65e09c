//! `for` over collections, and chains of iterators: their sources, adapters and consumers.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn for_iter(xs: &[f64]) -> f64 {
    let mut product = 1.0;
    for x in xs.iter() {
        product *= x + 0.5;
    }
    product
}

#[differentiable]
fn for_reference(xs: &[f64], ys: &[f64; 3]) -> f64 {
    let mut sum = 0.0;
    for x in xs {
        sum += *x * x.sin();
    }
    for y in ys {
        sum *= *y;
    }
    for &y in ys {
        sum += y * y;
    }
    sum
}

#[differentiable]
fn for_local(x: f64, y: f64) -> f64 {
    let values = [x, y, x * y];
    let mut sum = 0.0;
    for value in &values {
        sum += value * value;
    }
    for value in values.iter() {
        sum *= *value;
    }
    sum
}

#[differentiable]
fn for_value(xs: [f64; 3]) -> f64 {
    let mut sum = 0.0;
    for x in xs {
        sum = sum * 0.5 + x.sin();
    }
    for x in [xs[0], 2.0, xs[1] * xs[2]] {
        sum += x * x;
    }
    for x in xs.into_iter() {
        sum *= x;
    }
    sum
}

#[test]
fn for_runs_over_collections() {
    check!(for_iter; &xs = vec![1.0, -0.3, 0.7]);
    check!(for_iter; &xs = Vec::<f64>::new());
    check!(for_reference; &xs = vec![1.0, -0.3, 0.7], &ys = [0.5, 1.5, -1.1]);
    check!(for_local; x = 0.7, y = 1.2);
    check!(for_value; xs = [1.0, -0.3, 0.7]);
}

#[differentiable]
fn for_tuples(pairs: [(f64, f64); 2]) -> f64 {
    let mut sum = 0.0;
    for (a, b) in pairs {
        sum += a * b;
    }
    sum
}

#[differentiable]
fn for_rows(m: &[[f64; 2]], v: [f64; 2]) -> f64 {
    let mut sum = 0.0;
    for row in m {
        let dot = row[0] * v[0] + row[1] * v[1];
        sum += dot * dot;
    }
    for [a, b] in m.iter() {
        sum -= a * b;
    }
    for row in m {
        for x in row {
            sum += x.cos();
        }
    }
    sum
}

#[test]
fn elements_may_be_aggregates() {
    check!(for_tuples; pairs = [(1.0, -0.3), (0.7, 2.0)]);
    check!(for_rows; &m = vec![[1.0, -0.3], [0.7, 2.0], [0.1, 0.2]], v = [0.4, -0.9]);
}

#[differentiable]
fn changed_in_place(x: f64, y: f64) -> f64 {
    let mut a = [x, y, x + y];
    for value in a.iter_mut() {
        *value *= y;
    }
    for value in &mut a {
        *value += x;
        *value = value.sin();
    }
    a[0] * a[1] + a[2]
}

#[differentiable]
fn changed_by_position(xs: &[f64; 3], y: f64) -> [f64; 3] {
    let mut a = [y; 3];
    for (i, (value, x)) in a.iter_mut().zip(xs.iter()).enumerate() {
        *value = *value * x + i as f64;
    }
    for row in a.iter_mut().skip(1) {
        *row *= 0.5;
    }
    a.iter_mut().for_each(|value| *value = value.cos());
    a
}

#[differentiable]
fn rows_changed(x: f64) -> f64 {
    let mut m = [[x, 1.0], [0.5, x * x]];
    for row in m.iter_mut() {
        row[0] += row[1];
        for value in row.iter_mut() {
            *value *= x;
        }
    }
    m[0][0] * m[1][0] - m[0][1] * m[1][1]
}

#[test]
fn iter_mut_changes_elements() {
    check!(changed_in_place; x = 0.7, y = 1.2);
    check_vjp!(changed_by_position; &xs = [1.0, -0.3, 0.7], y = 0.6);
    check!(rows_changed; x = 0.7);
}

#[differentiable]
fn enumerated(xs: &[f64], ys: [f64; 2]) -> f64 {
    let mut sum = 0.0;
    for (i, x) in xs.iter().enumerate() {
        sum += x * x * i as f64;
    }
    for (i, y) in ys.into_iter().enumerate() {
        sum *= y + i as f64;
    }
    sum
}

#[test]
fn enumerate_counts() {
    check!(enumerated; &xs = vec![1.0, -0.3, 0.7], ys = [0.5, 1.5]);
}

#[differentiable]
fn zipped(xs: &[f64], ys: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (x, y) in xs.iter().zip(ys) {
        sum += x * y;
    }
    for ((x, y), z) in xs.iter().zip(ys.iter()).zip([2.0, 3.0]) {
        sum += x * y.sin() * z;
    }
    for (i, y) in (1..3).zip(ys) {
        sum *= y.powi(i);
    }
    sum
}

#[test]
fn zip_ends_with_the_shorter() {
    check!(zipped; &xs = vec![1.0, -0.3, 0.7], &ys = vec![0.5, 1.5, -1.1]);
    check!(zipped; &xs = vec![1.0, -0.3, 0.7], &ys = vec![0.5, 1.5]);
    check!(zipped; &xs = vec![1.0], &ys = vec![0.5, 1.5]);
}

#[differentiable]
fn dot(xs: &[f64], ys: &[f64]) -> f64 {
    xs.iter().zip(ys).map(|(x, y)| x * y).sum()
}

#[differentiable]
fn squares(xs: &[f64]) -> f64 {
    xs.iter().map(|x| x * x).sum::<f64>()
}

#[differentiable]
fn by_reference_pattern(xs: &[f64], y: f64) -> f64 {
    let total: f64 = xs.iter().map(|&x| (x * y).sin()).sum();
    total * y
}

#[differentiable]
fn by_block(xs: &[f64], y: f64) -> f64 {
    xs.iter()
        .map(|x| {
            let z = x + y;
            if z > 0.5 { z * z } else { z }
        })
        .sum()
}

#[test]
fn map_transforms() {
    check!(dot; &xs = vec![1.0, -0.3, 0.7], &ys = vec![0.5, 1.5, -1.1]);
    assert_eq!(dot::grad(&[1.0, 2.0], &[3.0, 4.0]), (vec![3.0, 4.0], vec![1.0, 2.0]));
    check!(squares; &xs = vec![1.0, -0.3, 0.7]);
    check!(squares; &xs = Vec::<f64>::new());
    check!(by_reference_pattern; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
    check!(by_block; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
}

#[differentiable]
fn mapped_twice(xs: &[f64; 3]) -> f64 {
    xs.iter().map(|x| x.sin()).map(|s| s * s).enumerate().map(|(i, s)| s * i as f64).sum()
}

#[test]
fn maps_follow_each_other() {
    check!(mapped_twice; &xs = [1.0, -0.3, 0.7]);
}

#[differentiable]
fn mapped_range(xs: &[f64], y: f64) -> f64 {
    (0..xs.len()).map(|i| xs[i] * (y + i as f64).cos()).sum::<f64>()
}

#[differentiable]
fn mapped_inclusive(x: f64, n: i32) -> f64 {
    (1..=n).map(|k| x.powi(k) / k as f64).sum()
}

#[test]
fn ranges_are_mapped() {
    check!(mapped_range; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
    for n in [0, 1, 4] {
        check!(mapped_inclusive; x = 0.6, const n = n);
    }
}

#[differentiable]
fn nested_sums(m: &[[f64; 2]; 3], v: &[f64; 2]) -> f64 {
    m.iter().map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f64>().powi(2)).sum()
}

#[differentiable]
fn pairs(xs: &[f64]) -> f64 {
    (0..xs.len()).map(|i| (0..i).map(|j| (xs[i] - xs[j]).cos()).sum::<f64>()).sum()
}

#[test]
fn chains_nest() {
    check!(nested_sums; &m = [[1.0, -0.3], [0.7, 2.0], [0.1, 0.2]], &v = [0.4, -0.9]);
    check!(pairs; &xs = vec![1.0, -0.3, 0.7, 0.2]);
}

#[differentiable]
fn reversed(xs: &[f64], x: f64) -> f64 {
    xs.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

#[differentiable]
fn for_reversed(xs: &[f64; 3]) -> f64 {
    let mut y = 1.0;
    for x in xs.iter().rev() {
        y = (y * x).sin() + x;
    }
    for (i, x) in xs.iter().enumerate().rev() {
        y = y * x + i as f64;
    }
    y
}

#[test]
fn rev_runs_backwards() {
    check!(reversed; &xs = vec![1.0, -0.3, 0.7], x = 0.6);
    check!(for_reversed; &xs = [1.0, -0.3, 0.7]);
}

#[differentiable]
fn skipped_and_taken(xs: &[f64], n: usize) -> f64 {
    let mut y = 1.0;
    for x in xs.iter().skip(1).take(n) {
        y = y * x + 1.0;
    }
    y + xs.iter().take(2).map(|x| x * x).sum::<f64>() + xs.iter().skip(n).product::<f64>()
}

#[test]
fn skip_and_take_count() {
    for n in [0, 1, 3, 9] {
        check!(skipped_and_taken; &xs = vec![1.0, -0.3, 0.7, 1.1], const n = n);
    }
}

#[differentiable]
fn every_second(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in xs.iter().step_by(2) {
        sum += x * x;
    }
    sum * xs.iter().skip(1).step_by(2).map(|x| x.sin()).sum::<f64>()
}

#[test]
fn step_by_leaves_out() {
    check!(every_second; &xs = vec![1.0, -0.3, 0.7, 1.1, 0.4]);
}

#[differentiable]
fn filtered_by_position(xs: &[f64]) -> f64 {
    xs.iter().enumerate().filter(|(i, _)| i % 2 == 0).map(|(_, x)| x * x).sum()
}

#[differentiable]
fn filtered_by_value(xs: &[f64], limit: f64) -> f64 {
    xs.iter().filter(|x| **x > limit).map(|x| x * x * limit).sum()
}

#[differentiable]
fn filtered_for(xs: &[f64]) -> f64 {
    let mut product = 1.0;
    for x in xs.iter().filter(|&&x| x.abs() < 1.0) {
        product *= x;
    }
    product
}

#[test]
fn filter_leaves_out() {
    check!(filtered_by_position; &xs = vec![1.0, -0.3, 0.7]);
    check!(filtered_by_value; &xs = vec![1.0, -0.3, 0.7], limit = 0.4);
    check!(filtered_for; &xs = vec![1.4, -0.3, 0.7]);
}

#[differentiable]
fn copied(xs: &[f64]) -> f64 {
    let mut y = xs.iter().copied().map(f64::sin).sum::<f64>();
    for x in xs.iter().copied() {
        y *= x;
    }
    y + xs.iter().cloned().map(|x| x * x).sum::<f64>()
}

#[test]
fn copied_and_cloned_take_values() {
    check!(copied; &xs = vec![1.0, -0.3, 0.7]);
}

#[differentiable]
fn chained(xs: &[f64], ys: &[f64; 2]) -> f64 {
    let mut z = 1.0;
    for v in xs.iter().chain(ys) {
        z = (z * v).sin() + v;
    }
    z * xs.iter().chain(ys.iter()).map(|v| v * v).sum::<f64>()
}

#[test]
fn chain_runs_over_both() {
    check!(chained; &xs = vec![1.0, -0.3, 0.7], &ys = [0.4, 1.4]);
    check!(chained; &xs = Vec::<f64>::new(), &ys = [0.4, 1.4]);
}

#[differentiable]
fn inspected(xs: &[f64]) -> f64 {
    xs.iter().inspect(|x| assert!(x.is_finite())).map(|x| x * x).sum()
}

#[test]
fn inspect_changes_nothing() {
    check!(inspected; &xs = vec![1.0, -0.3, 0.7]);
}

#[differentiable]
fn chunks(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for chunk in xs.chunks_exact(2) {
        sum += chunk[0] * chunk[1];
    }
    for chunk in xs.chunks(2) {
        sum *= chunk.iter().sum::<f64>() + chunk.len() as f64;
    }
    sum + xs.chunks_exact(3).map(|c| c[0] * c[2] - c[1]).sum::<f64>()
}

#[test]
fn slices_are_cut_into_chunks() {
    check!(chunks; &xs = vec![1.0, -0.3, 0.7, 1.1, 0.4]);
    check!(chunks; &xs = vec![1.0, -0.3, 0.7, 1.1]);
}

#[differentiable]
fn chunks_changed(x: f64) -> f64 {
    let mut a = [x, 1.0, x * x, 0.5];
    for (i, chunk) in a.chunks_exact_mut(2).enumerate() {
        chunk[0] *= chunk[1] + i as f64;
        chunk[1] = chunk[0].sin();
    }
    a[0] * a[1] + a[2] * a[3]
}

#[test]
fn chunks_are_changed() {
    check!(chunks_changed; x = 0.7);
}

#[differentiable]
fn differences(xs: &[f64]) -> f64 {
    let mut sum = xs.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum::<f64>();
    for w in xs.windows(3) {
        sum += w[0] * w[1] * w[2];
    }
    sum
}

#[test]
fn windows_overlap() {
    check!(differences; &xs = vec![1.0, -0.3, 0.7, 1.1]);
    check!(differences; &xs = vec![1.0, 0.4]);
    check!(differences; &xs = vec![1.0]);
}

/// Behind a few items come the same ones without an end: their number is no sum.
#[test]
fn chains_may_have_no_end() {
    #[differentiable]
    fn padded(x: &[f64], n: usize) -> f64 {
        let filled = x.iter().copied().chain(std::iter::repeat(x[0] * 2.0)).take(n);
        let again = x.iter().chain(x.iter().cycle()).skip(1).step_by(2).take(n).zip(1..);
        filled.map(|v| v * v).sum::<f64>() + again.map(|(v, k)| v * k as f64).sum::<f64>()
    }
    for n in 0..6 {
        check!(padded; &x = [0.3, -0.7, 1.1], const n = n);
    }
}
