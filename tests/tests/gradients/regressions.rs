//! One test for every defect that random programs found and no other test holds.

use autodiff_core::{differentiable, stop_gradient};

use crate::helpers::{check, check_single};

/// Simplifying a product with a quotient never came to an end.
#[test]
fn a_product_of_quotients_is_simplified_once() {
    #[differentiable]
    fn quotients(x: f64, y: f64) -> f64 {
        x / (y / x) * (x / y)
    }
    check!(quotients; x = 0.7, y = 1.3);
}

/// The integer in a tuple of an active float was taken for a float.
#[test]
fn integers_beside_active_floats_are_constants() {
    #[differentiable]
    fn arithmetic(x: f64) -> f64 {
        let t: (f64, usize) = (x, 3);
        let k = 7 - t.1 % 8;
        t.0 * (k as f64) + ((t.1 >> 1) as f64) * x
    }
    #[differentiable]
    fn deferred(x: f64) -> f64 {
        let t: (f64, usize);
        if x > 0.0 {
            t = (x, 3);
        } else {
            t = (x * x, 2);
        }
        t.1 as f64 * t.0
    }
    check!(arithmetic; x = 0.7);
    check!(deferred; x = 0.7);
    check!(deferred; x = -0.7);
}

/// Without optimization the exponent, a literal, had no type of its own.
#[test]
fn powers_work_without_optimization() {
    #[differentiable(optimize = false)]
    fn cube(x: f64) -> f64 {
        x.powi(3) + x.powi(0) + x.powi(-1)
    }
    check!(cube; x = 0.7);
}

/// A method of an element was taken for one that changes the array.
#[test]
fn methods_of_elements_change_nothing() {
    #[differentiable]
    fn asked(x: f64) -> f64 {
        let mut v = [x, 1.0];
        v[1] = x * x;
        if v[0].is_nan() { v[1] } else { v[0] * v[1] }
    }
    #[differentiable]
    fn stopped(x: f64) -> f64 {
        let mut v = (x, 1.0);
        v.1 = x * x;
        v.0 * stop_gradient(v.1.sin())
    }
    check!(asked; x = 0.7);
    assert_eq!(stopped::grad(0.5), 0.25_f64.sin());
}

/// Assignments inside a constant expression were refused.
#[test]
fn a_stopped_block_may_assign() {
    #[differentiable]
    fn assigned(x: f64) -> f64 {
        let mut v = x;
        stop_gradient({
            v += x;
            v
        }) * v
    }
    #[differentiable]
    fn part(x: f64) -> f64 {
        let mut v = (x, x);
        let w = {
            v.0 = stop_gradient(v.1.tanh());
            v
        };
        w.0 * w.1
    }
    // The derivative of `v` goes on: it is `2 x` after the block.
    assert_eq!(assigned::grad(0.5), 2.0);
    assert_eq!(part::grad(0.5), 0.5_f64.tanh());
}

/// A return inside a condition was refused.
#[test]
fn a_condition_may_return() {
    #[differentiable]
    fn returned(x: f64, n: i32) -> f64 {
        let large = x > 1.0 && {
            if n == 1 {
                return x;
            }
            2.0
        } < x;
        if large { x * x * x } else { x * x }
    }
    for x in [0.5, 1.5, 2.5] {
        check!(returned; x = x, const n = 0);
        check!(returned; x = x, const n = 1);
    }
}

/// The tangent of a constant that is passed by reference was not a reference.
#[test]
fn constants_are_passed_by_reference() {
    static TABLE: [f64; 2] = [0.5, 2.0];
    #[differentiable]
    fn callee(x: f64, table: &[f64; 2]) -> f64 {
        x * table[0] * x
    }
    #[differentiable]
    fn caller(x: f64) -> f64 {
        callee(x, &TABLE) + callee(x, &[1.0, 2.0])
    }
    check!(caller; x = 0.7);
}

const SCALE: f32 = 1.5;

/// A literal became `f64` where nothing but its neighbour, of unknown type, said `f32`.
#[test]
fn literals_beside_unknown_floats_take_their_type() {
    #[differentiable]
    fn neighbours(x: f32, n: i32) -> f32 {
        let t = match n {
            0 => (x, SCALE),
            _ => (SCALE, x),
        };
        (1.6 + (t.0 + SCALE)).sin() * 2.0 - t.1 % 1.3
    }
    check_single!(neighbours; x = 0.7_f32, const n = 0);
    check_single!(neighbours; x = 0.7_f32, const n = 1);
}

/// Equal literals of different types were shared.
#[test]
fn equal_literals_of_both_widths_stay_apart() {
    #[differentiable]
    fn both(x: f64, y: f32) -> f64 {
        let a = y.log(2.5) * (y + 0.5);
        x.log(2.5) * (x + 0.5) + a as f64
    }
    let (dx, dy): (f64, f32) = both::grad(2.0, 2.0);
    assert!((dx - f64::from(dy)).abs() < 1e-6);
}

/// A slice that a dead load reads was moved out of the pullback.
#[test]
fn a_pullback_keeps_what_a_dead_load_reads() {
    #[differentiable]
    fn dead(x: f64, a: &[f64], k: usize) -> f64 {
        let _unused = a[k];
        x * x
    }
    let (_, pullback) = dead::vjp(3.0, &[1.0, 2.0], 1);
    assert_eq!(pullback(1.0), pullback(1.0));
    assert_eq!(pullback(1.0), (6.0, vec![0.0, 0.0]));
}

/// The rows of a Jacobian took the pullback of a call inside an arm from each other.
#[test]
fn all_rows_of_a_jacobian_pull_back_through_a_call_in_an_arm() {
    #[differentiable]
    fn callee(x: f64) -> f64 {
        x * x.sin()
    }
    #[differentiable]
    fn caller(x: f64) -> [f64; 2] {
        let v = if x >= 2.0 { x * x } else { callee(x) / 2.0 };
        [callee(v), v.hypot(x)]
    }
    for x in [0.7, 2.7] {
        let [first, second] = caller::jacobian(x);
        let (_, tangent) = caller::jvp(x, 1.0);
        assert!((first - tangent[0]).abs() < 1e-14 * tangent[0].abs());
        assert!((second - tangent[1]).abs() < 1e-14 * tangent[1].abs());
    }
}

/// An integer in the result of a call was not known to be one.
#[test]
fn integers_in_results_of_calls_are_constants() {
    #[differentiable]
    fn callee(x: f64, n: usize) -> (f64, usize) {
        (x * x, n)
    }
    #[differentiable]
    fn caller(x: f64) -> (f64, usize) {
        let t: (f64, usize) = callee(x, 5);
        let u = callee(x, 2);
        (t.0 * u.1 as f64 + t.1 as f64 * x, (u.1 << 1) & 3 | t.1 >> 1)
    }
    let ((_, n), pullback) = caller::vjp(0.5);
    assert_eq!((n, pullback((1.0, ()))), (2, 7.0));
}

#[differentiable]
fn picked<'a>(x: &'a [f64; 2], y: &'a f64, first: bool) -> &'a f64 {
    if first { &x[0] } else { y }
}

#[differentiable]
fn head(x: &[f64; 3]) -> &f64 {
    &x[0]
}

#[test]
fn a_borrowed_result_has_an_owned_tangent() {
    assert_eq!(picked::grad(&[1.0, 2.0], &3.0, true), ([1.0, 0.0], 0.0));
    assert_eq!(picked::jvp(&[1.0, 2.0], &3.0, false, &[5.0, 6.0], &7.0), (&3.0, 7.0));
    assert_eq!(head::grad(&[1.0, 2.0, 3.0]), [1.0, 0.0, 0.0]);
    assert_eq!(head::jvp(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]), (&1.0, 4.0));
}

#[differentiable]
fn snapshot_in_an_arm(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let b = if x > 0.0 {
        a[0] = y * y;
        a
    } else {
        a
    };
    a[1] = x * y * 3.0;
    b[1] * a[1] + b[0] * a[0]
}

#[differentiable]
fn snapshot_that_is_changed(x: f64, y: f64) -> f64 {
    let mut a = (x, y);
    let mut b = match x > 0.0 {
        true => {
            a.0 = y * y;
            a
        }
        false => a,
    };
    b.1 = x * y * 3.0;
    b.0 *= a.0;
    b.1 * a.1 + b.0 * a.0
}

#[differentiable]
fn assigned_in_the_arms(x: f64, y: f64) -> f64 {
    let mut a = [x, y, 1.0];
    let mut b = [0.0; 3];
    if x > 0.0 {
        a[0] = y;
        b = a;
    } else {
        b = a;
        a[2] = x * x;
    }
    a[1] *= x;
    b[2] += a[1];
    a[2] += b[2];
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[test]
fn two_versions_of_an_array_are_two_arrays() {
    check!(snapshot_in_an_arm; x = 0.7, y = 1.3);
    check!(snapshot_in_an_arm; x = -0.7, y = 1.3);
    check!(snapshot_that_is_changed; x = 0.7, y = 1.3);
    check!(snapshot_that_is_changed; x = -0.7, y = 1.3);
    check!(assigned_in_the_arms; x = 0.7, y = 1.3);
    check!(assigned_in_the_arms; x = -0.7, y = 1.3);
}

#[differentiable]
mod hidden_constant {
    //! A module may have a documentation inside.
    #![allow(clippy::needless_range_loop)]

    pub const N: usize = 3;

    fn scaled(x: f64) -> f64 {
        x * N as f64
    }

    fn generic<const N: usize>(a: &[f64; N]) -> f64 {
        scaled(a[0]) * a[N - 1]
    }

    pub fn product(x: f64, y: f64) -> f64 {
        generic(&[x, y])
    }
}

#[test]
fn a_constant_of_the_module_is_not_the_callers_parameter() {
    check!(hidden_constant::product; x = 0.7, y = 1.3);
}

#[differentiable]
fn read_late_in_a_tuple(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let mut b = a;
    if x > 0.0 {
        a[0] = y * y;
        b = a;
    } else {
        a[1] = x * 3.0;
        b = a;
    }
    let t = (b[0], y);
    a[0] = 7.0 * y;
    t.0 + t.1 * a[0]
}

#[differentiable]
fn read_late_in_an_array(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let mut b = a;
    if x > 0.0 {
        a[0] = y * y;
        b = a;
    } else {
        a[1] = x * 3.0;
        b = a;
    }
    let r = [b[1], y];
    a[1] = 7.0 * x;
    r[0] * r[0] + r[1] * a[1]
}

#[differentiable]
fn read_late_in_a_sum(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let mut b = a;
    if x > 0.0 {
        a[0] = y * y;
        b = a;
    } else {
        a[1] = x * 3.0;
        b = a;
    }
    b[0] + {
        a[0] = 7.0 * y;
        a[0]
    }
}

#[differentiable]
fn weighted(a: &[f64], s: f64) -> f64 {
    a[0] * s + a[1]
}

#[differentiable]
fn read_late_by_a_call(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let mut b = a;
    if x > 0.0 {
        a[0] = y * y;
        b = a;
    } else {
        a[1] = x * 3.0;
        b = a;
    }
    weighted(&b, {
        a[0] = 7.0 * y;
        a[1] * x
    }) + a[0]
}

#[differentiable]
fn read_through_a_reference(x: f64, y: f64, k: usize) -> f64 {
    let a = [x, y];
    let p = &a;
    let mut q = a;
    q[0] = 2.0 * y;
    q[0] * p[k]
}

#[differentiable]
fn read_through_a_chosen_reference(x: f64, y: f64) -> f64 {
    let a = [x, y];
    let b = [y, x];
    let p = if x > 0.0 { &a } else { &b };
    let mut q = a;
    q[0] = 2.0 * y;
    q[0] * p[0] + b[0]
}

#[test]
fn an_element_that_is_read_late_is_the_old_one() {
    for x in [0.7, -0.7] {
        check!(read_late_in_a_tuple; x = x, y = 1.3);
        check!(read_late_in_an_array; x = x, y = 1.3);
        check!(read_late_in_a_sum; x = x, y = 1.3);
        check!(read_late_by_a_call; x = x, y = 1.3);
        check!(read_through_a_chosen_reference; x = x, y = 1.3);
    }
    assert_eq!(read_late_in_a_tuple::value(0.7, 1.3).to_bits(), read_late_in_a_tuple(0.7, 1.3).to_bits());
}

#[test]
fn a_reference_reads_what_it_was_taken_of() {
    let (value, (x, y)) = read_through_a_reference::value_and_grad(0.7, 1.3, 0);
    assert_eq!(value, read_through_a_reference(0.7, 1.3, 0));
    // 2 y x
    assert!((x - 2.6).abs() < 1e-12 && (y - 1.4).abs() < 1e-12, "{x} {y}");
}

#[differentiable]
fn root(x: f64) -> f64 {
    x.sqrt()
}

#[differentiable]
fn stored_root(x: f64, y: f64) -> f64 {
    let mut v = [y, x];
    v[0] = x.sqrt();
    let a = if y > 1.0 { v[0] * y } else { y };
    let b = if y > 2.0 { v[0] } else { 1.0 };
    a * b
}

#[differentiable]
fn called_root(x: f64, y: f64) -> f64 {
    let v: f64 = root(x);
    let a = if y > 1.0 { v * y } else { y };
    let b = if y > 2.0 { v } else { 1.0 };
    a * b
}

#[differentiable]
fn called_root_of_unwritten_type(x: f64, y: f64) -> f64 {
    let v = root(x);
    let a = if y > 1.0 { v * y } else { y };
    let b = if y > 2.0 { v } else { 1.0 };
    a * b
}

#[differentiable]
fn further_from_a_root_of_unwritten_type(x: f64, y: f64) -> f64 {
    let v = root(x);
    let w = v.sqrt() + v;
    let a = if y > 1.0 { w * y } else { y };
    let b = if y > 2.0 { w } else { 1.0 };
    a * b
}

#[differentiable]
fn roots(x: [f64; 2]) -> [f64; 2] {
    [x[0].sqrt(), x[1].sqrt()]
}

#[differentiable]
fn called_roots(x: [f64; 2], y: f64) -> f64 {
    let v = roots(x);
    let a = if y > 1.0 { v[0] * y } else { y };
    let b = if y > 2.0 { v[1] } else { 1.0 };
    a * b
}

#[differentiable]
fn root_of_all(x: &[f64]) -> f64 {
    (x[0] + x[1]).sqrt()
}

#[differentiable]
fn called_root_of_all(x: [f64; 2], y: f64) -> f64 {
    let v: f64 = root_of_all(&x);
    let a = if y > 1.0 { v * y } else { y };
    let b = if y > 2.0 { v } else { 1.0 };
    a * b
}

#[differentiable]
fn called_root_of_a_slice(x: &[f64], y: f64) -> f64 {
    let v = root_of_all(x);
    let a = if y > 1.0 { v * y } else { y };
    let b = if y > 2.0 { v } else { 1.0 };
    a * b
}

#[test]
fn an_infinite_slope_stays_in_the_arms_that_did_not_run() {
    assert_eq!(stored_root::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(called_root::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(called_root_of_unwritten_type::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(further_from_a_root_of_unwritten_type::grad(0.0, 0.5), (0.0, 1.0));
    assert_eq!(called_roots::grad([0.0; 2], 0.5), ([0.0; 2], 1.0));
    assert_eq!(called_root_of_all::grad([0.0; 2], 0.5), ([0.0; 2], 1.0));
    assert_eq!(called_root_of_a_slice::grad(&[0.0; 2], 0.5), (vec![0.0; 2], 1.0));
    assert_eq!(called_root_of_unwritten_type::vjp(0.0, 0.5).1(2.0), (0.0, 2.0));
    check!(called_root_of_unwritten_type; x = 0.7, y = 2.5);
    check!(further_from_a_root_of_unwritten_type; x = 0.7, y = 2.5);
    check!(called_roots; x = [0.7, 0.4], y = 2.5);
    check!(called_root_of_all; x = [0.7, 0.4], y = 2.5);
    check!(stored_root; x = 0.7, y = 2.5);
    check!(called_root; x = 0.7, y = 2.5);
}

#[differentiable]
fn one_of_two_called_roots(x: [f64; 2], y: f64) -> f64 {
    let v = roots(x);
    v[1] * y
}

#[differentiable]
fn called_root_in_either_arm(x: [f64; 2], y: f64) -> f64 {
    let v = roots(x);
    if y > 1.0 { v[0] * y } else { v[1] * y }
}

#[differentiable]
fn chosen_root(x: [f64; 2], y: f64, k: usize) -> f64 {
    let v = [x[0].sqrt(), x[1].sqrt()];
    v[k] * y
}

#[differentiable]
fn root_and_successor(x: f64) -> (f64, f64) {
    (x.sqrt(), x + 1.0)
}

#[differentiable]
fn part_of_a_called_pair(x: f64, y: f64) -> f64 {
    let (a, b) = root_and_successor(x);
    if y > 1.0 { a } else { b * y }
}

#[differentiable]
fn second(a: &[f64; 2]) -> f64 {
    a[1] * 0.5
}

#[differentiable]
fn second_of_a_slice(a: &[f64]) -> f64 {
    a[1] * 0.5
}

#[differentiable]
fn read_by_a_call(x: [f64; 2]) -> f64 {
    let v = [x[0].sqrt(), x[1].sqrt()];
    second(&v)
}

#[differentiable]
fn read_by_a_call_of_a_slice(x: [f64; 2]) -> f64 {
    let v = [x[0].sqrt(), x[1].sqrt()];
    second_of_a_slice(&v)
}

#[differentiable]
fn read_by_a_call_of_calls(x: [f64; 2]) -> f64 {
    let v = roots(x);
    second(&v)
}

#[test]
fn an_infinite_slope_stays_in_the_parts_that_nobody_reads() {
    assert_eq!(one_of_two_called_roots::grad([0.0, 4.0], 0.5), ([0.0, 0.125], 2.0));
    assert_eq!(called_root_in_either_arm::grad([0.0, 4.0], 0.5), ([0.0, 0.125], 2.0));
    assert_eq!(chosen_root::grad([0.0, 4.0], 0.5, 1), ([0.0, 0.125], 2.0));
    assert_eq!(part_of_a_called_pair::grad(0.0, 0.5), (0.5, 1.0));
    assert_eq!(read_by_a_call::grad([0.0, 4.0]), [0.0, 0.125]);
    assert_eq!(read_by_a_call_of_a_slice::grad([0.0, 4.0]), [0.0, 0.125]);
    assert_eq!(read_by_a_call_of_calls::grad([0.0, 4.0]), [0.0, 0.125]);
    assert_eq!(roots::vjp([0.0, 4.0]).1([0.0, 2.0]), [0.0, 0.5]);
    assert_eq!(roots::jacobian([0.0, 4.0]), [[f64::INFINITY, 0.0], [0.0, 0.25]]);
}

/// `take` behind a filter went on asking for items, and closures behind `skip` and the like were not called.
#[test]
fn an_iterator_is_asked_for_as_many_items_as_it_gives() {
    #[differentiable]
    fn taken(x: [f64; 4]) -> f64 {
        let mut seen = 0.0;
        let mut sum = 0.0;
        let positive = |v: &&f64| **v > 0.0;
        for v in x.iter().inspect(|v| seen += **v * **v).filter(positive).take(2) {
            sum += v * v * v;
        }
        sum * seen
    }
    check!(taken; x = [0.5, -1.5, 0.7, 0.9]);

    #[differentiable]
    fn beyond_the_end(x: [f64; 4]) -> f64 {
        (0..100).filter(|i| x[*i] > 0.0).take(3).map(|i| x[i] * x[i]).sum()
    }
    check!(beyond_the_end; x = [0.5, -1.5, 0.7, 0.9]);

    #[differentiable]
    fn endless(x: f64) -> f64 {
        let mut sum = 0.0;
        for term in std::iter::repeat(2.0).map(|weight| weight * x).take(3) {
            sum += term * term;
        }
        sum
    }
    check!(endless; x = 1.3);
}

/// The other value of `unwrap_or` was computed only where it was needed.
#[test]
fn the_argument_of_unwrap_or_is_computed_in_any_case() {
    #[differentiable]
    fn counted(x: [f64; 2]) -> f64 {
        let mut sum = 0.0;
        let first = x.first().copied().unwrap_or({
            sum += x[1];
            1.0
        });
        first * sum
    }
    check!(counted; x = [0.5, 1.3]);
}

/// Closures over active values could not be called in conditions.
#[test]
fn a_condition_may_call_a_closure() {
    #[differentiable]
    fn chosen(x: f64) -> f64 {
        let scale = |t: f64| t * x;
        let big = |t: f64| t > x;
        let mut y = 1.0;
        while scale(y) < 10.0 {
            y = scale(y) + 1.0;
        }
        if big(3.0) && !big(0.0) { y * scale(2.0) } else { y }
    }
    check!(chosen; x = 1.3);
}

mod adjoints_that_are_read_after_they_were_added {
    use super::*;

    #[differentiable]
    mod changed_at_an_index {
        fn smaller(x: f64, y: f64) -> f64 {
            if x > y { x } else { x.sin() }
        }
        pub fn f(x: f64, xs: &[f64], n: usize) -> f64 {
            let q = x * x;
            let b = [x, 1.0, x];
            let mut v = xs.to_vec();
            let k = n + 1;
            let j = (k + 3) % v.len();
            v[j] += x;
            q * b[2] + (if k % 4 == 1 { smaller(q, x) } else { x }) + v.iter().sum::<f64>()
        }
    }

    #[test]
    fn elements_are_read_first() {
        for n in 0..4 {
            check!(changed_at_an_index::f; x = 0.63, &xs = vec![0.87, -0.29, 0.53], const n = n);
        }
    }
}

/// The copy that one iteration changes was the variable around the loop, which the next iteration copied again.
#[differentiable]
fn a_copy_in_each_iteration(a: f64, n: usize, k: usize) -> f64 {
    let mut x = [a, a * a];
    x[k] += a;
    let mut sum = 0.0;
    for i in 0..n {
        let mut y = x;
        if i == 2 {
            y[k] = 10.0 * a;
        }
        sum += y[0] * y[0] * y[1];
    }
    sum
}

#[test]
fn a_copy_is_made_in_each_iteration() {
    check!(a_copy_in_each_iteration; a = 1.5, const n = 4, const k = 0);
}

mod closures_over_constants {
    use super::*;

    #[differentiable]
    fn pushing(x: f64) -> f64 {
        let w = [0.5, 2.0];
        let mut v = Vec::new();
        let mut push = |t: f64| v.push(t * w[1]);
        push(w[0]);
        for _ in 0..3 {
            push(0.5);
        }
        v.iter().sum::<f64>() * x
    }

    #[differentiable]
    fn counting(x: f64) -> f64 {
        let mut k = 0;
        let mut next = || {
            k += 1;
            k
        };
        let mut twice = || next() + next();
        let mut s = 0.0;
        for _ in 0..4 {
            s += (x * twice() as f64).sin();
            if s > 0.5 {
                s *= twice() as f64;
            }
        }
        s + k as f64
    }

    #[test]
    fn they_may_change_what_they_capture() {
        check!(pushing; x = 0.3);
        check!(counting; x = 0.3);
    }
}

/// The vector without room for its elements was still made, by nobody's wish and of no type.
#[differentiable]
fn constant_rows(x: &[f64; 3], y: f64) -> f64 {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for i in 0..4 {
        let mut row = Vec::new();
        for j in 0..3 {
            row.push(if x[i % 3] < 0.5 { 1.0 } else { j as f64 });
        }
        rows.push(row);
    }
    let mut s: f64 = 0.0;
    for i in 0..rows.len() {
        for j in 0..rows[i].len() {
            s = s * 0.9 + rows[i][j] * y;
        }
    }
    s
}

/// A pullback kept the reference.
#[differentiable]
fn arrays_declared_as_slices(x: f64) -> f64 {
    let v: &[f64] = &[x.cos(), x];
    let mut s = 0.0;
    for i in 0..2 {
        s += v[i] * v[v.len() - 1 - i] * x;
    }
    s
}

#[test]
fn types_follow_from_what_is_written() {
    check!(constant_rows; &x = [0.1, 0.9, 0.3], y = 0.4);
    check!(arrays_declared_as_slices; x = 0.4);
}

mod constants_that_only_rustc_knows {
    use super::*;

    const SCALE: f64 = 1.5;

    #[differentiable]
    fn fill(out: &mut [f64], x: &[f64], k: f64) {
        for i in 0..out.len() {
            out[i] = x[i] * k.cos() + out[i] * k;
        }
    }

    #[differentiable]
    fn filled(x: f64) -> f64 {
        let w = vec![x.sin(), x];
        let mut c = [0.5; 2];
        for i in 0..3 {
            fill(&mut c, &w[..], SCALE.sin() * (i as f64));
            fill(&mut c, &w, -SCALE);
            fill(&mut c, &w, SCALE.clamp(0.5, 1.0));
        }
        c[0] * c[1]
    }

    #[test]
    fn they_are_given_to_calls_that_change_something_else() {
        check!(filled; x = 0.4);
    }
}

/// What the arms refer to has different types.
#[differentiable]
fn slices_by_their_type(x: &[f64; 3], n: usize) -> f64 {
    let pair = [x[0], x[0].sin()];
    let more = vec![x[1]; n + 1];
    let mut s = 0.0;
    for i in 0..n {
        let chosen: &[f64] = if i % 2 == 0 {
            &pair
        } else if s > 1.0 {
            &more
        } else {
            x
        };
        let other: &[f64] = match i {
            0 => &more[..1],
            1 => chosen,
            _ => &[s],
        };
        s += chosen[0] * chosen[chosen.len() - 1] + other.iter().sum::<f64>() * other.len() as f64;
    }
    s
}

#[test]
fn arms_of_different_types_are_slices() {
    for n in 0..5 {
        check!(slices_by_their_type; &x = [0.4, 0.3, 0.9], const n = n);
    }
}
