//! Iterators that a variable holds, arrays that a closure fills, rows that grow.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn summed(xs: &[f64]) -> f64 {
    let it = xs.iter().map(|x| x * x);
    it.sum()
}

#[differentiable]
fn looped(xs: &[f64]) -> f64 {
    let squares = xs.iter().filter(|x| **x > 0.0).map(|v| v * v);
    let mut s = 0.0;
    for q in squares {
        s += q * q;
    }
    s
}

#[differentiable]
fn first_then_rest(xs: &[f64]) -> f64 {
    let mut it = xs.iter();
    let first = it.next().unwrap();
    let mut s = *first;
    for x in it {
        s = s * x + first;
    }
    s
}

#[differentiable]
fn one_after_another(xs: &[f64]) -> f64 {
    let mut it = xs.iter().copied();
    let mut s = 0.1;
    while let Some(x) = it.next() {
        s = s * 0.5 + x * x;
        if let Some(y) = it.next() {
            s += y * x;
        }
    }
    s
}

#[differentiable]
fn remainder(xs: &[f64]) -> f64 {
    let chunks = xs.chunks_exact(2);
    let rest = chunks.remainder();
    let mut s = 0.0;
    for c in chunks {
        s += c[0] * c[1];
    }
    s + rest.iter().sum::<f64>() * 3.0
}

#[differentiable]
fn cloned(xs: &[f64]) -> f64 {
    let it = xs.iter().map(|x| x.sin());
    let a: f64 = it.clone().sum();
    let b = it.fold(1.0, |p, q| p * q);
    a * b
}

#[differentiable]
fn cloned_in_a_loop(xs: &[f64], n: usize) -> f64 {
    let it = xs.iter().filter(|x| **x > 0.0);
    let mut s = 0.0;
    for k in 0..n {
        s += it.clone().map(|x| x * k as f64).sum::<f64>();
    }
    s * s
}

#[differentiable]
fn asked_in_a_loop(xs: &[f64], n: usize) -> f64 {
    let mut it = xs.iter();
    let mut s = 1.0;
    for _ in 0..n {
        match it.next() {
            Some(x) => s = s * x + x,
            None => s *= 0.5,
        }
    }
    s
}

#[differentiable]
fn zipped(xs: &[f64], ys: &[f64]) -> f64 {
    let c = xs.iter().zip(ys);
    c.map(|(x, y)| x * y).sum::<f64>()
}

#[differentiable]
fn from_fn(x: f64) -> f64 {
    let p: [f64; 3] = std::array::from_fn(|i| x.powi(i as i32));
    p[0] + p[1] * p[2]
}

#[differentiable]
fn from_fn_in_a_loop(x: f64) -> f64 {
    let p: [f64; 12] = std::array::from_fn(|i| x * i as f64);
    let m = std::array::from_fn::<f64, 4, _>(|i| p[i] * p[i + 1]);
    p.iter().sum::<f64>() * m[2]
}
const N: usize = 10;

#[differentiable]
fn rows_from_fn(x: f64) -> f64 {
    let p: [[f64; 2]; N] = core::array::from_fn(|i| [x * i as f64, x.sin()]);
    let mut s = 0.0;
    for r in &p {
        s += r[0] * r[1];
    }
    s
}

#[differentiable]
fn from_fn_of_iteration(xs: &[f64], n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        let row: [f64; 9] = std::array::from_fn(|j| xs[j % 3] * i as f64);
        s += row[i] * row[2] * s + row[1];
    }
    s
}

#[differentiable]
fn next_and_nth(xs: &[f64]) -> f64 {
    let mut it = xs.iter().zip(xs.iter().skip(1)).map(|(a, b)| a * b);
    let f = it.next().unwrap_or(0.0);
    let g = it.nth(1).unwrap_or(2.0);
    f * g + it.sum::<f64>()
}

#[differentiable]
fn chunks_one_by_one(xs: &[f64]) -> f64 {
    let mut rows = xs.chunks(2);
    let mut s = 0.0;
    while let Some(r) = rows.next() {
        s += r.iter().product::<f64>() * r[0];
    }
    s
}

#[differentiable]
fn skewness(xs: &[f64]) -> f64 {
    let n = xs.len() as f64;
    let mean = xs.iter().sum::<f64>() / n;
    let dev = xs.iter().map(|x| x - mean);
    let var = dev.clone().map(|d| d * d).sum::<f64>() / n;
    dev.map(|d| (d / var.sqrt()).powi(3)).sum::<f64>() / n
}

#[differentiable]
fn changed_one_by_one(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    let mut it = v.iter_mut();
    if let Some(a) = it.next() {
        *a *= 2.0;
    }
    for a in it {
        *a = a.sin();
    }
    v[0] * v[1]
}

#[differentiable]
fn changed_through_options(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    if let Some(l) = v.last_mut() {
        *l *= 3.0;
    }
    *v.first_mut().unwrap() += v[1];
    let m = v.get_mut(1).unwrap();
    *m *= *m;
    v.last_mut().unwrap().sin() * v[0] * v[1]
}

#[differentiable]
fn pushed_to_the_last_row(xs: &[f64], n: usize) -> f64 {
    let mut rows = vec![vec![xs[0]]];
    for i in 0..n {
        rows.last_mut().unwrap().push(xs[i % xs.len()]);
        if i % 2 == 0 {
            rows.push(vec![xs[1]]);
        }
    }
    rows.iter().map(|r| r.iter().product::<f64>()).sum::<f64>()
}

#[differentiable]
fn rows_grow_in_a_loop(xs: &[f64], n: usize) -> f64 {
    let mut rows = vec![vec![xs[0]]];
    for i in 0..n {
        let k = rows.len() - 1;
        rows[k].push(xs[i % xs.len()]);
        if i % 2 == 0 {
            rows.push(vec![xs[1]]);
        }
    }
    rows.iter().map(|r| r.iter().product::<f64>()).sum::<f64>()
}

#[differentiable]
fn first_row_grows(xs: &[f64], n: usize) -> f64 {
    let mut rows = vec![vec![xs[0]]];
    for i in 0..n {
        rows[0].push(xs[i % xs.len()]);
    }
    rows[0][n] * rows[0][0]
}

#[differentiable]
fn row_grows(xs: &[f64]) -> f64 {
    let mut rows = vec![vec![xs[0]]];
    rows[0].push(xs[1]);
    rows[0][1] * rows[0][0]
}

#[differentiable]
fn one_of_rows_grows(xs: &[f64]) -> f64 {
    let mut rows = vec![vec![xs[0]], vec![xs[0], xs[1]]];
    rows[0].push(xs[1]);
    rows[0][1] * rows[1][0]
}
#[test]
fn iterators_are_held_by_variables() {
    for xs in
        [vec![0.713, -0.327, 0.219, 1.417, 0.937, -0.819], vec![0.417, 0.311, -0.613, 0.113], vec![0.317, 0.411, 0.953]]
    {
        let ys = vec![0.4, 1.1, -0.6, 0.8];
        check!(summed; &xs = xs.clone());
        check!(looped; &xs = xs.clone());
        check!(first_then_rest; &xs = xs.clone());
        check!(one_after_another; &xs = xs.clone());
        check!(remainder; &xs = xs.clone());
        check!(cloned; &xs = xs.clone());
        check!(cloned_in_a_loop; &xs = xs.clone(), const n = 3);
        check!(asked_in_a_loop; &xs = xs.clone(), const n = 5);
        check!(zipped; &xs = xs.clone(), &ys = ys.clone());
        check!(from_fn; x = 0.3);
        check!(from_fn_in_a_loop; x = 0.3);
        check!(rows_from_fn; x = 0.3);
        check!(from_fn_of_iteration; &xs = xs.clone(), const n = 4);
        check!(next_and_nth; &xs = xs.clone());
        check!(chunks_one_by_one; &xs = xs.clone());
        check!(skewness; &xs = xs.clone());
        check!(changed_one_by_one; &xs = xs.clone());
        check!(changed_through_options; &xs = xs.clone());
        check!(pushed_to_the_last_row; &xs = xs.clone(), const n = 4);
    }
}

#[test]
fn rows_change_their_length() {
    check!(rows_grow_in_a_loop; &xs = vec![0.3, 0.4, 0.7], const n = 3);
    check!(first_row_grows; &xs = vec![0.3, 0.4, 0.7], const n = 3);
    check!(row_grows; &xs = vec![0.3, 0.4, 0.7]);
    check!(one_of_rows_grows; &xs = vec![0.3, 0.4, 0.7]);
}

#[differentiable]
fn lent_to_loops(x: &[f64]) -> f64 {
    let mut items = x.iter().enumerate();
    let mut sum = 0.0;
    for (i, v) in items.by_ref() {
        if *v < 0.0 {
            sum -= i as f64 * v;
            break;
        }
        sum += v * v;
    }
    for (i, v) in items {
        sum += v * i as f64;
    }
    sum
}

#[differentiable]
fn lent_from_the_second_on(x: &[f64]) -> f64 {
    let mut items = x.iter();
    let head = *items.next().unwrap();
    let mut sum = head;
    'items: for v in &mut items {
        for k in 0..3 {
            if *v > 0.9 {
                continue 'items;
            }
            if *v < -0.95 {
                break 'items;
            }
            sum += v * k as f64;
        }
    }
    sum + items.map(|v| v * head).sum::<f64>()
}

#[differentiable]
fn chunks_and_remainders(x: &[f64], y: &[f64]) -> f64 {
    let (mut left, right) = (x.chunks_exact(4), y.chunks_exact(4));
    let mut pairs = y.chunks_exact(2);
    let mut sum: f64 = left.remainder().iter().zip(right.remainder()).map(|(a, b)| a * b).sum();
    for pair in &mut pairs {
        sum += pair[0] * pair[1];
    }
    for last in pairs.remainder() {
        sum -= last;
    }
    let first = left.next().map_or(0.0, |chunk| chunk[3]);
    let mut lanes = [first; 4];
    for (a, b) in left.zip(right) {
        for k in 0..4 {
            lanes[k] += a[k] * b[k];
        }
    }
    lanes.iter().sum::<f64>() + sum
}

#[test]
fn loops_borrow_iterators() {
    for n in [1, 2, 5, 9, 13] {
        for seed in [3, 6] {
            let numbers = |seed: usize| (0..n).map(|i| f64::sin(((i + 1) * seed) as f64 * 1.3)).collect::<Vec<f64>>();
            check!(lent_to_loops; &x = numbers(seed));
            check!(lent_from_the_second_on; &x = numbers(seed));
            check!(chunks_and_remainders; &x = numbers(seed), &y = numbers(seed + 1));
        }
    }
}
