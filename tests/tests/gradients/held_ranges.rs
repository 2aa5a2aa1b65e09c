//! Ranges that variables hold, by which parts are taken and over which closures are mapped.

use autodiff_core::differentiable;

use crate::helpers::check;

const XS: [f64; 5] = [0.3, -0.7, 1.1, 0.4, 0.9];

/// A range is cloned for each use, and used up by the last one.
#[test]
fn ranges_take_parts_and_are_mapped() {
    #[differentiable]
    fn columns(x: &[f64], n: usize) -> f64 {
        let (inner, all) = (1..n, 0..=n);
        let both: f64 = inner.clone().map(|i| x[i] * x[i - 1]).sum::<f64>();
        let weighed = all.clone().rev().zip(x).map(|(i, v)| v * i as f64).sum::<f64>();
        both + weighed + inner.len() as f64 * x[0] * f64::from(u8::from(all.contains(&2)))
    }
    #[differentiable]
    fn parts(x: &[f64], n: usize) -> f64 {
        let part = 1..n;
        let sum: f64 = x[part.clone()].iter().sum();
        let mut pairs = 0.0;
        for i in part.clone() {
            for j in part.clone().skip(1) {
                pairs += x[i] * x[j];
            }
        }
        assert!(part.end == n, "the range {part:?}");
        let sines: Vec<f64> = part.map(|i| x[i].sin() * sum).collect();
        sines.iter().product::<f64>() + pairs
    }
    #[differentiable]
    fn parameters(p: &[f64], widths: &[usize]) -> f64 {
        let mut at = 0;
        let mut scale = 1.0;
        for &width in widths {
            let weights = at..at + width;
            at += width;
            let bias = at;
            at += 1;
            let norm = p[weights.clone()].iter().map(|w| w * w).sum::<f64>();
            scale = scale * norm + p[bias] * weights.len() as f64 + p[weights].iter().sum::<f64>();
        }
        scale
    }
    for n in 1..5 {
        check!(columns; &x = XS, const n = n);
        check!(parts; &x = XS, const n = n);
    }
    check!(parameters; &p = XS, const &widths = [2, 1]);
    check!(parameters; &p = XS, const &widths = [0, 3]);
}

/// What a range was made of changes, and its name is given to something else.
#[test]
fn ranges_stay_as_they_were_made() {
    #[differentiable]
    fn moved(x: &[f64], mut low: usize, t: f64) -> f64 {
        let high = x.len();
        let part = low..high;
        low += 1;
        let first: f64 = part.clone().map(|i| x[i] * t).sum();
        let part = &x[low..];
        let second = part.iter().map(|v| v * v).sum::<f64>();
        let twice = |part: &[f64]| part.iter().sum::<f64>() * 2.0;
        first + second * twice(part)
    }
    #[differentiable]
    fn asked(x: &[f64], from: f64, to: f64) -> f64 {
        let between = 0.0..1.0;
        let rows = 0..x.len();
        let mut sum = from * to;
        for row in rows {
            if between.contains(&x[row]) {
                sum += x[row] * to;
            }
        }
        sum
    }
    for low in 0..4 {
        check!(moved; &x = XS, const low = low, t = 0.6);
    }
    check!(asked; &x = XS, from = 0.2, to = 0.7);
}

/// A name is given to one range after the other, and what closures read is what it was for them.
#[test]
fn names_of_ranges_are_given_again() {
    #[differentiable]
    fn again(x: &[f64], k: f64) -> f64 {
        let part = 0..2;
        let sum = |k: f64| x[part.clone()].iter().sum::<f64>() * k;
        let part = 1..3;
        let product = |k: f64| x[part.clone()].iter().product::<f64>() * k;
        sum(k) * product(2.0) + sum(1.0) + part.len() as f64 * k
    }
    #[differentiable]
    fn each(x: &[f64], k: f64) -> f64 {
        let mut sum = k;
        for i in 0..x.len() {
            let part = i..x.len().min(i + 2);
            if i % 2 == 0 {
                let part = 0..=i;
                sum += x[part.clone()].iter().sum::<f64>() * sum;
            }
            sum *= 1.0 + x[part].iter().sum::<f64>();
            let part = sum;
            sum = part * k;
        }
        sum
    }
    check!(again; &x = XS, k = 0.3);
    for n in 0..5 {
        check!(each; &x = XS[..n].to_vec(), k = 0.3);
    }
}
