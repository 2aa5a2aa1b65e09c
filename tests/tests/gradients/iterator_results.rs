//! What chains of iterators end with: sums, folds, collections, extremes; the activity of what only counts.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn summed(xs: &[f64], ys: [f64; 2]) -> f64 {
    let plain: f64 = xs.iter().sum();
    plain * ys.iter().sum::<f64>() + ys.into_iter().sum::<f64>()
}

#[differentiable]
fn multiplied(xs: &[f64]) -> f64 {
    let all = xs.iter().product::<f64>();
    all + xs.iter().map(|x| x + 1.0).product::<f64>()
}

#[test]
fn sums_and_products() {
    check!(summed; &xs = vec![1.0, -0.3, 0.7], ys = [0.5, 1.5]);
    check!(multiplied; &xs = vec![1.0, -0.3, 0.7]);
    check!(multiplied; &xs = Vec::<f64>::new());
    // A product has a gradient where factors are zero.
    assert_eq!(multiplied::grad(&[0.0, 2.0, 3.0]), [6.0 + 12.0, 4.0, 3.0]);
}

#[differentiable]
fn folded(xs: &[f64], start: f64) -> f64 {
    xs.iter().fold(start, |sum, x| sum * 0.5 + x * x)
}

#[differentiable]
fn folded_pair(xs: &[f64]) -> f64 {
    let (sum, product) = xs.iter().fold((0.0, 1.0), |(sum, product), &x| (sum + x, product * x));
    sum * product
}

#[differentiable]
fn folded_array(xs: &[f64], start: [f64; 2]) -> [f64; 2] {
    xs.iter().fold(start, |mut acc, x| {
        acc[0] += x * acc[1];
        acc[1] *= x;
        acc
    })
}

#[differentiable]
fn folded_range(x: f64, n: usize) -> f64 {
    (0..n).fold(x, |y, i| (y + i as f64).sin() * x)
}

#[test]
fn folds() {
    check!(folded; &xs = vec![1.0, -0.3, 0.7], start = 0.4);
    check!(folded; &xs = Vec::<f64>::new(), start = 0.4);
    check!(folded_pair; &xs = vec![1.0, -0.3, 0.7]);
    check_vjp!(folded_array; &xs = vec![1.0, -0.3, 0.7], start = [0.4, 1.2]);
    check!(folded_range; x = 0.6, const n = 4);
}

#[differentiable]
fn greatest(xs: &[f64]) -> f64 {
    xs.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

#[differentiable]
fn greatest_by_pattern(xs: &[f64]) -> f64 {
    xs.iter().fold(f64::NEG_INFINITY, |greatest, &x| greatest.max(x))
}

#[differentiable]
fn smallest(xs: &[f64]) -> f64 {
    xs.iter().copied().fold(f64::INFINITY, f64::min)
}

#[differentiable]
fn log_sum_exp(xs: &[f64]) -> f64 {
    let greatest = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    greatest + xs.iter().map(|x| (x - greatest).exp()).sum::<f64>().ln()
}

#[differentiable]
fn softmax<const N: usize>(xs: [f64; N]) -> [f64; N] {
    let greatest = xs.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
    let mut ys = xs;
    for y in ys.iter_mut() {
        *y = (*y - greatest).exp();
    }
    let sum: f64 = ys.iter().sum();
    for y in &mut ys {
        *y /= sum;
    }
    ys
}

#[test]
fn extremes_are_folds() {
    check!(greatest; &xs = vec![1.0, -0.3, 1.7, 0.2]);
    assert_eq!(greatest::grad(&[1.0, -0.5, 3.0]), [0.0, 0.0, 1.0]);
    check!(greatest_by_pattern; &xs = vec![1.0, -0.3, 1.7, 0.2]);
    check!(smallest; &xs = vec![1.0, -0.3, 1.7, 0.2]);
    check!(log_sum_exp; &xs = vec![1.0, -0.3, 1.7, 0.2]);
    check_vjp!(softmax; xs = [1.0, -0.3, 1.7]);
}

#[differentiable]
fn greatest_by_order(xs: &[f64]) -> f64 {
    let greatest = xs.iter().max_by(|a, b| a.total_cmp(b)).unwrap();
    greatest * greatest
}

#[differentiable]
fn smallest_by_order(xs: &[f64], y: f64) -> f64 {
    let smallest = xs.iter().copied().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    smallest * y
}

#[differentiable]
fn greatest_of_mapped(xs: &[f64]) -> f64 {
    xs.iter().map(|x| x * x).max_by(|a, b| a.total_cmp(b)).unwrap_or(0.0)
}

#[differentiable]
fn position_of_greatest(xs: &[f64]) -> f64 {
    let (at, greatest) = xs.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap();
    greatest * (at as f64 + 1.0)
}

#[test]
fn extremes_by_an_order() {
    check!(greatest_by_order; &xs = vec![1.0, -0.3, 1.7, 0.2]);
    check!(smallest_by_order; &xs = vec![1.0, -0.3, 1.7, 0.2], y = 0.8);
    check!(greatest_of_mapped; &xs = vec![1.0, -2.3, 1.7, 0.2]);
    check!(position_of_greatest; &xs = vec![1.0, -0.3, 1.7, 0.2]);
}

#[differentiable]
fn last_one(xs: &[f64]) -> f64 {
    let last = xs.iter().last().unwrap();
    last * xs.iter().map(|x| x * 2.0).last().unwrap()
}

#[differentiable]
fn nth_one(xs: &[f64], n: usize) -> f64 {
    xs.iter().nth(n).copied().unwrap_or(1.0) * xs[0]
}

#[test]
fn single_elements() {
    check!(last_one; &xs = vec![1.0, -0.3, 1.7]);
    check!(nth_one; &xs = vec![1.3, -0.3, 1.7], const n = 1);
    check!(nth_one; &xs = vec![1.3, -0.3, 1.7], const n = 3);
}

#[differentiable]
fn counted(xs: &[f64], limit: f64) -> f64 {
    let above = xs.iter().filter(|x| **x > limit).count();
    above as f64 * xs[0] * limit
}

#[differentiable]
fn asked(xs: &[f64], x: f64) -> f64 {
    let mut y = x;
    if xs.iter().any(|v| *v < 0.0) {
        y *= x;
    }
    if xs.iter().all(|&v| v < 2.0) {
        y += xs[0];
    }
    if let Some(at) = xs.iter().position(|v| *v > 1.5) {
        y *= xs[at];
    }
    y
}

#[test]
fn counts_and_questions_are_constants() {
    check!(counted; &xs = vec![1.0, -0.3, 1.7], limit = 0.5);
    check!(asked; &xs = vec![1.0, -0.3, 1.7], x = 0.6);
    check!(asked; &xs = vec![1.0, 0.3, 2.7], x = 0.6);
    check!(asked; &xs = vec![1.0, 0.3, 1.2], x = 0.6);
}

#[differentiable]
fn for_each(xs: &[f64], y: f64) -> f64 {
    let mut sum = y;
    xs.iter().for_each(|x| sum += x * y);
    (0..xs.len()).for_each(|i| {
        sum *= xs[i] + 1.0;
    });
    sum
}

#[test]
fn for_each_may_change_what_it_captures() {
    check!(for_each; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
}

#[differentiable]
fn collected(xs: &[f64], y: f64) -> f64 {
    let scaled: Vec<f64> = xs.iter().map(|x| x * y).collect();
    let shifted = scaled.iter().map(|x| x + 1.0).collect::<Vec<_>>();
    let mut product = 1.0;
    for (a, b) in scaled.iter().zip(&shifted) {
        product *= a + b;
    }
    product + shifted[0]
}

#[differentiable]
fn collected_range(x: f64, n: usize) -> f64 {
    let powers: Vec<f64> = (0..n).map(|k| x.powi(k as i32)).collect();
    powers.iter().sum::<f64>() * powers[n - 1]
}

#[differentiable]
fn collected_rows(m: &[[f64; 2]], v: [f64; 2]) -> f64 {
    let product: Vec<f64> = m.iter().map(|row| row[0] * v[0] + row[1] * v[1]).collect();
    let rows: Vec<Vec<f64>> = product.iter().map(|p| m[0].iter().map(|x| x * p).collect()).collect();
    rows.iter().map(|row| row.iter().product::<f64>()).sum::<f64>()
}

#[test]
fn collections() {
    check!(collected; &xs = vec![1.0, -0.3, 0.7], y = 0.6);
    check!(collected_range; x = 0.6, const n = 4);
    check!(collected_rows; &m = vec![[1.0, -0.3], [0.7, 2.0]], v = [0.4, -0.9]);
}

#[differentiable]
fn array_mapped(xs: [f64; 3], y: f64) -> f64 {
    let ys = xs.map(|x| x * y);
    ys[0] * ys[1] + ys[2]
}

#[test]
fn arrays_are_mapped() {
    check!(array_mapped; xs = [1.0, -0.3, 0.7], y = 0.6);
}

#[differentiable]
fn mapped_options(xs: &[f64], y: f64) -> f64 {
    let count = xs.first().map_or(0, |_| 2);
    let last = xs.last().map_or(y, |x| x * x) + xs.get(1).map(|x| x * y).unwrap_or(3.0 * y);
    let largest = xs.iter().map(|x| x * 2.0).reduce(f64::max).unwrap_or_default();
    let place = xs.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0.0, |(i, x)| x * y * i as f64);
    let split = xs.split_first().map_or_else(|| y.exp(), |(head, rest)| head * rest.iter().sum::<f64>());
    last * largest + place + split * f64::from(count)
}

#[differentiable]
fn options_with_effects(xs: &[f64], y: f64) -> f64 {
    let mut count = 0.0;
    let squared = |x: &f64| {
        count += 1.0;
        x * x
    };
    let found = xs.iter().find(|x| **x > y).map(squared).unwrap_or_else(|| y.sin());
    found * (y + count)
}

#[test]
fn options_are_mapped_and_have_defaults() {
    for n in 0..4 {
        check!(mapped_options; &xs = [0.5, 0.9, 0.7][..n].to_vec(), y = 0.3);
        check!(options_with_effects; &xs = [0.2, 0.9, 0.7][..n].to_vec(), y = 0.3);
    }
}

/// A spanning tree: the next node is looked for among those that are left.
#[differentiable]
fn spanned(w: &[Vec<f64>]) -> f64 {
    let n = w.len();
    let mut is_in = vec![false; n];
    let mut key = vec![f64::MAX; n];
    key[0] = 0.0;
    let mut total = 0.0;
    for _ in 0..n {
        let next = (0..n).filter(|&i| !is_in[i]).min_by(|&a, &b| key[a].partial_cmp(&key[b]).unwrap()).unwrap();
        is_in[next] = true;
        total += key[next];
        for v in 0..n {
            let cost = w[next][v].abs();
            if !is_in[v] && cost < key[v] {
                key[v] = cost;
            }
        }
    }
    total
}

#[differentiable]
fn farthest(xs: &[f64]) -> f64 {
    let by_index = |a: &(usize, &f64), b: &(usize, &f64)| a.0.pow(2).cmp(&b.0.pow(2)).then(a.1.total_cmp(b.1));
    let (i, x) = xs.iter().enumerate().filter(|(i, _)| i % 2 == 0).max_by(by_index).unwrap();
    let (j, y) = xs.iter().enumerate().filter(|(i, _)| i % 2 == 0).min_by(|a, b| a.0.pow(2).cmp(&b.0.pow(2))).unwrap();
    x * i as f64 + y * (j + 1) as f64
}

#[test]
fn constants_among_filtered_items_have_their_types() {
    let w: Vec<Vec<f64>> = (0..4).map(|i| (0..4).map(|j| f64::sin((3 * i + 7 * j + 1) as f64)).collect()).collect();
    check!(spanned; &w = w);
    check!(spanned; &w = vec![vec![0.3]]);
    for n in 1..5 {
        check!(farthest; &xs = [0.5, 0.9, 0.7, 0.2][..n].to_vec());
    }
}
