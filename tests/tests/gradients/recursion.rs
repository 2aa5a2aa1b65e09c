//! Functions that call themselves, alone or through each other: `#[differentiable(recursive)]`.

use autodiff_core::{differentiable, stop_gradient};

use crate::helpers::{check, check_changes, check_vjp};

/// By squaring.
#[differentiable(recursive)]
fn power(x: f64, n: u32) -> f64 {
    match n {
        0 => 1.0,
        n if n % 2 == 0 => {
            let half = power(x, n / 2);
            half * half
        }
        n => x * power(x, n - 1),
    }
}

#[test]
fn power_by_squaring() {
    for n in [0, 1, 2, 7, 12] {
        check!(power; x = 1.1, const n = n);
    }
    assert_eq!(power::value_and_grad(2.0, 10), (1024.0, 5120.0));
}

#[differentiable(recursive)]
fn tree_sum(xs: &[f64], scale: f64) -> f64 {
    if xs.is_empty() {
        return 0.0;
    }
    if xs.len() == 1 {
        return (scale * xs[0]).sin();
    }
    let middle = xs.len() / 2;
    tree_sum(&xs[..middle], scale) + 0.5 * scale * tree_sum(&xs[middle..], scale)
}

#[test]
fn sum_over_a_slice_by_halves() {
    check!(tree_sum; &xs = vec![0.3, 1.2, -0.4, 0.9, 2.0, -1.1, 0.2], scale = 0.8);
    check!(tree_sum; &xs = vec![0.3], scale = 0.8);
    let mut gradient = [1.0; 2];
    let mut by_scale = 1.0;
    tree_sum::grad_into(&[0.3, 1.2], 0.8, &mut gradient, &mut by_scale);
    assert_eq!((gradient.to_vec(), by_scale), tree_sum::grad(&[0.3, 1.2], 0.8));
}

#[differentiable(recursive)]
fn fibonacci(a: f64, b: f64, n: usize) -> f64 {
    if n == 0 {
        a
    } else if n == 1 {
        a * b
    } else {
        fibonacci(a, b, n - 1) * 0.7 + (fibonacci(b, a, n - 2) * a).tanh()
    }
}

#[test]
fn two_calls_of_itself() {
    check!(fibonacci; a = 0.6, b = 1.3, const n = 0_usize);
    check!(fibonacci; a = 0.6, b = 1.3, const n = 1_usize);
    check!(fibonacci; a = 0.6, b = 1.3, const n = 7_usize);
}

#[differentiable]
mod series {
    use crate::helpers::check;

    #[differentiable(recursive)]
    pub fn even(x: f64, n: u32) -> f64 {
        if n == 0 { x } else { x.sin() * odd(x, n - 1) }
    }

    #[differentiable(recursive)]
    fn odd(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { even(x * 0.9, n - 1) + x }
    }

    pub fn both(x: f64, n: u32) -> f64 {
        even(x, n) * odd(0.5 * x, n + 1) + twice(x)
    }

    fn twice(x: f64) -> f64 {
        x + x
    }

    #[test]
    fn two_functions_of_a_module_call_each_other() {
        for n in 0..5 {
            check!(even; x = 0.8, const n = n);
            check!(odd; x = 0.8, const n = n);
            check!(both; x = 0.8, const n = n);
        }
    }
}

/// Annotated one by one: neither sees that the other leads back to it.
mod apart {
    use autodiff_core::differentiable;

    #[differentiable(recursive)]
    pub fn zig(x: f64, y: f64, n: u32) -> f64 {
        if n == 0 { x * y } else { super::apart::zag(y.sin(), x, n - 1) + x }
    }

    #[differentiable(recursive)]
    pub fn zag(x: f64, y: f64, n: u32) -> f64 {
        if n == 0 { x } else { zig(y * 0.5, x, n - 1) * y }
    }
}

#[test]
fn two_functions_apart_call_each_other() {
    for n in 0..4 {
        check!(apart::zig; x = 0.8, y = 1.2, const n = n);
    }
}

#[differentiable(recursive)]
fn branching(x: f64, weights: &[f64; 3], depth: usize) -> f64 {
    let mut sum = x;
    for child in 0..depth {
        sum += weights[child] * branching(0.5 * x + weights[0], weights, child);
        if sum > 40.0 {
            break;
        }
    }
    sum.sin() + sum
}

#[test]
fn calls_of_itself_in_a_loop() {
    for depth in 0..4 {
        check!(branching; x = 0.8, &weights = [0.3, -0.7, 1.1], const depth = depth);
    }
}

#[differentiable(recursive)]
fn ackermann(x: f64, m: u32, n: u32) -> f64 {
    if m == 0 {
        x + f64::from(n)
    } else if n == 0 {
        ackermann(0.9 * x, m - 1, 1)
    } else {
        let inner = ackermann(x.cos(), m, n - 1);
        ackermann(inner * 0.1 + x, m - 1, stop_gradient(inner.abs() as u32 % 3))
    }
}

#[test]
fn a_constant_that_a_call_computes() {
    check!(ackermann; x = 0.4, const m = 2_u32, const n = 2_u32);
}

#[differentiable(recursive)]
fn rotated(point: [f64; 2], angle: f64, turns: usize) -> [f64; 2] {
    if turns == 0 {
        return point;
    }
    let [x, y] = rotated(point, 0.7 * angle, turns - 1);
    let (sin, cos) = (angle.sin(), angle.cos());
    [x * cos - y * sin, x * sin + y * cos]
}

#[test]
fn a_result_that_is_an_array() {
    check_vjp!(rotated; point = [0.8, -0.3], angle = 0.5, const turns = 3_usize);
    let (value, rows) = rotated::value_and_jacobian([0.8, -0.3], 0.5, 3);
    let (again, pullback) = rotated::vjp([0.8, -0.3], 0.5, 3);
    assert_eq!((value, rows), (again, [pullback([1.0, 0.0]), pullback([0.0, 1.0])]));
}

/// A vector that grows on the way back.
#[differentiable(recursive)]
fn powers(x: f64, n: usize) -> Vec<f64> {
    if n == 0 {
        return vec![x];
    }
    let mut list = powers(x, n - 1);
    let last = list[list.len() - 1];
    list.push(last * x);
    list
}

#[test]
fn a_result_that_is_a_vector() {
    check_vjp!(powers; x = 1.2, const n = 4_usize);
}

#[differentiable(recursive, name = walk_ad)]
fn walk(x: f64, steps: usize) -> f64 {
    if steps == 0 { x } else { walk(x * x * 0.9 + 0.1, steps - 1) }
}

#[test]
fn a_renamed_twin() {
    assert_eq!(walk_ad::value_and_grad(0.5, 2).0, walk(0.5, 2));
    let step = 1e-6;
    let slope = (walk(0.5 + step, 2) - walk(0.5 - step, 2)) / (2.0 * step);
    assert!((walk_ad::grad(0.5, 2) - slope).abs() < 1e-8);
}

#[differentiable(recursive)]
fn generic<const N: usize, F: Fn(f64) -> f64>(xs: &[f64; N], #[constant] weight: F, depth: usize) -> f64
where
    F: Copy,
{
    let mut sum = 0.0;
    for x in xs {
        sum += weight(depth as f64) * x * x;
    }
    if depth == 0 { sum } else { sum * generic::<N, F>(xs, weight, depth - 1).sin() }
}

#[test]
fn generic_parameters() {
    let weight = |depth: f64| 0.5 + depth;
    let (value, gradient) = generic::value_and_grad(&[0.3, 0.4], weight, 2);
    assert_eq!(value, generic(&[0.3, 0.4], weight, 2));
    let (_, slope) = generic::jvp(&[0.3, 0.4], weight, 2, &[1.0, 0.0]);
    assert!((slope - gradient[0]).abs() < 1e-12);
}

#[differentiable]
fn outside(x: f64, n: usize) -> f64 {
    #[differentiable(recursive)]
    fn inside(x: f64, n: usize) -> f64 {
        if n == 0 { x } else { inside(x.sin() + 0.2, n - 1) * x }
    }
    inside(x, n) + inside(2.0 * x, 1)
}

#[test]
fn a_nested_function_calls_itself() {
    check!(outside; x = 0.7, const n = 3_usize);
}

/// What a call of itself gives has no derivative here, so nothing is boxed and nothing has to be said.
#[differentiable]
fn constant_call(x: f64, n: u32) -> f64 {
    let weight = if n == 0 { 1.0 } else { constant_call(2.0, n - 1) };
    if constant_call_depth(n) > 1 { weight * x * x } else { x }
}

fn constant_call_depth(n: u32) -> u32 {
    if n == 0 { 0 } else { 1 + constant_call_depth(n - 1) }
}

#[test]
fn a_call_of_itself_with_constants() {
    check!(constant_call; x = 0.7, const n = 0_u32);
    check!(constant_call; x = 0.7, const n = 3_u32);
}

#[test]
fn a_boxed_pullback_outlives_its_arguments() {
    let pullback = {
        let xs = vec![0.3, 1.2, -0.4];
        tree_sum::vjp(&xs, 0.8).1
    };
    assert_eq!(pullback(1.0), tree_sum::grad(&[0.3, 1.2, -0.4], 0.8));
    assert_eq!(pullback(2.0).1, 2.0 * pullback(1.0).1);
}

#[test]
fn the_picture_shows_the_call() {
    assert!(power::graph().to_string().contains("power"));
}

/// The determinant by minors: rows and columns that are left are constants, of which patterns take references.
#[differentiable(recursive)]
fn minors(a: &[f64], rows: &[usize], columns: &[usize], size: usize) -> f64 {
    let Some((row, rest)) = rows.split_first() else { return 1.0 };
    let mut sign = 1.0;
    let mut sum = 0.0;
    for (i, c) in columns.iter().enumerate() {
        let others: Vec<usize> = columns.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, k)| *k).collect();
        sum += sign * a[row * size + c] * minors(a, rest, &others, size);
        sign = -sign;
    }
    sum
}

#[test]
fn minors_are_expanded() {
    for n in 0..4 {
        let a: Vec<f64> = (0..n * n).map(|at| ((at * at) as f64 + 0.3).sin()).collect();
        let all: Vec<usize> = (0..n).collect();
        check!(minors; &a = a, const &rows = all.clone(), const &columns = all, const size = n);
    }
}

#[differentiable(recursive)]
fn halves(x: &mut [f64], scale: f64, depth: usize) -> f64 {
    if depth == 0 || x.len() < 2 {
        for e in x.iter_mut() {
            *e *= scale;
        }
        return x.iter().sum();
    }
    let middle = x.len() / 2;
    let (l, r) = x.split_at_mut(middle);
    let a = halves(l, scale * 0.9, depth - 1);
    let b = halves(r, scale + l[0], depth - 1);
    l[0] += b * r[0];
    a * b
}

#[differentiable(recursive)]
fn tree(x: f64, depth: usize) -> Vec<f64> {
    if depth == 0 {
        return vec![x, x * x];
    }
    let mut list = tree(x * 0.8, depth - 1);
    for other in tree(x + 0.1, depth - 1) {
        list.push(other * list[0]);
        if list.len() > 6 {
            break;
        }
    }
    list
}

#[differentiable(recursive, checkpoint = 2)]
fn in_segments(x: f64, y: f64, depth: usize, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        s = (s * y).sin() + 0.1 * i as f64;
        if depth > 0 && i % 2 == 1 {
            s += in_segments(s * 0.5, y, depth - 1, i) * 0.3;
        }
        if s > 1.3 {
            break;
        }
    }
    s
}
#[differentiable(recursive, checkpoint = 2)]
fn in_segments_changing(x: &mut [f64], y: f64, depth: usize) -> f64 {
    let mut s = y;
    for i in 0..x.len() {
        x[i] = (x[i] * s).sin() + 0.1;
        if depth > 0 && i % 2 == 1 {
            s += in_segments_changing(&mut x[..i], y, depth - 1) * 0.3;
        }
        s = s.cos() + x[0];
    }
    s
}

#[test]
fn what_references_lead_to_vectors_and_checkpoints() {
    for depth in [0, 1, 2, 3] {
        check_changes!(halves; mut x = vec![0.4, -1.2, 2.0, 0.3, 0.7], scale = 1.3, const depth = depth);
        check_vjp!(tree; x = 0.4, const depth = depth);
        for n in [0, 1, 4, 5] {
            check!(in_segments; x = 0.4, y = 0.9, const depth = depth, const n = n);
        }
        let start = vec![0.4, -1.2, 2.0, 0.3, 0.7];
        check_changes!(in_segments_changing; mut x = start.clone(), y = 1.3, const depth = depth);
    }
}

/// The second one borrows constants of its own for the first one, which is seen and changes a reference.
#[differentiable]
mod borrowing {
    use crate::helpers::check_changes;

    #[differentiable(recursive)]
    fn weighted(x: f64, #[constant] weights: &[f64; 3], depth: usize, c: &mut f64) -> f64 {
        let mut d = x.sin();
        let y = if depth > 0 { local(x * 0.5, depth - 1, &mut d) } else { x };
        *c += weights.iter().map(|weight| weight * *c).sum::<f64>().cos();
        y * weights[1] + x * d
    }

    #[differentiable(recursive)]
    pub fn local(x: f64, depth: usize, c: &mut f64) -> f64 {
        let weights = [1.0, 2.0, depth as f64];
        let mut d = x.sin();
        let y = if depth > 0 { weighted(x * 0.5, &weights, depth - 1, &mut d) } else { x };
        *c += y;
        y + x * d
    }

    #[test]
    fn constants_of_an_arm_are_lent() {
        for depth in [0, 1, 2, 5] {
            check_changes!(local; x = 0.7, const depth = depth, mut c = 0.4);
        }
    }
}
