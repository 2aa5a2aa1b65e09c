//! `return` before the end.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn call_payoff(spot: f64, strike: f64) -> f64 {
    if spot <= strike {
        return 0.0;
    }
    spot - strike
}

#[test]
fn a_return_ends_the_gradient_too() {
    assert_eq!(call_payoff::grad(3.0, 5.0), (0.0, 0.0));
    assert_eq!(call_payoff::grad(7.0, 5.0), (1.0, -1.0));
}

#[differentiable]
fn ladder(x: f64, y: f64) -> f64 {
    if x < 0.0 {
        return x * y;
    }
    let a = x.sqrt();
    if y < 0.0 {
        let b = a * y;
        return b.sin();
    }
    let c = a + y;
    if c > 3.0 {
        return c;
    }
    c * c
}

#[test]
fn returns_form_a_ladder() {
    for (x, y) in [(-0.5, 1.3), (0.5, -1.3), (4.0, 2.0), (0.5, 0.3)] {
        check!(ladder; x = x, y = y);
    }
}

#[differentiable]
fn deep(x: f64, y: f64, n: i32) -> f64 {
    let mut s = x;
    if n > 0 {
        s *= y;
        if n > 1 {
            if s > 0.0 {
                return s * 2.0;
            } else {
                s = -s;
            }
            if n > 2 {
                return s;
            }
        }
        s += x;
    } else {
        match n {
            0 => return x,
            -1 => {}
            _ => {
                s = y;
                if y > 1.0 {
                    return y * y * x;
                }
            }
        }
    }
    s * s + y
}

#[test]
fn returns_nest_in_branches_and_matches() {
    for n in [-2, -1, 0, 1, 2, 3] {
        for (x, y) in [(0.7, 1.2), (-0.7, 1.2), (0.7, -0.4), (-0.7, -0.4)] {
            check!(deep; x = x, y = y, const n = n);
        }
    }
}

#[differentiable]
fn explicit_at_the_end(x: f64) -> f64 {
    let y = x * x;
    return y + 1.0;
}

#[test]
fn the_last_statement_may_be_a_return() {
    check!(explicit_at_the_end; x = 2.0);
}

#[differentiable]
fn every_arm_returns(x: f64) -> f64 {
    if x > 0.0 {
        return x.ln();
    } else {
        return -x;
    }
}

#[differentiable]
fn every_match_arm_returns(x: f64, n: i32) -> f64 {
    match n {
        0 => return x,
        1 => {
            return x * x;
        }
        _ => {}
    }
    match n {
        2 => return x.sin(),
        _ => return x.cos(),
    };
}

#[test]
fn all_arms_may_return() {
    check!(every_arm_returns; x = 2.0);
    check!(every_arm_returns; x = -2.0);
    for n in 0..4 {
        check!(every_match_arm_returns; x = 0.8, const n = n);
    }
}

#[differentiable]
fn inside_an_initialiser(x: f64, y: f64) -> f64 {
    let root = if x > 0.0 {
        x.sqrt()
    } else {
        return y;
    };
    let other = match y {
        v if v > 0.0 => v.ln(),
        _ => return root * root * root,
    };
    root * other
}

#[test]
fn a_return_may_stand_where_a_value_is_expected() {
    check!(inside_an_initialiser; x = 2.0, y = 3.0);
    check!(inside_an_initialiser; x = -2.0, y = 3.0);
    check!(inside_an_initialiser; x = 2.0, y = -3.0);
}

#[differentiable]
fn inside_an_operand(x: f64, y: f64) -> f64 {
    x * {
        if y < 0.0 {
            return x + y;
        }
        y
    } + if x > 5.0 { return 2.0 * x } else { x }
}

#[test]
fn a_return_may_stand_in_an_operand() {
    check!(inside_an_operand; x = 2.0, y = 3.0);
    check!(inside_an_operand; x = 2.0, y = -3.0);
    check!(inside_an_operand; x = 7.0, y = 3.0);
}

#[differentiable]
fn after_stores(x: f64, k: usize) -> [f64; 3] {
    let mut a = [x; 3];
    a[k] *= x;
    if k == 1 {
        return a;
    }
    a[0] += a[k] * x;
    if a[0] > 10.0 {
        a[2] = 0.0;
        return [a[1], a[0], a[2]];
    }
    a
}

#[test]
fn arrays_are_returned_early() {
    for k in 0..3 {
        check_vjp!(after_stores; x = 0.5, const k = k);
        check_vjp!(after_stores; x = 4.0, const k = k);
    }
}

#[differentiable]
fn guard_clause_without_floats(a: &[f64], k: usize) -> f64 {
    if a.len() < 2 || k >= a.len() {
        return f64::NAN;
    }
    a[k] * a[0]
}

#[test]
fn a_guard_clause_has_zero_gradient() {
    let (value, gradient) = guard_clause_without_floats::value_and_grad(&[3.0], 0);
    assert!(value.is_nan());
    assert_eq!(gradient, vec![0.0]);
    assert_eq!(guard_clause_without_floats::grad(&[3.0, 4.0], 1), vec![4.0, 3.0]);
}
