//! `&mut` variables that change places, and swapped vectors behind parameters.

use autodiff_core::differentiable;

use crate::helpers::{check, check_changes};

/// Which of the vectors has the last values is a matter of how many steps there were.
#[differentiable]
fn buffers(x: &[f64], n: usize) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![0.0; x.len()];
    {
        let (mut now, mut next) = (&mut a, &mut b);
        for _ in 0..n {
            for i in 0..now.len() {
                let left = if i == 0 { now[now.len() - 1] } else { now[i - 1] };
                next[i] = 0.5 * (now[i] + left * left);
            }
            std::mem::swap(&mut now, &mut next);
        }
    }
    let last = if n % 2 == 0 { &a } else { &b };
    last.iter().sum::<f64>() * last[0]
}

#[differentiable]
fn assigned(x: &[f64], n: usize) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![1.0; x.len()];
    let mut steps = (vec![0; 1], vec![0; 1]);
    let mut now = &mut a;
    let mut next = &mut b;
    let (mut counted, mut other) = (&mut steps.0, &mut steps.1);
    for _ in 0..n {
        next[0] = now[0] * 2.0 + next[0];
        counted[0] += 1;
        (now, next) = (next, now);
        std::mem::swap(&mut counted, &mut other);
    }
    let last = now[0] * 3.0;
    last + a[0] * 10.0 + steps.0[0] as f64 + steps.1[0] as f64 * 0.1
}

/// A wave: three states go round.
#[differentiable]
fn wave(x: &[f64; 3], n: usize) -> f64 {
    let (mut a, mut b, mut c) = (*x, [0.5; 3], [0.1; 3]);
    let (mut before, mut now, mut next) = (&mut a, &mut b, &mut c);
    for t in 0..n {
        for i in 0..3 {
            next[i] = 2.0 * now[i] - before[i] + 0.1 * now[(i + 1) % 3] * t as f64;
        }
        std::mem::swap(&mut before, &mut now);
        std::mem::swap(&mut now, &mut next);
    }
    let first = now[0];
    a[0] + 10.0 * b[1] + 100.0 * c[2] + first
}

#[differentiable]
fn left_early(x: f64, y: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, y);
    let mut total = 0.0;
    for t in 0..n {
        let (mut p, mut q) = (&mut a, &mut b);
        for k in 0..5 {
            *p += 0.5 * *q;
            if *p > 2.0 {
                break;
            }
            if k % 2 == t % 2 {
                std::mem::swap(&mut p, &mut q);
            }
            if *q < -1.0 {
                return total + 2.0;
            }
        }
        if *p > 1.5 {
            continue;
        }
        total += *p;
    }
    total + 10.0 * a + 100.0 * b
}

#[differentiable]
fn flipped_by_a_closure(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    let product = {
        let (mut p, mut q) = (&mut a, &mut b);
        let mut flip = || {
            if *p < 1.0 {
                std::mem::swap(&mut p, &mut q);
            }
            *p += 1.0;
        };
        flip();
        flip();
        flip();
        *p * *q + *q
    };
    product + a * 10.0 + b * 100.0
}

#[test]
fn references_change_places() {
    for n in 0..5 {
        for x in [vec![0.4], vec![0.3, 0.9, -0.2]] {
            check!(buffers; &x = x.clone(), const n = n);
            check!(assigned; &x = x, const n = n);
        }
        check!(wave; &x = [0.2, 0.7, -0.3], const n = n);
        for (x, y) in [(0.3, 0.4), (-0.3, -1.4), (1.2, 0.1)] {
            check!(left_early; x = x, y = y, const n = n);
        }
    }
    check!(flipped_by_a_closure; x = 0.4, y = 0.5);
    check!(flipped_by_a_closure; x = 1.4, y = 0.5);
}

#[differentiable]
fn arrays_of_a_caller(a: &mut [f64; 2], b: &mut [f64; 2], n: usize) -> f64 {
    let (mut p, mut q) = (a, b);
    for _ in 0..n {
        if p[0] > 3.0 {
            return p[1];
        }
        q[0] = p[0] * 2.0 + q[1];
        p[1] *= q[0];
        std::mem::swap(&mut p, &mut q);
    }
    p[0] - q[1]
}

#[differentiable]
fn vectors_of_a_caller<'v>(mut a: &'v mut Vec<f64>, mut b: &'v mut Vec<f64>, most: f64) -> f64 {
    for _ in 0..3 {
        a[0] *= b[0];
        if a[0] > most {
            return b[0];
        }
        std::mem::swap(&mut a, &mut b);
    }
    a[0] * b[0]
}

#[differentiable]
fn swapped(a: &mut Vec<f64>, b: &mut Vec<f64>, most: f64) -> f64 {
    for _ in 0..3 {
        a[0] *= b[0];
        if a[0] < most {
            std::mem::swap(a, b);
        }
    }
    a[0] * b[0]
}

#[differentiable]
fn swapped_slices(a: &mut [f64], b: &mut [f64], n: usize) {
    for _ in 0..n {
        a[0] *= b[0];
        a.swap_with_slice(b);
    }
}

#[test]
fn what_belongs_to_a_caller_changes_places() {
    for n in 0..5 {
        for x in [0.3, 1.3] {
            check_changes!(arrays_of_a_caller; mut a = [x, 0.9], mut b = [0.7, 0.2], const n = n);
        }
        check_changes!(unit swapped_slices; mut a = vec![0.4, 0.3], mut b = vec![0.9, 1.2], const n = n);
    }
    for (a, b) in [(vec![0.4, 0.3], vec![0.9]), (vec![1.4], vec![1.9, 0.7])] {
        for most in [0.3, 1e9] {
            check_changes!(vectors_of_a_caller; mut a = a.clone(), mut b = b.clone(), most = most);
            check_changes!(swapped; mut a = a.clone(), mut b = b.clone(), most = most);
        }
    }
}
