//! Arrays and vectors that hold constants first, and what puts active values into them, or only moves constants.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn moved_in_a_view(x: f64, n: usize) -> f64 {
    let mut v = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let (from, to) = (n % 3, 3 + n % 4);
    {
        let w = &mut v[from..to];
        let last = w.len() - 1;
        w.swap(0, last);
        w.reverse();
        w[last] -= 0.5;
        w.swap(0, last);
    }
    v.iter().enumerate().map(|(i, e)| e * x * i as f64).sum()
}

#[differentiable]
fn filled_in_halves(x: f64, n: usize) -> f64 {
    let mut buffer = vec![0.0; 6];
    {
        let (left, right) = buffer.split_at_mut(n);
        left.fill(2.0);
        right.copy_from_slice(&[1.0, 3.0, 5.0, 7.0, 9.0, 11.0][..right.len()]);
        right[0] *= x;
        left[0] += right[0];
        left.swap(0, n - 1);
    }
    buffer.iter().map(|e| e * e).sum::<f64>() * x
}

#[test]
fn views_of_constants() {
    for n in [1, 2, 3, 5] {
        check!(moved_in_a_view; x = 0.7, const n = n);
        check!(filled_in_halves; x = 0.7, const n = n);
    }
}

#[differentiable]
fn popped(x: f64, n: usize) -> f64 {
    let mut stack: Vec<f64> = Vec::new();
    for i in 0..n {
        stack.push(i as f64);
    }
    let mut sum = 0.0;
    for _ in 0..4 {
        sum += stack.pop().unwrap_or(x.tanh()) * x;
    }
    sum
}

#[differentiable]
fn popped_of_parameter(x: f64, #[constant] data: &mut Vec<f64>) -> f64 {
    let mut sum = 0.0;
    while let Some(last) = data.pop() {
        sum += last * x;
        if last > 2.0 {
            break;
        }
    }
    sum += data.pop().unwrap_or(x) * x;
    if data.pop().is_none() { sum * 2.0 } else { sum.sin() }
}

#[test]
fn a_stack_of_constants() {
    for n in [0, 1, 3, 6] {
        check!(popped; x = 0.7, const n = n);
    }
    for data in [vec![], vec![0.5], vec![0.1, 0.2, 3.0, 0.4], vec![0.3, 0.1, 0.2, 3.0, 0.4]] {
        let (mut left, mut right) = (data.clone(), data.clone());
        let value = popped_of_parameter(0.7, &mut left);
        let (again, pullback) = popped_of_parameter::vjp(0.7, &mut right);
        assert_eq!((value, left), (again, right));
        let difference =
            popped_of_parameter(0.7 + 1e-6, &mut data.clone()) - popped_of_parameter(0.7 - 1e-6, &mut data.clone());
        assert!((pullback(1.0) - difference / 2e-6).abs() < 1e-8);
    }
}

#[differentiable]
fn ends_changed(x: f64, #[constant] data: &[f64]) -> f64 {
    let mut v: Vec<f64> = data.to_vec();
    if let Some(last) = v.last_mut() {
        *last = (*last + x).cos();
    }
    let Some(first) = v.first_mut() else { return x };
    *first += 1.0;
    if let Some(second) = v.get_mut(1) {
        *second *= x;
    }
    v.iter().sum()
}

#[differentiable]
fn ends_stay_constant(x: &mut f64, #[constant] data: &mut [f64]) -> f64 {
    if let Some(last) = data.last_mut() {
        *last += 2.0;
    }
    *x *= 2.0;
    if let Some(last) = data.last() { *last * *x } else { *x }
}

#[test]
fn the_ends_of_constants() {
    for data in [vec![], vec![0.3], vec![0.3, -0.2], vec![0.3, 0.4, 0.5]] {
        check!(ends_changed; x = 0.7, const &data = data.clone());
    }
    let mut data = [1.0, 2.0];
    let mut x = 0.7;
    let (value, pullback) = ends_stay_constant::vjp(&mut x, &mut data);
    assert_eq!((value, x, data), (4.0 * 1.4, 1.4, [1.0, 4.0]));
    let mut x_adjoint = 0.5;
    pullback(1.0, &mut x_adjoint);
    assert_eq!(x_adjoint, 2.0 * (4.0 + 0.5));
}

/// A loop that may run twice, with constants of its own that methods change.
#[differentiable(checkpoint = 2)]
fn constants_of_an_iteration(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut kept = [0.0_f64; 3];
    for i in 0..n {
        let mut order = vec![2_usize, 0, 1];
        order.rotate_left(i % 3);
        order.truncate(1 + i % 3);
        for e in kept.iter_mut() {
            *e += order.len() as f64;
        }
        let weight = {
            let mut table = [0.5, 1.5];
            for (k, e) in table.iter_mut().enumerate() {
                *e += k as f64;
            }
            table.reverse();
            table[i % 2]
        };
        y = (y * weight).sin() + order[0] as f64 * 0.1 * kept[i.abs_diff(1) % 3] * x;
    }
    y
}

#[test]
fn constants_that_an_iteration_makes() {
    for n in [0, 1, 3, 7] {
        check!(constants_of_an_iteration; x = 0.7, const n = n);
    }
}
