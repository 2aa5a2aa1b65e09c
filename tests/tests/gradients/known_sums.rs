//! Sums whose terms are their own derivatives: what the loop has added up serves its mirror, too.

use crate::helpers::check;
use autodiff_core::differentiable;

#[differentiable]
fn softmax(xs: &[f64], temperature: f64, weights: &[f64]) -> f64 {
    let normalizer: f64 = xs.iter().map(|x| (x * temperature).exp()).sum();
    let mut mean = 0.0;
    for i in 0..xs.len() {
        mean += (xs[i] * temperature).exp() / normalizer * weights[i];
    }
    mean
}

#[differentiable]
fn root_of_sum(xs: &[f64], shift: f64) -> f64 {
    xs.iter().map(|x| (x - shift).exp()).sum::<f64>().sqrt()
}

#[differentiable]
fn until_large(xs: &[f64], shift: f64, scale: f64) -> f64 {
    let mut sum = 0.0;
    let mut i = 0;
    while i < xs.len() {
        sum += (scale * xs[i] - shift).exp();
        if sum > 30.0 {
            break;
        }
        i += 1;
    }
    shift * sum.ln() + (sum + 1.0).sin()
}

#[differentiable]
fn from_three(xs: &[f64], shift: f64) -> f64 {
    let mut sum = 3.0;
    for x in xs {
        sum += (x - shift).exp();
    }
    sum.ln()
}

#[differentiable]
fn logsumexp(xs: &[f64]) -> f64 {
    let largest = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + xs.iter().map(|x| (x - largest).exp()).sum::<f64>().ln()
}

#[test]
fn sums_of_exponentials() {
    let xs = vec![0.3, -0.2, 0.9, 1.7];
    check!(softmax; &xs = xs.clone(), temperature = 0.7, &weights = vec![1.0, 2.0, -1.0, 0.5]);
    check!(root_of_sum; &xs = xs.clone(), shift = 0.4);
    check!(until_large; &xs = xs.clone(), shift = 0.4, scale = 1.3);
    check!(until_large; &xs = vec![2.0; 10], shift = 0.4, scale = 1.3);
    check!(from_three; &xs = xs.clone(), shift = 0.4);
    check!(logsumexp; &xs = xs.clone());
}

#[test]
fn sums_of_nothing() {
    assert_eq!(root_of_sum::grad(&[], 0.4), (vec![], 0.0));
    assert_eq!(from_three::grad(&[], 0.4), (vec![], 0.0));
}

#[test]
fn the_largest_cancels_exactly() {
    let xs = [1.0, 3.0, 3.0];
    let exponentials = xs.map(|x: f64| (x - 3.0).exp());
    let sum: f64 = exponentials.iter().sum();
    assert_eq!(logsumexp::grad(&xs), exponentials.map(|exponential| exponential * (1.0 / sum)));
}

#[differentiable]
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    let mut value = 0.0;
    let mut power = 1.0;
    for coefficient in coefficients {
        value += coefficient * power;
        power *= x;
    }
    value.sin()
}

#[differentiable]
fn discounted(rewards: &[f64], rates: &[f64], start: f64) -> f64 {
    let mut sum = 0.0;
    for _ in 0..2 {
        let mut discount = start;
        for i in 0..rewards.len() {
            sum += rewards[i] * discount;
            discount *= 1.0 - rates[i];
        }
    }
    sum
}

#[test]
fn powers_that_scale_adjoints() {
    check!(polynomial; &coefficients = vec![0.5, -1.0, 0.3, 0.2], x = 0.7);
    check!(discounted; &rewards = vec![1.0, 2.0, 3.0], &rates = vec![0.1, 0.2, 0.3], start = 0.9);
}
