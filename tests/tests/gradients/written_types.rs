//! Types that are written elsewhere: lengths of arrays, vectors that own what references refer to.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

fn numbers(count: usize) -> Vec<f64> {
    (0..count).map(|i| f64::sin((3 * i + 3) as f64 * 1.3)).collect()
}

#[differentiable]
mod arrays {
    pub fn added<const N: usize>(a: &[f64; N], b: &[f64; N]) -> [f64; N] {
        std::array::from_fn(|i| a[i] + b[i])
    }

    fn changed<const N: usize>(a: &mut [f64; N], k: f64) -> [f64; N] {
        a[0] *= k;
        a.map(|x| x * k)
    }

    pub fn repeated<const N: usize>(a: [f64; N], k: f64) -> f64 {
        let mut v = a;
        for _ in 0..3 {
            v = added(&v.map(|x| 0.5 * x), &a);
            let w = changed(&mut v, k);
            v = added(&v, &w);
        }
        v.iter().sum()
    }
}

#[differentiable]
fn grid(x: &[f64]) -> [[f64; 2]; 2] {
    if x.len() < 2 {
        return std::array::from_fn(|i| std::array::from_fn(|j| x[0] * (i + 2 * j) as f64));
    }
    let rows: Vec<[f64; 2]> = (0..2).map(|i| core::array::from_fn(|j| x[i] * x[j])).collect();
    if x[0] > 0.0 { core::array::from_fn(|i| rows[i]) } else { [rows[1], rows[0]] }
}

#[differentiable]
fn ends(x: &[f64]) -> f64 {
    let [first, second]: &[f64; 2] = x[..2].try_into().unwrap();
    let last = <[f64; 2]>::try_from(&x[x.len() - 2..]).expect("two");
    first * last[1] - second * last[0]
}

#[differentiable]
fn by_chunks<const N: usize>(x: &[f64], y: [f64; N]) -> f64 {
    let mut sum = 0.0;
    for chunk in x.chunks_exact(N) {
        let chunk: [f64; N] = chunk.try_into().expect("a chunk");
        sum += chunk[0] * chunk[N - 1] * y[N / 2];
    }
    sum + x.chunks_exact(N).remainder().iter().sum::<f64>()
}

#[differentiable]
fn parted(x: &[f64]) -> f64 {
    let (above, below): (Vec<f64>, Vec<f64>) = x.iter().partition(|&&x| x > 0.0);
    let (left, right): (Vec<f64>, Vec<f64>) = x.iter().zip(x.iter().rev()).unzip();
    above.iter().sum::<f64>() * below.len() as f64 + left.iter().zip(&right).map(|(a, b)| a * b).sum::<f64>()
}

#[test]
fn arrays_have_the_lengths_that_are_written() {
    check!(arrays::repeated; a = [0.1, 0.4, 0.9], k = 0.8);
    check!(arrays::repeated; a = [0.1; 12], k = 0.8);
    check_vjp!(grid; &x = vec![0.4]);
    check_vjp!(grid; &x = vec![0.4, 0.9]);
    check_vjp!(grid; &x = vec![-0.4, 0.9]);
    check!(ends; &x = numbers(2));
    check!(ends; &x = numbers(5));
    for n in [0, 2, 3, 7] {
        check!(by_chunks; &x = numbers(n), y = [0.7, 0.2, 0.4]);
        check!(by_chunks; &x = numbers(n), y = [0.7; 2]);
    }
}

#[test]
fn vectors_own_their_elements_where_that_is_written() {
    for n in [1, 2, 5] {
        check!(parted; &x = numbers(n));
    }
}
