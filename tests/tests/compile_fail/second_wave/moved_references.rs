//! `&mut` variables that refer to something else later, in other ways than by changing places.

use autodiff_core::differentiable;

#[differentiable]
fn assigned(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    let mut p = &mut a;
    *p *= 2.0;
    p = &mut b;
    *p *= 3.0;
    a + b
}

#[differentiable]
fn replaced(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    let mut p = &mut a;
    let old = std::mem::replace(&mut p, &mut b);
    *old *= 3.0;
    *p *= 5.0;
    a + b
}

#[differentiable]
fn taken(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut rest = &mut v[..];
    while !rest.is_empty() {
        let (head, tail) = std::mem::take(&mut rest).split_at_mut(1);
        head[0] *= 2.0;
        rest = tail;
    }
    v.iter().sum()
}

#[differentiable]
fn parts(x: &[f64], n: usize) -> f64 {
    let mut v = x.to_vec();
    let (mut left, mut right) = v.split_at_mut(1);
    for _ in 0..n {
        left[0] += right[0];
        std::mem::swap(&mut left, &mut right);
    }
    v.iter().sum()
}

#[differentiable]
fn read_too_early(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    let (mut p, mut q) = (&mut a, &mut b);
    for _ in 0..3 {
        *p += 0.5 * *q;
        std::mem::swap(&mut p, &mut q);
        if *p < 0.0 {
            return a;
        }
    }
    *p * *q
}

fn main() {}
