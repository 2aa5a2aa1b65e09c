//! Mutable variables.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn newton(a: f64) -> f64 {
    let mut x = a;
    x = 0.5 * (x + a / x);
    x = 0.5 * (x + a / x);
    x = 0.5 * (x + a / x);
    x = 0.5 * (x + a / x);
    x
}

#[test]
fn reassigned_variables_form_a_chain() {
    check!(newton; a = 2.0);
}

#[differentiable]
fn compound(x: f64, y: f64) -> f64 {
    let mut s = x;
    s += y;
    s -= x * y;
    s *= s;
    s /= y + 2.0;
    s %= 5.0;
    s += s;
    s
}

#[test]
fn compound_assignments_read_the_old_value() {
    check!(compound; x = 1.1, y = 0.4);
    check!(compound; x = -3.1, y = 4.4);
}

#[differentiable]
fn order_of_reads(x: f64) -> f64 {
    let mut a = x;
    let old = a;
    a = a * a;
    let b = a + old;
    a = b;
    let c = a - {
        a *= 2.0;
        a
    };
    c * a + old
}

#[test]
fn reads_see_the_value_of_their_time() {
    check!(order_of_reads; x = 0.7);
}

#[differentiable]
fn operand_before_assignment(x: f64) -> f64 {
    let mut a = x;
    a + {
        a = a * 3.0;
        a * x
    } * a
}

#[test]
fn an_operand_is_read_before_a_later_operand_assigns() {
    check!(operand_before_assignment; x = 1.3);
    assert_eq!(operand_before_assignment::value(1.0), 10.0);
}

#[differentiable]
fn constant_then_active(x: f64) -> f64 {
    let mut a = 1.0;
    let mut b = x;
    a += b;
    b = 2.0;
    let d = a * b;
    a = 5.0;
    d * a
}

#[test]
fn variables_become_active_and_constant() {
    assert_eq!(constant_then_active::grad(3.0), 10.0);
}

#[differentiable]
fn shadowing(x: f64) -> f64 {
    let x = x * 2.0;
    let x = [x, x * x];
    let x = (x[0], x[1]);
    let (x, y) = x;
    let y = y + x;
    x * y
}

#[test]
fn shadowing_may_change_the_type() {
    check!(shadowing; x = 0.6);
}

#[differentiable]
fn counters(x: f64, n: usize) -> f64 {
    let mut i = n;
    let mut total = x;
    i += 1;
    total *= i as f64;
    i *= 2;
    i -= 1;
    i %= 3;
    i <<= 1;
    i |= 1;
    total += (i as f64) * x;
    total
}

#[test]
fn integers_are_assigned_too() {
    for n in 0..5 {
        check!(counters; x = 0.8, const n = n);
    }
}

#[differentiable]
fn deferred_mutable(x: f64) -> f64 {
    let mut y;
    y = x;
    y *= x;
    let z: (f64, f64);
    z = (y, x);
    z.0 * z.1
}

#[test]
fn a_mutable_variable_may_be_initialised_later() {
    check!(deferred_mutable; x = 1.4);
}

#[differentiable]
fn assigned_from_branches(x: f64, flag: bool) -> f64 {
    let mut a = x;
    let mut b = 0.0;
    a = if flag { a * a } else { a + 1.0 };
    b += match flag {
        true => a,
        false => x,
    };
    a -= {
        let t = b;
        b = a;
        t * 0.5
    };
    a * b
}

#[test]
fn assignments_take_branches_and_blocks() {
    check!(assigned_from_branches; x = 0.7, const flag = false);
    check!(assigned_from_branches; x = 0.7, const flag = true);
}

#[differentiable]
fn typed(x: f64) -> f64 {
    let a: f64 = 2.0;
    let b: [f64; 2] = [x, a];
    let (c, n): (f64, usize) = (b[0], 1);
    let d: &f64 = &c;
    d * b[n] + *d
}

#[test]
fn types_may_be_written() {
    check!(typed; x = 0.9);
}

#[differentiable]
fn dead_stores(x: f64) -> f64 {
    let mut a = x.ln();
    a = x;
    let mut b = [a, 1.0 / x];
    b[1] = a;
    b = [b[0], b[1]];
    b[0] * b[1]
}

#[test]
fn dead_stores_have_no_gradient() {
    // The logarithm and the quotient are not finite here, and nobody reads them.
    assert_eq!(dead_stores::grad(0.0), 0.0);
    check!(dead_stores; x = 0.4);
}

#[differentiable]
fn counted(x: f64, n: usize) -> f64 {
    let mut k = 1;
    let mut table = [1.0, 2.0, 4.0];
    for i in 0..n {
        k += i;
        table[i % 3] *= 0.5;
    }
    let before = k;
    if x > 0.0 {
        while k > 3 {
            k -= 2;
        }
    }
    x.powi(k as i32) * table[0] + x * table[2] * before as f64
}

#[test]
fn loops_over_constants_are_statements() {
    for n in 0..6 {
        check!(counted; x = 1.3, const n = n);
        check!(counted; x = -1.3, const n = n);
    }
}
