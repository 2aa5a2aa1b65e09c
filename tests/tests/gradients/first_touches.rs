//! Gradients that a loop stores instead of adding them to zeros: buffers come in with anything in them.

use autodiff_core::differentiable;

use crate::helpers::check;

/// The shorter one ends the loop, and the rest of the longer one's gradient is zero.
#[differentiable]
fn weighted(x: &[f64], w: &[f64]) -> f64 {
    x.iter().zip(w).map(|(x, w)| x * x * w).sum()
}

#[differentiable]
fn some(x: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        sum += x[i].sin();
    }
    sum
}

#[differentiable]
fn neighbours(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        sum += x[i] * x[i - 1];
    }
    sum
}

#[differentiable]
fn from_behind(x: &[f64], w: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in (1..x.len()).rev() {
        sum = sum * x[i] + w[i - 1];
    }
    sum
}

#[differentiable]
fn turned(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[x.len() - 1 - i] * (i as f64) * x[i];
    }
    sum
}

#[differentiable]
fn twice(x: &[f64], y: f64) -> f64 {
    let squares: f64 = x.iter().map(|x| x * x * y).sum();
    let mut product = squares;
    for x in x {
        product += (x * squares).sin();
    }
    product
}

#[differentiable]
fn again_and_again(x: &[f64], rounds: usize) -> f64 {
    let mut sum = 0.0;
    for round in 0..rounds {
        for i in 0..x.len() {
            sum += x[i] * x[i] * round as f64;
        }
    }
    sum
}

#[differentiable]
fn leaves(x: &[f64], limit: f64) -> f64 {
    let mut sum = 0.0;
    for x in x {
        if *x < 0.0 {
            continue;
        }
        sum += x * x.exp();
        if sum > limit {
            break;
        }
    }
    sum
}

#[differentiable]
fn log_sum(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + x.iter().map(|x| (x - largest).exp()).sum::<f64>().ln()
}

/// The first loop to come back to `y` goes through a part of it, twice at one place.
#[differentiable]
fn through_a_vector(x: &[f64], n: usize) -> f64 {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i].cos();
    }
    let mut sum = 0.0;
    for i in 0..n {
        sum += y[i + 1] * x[i] + y[i + 1].sin();
    }
    sum.exp()
}

#[differentiable]
fn narrow(x: &[f32], w: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (x, w) in x.iter().zip(w) {
        sum += f64::from(*x) * w;
    }
    sum
}

/// What the reverse sweep reads of an iteration waits in the buffer of the gradient, if that has room for it.
#[differentiable]
fn log_sum_of_few(x: &[f32]) -> f32 {
    x.iter().map(|x| x.exp()).sum::<f32>().ln()
}

#[differentiable]
fn widened(x: &[f32]) -> f64 {
    x.iter().map(|x| f64::from(*x).exp()).sum::<f64>().ln()
}

#[differentiable]
fn of_products(x: &[f64], w: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += (x[i] * w[i]).exp();
    }
    sum.ln() * sum.sin()
}

#[differentiable]
fn recorded_twice(x: &[f64]) -> f64 {
    let (mut sum, mut roots) = (0.0, 0.0);
    for x in x {
        sum += x.exp();
        roots += (2.0 + x.exp()).sqrt();
    }
    sum.ln() * roots.ln()
}

#[differentiable]
fn used_again(x: &[f64]) -> f64 {
    let exponentials: Vec<f64> = x.iter().map(|x| x.exp()).collect();
    let sum: f64 = exponentials.iter().sum();
    let shares: Vec<f64> = exponentials.iter().map(|e| (e / sum).sin()).collect();
    shares.iter().zip(x).map(|(s, x)| s * s * x).sum::<f64>().ln()
}

macro_rules! overwritten {
    ($function:ident; $(& $slice:expr),+ $(; $($other:expr),+)?) => {{
        overwritten!(@ $function; [$((&$slice, $slice.iter().map(|x| x + f64::NAN).collect::<Vec<f64>>())),+]; [$($($other),+)?])
    }};
    (@ $function:ident; [($x:expr, $gradient:expr)]; [$($other:expr),*]) => {{
        let mut gradient = $gradient;
        let (value, expected) = $function::value_and_grad($x $(, $other)*);
        assert_eq!($function::value_and_grad_into($x $(, $other)*, &mut gradient), value);
        assert_eq!(gradient, expected);
    }};
    (@ $function:ident; [($x:expr, $gradient:expr), ($w:expr, $by_w:expr)]; []) => {{
        let (mut gradient, mut by_w) = ($gradient, $by_w);
        let (value, expected) = $function::value_and_grad($x, $w);
        assert_eq!($function::value_and_grad_into($x, $w, &mut gradient, &mut by_w), value);
        assert_eq!((gradient, by_w), expected);
    }};
}

#[test]
fn buffers_are_overwritten() {
    let (long, short, none) = (vec![0.5, -0.25, 1.5, 2.0], vec![0.75, 1.25], Vec::<f64>::new());
    for x in [&long, &short, &none] {
        for w in [&long, &short, &none] {
            overwritten!(weighted; &x.clone(), &w.clone());
        }
        overwritten!(neighbours; &x.clone());
        overwritten!(turned; &x.clone());
        overwritten!(log_sum; &x.clone());
        overwritten!(again_and_again; &x.clone(); 0);
        overwritten!(again_and_again; &x.clone(); 3);
        for n in 0..=x.len() {
            overwritten!(some; &x.clone(); n);
        }
    }
    overwritten!(used_again; &vec![0.5, 0.25, 1.5, 2.0]);
    overwritten!(recorded_twice; &long.clone());
    overwritten!(of_products; &long.clone(), &long.clone());
    overwritten!(from_behind; &long.clone(), &long.clone());
    overwritten!(through_a_vector; &long.clone(); 3);
    let mut by_x = vec![f64::NAN; 4];
    let mut by_y = f64::NAN;
    twice::grad_into(&long, 0.5, &mut by_x, &mut by_y);
    assert_eq!((by_x.clone(), by_y), twice::grad(&long, 0.5));
    leaves::grad_into(&long, 2.0, &mut by_x, &mut by_y);
    assert_eq!((by_x, by_y), leaves::grad(&long, 2.0));
    let mut by_x = [f32::NAN; 3];
    log_sum_of_few::grad_into(&[0.5, 0.25, 1.0], &mut by_x);
    assert_eq!(by_x[..], log_sum_of_few::grad(&[0.5, 0.25, 1.0]));
    let sum: f32 = [0.5_f32, 0.25, 1.0].map(f32::exp).iter().sum();
    assert!((by_x[1] - 0.25_f32.exp() / sum).abs() < 1e-6);
    widened::grad_into(&[0.5, 0.25, 1.0], &mut by_x);
    assert_eq!(by_x[..], widened::grad(&[0.5, 0.25, 1.0]));
    assert!((by_x[1] - 0.25_f32.exp() / sum).abs() < 1e-6);
    let (mut by_x, mut by_w) = ([f32::NAN; 3], [f64::NAN; 2]);
    narrow::grad_into(&[1.0, 2.0, 3.0], &[0.5, 0.25], &mut by_x, &mut by_w);
    assert_eq!((by_x, by_w), ([0.5, 0.25, 0.0], [1.0, 2.0]));
}

#[test]
fn first_touches_are_right() {
    let x = vec![0.5, -0.25, 1.5, 2.0];
    check!(weighted; &x = x.clone(), &w = vec![0.75, 1.25]);
    check!(weighted; &x = vec![0.75, 1.25], &w = x.clone());
    check!(some; &x = x.clone(), const n = 2);
    check!(neighbours; &x = x.clone());
    check!(from_behind; &x = x.clone(), &w = vec![0.3, 0.7, -0.4, 2.5]);
    check!(turned; &x = x.clone());
    check!(twice; &x = x.clone(), y = 0.3);
    check!(again_and_again; &x = x.clone(), const rounds = 3);
    check!(leaves; &x = x.clone(), limit = 2.0);
    check!(log_sum; &x = x.clone());
    check!(of_products; &x = x.clone(), &w = vec![0.3, 0.7, -0.4, 0.5]);
    check!(recorded_twice; &x = x.clone());
    check!(used_again; &x = vec![0.5, 0.25, 1.5, 2.0]);
    check!(through_a_vector; &x = x.clone(), const n = 3);
}
