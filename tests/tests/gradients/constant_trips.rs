//! Loops that run a constant number of times: what they remember is on the stack.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn newton(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..4 {
        y = 0.5 * (y + x / y);
    }
    y
}

#[differentiable]
fn over_an_array(xs: &[f64; 5], scale: f64) -> f64 {
    let mut y = scale;
    for (i, x) in xs.iter().enumerate() {
        y = (y * x).sin() + scale * i as f64;
    }
    y
}

#[test]
fn rows_at_the_index() {
    check!(newton; x = 2.0);
    check!(over_an_array; &xs = [0.3, -0.4, 1.2, 0.8, 2.0], scale = 0.7);
}

#[differentiable]
fn nest(x: f64, weights: &[[f64; 3]; 2]) -> f64 {
    let mut y = x;
    for row in weights {
        for w in row {
            y = (y * w).sin() + x;
        }
        y *= y;
    }
    y
}

#[differentiable]
fn triangle(x: f64) -> f64 {
    let mut y = x;
    for i in 0..4 {
        for j in 0..i {
            y = (y * x + j as f64).cos();
        }
        y = y.exp();
    }
    y
}

#[differentiable]
fn backwards(x: f64) -> f64 {
    let mut y = x;
    for i in (1..=3).rev() {
        for j in 2..4 {
            y = (y * x / j as f64).sin() + i as f64;
        }
    }
    for k in (0..10).step_by(3) {
        y = (y + k as f64).sqrt() * y;
    }
    y
}

#[test]
fn nests() {
    check!(nest; x = 0.7, &weights = [[0.3, -0.4, 1.2], [0.8, 2.0, 0.1]]);
    check!(triangle; x = 0.7);
    check!(backwards; x = 0.7);
}

#[differentiable]
fn early_exit(x: f64, limit: usize) -> f64 {
    let mut y = x;
    for i in 0..6 {
        if i == limit {
            break;
        }
        y = (y * x).sin() + y;
        if y > 3.0 {
            return y * x;
        }
    }
    y
}

#[differentiable]
fn early_exit_in_a_nest(x: f64, limit: usize) -> f64 {
    let mut y = x;
    'rows: for i in 0..3 {
        for j in 0..4 {
            if i + j == limit {
                continue 'rows;
            }
            if y > 5.0 {
                break 'rows;
            }
            y = (y * x).sin() + y;
        }
        y = y.sqrt();
    }
    y
}

#[test]
fn fewer_iterations_than_the_constant() {
    for limit in 0..7 {
        check!(early_exit; x = 0.7, const limit = limit);
        check!(early_exit; x = 1.4, const limit = limit);
        check!(early_exit_in_a_nest; x = 0.7, const limit = limit);
        check!(early_exit_in_a_nest; x = 1.9, const limit = limit);
    }
}

#[differentiable]
fn branches(x: f64, flags: [bool; 4]) -> f64 {
    let mut y = x;
    for flag in flags {
        y = if flag { (y * x).sin() } else { y.exp() * 0.3 };
        if y > 1.0 {
            y = y.sqrt() * x;
        }
    }
    y
}

#[differentiable]
fn branches_in_a_nest(x: f64, limit: usize) -> f64 {
    let mut y = x;
    for i in 0..3 {
        if i != limit {
            for j in 0..2 {
                y = if y > 0.5 { (y * x).sin() } else { y.exp() * (0.3 + j as f64) };
            }
        }
        y = y * y + 0.1;
    }
    y
}

#[differentiable]
fn called(x: f64, y: f64) -> f64 {
    (x * y).sin() + y
}

mod apart {
    use super::called;
    use autodiff_core::differentiable;

    #[differentiable]
    pub fn calls(x: f64) -> f64 {
        let mut y = x;
        for _ in 0..3 {
            for _ in 0..2 {
                y = super::constant_trips_call(y, x);
            }
            y = called(y, x);
        }
        y
    }
}

#[differentiable]
fn constant_trips_call(x: f64, y: f64) -> f64 {
    x.exp() * y * 0.2
}

#[test]
fn rows_of_anything() {
    check!(branches; x = 0.7, const flags = [true, false, true, true]);
    check!(branches; x = 1.3, const flags = [false, false, true, false]);
    for limit in 0..4 {
        check!(branches_in_a_nest; x = 0.7, const limit = limit);
    }
    check!(apart::calls; x = 0.7);
}

const COUNT: usize = 5;
const SIGNED: i32 = 3;

#[differentiable]
fn named(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..COUNT {
        y = if y > 0.5 { (y * x).sin() } else { y.exp() };
    }
    for i in 0..SIGNED {
        y = (y * x + i as f64).cos();
    }
    y
}

#[differentiable]
fn generic<const N: usize>(xs: &[f64; N]) -> f64 {
    let mut y = 0.4;
    for x in xs {
        y = (y * x).sin() + 0.5;
    }
    for i in 0..N {
        y = if y > 0.5 { (y * xs[i]).sin() } else { y.exp() };
    }
    y
}

#[differentiable]
fn many(x: f64) -> f64 {
    let mut y = x;
    for i in 0..500 {
        y = (y * x + i as f64 * 0.01).sin();
    }
    for _ in 0..40 {
        for _ in 0..20 {
            y = if y > 0.1 { (y + x).cos() } else { y + x };
        }
    }
    y
}

#[test]
fn counts_that_are_named_or_large() {
    check!(named; x = 0.7);
    check!(generic; &xs = [0.3, 1.2, -0.7]);
    check!(generic; &xs = [0.3; 1]);
    check!(many; x = 0.4);
}

#[differentiable]
fn zero_trips(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..0 {
        y = (y * x).sin();
    }
    for i in 5..2 {
        y = (y * x + i as f64).sin();
    }
    y * x
}

#[differentiable]
fn unknown_inside(x: f64, n: usize) -> f64 {
    let mut y = x;
    for i in 0..3 {
        for _ in i..n {
            y = (y * x).sin() + y;
        }
        let mut z = y;
        while z < 4.0 {
            z = z * z + 1.0;
        }
        y = z.ln();
    }
    y
}

#[differentiable]
fn inside_unknown(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        for _ in 0..3 {
            y = (y * x).sin() + y;
        }
        y = y.ln();
    }
    y
}

#[differentiable]
fn rotation(start: [f64; 3], angle: f64) -> f64 {
    let mut at = start;
    for _ in 0..4 {
        let before = at;
        at[0] = before[0] * angle.cos() - before[1] * angle.sin();
        at[1] = before[0] * before[2] + angle;
        at[2] = (at[0] * at[1]).tanh();
    }
    at[0] * at[1] + at[2]
}

#[differentiable]
fn vectors(x: f64) -> f64 {
    let mut list = vec![x; 2];
    for i in 0..3 {
        list = list.iter().map(|v| (v * x + i as f64).sin()).collect();
        list.push(x * list[0]);
    }
    list.iter().map(|v| v * v).sum()
}

#[test]
fn mixtures() {
    check!(zero_trips; x = 0.7);
    for n in 0..5 {
        check!(unknown_inside; x = 0.7, const n = n);
        check!(inside_unknown; x = 0.7, const n = n);
    }
    check!(rotation; start = [0.3, 0.8, -0.4], angle = 0.6);
    check!(vectors; x = 0.8);
}
