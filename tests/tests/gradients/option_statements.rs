//! Options that folds begin with, and that `break` gives.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn largest(xs: &[f64]) -> f64 {
    let best = xs.iter().enumerate().fold(None, |best, (i, &x)| match best {
        Some((_, before)) if before >= x => best,
        _ => Some((i, x)),
    });
    best.map_or(0.0, |(i, x)| x * (i + 1) as f64)
}

#[differentiable]
fn smoothed(xs: &[f64]) -> f64 {
    let last = xs.iter().filter(|x| **x > 0.0).fold(None::<f64>, |before, x| match before {
        Some(before) => Some(before * 0.5 + x),
        None => Some(*x),
    });
    let product = xs.iter().copied().fold(None, |product, x| {
        let square = x * x;
        if square > 0.1 { Some(product.unwrap_or(1.0) * square) } else { product }
    });
    last.unwrap_or(xs[0]) * product.unwrap_or_default()
}

#[differentiable]
fn first_above(xs: &[f64], y: f64) -> f64 {
    let mut i = 0;
    let first = loop {
        if i >= xs.len() {
            break None;
        }
        let product = xs[i] * y;
        if product > 0.3 {
            break Some(product);
        }
        i += 1;
    };
    match first {
        Some(product) => product * product,
        None => y,
    }
}

#[differentiable]
fn pair_above(xs: &[f64], y: f64) -> f64 {
    let pair = 'found: {
        for (i, x) in xs.iter().enumerate() {
            for z in &xs[i + 1..] {
                if x * z > 0.2 {
                    break 'found Some((i, x * z));
                }
            }
        }
        None
    };
    if let Some((i, product)) = pair { product * y + i as f64 } else { y * y }
}

/// The inner loop has breaks of its own.
#[differentiable]
fn steps(xs: &[f64], y: f64) -> f64 {
    let mut sum = 0.0;
    for &x in xs {
        let over = loop {
            sum += x;
            if sum > y {
                break Some(sum - y);
            }
            if sum < -y {
                break None;
            }
            for k in 0..5 {
                if k == 3 {
                    break;
                }
                sum *= 1.1;
            }
            if sum.abs() < 1e-3 {
                break None;
            }
        };
        sum = over.unwrap_or(0.1 * sum);
    }
    sum
}

#[test]
fn statements_give_options() {
    for seed in [1, 3] {
        for n in [1, 2, 5] {
            let xs: Vec<f64> = (0..n).map(|i| f64::sin(((i + 1) * (seed + 2)) as f64 * 1.3)).collect();
            check!(largest; &xs = xs.clone());
            check!(smoothed; &xs = xs.clone());
            check!(first_above; &xs = xs.clone(), y = 0.7);
            check!(pair_above; &xs = xs.clone(), y = 0.7);
            check!(steps; &xs = xs.clone(), y = 0.7);
        }
    }
}
