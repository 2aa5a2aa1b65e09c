//! Vectors and arrays that lack one thing that an optional pass needs, as in `preconditions`: what is made once, filled, handed
//! on or changed in place.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

/// Numbers that look arbitrary.
fn numbers(count: usize, seed: f64) -> Vec<f64> {
    (0..count).map(|i| 0.4 + 0.3 * (seed + 1.7 * i as f64).sin()).collect()
}

/// A loop that ends after it has pushed.
#[differentiable]
fn pushed_until(x: &[f64], #[constant] last: usize) -> f64 {
    let mut v = Vec::new();
    for i in 0..x.len() {
        v.push(x[i].sin() + 0.5);
        if i == last {
            break;
        }
    }
    let mut s = 1.0;
    for j in 0..v.len() {
        s *= v[j] + v[v.len() - 1 - j];
    }
    s * v.len() as f64
}

/// The length is asked for between two elements.
#[differentiable]
fn pushed_and_counted(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    let mut s = 1.0;
    for i in 0..x.len() {
        v.push(x[i] * x[i]);
        s *= v[v.len() - 1] + v[0] + v.len() as f64;
    }
    s + v.iter().sum::<f64>()
}

#[test]
fn vectors_that_grow() {
    for n in [1, 2, 4] {
        for last in [0, 1, 2, 7] {
            check!(pushed_until; &x = numbers(n, 0.0), const last = last);
        }
        check!(pushed_and_counted; &x = numbers(n, 0.0));
    }
}

/// Each iteration fills less of its vector.
#[differentiable]
fn partly_filled(x: &[f64]) -> f64 {
    let n = x.len();
    let mut s = 1.0;
    for i in 0..n {
        let mut v = vec![0.0; n];
        for j in 0..n - i {
            v[j] = x[j] * s;
        }
        for j in 0..n {
            s += 0.1 * (v[j] * x[i]).sin();
        }
    }
    s
}

/// Each iteration reads less of its vector.
#[differentiable]
fn partly_read(x: &[f64]) -> f64 {
    let n = x.len();
    let mut s = 1.0;
    for i in 0..n {
        let mut v = vec![0.0; n];
        for j in 0..n {
            v[j] = x[j] * s;
        }
        for j in 0..i {
            s += 0.1 * (v[j] * x[i]).sin();
        }
    }
    s
}

/// An iteration adds to ones.
#[differentiable]
fn added_to_ones(x: &[f64], w: &[f64], #[constant] bins: &[usize], #[constant] rounds: usize) -> f64 {
    let mut s = 0.0;
    for round in 0..rounds {
        let mut v = vec![1.0; 4];
        for (x, bin) in x.iter().zip(bins) {
            v[*bin] += x * round as f64;
        }
        for j in 0..4 {
            s += v[j] * w[j];
        }
    }
    s
}

/// The zeros are looked at before.
#[differentiable]
fn read_before(x: &[f64], #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut s = 1.0;
    for _ in 0..rounds {
        let mut v = vec![0.0; n];
        for j in 0..n {
            s += 0.1 * (v[j] + x[j]).sin();
        }
        for j in 0..n {
            v[j] = x[j] * s;
        }
        for j in 0..n {
            s += 0.1 * (v[j] * v[n - 1 - j]).cos();
        }
    }
    s
}

#[test]
fn vectors_of_an_iteration() {
    for n in [1, 2, 4] {
        check!(partly_filled; &x = numbers(n, 0.0));
        check!(partly_read; &x = numbers(n, 0.0));
        check!(added_to_ones; &x = numbers(4, 0.0), &w = numbers(4, 1.0), const &bins = [0, 2, 2, 1], const rounds = n);
        for rounds in [0, 1, 3] {
            check!(read_before; &x = numbers(n, 0.0), const rounds = rounds);
        }
    }
}

/// An array that the next iteration reads under another name.
#[differentiable]
fn one_behind(x: f64, #[constant] n: usize) -> f64 {
    let (mut before, mut current) = ([0.5, 0.25, 0.125], [1.0, 0.5, 0.25]);
    let mut s = 0.0;
    for i in 0..n {
        s += before[0] * before[1] * before[2];
        before = current;
        let mut next = [0.0; 3];
        for j in 0..3 {
            next[j] = (x * (i + j) as f64).sin();
        }
        current = next;
    }
    s
}

/// The loop that fills the array may be over before it has.
#[differentiable]
fn filled_until(x: &[f64; 3], #[constant] last: &[usize]) -> f64 {
    let mut v = [0.0; 3];
    let mut s = 0.0;
    for i in 0..last.len() {
        for j in 0..3 {
            v[j] = x[j] * (i + 1) as f64;
            if j == last[i] {
                break;
            }
        }
        for j in 0..3 {
            s += (v[j] * v[2 - j]).sin();
        }
    }
    s
}

/// The first element stays as it was.
#[differentiable]
fn filled_from_one(x: &[f64; 3], #[constant] rounds: usize) -> f64 {
    let mut v = [0.5; 3];
    let mut s = 0.0;
    for i in 0..rounds {
        for j in 1..3 {
            v[j] = x[j] * (i + 1) as f64;
        }
        s += (v[0] * v[1] * v[2]).sin();
        v[0] = x[0] * v[1];
    }
    s
}

/// What the last iteration leaves is read behind the loop.
#[differentiable]
fn left_behind(x: &[f64], #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut v = vec![0.0; n];
    let mut s = 0.0;
    for i in 0..rounds {
        for j in 0..n {
            v[j] = x[j] * (i as f64 + 0.5);
        }
        for j in 0..n {
            s += v[j] * v[n - 1 - j];
        }
    }
    s + v[0] * v[n - 1] * 3.0
}

/// Each iteration overwrites less.
#[differentiable]
fn less_each_time(x: &[f64], #[constant] rounds: usize) -> f64 {
    let n = x.len();
    let mut v = vec![0.0; n];
    let mut s = 0.0;
    for i in 0..rounds {
        for j in 0..usize::saturating_sub(n, i) {
            v[j] = x[j] * (i as f64 + 0.5);
        }
        for j in 0..n {
            s += v[j] * v[n - 1 - j];
        }
    }
    s
}

/// What fills the array looks ahead.
#[differentiable]
fn looks_ahead_while_it_fills(x: &[f64; 3], #[constant] rounds: usize) -> f64 {
    let mut v = [0.5; 3];
    let mut s = 0.0;
    for i in 0..rounds {
        for j in 0..3 {
            v[j] = x[j] * (i + 1) as f64;
            s += (v[j] * v[(j + 1) % 3]).sin();
        }
    }
    s
}

#[test]
fn arrays_that_are_no_scratch() {
    for n in [0, 1, 2, 3, 4] {
        check!(one_behind; x = 0.4, const n = n);
        check!(filled_from_one; &x = [0.3, 0.5, 0.7], const rounds = n);
        check!(looks_ahead_while_it_fills; &x = [0.3, 0.5, 0.7], const rounds = n);
        check!(left_behind; &x = numbers(3, 0.0), const rounds = n);
        check!(less_each_time; &x = numbers(3, 0.0), const rounds = n);
    }
    for last in [vec![], vec![2], vec![2, 1, 0], vec![0, 1], vec![1, 1, 1]] {
        check!(filled_until; &x = [0.3, 0.5, 0.7], const &last = last);
    }
}

/// The second loop writes what the first one would read next.
#[differentiable]
fn writes_ahead(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len();
    let mut c = y.to_vec();
    let mut t = vec![0.0; n];
    for i in 0..n {
        t[i] = c[i] * 1.5 + x[i];
    }
    let behind = &mut c[1..];
    for i in 0..n {
        behind[i] = t[i] * t[i];
    }
    c.iter().map(|c| c.sin()).sum()
}

/// A copy is made between the loops.
#[differentiable]
fn copied_between(x: &[f64; 4]) -> f64 {
    let (mut a, mut t) = ([0.0; 4], [0.0; 4]);
    for i in 0..4 {
        a[i] = x[i] * x[i];
        t[i] = x[i].sin();
    }
    let b = a;
    for i in 0..4 {
        a[i] = t[i] * x[i];
    }
    let mut s = 0.0;
    for i in 0..4 {
        s += (b[i] * a[3 - i]).sin();
    }
    s
}

/// A copy from before the first loop is read in the second one.
#[differentiable]
fn copied_before(x: &[f64; 5]) -> f64 {
    let (mut a, mut t, mut s) = (*x, [0.0; 4], 0.0);
    let b = a;
    for ((a, t), x) in a[1..].iter_mut().zip(t.iter_mut()).zip(x) {
        *a = x * x;
        *t = x.sin();
    }
    for i in 0..4 {
        s += b[i] * t[i];
    }
    s + a[1] * a[4]
}

/// Two arrays begin as one.
#[differentiable]
fn two_of_one(x: &[f64; 4]) -> f64 {
    let start = *x;
    let (mut a, mut b, mut t) = (start, start, [0.0; 4]);
    for i in 0..4 {
        a[i] = x[i] * x[i];
        t[i] = x[i].sin();
    }
    for i in 0..4 {
        b[i] = b[i] * t[i];
    }
    let mut s = 0.0;
    for i in 0..4 {
        s += (a[i] * b[3 - i]).sin();
    }
    s
}

/// The second loop reads what was written two iterations before.
#[differentiable]
fn two_behind(x: &[f64]) -> f64 {
    let n = x.len();
    let mut t = vec![0.5; n + 2];
    let behind = &mut t[2..];
    for i in 0..n {
        behind[i] = x[i] * x[i];
    }
    let mut s = 0.0;
    for i in 0..n {
        s += (t[i] * x[i]).sin();
    }
    s
}

/// The last loop is longer by two.
#[differentiable]
fn two_further(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len();
    let mut t = vec![0.5; n];
    for i in 0..n {
        t[i] = x[i] * x[i];
    }
    let (mut s, mut r) = (0.0, 0.0);
    for i in 0..n {
        s += (t[i] * 0.7).sin();
    }
    for i in 0..n + 2 {
        r += y[i] * 0.7;
    }
    s * r
}

/// What stands between the loops reads what the first one leaves, and the second one reads that.
#[differentiable]
fn asked_between(x: &[f64]) -> f64 {
    let n = x.len();
    let mut t = vec![0.5; n];
    let mut s = 0.0;
    for i in 0..n {
        t[i] = x[i] * x[i];
        s += x[i];
    }
    let r = s.sin();
    let mut q = 0.0;
    for i in 0..n {
        q += (t[i] * 0.7).sin() * r;
    }
    q
}

/// The array is the result.
#[differentiable]
fn given_back(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut t = vec![0.0; n];
    for i in 0..n {
        t[i] = x[i] * x[i];
    }
    let mut s = 0.0;
    for i in 0..n {
        s += (t[i] * 0.7).sin();
    }
    t[0] = s;
    t
}

#[test]
fn loops_that_stay_apart() {
    check!(copied_between; &x = [0.3, 0.5, 0.7, 0.2]);
    check!(copied_before; &x = [0.3, 0.5, 0.7, 0.2, 0.4]);
    check!(two_of_one; &x = [0.3, 0.5, 0.7, 0.2]);
    for n in [1, 2, 3, 5] {
        check!(writes_ahead; &x = numbers(n, 0.0), &y = numbers(n + 1, 1.0));
        check!(two_behind; &x = numbers(n, 0.0));
        check!(two_further; &x = numbers(n, 0.0), &y = numbers(n + 2, 1.0));
        check_vjp!(given_back; &x = numbers(n, 0.0));
        check!(asked_between; &x = numbers(n, 0.0));
    }
}

/// Each iteration changes a copy of its own of what stands before the loop.
#[differentiable]
fn copies_of_one(x: &[f64; 4]) -> f64 {
    let start = [x[0], x[1] * x[2], x[3], 0.5];
    let mut s = 0.0;
    for i in 0..4 {
        let mut copy = start;
        copy[i] = copy[i] * x[i] + 1.0;
        copy[(i + 1) % 4] *= 2.0;
        for j in 0..4 {
            s += (copy[j] * copy[3 - j]).sin();
        }
    }
    s + start[1]
}

/// The same without anybody who reads it behind the loop.
#[differentiable]
fn copies_of_one_that_is_gone(x: &[f64; 4]) -> f64 {
    let start = [x[0], x[1] * x[2], x[3], 0.5];
    let mut s = 0.0;
    for i in 0..4 {
        let mut copy = start;
        copy[i] = x[i] + 1.0;
        s += (copy[0] * copy[1] * copy[2] * copy[3]).sin();
    }
    s
}

#[test]
fn copies() {
    check!(copies_of_one; &x = [0.3, 0.5, 0.7, 0.2]);
    check!(copies_of_one_that_is_gone; &x = [0.3, 0.5, 0.7, 0.2]);
}
