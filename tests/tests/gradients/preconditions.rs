//! Programs that lack one thing that an optional pass needs: each looks like what the pass takes, and would get another value
//! or derivative if that one thing were not asked for.

use autodiff_core::differentiable;

use crate::helpers::check;

/// Numbers that look arbitrary.
fn numbers(count: usize, seed: f64) -> Vec<f64> {
    (0..count).map(|i| 0.4 + 0.3 * (seed + 1.7 * i as f64).sin()).collect()
}

/// Iterations that have an element of their own, but for where the distance says otherwise.
#[differentiable]
fn at_a_distance(x: &[f64], w: &[f64], #[constant] far: &[usize]) -> f64 {
    let n = far.len();
    let mut v = x.to_vec();
    for j in 0..n {
        let k = far[j];
        let a = (v[j + k] * w[j] + 0.5).sin().exp() * w[n + j];
        let b = 1.0 / (1.0 + (-a * w[2 * n + j]).exp()) + a.tanh() * w[3 * n + j];
        let c = (a * b).cos() + b.sqrt() * w[4 * n + j] - a * 0.25 * b;
        v[j + k] = c.sin() * 0.5 + b * a;
    }
    v.iter().map(|v| v * v).sum()
}

#[test]
fn elements_that_meet() {
    for far in [vec![0, 0, 0, 0], vec![1, 0, 1, 0], vec![3, 2, 1, 0], vec![0, 1, 0, 2, 1, 0], vec![1; 7]] {
        let n = far.len();
        check!(at_a_distance; &x = numbers(n + 3, 0.0), &w = numbers(5 * n, 1.0), const &far = far);
    }
}

/// The adjoint of what is read in this way is touched more than once.
#[differentiable]
fn read_at_a_distance(x: &[f64], #[constant] far: &[usize]) -> f64 {
    let mut s = 1.0;
    for j in 0..far.len() {
        let k = far[j];
        s = (s * x[j + k]).sin() + 0.5;
    }
    s
}

#[test]
fn gathered_elements_that_meet() {
    for far in [vec![], vec![0, 0, 0, 0], vec![1, 0, 1, 0], vec![3, 2, 1, 0]] {
        let n = far.len();
        check!(read_at_a_distance; &x = numbers(n + 3, 0.0), const &far = far);
    }
}

/// The last number is included; what an iteration changes is linear, so that nothing is recorded.
#[differentiable]
fn to_the_last(x: &[f64], w: &[f64], #[constant] last: usize) -> f64 {
    let (mut a, mut b, mut c, mut d) = (x.to_vec(), w.to_vec(), x.to_vec(), w.to_vec());
    for j in 0..=last {
        a[j] = a[j] * 2.0 - b[j] + x[j];
        b[j] = b[j] + c[j] * 0.5 - w[j];
        c[j] = c[j] - d[j] + a[j] * 0.3;
        d[j] = d[j] * 0.25 + a[j] - b[j];
    }
    (0..x.len()).map(|j| a[j] * b[j] * c[j] * d[j]).sum()
}

#[test]
fn pairs_with_the_last_one() {
    for last in [0, 1, 2, 3, 4, 5] {
        check!(to_the_last; &x = numbers(6, 0.0), &w = numbers(6, 1.0), const last = last);
    }
}

/// Two vectors that change places in each iteration.
#[differentiable]
fn swapped_each_time(x: &[f64], w: &[f64]) -> f64 {
    let n = x.len();
    let mut v = x.to_vec();
    let mut u = vec![0.5; n];
    for j in 0..n {
        let a = (v[j] * w[j] + 0.5).sin().exp() * w[n + j];
        let b = 1.0 / (1.0 + (-a * w[2 * n + j]).exp()) + a.tanh() * w[3 * n + j];
        let c = (a * b).cos() + b.sqrt() * w[4 * n + j] - a * 0.25 * b;
        u[j] = c.sin() * 0.5 + b * a;
        std::mem::swap(&mut u, &mut v);
    }
    v.iter().zip(&u).map(|(v, u)| v * v * u).sum()
}

#[test]
fn vectors_that_change_places() {
    for n in [0, 1, 2, 3, 5] {
        check!(swapped_each_time; &x = numbers(n, 0.0), &w = numbers(5 * n, 1.0));
    }
}

/// What an iteration leaves, the next one overwrites.
#[differentiable]
fn overwritten_next(x: &[f64], y: &[f64]) -> f64 {
    let mut v = vec![0.0; x.len() + 1];
    for j in 0..x.len() {
        v[j] = x[j].sin();
        v[j + 1] = y[j] * y[j];
    }
    let mut s = 0.0;
    for (j, v) in v.iter().enumerate() {
        s += (v * (j as f64 + 0.5)).sin();
    }
    s
}

#[test]
fn elements_that_the_next_iteration_overwrites() {
    for n in [0, 1, 2, 3, 5] {
        check!(overwritten_next; &x = numbers(n, 0.0), &y = numbers(n, 1.0));
    }
}

/// What is carried is wanted after the loop, too.
#[differentiable]
fn decaying(start: f64, w: &[f64], #[constant] keep: f64, #[constant] share: f64) -> f64 {
    let mut y = start;
    for w in w {
        y = y * keep + w * share;
    }
    y.sin()
}

/// Its next value is wanted in the iteration.
#[differentiable]
fn decaying_with(u: &[f64], w: &[f64], #[constant] keep: f64, #[constant] share: f64) -> f64 {
    let mut y = 0.5;
    for (u, w) in u.iter().zip(w) {
        y = (y + u) * keep + w * share;
    }
    y.sin()
}

/// The factor is a number with a derivative.
#[differentiable]
fn decaying_by(w: &[f64], #[constant] keep: f64, share: f64) -> f64 {
    let mut y = 0.5;
    for w in w {
        y = y * keep + w * share;
    }
    y.sin()
}

#[test]
fn recurrences_that_serve_more() {
    for n in [0, 1, 2, 5] {
        check!(decaying; start = 0.3, &w = numbers(n, 0.0), const keep = 0.8, const share = 1.5);
        check!(decaying_with; &u = numbers(n, 1.0), &w = numbers(n, 0.0), const keep = 0.8, const share = 1.5);
        check!(decaying_by; &w = numbers(n, 0.0), const keep = 0.8, share = 1.5);
    }
}

/// A logarithm of a sum of exponentials, less what is not the largest of one element after the other.
#[differentiable]
fn less_the_largest_of_a_part(x: &[f64], #[constant] n: usize, #[constant] m: usize) -> f64 {
    let mut most = x[0];
    for i in 0..n {
        most = f64::max(most, x[i..m][i]);
    }
    x.iter().map(|x| (x - most).exp()).sum::<f64>().ln() + most
}

/// The same element each time.
#[differentiable]
fn less_one(x: &[f64], #[constant] n: usize, #[constant] k: usize) -> f64 {
    let mut most = x[0];
    for _ in 0..n {
        most = f64::max(most, x[k]);
    }
    x.iter().map(|x| (x - most).exp()).sum::<f64>().ln() + most
}

/// Each element is asked about.
#[differentiable]
fn less_the_largest_of_few(x: &[f64], #[constant] n: usize) -> f64 {
    let mut most = x[0];
    for i in 0..n {
        assert!(i < 3, "there are few");
        most = f64::max(most, x[i]);
    }
    x.iter().map(|x| (x - most).exp()).sum::<f64>().ln() + most
}

#[test]
fn largest_elements() {
    let x = vec![0.1, 0.9, 0.2, 0.7, 0.3, 0.8, 0.5, 0.6];
    for n in [0, 1, 2, 3, 4] {
        check!(less_one; &x = x.clone(), const n = n, const k = 2);
    }
    for n in [0, 1, 2, 3, 4] {
        check!(less_the_largest_of_a_part; &x = x.clone(), const n = n, const m = 8);
    }
    for n in [0, 1, 2, 3] {
        check!(less_the_largest_of_few; &x = x.clone(), const n = n);
    }
}

#[test]
#[should_panic(expected = "there are few")]
fn a_largest_element_that_is_asked_about() {
    less_the_largest_of_few::value_and_grad(&numbers(5, 0.0), 4);
}

/// A division that only iterations need.
#[differentiable]
fn divided(x: &[f64], #[constant] n: usize) -> f64 {
    let mut s = x[0];
    for i in 0..n {
        s = (s * x[i] + (12 / n) as f64).sin();
    }
    s
}

#[test]
fn what_panics_stays_in_its_loop() {
    for n in [0, 1, 2, 5] {
        check!(divided; &x = numbers(5, 0.0), const n = n);
    }
}

/// A buffer that comes in with anything in it.
#[differentiable]
fn from_an_element_on(x: &[f64], #[constant] first: usize, #[constant] n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        s += x[first + i].sin();
    }
    s
}

/// Which iteration is the last one is known in the loop only.
#[differentiable]
fn to_a_limit(x: &[f64], #[constant] limit: f64) -> f64 {
    let mut s = 0.0;
    for x in x {
        s += x.sin();
        if s > limit {
            break;
        }
    }
    s
}

#[test]
fn buffers_with_something_in_them() {
    let x = numbers(5, 0.0);
    for first in 0..4 {
        for n in 0..5 - first {
            let mut gradient = vec![7.0; 5];
            from_an_element_on::value_and_grad_into(&x, first, n, &mut gradient);
            assert_eq!(gradient, from_an_element_on::grad(&x, first, n));
            check!(from_an_element_on; &x = x.clone(), const first = first, const n = n);
        }
    }
    for limit in [0.0, 0.5, 1.0, 9.0] {
        let mut gradient = vec![7.0; 5];
        to_a_limit::value_and_grad_into(&x, limit, &mut gradient);
        assert_eq!(gradient, to_a_limit::grad(&x, limit));
        check!(to_a_limit; &x = x.clone(), const limit = limit);
    }
}

/// Batches of iterations, from the last one on.
#[differentiable]
fn batches_backwards(x: &[f64], w: &[f64]) -> f64 {
    let mut s = 0.5;
    for i in (0..x.len()).rev() {
        let mut t = 0.0;
        for w in w {
            t += (w * x[i]).sin() * w;
        }
        s += t * t;
    }
    s
}

#[test]
fn batches_in_another_order() {
    for n in [1, 17, 40] {
        // The order in which numbers of different sizes are added up can be seen.
        let x: Vec<f64> = numbers(n, 0.0).iter().map(|x| (20.0 * x - 8.0).exp()).collect();
        check!(batches_backwards; &x = x, &w = numbers(3, 1.0));
    }
}

/// A loop that ends before the array does.
#[differentiable]
fn until_it_is_large(x: &[f64], y: f64, #[constant] n: usize, #[constant] last: usize) -> f64 {
    let mut s = y;
    for i in 0..n {
        s = (s * x[i]).sin() + 0.5;
        if i == last {
            break;
        }
    }
    s
}

/// What is asked comes before the element that is not there.
#[differentiable]
fn asked_first(x: &[f64], y: f64, #[constant] n: usize) -> f64 {
    let mut s = y;
    for i in 0..n {
        assert!(i < 3, "there are few");
        s = (s * x[i]).sin() + 0.5;
    }
    s
}

#[test]
fn elements_that_nobody_reaches() {
    for last in 0..3 {
        check!(until_it_is_large; &x = numbers(3, 0.0), y = 0.4, const n = 9, const last = last);
    }
    check!(asked_first; &x = numbers(3, 0.0), y = 0.4, const n = 3);
}

#[test]
#[should_panic(expected = "there are few")]
fn an_element_that_is_not_there_is_asked_about_first() {
    asked_first::value_and_grad(&numbers(3, 0.0), 0.4, 5);
}
