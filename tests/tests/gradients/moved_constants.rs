//! Constants that the user's words move, and that the reverse sweep reads, or later words; integers without a suffix that are
//! lent.

use autodiff_core::differentiable;

use crate::helpers::check;

fn count(v: Vec<usize>) -> usize {
    v.len()
}

#[differentiable]
fn moved_into_call(xs: &[f64], n: usize) -> f64 {
    let v: Vec<usize> = (0..n).map(|i| (i * 2) % 3).collect();
    let mut product = 1.0;
    for &i in &v {
        product *= xs[i].sin();
    }
    product * count(v) as f64
}

#[differentiable]
fn copy_moved(xs: &[f64], v: &[usize]) -> f64 {
    let v = v.to_vec();
    let mut product = 1.0;
    for i in 0..v.len() {
        product *= xs[v[i]].sin() + product;
    }
    product * count(v) as f64
}

#[differentiable]
fn moved_by_iterators_and_blocks(xs: &[f64], v: &[usize]) -> f64 {
    let v = v.to_vec();
    let names: Vec<String> = v.iter().map(|i| "x".repeat(*i)).collect();
    let mut product = 1.0;
    for i in 0..v.len() {
        product *= xs[v[i]].sin() + names[i].len() as f64;
    }
    let total: usize = names.into_iter().map(|name| name.len()).sum();
    let sorted = {
        let mut v = v;
        v.sort_unstable();
        v
    };
    product * total as f64 * sorted.first().map_or(0, |first| *first) as f64 + product
}

#[differentiable]
fn moved_in_each_iteration(xs: &[f64], n: usize) -> f64 {
    let mut state = 0.5;
    for k in 0..n {
        let v: Vec<usize> = (0..k).collect();
        for i in v.iter() {
            state = (state * xs[*i]).cos();
        }
        state *= 1.0 + count(v) as f64;
    }
    state
}

#[differentiable]
fn lent_to_closure(x: f64, n: usize) -> f64 {
    let mut calls = 1;
    let f = |calls: &mut u32, v: f64| {
        *calls += 1;
        *calls = calls.pow(2) % 17;
        v * x
    };
    let mut sum = 0.0;
    for _ in 0..n {
        sum += f(&mut calls, sum + 1.0);
    }
    sum * calls as f64
}

#[differentiable]
mod lent {
    fn step(calls: &mut i64, v: f64) -> f64 {
        *calls = calls.wrapping_mul(3);
        v * v
    }

    pub(super) fn to_helper(x: f64, n: usize) -> f64 {
        let mut calls = 1;
        let mut sum = x;
        for _ in 0..n {
            sum = step(&mut calls, sum) * 0.5 + x;
        }
        sum / calls as f64
    }
}

#[test]
fn moved_constants_are_kept() {
    for x in [vec![0.3, 0.9, 0.8, 2.4], vec![1.7, -1.3, 0.1, 0.4]] {
        for n in 0..4 {
            check!(moved_into_call; &x = x.clone(), const n = n);
            check!(moved_in_each_iteration; &x = x.clone(), const n = n);
        }
        for v in [vec![], vec![2, 1, 3], vec![1, 1]] {
            check!(copy_moved; &x = x.clone(), const &v = v.clone());
            check!(moved_by_iterators_and_blocks; &x = x.clone(), const &v = v.clone());
        }
    }
}

#[test]
fn integers_are_lent() {
    for n in 0..4 {
        check!(lent_to_closure; x = 0.7, const n = n);
        check!(lent::to_helper; x = 0.7, const n = n);
    }
}

#[differentiable]
fn strings_that_are_consumed(x: f64, xs: &[f64], #[constant] names: Vec<String>) -> f64 {
    let mut t = x;
    for (name, v) in names.into_iter().zip(xs) {
        t = t * v + x * name.len() as f64;
        let kept = name;
        t += kept.len() as f64 * v;
    }
    t
}

#[differentiable]
fn strings_that_are_cloned(x: f64, xs: &[f64], #[constant] names: &[String]) -> f64 {
    let mut t = x;
    for (mut name, v) in names.iter().cloned().zip(xs) {
        name.push('x');
        t = t * v + x * name.len() as f64;
    }
    t
}

#[test]
fn strings_stay_in_their_vector() {
    let names = || vec!["a".to_owned(), "bcd".to_owned(), "ef".to_owned()];
    for xs in [vec![], vec![0.7], vec![0.7, -0.4, 1.3, 2.0]] {
        let mut consumed = (0.6, 1.0);
        let mut cloned = (0.6, 1.0);
        for (name, v) in names().iter().zip(&xs) {
            let len = name.len() as f64;
            consumed = (consumed.0 * v + 0.6 * len + len * v, consumed.1 * v + len);
            cloned = (cloned.0 * v + 0.6 * (len + 1.0), cloned.1 * v + len + 1.0);
        }
        let zeros = vec![0.0; xs.len()];
        let (value, (slope, _)) = strings_that_are_consumed::value_and_grad(0.6, &xs, names());
        assert_eq!(value, strings_that_are_consumed(0.6, &xs, names()));
        assert!((value - consumed.0).abs() < 1e-14 && (slope - consumed.1).abs() < 1e-14);
        assert_eq!(strings_that_are_consumed::jvp(0.6, &xs, names(), 1.0, &zeros).0, value);
        let (value, pullback) = strings_that_are_cloned::vjp(0.6, &xs, &names());
        assert_eq!(value, strings_that_are_cloned(0.6, &xs, &names()));
        assert!((value - cloned.0).abs() < 1e-14 && (pullback(1.0).0 - cloned.1).abs() < 1e-14);
    }
}
