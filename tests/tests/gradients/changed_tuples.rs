//! Tuples of constants and numbers whose elements are changed one by one.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn grow(v: &mut f64, by: f64) -> f64 {
    *v = *v * by + 0.5;
    *v * by
}

#[differentiable]
fn rotate(p: &mut [f64; 2], v: &mut f64, angle: f64) {
    let [x, y] = *p;
    *p = [x * angle.cos() - y * angle.sin(), x * angle.sin() + y * angle.cos()];
    *v += p[0] * p[1];
}

/// Functions that are given elements by `&mut`.
#[differentiable]
mod lent {
    use super::{Kind, grow, rotate};

    pub(super) fn elements(x: &[f64], w: f64) -> f64 {
        let mut acc = (Kind::A, w, [0.5, 1.0], 0.25);
        for &v in x {
            let by = grow(&mut acc.1, v);
            rotate(&mut acc.2, &mut acc.3, by * 0.1);
            grow(&mut acc.2[1], 0.7);
            if acc.3 > 0.6 {
                acc.0 = Kind::B;
            }
        }
        if acc.0 == Kind::B { acc.1 * acc.3 } else { acc.2[0] + acc.3 }
    }

    pub(super) fn inside(x: &[f64], w: f64) -> f64 {
        let mut acc = ((Kind::A, w), Kind::C(2), 0.5);
        for &v in x {
            grow(&mut acc.0.1, v);
            acc.2 += acc.0.1;
            (acc.0.0, acc.1) = (acc.1, acc.0.0);
        }
        if acc.1 == Kind::A { acc.0.1 } else { acc.2 * acc.0.1 }
    }
}

#[differentiable]
mod parts {
    #[derive(Clone, Copy, PartialEq, Debug)]
    pub enum Kind {
        A,
        B,
        C(i32),
    }

    pub(super) fn basic(x: &[f64], w: f64) -> f64 {
        let mut acc = (Kind::A, 0.0);
        for &v in x {
            acc.1 += v * v;
            if acc.1 > 1.0 {
                acc.0 = Kind::B;
            }
        }
        if acc.0 == Kind::B { acc.1 * w } else { acc.1 }
    }
    pub(super) fn whole(x: &[f64], w: f64) -> f64 {
        let mut acc = (Kind::A, 0.0, 1.0);
        for (i, &v) in x.iter().enumerate() {
            acc.1 += v * v;
            acc = (acc.0, acc.1 + v, acc.2 * w);
            if i == 2 {
                acc.0 = Kind::C(i as i32);
            }
            acc.2 -= acc.1;
        }
        match acc {
            (Kind::A, s, p) => s * p,
            (Kind::B, s, _) => s,
            (Kind::C(n), s, p) => s.sin() * p.powi(n),
        }
    }
    pub(super) fn nested(x: &[f64], w: f64) -> f64 {
        let mut acc = (Kind::A, (0.0, Kind::B), w);
        let mut i = 0;
        while i < x.len() {
            acc.1.0 += x[i] * acc.2;
            if x[i] > 1.0 {
                acc.1.1 = acc.0;
                acc.0 = Kind::C(2);
            }
            acc.2 *= 0.5;
            i += 1;
        }
        let (kind, (s, other), t) = acc;
        let f = if kind == other { 2.0 } else { w };
        f * s * t
    }
    pub(super) fn straight(x: &[f64], w: f64) -> f64 {
        let mut acc = (Kind::A, w);
        acc.1 *= x[0];
        acc.0 = Kind::B;
        acc.1 += if acc.0 == Kind::B { x[1] } else { 0.0 };
        acc.1
    }
    pub(super) fn given(x: &[f64], w: f64, #[constant] start: Kind) -> f64 {
        let mut state = (start, x[0], 0usize);
        loop {
            state.1 = state.1 * w + 0.1;
            state.2 += 1;
            state.0 = match state.0 {
                Kind::A => Kind::B,
                Kind::B => Kind::C(1),
                Kind::C(n) => Kind::C(n + 1),
            };
            if state.2 > x.len() {
                break;
            }
            if let Kind::C(n) = state.0
                && n > 2
            {
                break;
            }
        }
        state.1 * state.2 as f64
    }
    pub(super) fn arm(x: &[f64], w: f64) -> f64 {
        let mut acc = (Kind::A, w);
        if x[0] > w {
            acc.0 = Kind::B;
            acc.1 *= x[0];
        } else {
            acc.1 += x[0];
        }
        if acc.0 == Kind::A { acc.1.exp() } else { acc.1 }
    }
    pub(super) fn through(x: &[f64], w: f64) -> f64 {
        let mut acc = (Kind::A, w);
        for v in x {
            let (kind, sum) = &mut acc;
            *sum += v * w;
            if *v > 1.0 {
                *kind = Kind::B;
            }
        }
        if acc.0 == Kind::A { acc.1.exp() } else { acc.1 }
    }
    pub(super) fn folded(x: &[f64], w: f64) -> f64 {
        let acc = x.iter().fold((Kind::A, 0.0), |mut acc, v| {
            acc.1 += v * w;
            if acc.1 > 1.0 {
                acc.0 = Kind::B;
            }
            acc
        });
        if acc.0 == Kind::A { acc.1 } else { acc.1.sin() }
    }
    pub(super) fn text(x: &[f64], w: f64) -> f64 {
        let mut acc = (String::from("a"), 0.0);
        for v in x {
            acc.1 += v * w;
            if *v > 1.0 {
                acc.0 = String::from("bb");
            }
            if *v > 1.5 {
                acc.0 = format!("{}c", acc.0);
            }
        }
        acc.1 * acc.0.len() as f64
    }
    pub(super) fn swap(x: &[f64], w: f64) -> f64 {
        let mut acc = (Kind::A, w, 1.0);
        for v in x {
            std::mem::swap(&mut acc.1, &mut acc.2);
            acc.1 += v * acc.2;
            acc.0 = if acc.0 == Kind::A { Kind::B } else { Kind::A };
        }
        if acc.0 == Kind::A { acc.1 } else { acc.2 * acc.1 }
    }
    pub(super) fn arr(x: &[f64], w: f64) -> f64 {
        let mut acc = (Kind::A, [0.0; 3]);
        for (i, v) in x.iter().enumerate() {
            acc.1[i % 3] += v * w;
            if *v > 1.0 {
                acc.0 = Kind::B;
            }
        }
        if acc.0 == Kind::A { acc.1[0] * acc.1[1] } else { acc.1[2] + acc.1[0].sin() }
    }
    pub(super) fn vecs(x: &[f64], w: f64) -> f64 {
        let mut acc = (Kind::A, Vec::new(), 0.0);
        for v in x {
            acc.1.push(v * w);
            acc.2 += v;
            if *v > 1.0 {
                acc.0 = Kind::B;
            }
        }
        let s: f64 = acc.1.iter().map(|v| v * v).sum();
        if acc.0 == Kind::A { s } else { s * acc.2 }
    }
}
use parts::Kind;

#[test]
fn elements_change_one_by_one() {
    let points = [vec![0.5, -0.3, 1.2, 2.0, 0.9], vec![0.1, 0.2], vec![-0.2, -1.3, 0.4, 0.7, 0.75]];
    for x in points {
        for w in [0.7, -1.1] {
            check!(parts::straight; &x = x.clone(), w = w);
            check!(parts::arm; &x = x.clone(), w = w);
            check!(parts::given; &x = x.clone(), w = w, const start = Kind::A);
            check!(parts::given; &x = x.clone(), w = w, const start = Kind::C(3));
            changed_in_loops(&x, w);
        }
    }
    changed_in_loops(&[], 0.3);
}

fn changed_in_loops(x: &[f64], w: f64) {
    let x = x.to_vec();
    check!(lent::elements; &x = x.clone(), w = w);
    check!(lent::inside; &x = x.clone(), w = w);
    check!(parts::basic; &x = x.clone(), w = w);
    check!(parts::whole; &x = x.clone(), w = w);
    check!(parts::nested; &x = x.clone(), w = w);
    check!(parts::through; &x = x.clone(), w = w);
    check!(parts::folded; &x = x.clone(), w = w);
    check!(parts::text; &x = x.clone(), w = w);
    check!(parts::swap; &x = x.clone(), w = w);
    check!(parts::arr; &x = x.clone(), w = w);
    check!(parts::vecs; &x = x.clone(), w = w);
}
