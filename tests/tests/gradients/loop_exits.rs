//! `while` and `loop`; how loops end: by their condition, `break`, `continue`, labels and `return`.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

#[differentiable]
fn counted(x: f64, n: usize) -> f64 {
    let mut i = 0;
    let mut y = x;
    while i < n {
        y = y.sin() + x;
        i += 1;
    }
    y
}

#[test]
fn while_counts() {
    for n in [0, 1, 5] {
        check!(counted; x = 0.6, const n = n);
    }
}

#[differentiable]
fn until_large(x: f64, factor: f64) -> f64 {
    let mut y = x;
    let mut trips = 0;
    while y < 10.0 && trips < 50 {
        y *= factor;
        trips += 1;
    }
    y + trips as f64
}

#[test]
fn the_data_decide_how_often_while_runs() {
    check!(until_large; x = 0.6, factor = 1.7);
    check!(until_large; x = 11.0, factor = 1.7);
    check!(until_large; x = 0.6, factor = 0.9);
}

#[differentiable]
fn newton(a: f64) -> f64 {
    let mut x = 1.0;
    let mut change = 1.0_f64;
    while change.abs() > 1e-12 {
        let next = 0.5 * (x + a / x);
        change = next - x;
        x = next;
    }
    x
}

#[test]
fn an_iteration_converges() {
    check!(newton; a = 2.0);
    let expected = 0.5 / 3.0_f64.sqrt();
    assert!((newton::grad(3.0) - expected).abs() < 1e-14);
}

#[differentiable]
fn while_with_work(x: f64) -> f64 {
    let mut y = x;
    let mut i = 0;
    while {
        y *= 1.5;
        i += 1;
        y < 8.0
    } {
        y += 0.5 * x;
    }
    y * i as f64
}

#[test]
fn the_condition_of_while_may_assign() {
    check!(while_with_work; x = 0.7);
    check!(while_with_work; x = 7.0);
}

#[differentiable]
fn looped(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut i = 0;
    loop {
        if i >= n {
            break;
        }
        y = y * x + 1.0;
        i += 1;
    }
    y
}

#[test]
fn loop_ends_by_break() {
    for n in [0, 1, 5] {
        check!(looped; x = 0.6, const n = n);
    }
}

#[differentiable]
fn loop_with_value(x: f64) -> f64 {
    let mut y = x;
    let found = loop {
        y = y * 1.4 + 0.1;
        if y > 5.0 {
            break y * x;
        }
        if y < -5.0 {
            break -y;
        }
    };
    found + 0.5 * y
}

#[test]
fn break_may_have_a_value() {
    check!(loop_with_value; x = 0.6);
    check!(loop_with_value; x = -0.6);
}

#[differentiable]
fn loop_with_aggregate(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut i = 0;
    let (a, [b, c]) = loop {
        y = y.sin() + 0.5 * x;
        i += 1;
        if i > n {
            break (y, [x, y * y]);
        }
    };
    a * b - c
}

#[test]
fn break_may_have_an_aggregate() {
    check!(loop_with_aggregate; x = 0.6, const n = 0);
    check!(loop_with_aggregate; x = 0.6, const n = 3);
}

#[differentiable]
fn break_in_the_middle(xs: &[f64], limit: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..xs.len() {
        sum += xs[i] * xs[i];
        if sum > limit {
            break;
        }
        sum += 0.1 * xs[i];
    }
    sum
}

#[test]
fn for_may_break() {
    for limit in [0.5, 1.2, 4.0, 100.0] {
        check!(break_in_the_middle; &xs = vec![1.0, -0.5, 0.3, 2.0], limit = limit);
    }
}

#[differentiable]
fn skips(xs: &[f64]) -> f64 {
    let mut product = 1.0;
    for i in 0..xs.len() {
        if i % 3 == 1 {
            continue;
        }
        product *= xs[i];
        if xs[i] < 0.0 {
            product += 1.0;
            continue;
        }
        product -= 0.2 * xs[i];
    }
    product
}

#[test]
fn for_may_continue() {
    check!(skips; &xs = vec![1.0, -0.5, -0.3, 2.0, 0.7, 0.8]);
}

#[differentiable]
fn skips_in_while(x: f64, n: usize) -> f64 {
    let mut i = 0;
    let mut y = x;
    while i < n {
        i += 1;
        if i % 2 == 0 {
            continue;
        }
        y = (y + i as f64).sqrt();
        if y > 2.0 {
            break;
        }
    }
    y * x
}

#[test]
fn while_may_break_and_continue() {
    for n in [0, 1, 2, 6] {
        check!(skips_in_while; x = 0.6, const n = n);
    }
}

#[differentiable]
fn labelled(x: f64, n: usize) -> f64 {
    let mut y = x;
    'rows: for i in 0..n {
        for j in 0..n {
            if (i + j) % 4 == 3 {
                continue 'rows;
            }
            y = y * 0.9 + x * j as f64;
            if y > 6.0 {
                break 'rows;
            }
            if j > i {
                break;
            }
        }
        y += x;
    }
    y
}

#[test]
fn break_and_continue_may_name_their_loop() {
    for n in [0, 1, 3, 5] {
        check!(labelled; x = 0.6, const n = n);
        check!(labelled; x = 1.6, const n = n);
    }
}

#[differentiable]
fn labelled_value(x: f64, n: usize) -> f64 {
    let mut y = x;
    let result = 'outer: loop {
        let mut k = 0;
        while k < n {
            y *= 1.3;
            if y > 4.0 {
                break 'outer y * y;
            }
            k += 1;
        }
        y += 1.0;
    };
    result * x
}

#[test]
fn break_with_a_value_may_name_its_loop() {
    for n in [1, 3] {
        check!(labelled_value; x = 0.7, const n = n);
        check!(labelled_value; x = 5.0, const n = n);
    }
}

#[differentiable]
fn labelled_block(x: f64, y: f64) -> f64 {
    let z = 'found: {
        for i in 0..4 {
            if x * i as f64 > y {
                break 'found x * y;
            }
        }
        x + y
    };
    z * z
}

#[test]
fn a_labelled_block_may_hold_a_loop() {
    check!(labelled_block; x = 0.7, y = 1.1);
    check!(labelled_block; x = 0.1, y = 1.1);
}

#[differentiable]
fn returns(xs: &[f64], limit: f64) -> f64 {
    let mut product = 1.0;
    for i in 0..xs.len() {
        product *= xs[i];
        if product > limit {
            return product * limit + i as f64;
        }
    }
    product - limit
}

#[test]
fn return_leaves_the_loop() {
    for limit in [0.5, 1.5, 2.5, 50.0] {
        check!(returns; &xs = vec![1.1, 1.2, 1.3, 1.4], limit = limit);
    }
    check!(returns; &xs = Vec::<f64>::new(), limit = 0.4);
}

#[differentiable]
fn returns_from_within(m: &[[f64; 3]; 3], x: f64) -> (f64, f64) {
    let mut sum = 0.0;
    for i in 0..3 {
        let mut row = x;
        for j in 0..3 {
            row += m[i][j] * x;
            if row < 0.0 {
                return (row, sum);
            }
        }
        sum += row * row;
    }
    (sum, x)
}

#[test]
fn return_leaves_nested_loops() {
    check_vjp!(returns_from_within; &m = [[1.0, 2.0, 3.0], [0.5, 1.0, 2.0], [1.0, 0.3, 0.2]], x = 0.5);
    check_vjp!(returns_from_within; &m = [[1.0, 2.0, 3.0], [0.5, -4.0, 2.0], [1.0, 0.3, 0.2]], x = 0.5);
    check_vjp!(returns_from_within; &m = [[-4.0, 2.0, 3.0], [0.5, 1.0, 2.0], [1.0, 0.3, 0.2]], x = 0.5);
}

#[differentiable]
fn only_return(x: f64) -> f64 {
    let mut y = x;
    loop {
        y = y * y + 0.3;
        if y > 2.0 {
            return y;
        }
    }
}

#[test]
fn loop_may_end_by_return_alone() {
    check!(only_return; x = 1.1);
    check!(only_return; x = 2.6);
}

#[differentiable]
fn returns_from_two_loops(xs: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    if n > 1 {
        for x in xs {
            sum += x * x;
            if sum > 3.0 {
                return sum;
            }
        }
    } else {
        sum = 0.5;
    }
    for x in xs {
        sum *= x + 1.0;
        if sum > 4.0 {
            return sum * x;
        }
    }
    sum
}

#[test]
fn loops_in_and_behind_an_arm_return() {
    for n in [0, 2] {
        check!(returns_from_two_loops; &xs = vec![0.3, 0.7, 1.1], const n = n);
        check!(returns_from_two_loops; &xs = vec![1.3, 1.7, 1.1], const n = n);
    }
}

#[differentiable]
fn endless_range(x: f64) -> f64 {
    let mut sum = 1.0_f64;
    for k in (3..).step_by(2) {
        sum = sum.sin() * x + f64::from(k);
        if k > 10 {
            break;
        }
    }
    sum
}

#[differentiable]
fn endless_terms(x: f64) -> f64 {
    let series: f64 = (1..).map(|k| x.powi(k) / k as f64).take_while(|term| term.abs() > 1e-9).sum();
    let first = (0..).skip(2).map(|i| x / (1 + i * i) as f64).find(|term| *term < 0.1).unwrap();
    series * first
}

#[differentiable]
fn endless_chain(x: f64) -> f64 {
    let mut sum = 1.0_f64;
    for (i, k) in (0_usize..).chain(5..9).cycle().enumerate() {
        sum = sum.sin() * x + k as f64;
        if i > 3 {
            return sum;
        }
    }
    sum
}

#[test]
fn ranges_need_no_end() {
    check!(endless_range; x = 0.7);
    check!(endless_terms; x = 0.7);
    check!(endless_chain; x = 0.7);
}
