//! Arrays that loops change: stores, swaps, scratch arrays, copies.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn prefix_sums(xs: &[f64; 5]) -> [f64; 5] {
    let mut sums = [0.0; 5];
    sums[0] = xs[0];
    for i in 1..5 {
        sums[i] = sums[i - 1] + xs[i] * xs[i];
    }
    sums
}

#[test]
fn elements_are_stored_in_a_loop() {
    check_vjp!(prefix_sums; &xs = [1.0, -0.5, 0.3, 2.0, 0.7]);
}

#[differentiable]
fn histogram(xs: &[f64; 6], weight: f64) -> f64 {
    let mut bins = [0.1; 3];
    for i in 0..6 {
        bins[(i * i) % 3] += weight * xs[i];
    }
    bins[0] * bins[1] * bins[2]
}

#[test]
fn elements_are_accumulated_at_computed_indices() {
    check!(histogram; &xs = [1.0, 0.5, 0.3, 2.0, 0.7, 1.1], weight = 1.4);
}

#[differentiable]
fn in_place(mut a: [f64; 4], n: usize) -> f64 {
    for _ in 0..n {
        for i in 0..3 {
            a[i] *= a[i + 1];
            a[i + 1] -= 0.5 * a[i];
        }
    }
    a[0] + a[1] + a[2] * a[3]
}

#[test]
fn an_array_is_changed_in_place() {
    for n in [0, 1, 3] {
        check!(in_place; a = [0.9, 1.1, -0.8, 1.2], const n = n);
    }
}

#[differentiable]
fn bubble_sort(mut a: [f64; 4], weights: [f64; 4]) -> f64 {
    for i in 0..4 {
        for j in 0..3 - i {
            if a[j] > a[j + 1] {
                let kept = a[j];
                a[j] = a[j + 1];
                a[j + 1] = kept;
            }
        }
    }
    let mut sum = 0.0;
    for i in 0..4 {
        sum += a[i] * weights[i];
    }
    sum
}

#[test]
fn elements_are_swapped_in_a_loop() {
    check!(bubble_sort; a = [0.9, -1.1, 2.8, 0.2], weights = [1.0, 2.0, 3.0, 5.0]);
    let gradient = bubble_sort::grad([3.0, 2.0, 1.0, 0.0], [1.0, 2.0, 3.0, 5.0]).0;
    assert_eq!(gradient, [5.0, 3.0, 2.0, 1.0]);
}

#[differentiable]
fn scratch(xs: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    let mut work = [0.0; 3];
    for i in 0..xs.len() {
        work[0] = xs[i] * scale;
        work[1] = work[0] * work[0];
        work[2] = work[1] + sum;
        sum += work[2] * work[0];
    }
    sum
}

#[test]
fn a_scratch_array_is_overwritten_on_each_trip() {
    check!(scratch; &xs = vec![1.0, -0.5, 0.3, 0.7], scale = 0.8);
    check!(scratch; &xs = Vec::<f64>::new(), scale = 0.8);
}

#[differentiable]
fn scratch_partly(xs: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    let mut work = [scale, 1.0, 0.5];
    for i in 0..xs.len() {
        // One element is stored; another trip reads what this one leaves.
        work[i % 3] = xs[i] * scale;
        if i % 2 == 0 {
            work[2] = sum;
        }
        sum += work[0] * work[1] + work[2];
    }
    sum * work[1]
}

#[test]
fn a_scratch_array_is_overwritten_in_parts() {
    check!(scratch_partly; &xs = vec![1.0, -0.5, 0.3, 0.7, 1.2], scale = 0.8);
    check!(scratch_partly; &xs = vec![1.0], scale = 0.8);
}

#[differentiable]
fn declared_inside(xs: &[f64; 4], y: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..4 {
        let mut local = [y; 2];
        local[i % 2] += xs[i];
        let (a, b) = (local[0], local[1] * sum);
        let later;
        if a > 1.0 {
            later = a * b;
        } else {
            later = b - a;
        }
        sum += later;
    }
    sum
}

#[test]
fn variables_of_the_body_start_anew() {
    check!(declared_inside; &xs = [1.0, -0.5, 0.3, 0.7], y = 0.8);
}

#[differentiable]
fn copies_inside(start: [f64; 3], n: usize) -> f64 {
    let mut a = start;
    let mut old = [1.0; 3];
    for i in 0..n {
        let b = a;
        a[i % 3] = b[(i + 1) % 3] * old[i % 3];
        old = b;
        a[(i + 1) % 3] += 0.1;
    }
    a[0] * old[1] + a[2] * old[0]
}

#[test]
fn copies_keep_what_the_next_trip_changes() {
    for n in [0, 1, 2, 5] {
        check!(copies_inside; start = [0.9, 1.1, -0.8], const n = n);
    }
}

/// A store, copies in both arms, loads of the copies, and another store.
#[differentiable]
fn copies_in_arms(x: f64, y: f64, n: usize) -> f64 {
    let mut a = [x, y, x * y];
    let mut sum = 0.0;
    for i in 0..n {
        a[i % 3] = x * a[(i + 1) % 3];
        let pair = if a[0] > a[1] {
            let b = a;
            (b[0], b[i % 3])
        } else {
            let c = a;
            (c[2], c[1] * y)
        };
        a[(i + 2) % 3] = pair.0 + 0.5 * pair.1;
        sum += pair.0 * pair.1;
    }
    sum + a[0] - a[2]
}

#[test]
fn copies_in_both_arms_are_loaded_after_them() {
    for n in [1, 2, 5] {
        check!(copies_in_arms; x = 0.9, y = 0.4, const n = n);
        check!(copies_in_arms; x = 0.4, y = 0.9, const n = n);
    }
}
