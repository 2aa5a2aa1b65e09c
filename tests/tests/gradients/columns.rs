//! Arrays of pairs of constants and numbers, written where their items are wanted.

use autodiff_core::differentiable;

use crate::helpers::{Floats, check};

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Double,
    Sine,
    Power(i32),
}

#[differentiable]
fn kinds(x: f64, w: f64) -> f64 {
    let mut t = w;
    for (kind, v) in [(Kind::Double, x * x), (Kind::Sine, x), (Kind::Power(3), w * x), (Kind::Double, w)] {
        t = t * w
            + match kind {
                Kind::Double => v * 2.0,
                Kind::Sine => v.sin(),
                Kind::Power(n) => v.powi(n),
            };
    }
    for (v, kind) in [(x.exp(), Kind::Sine), (w, Kind::Double)].into_iter().rev() {
        if kind == Kind::Sine {
            t = t * v + x;
        }
    }
    t
}

#[differentiable]
fn folded(x: f64, w: f64) -> f64 {
    [(Kind::Double, x * w), (Kind::Power(2), x)].into_iter().enumerate().fold(w, |t, (i, pair)| match pair {
        (Kind::Double, v) => t * v + i as f64,
        (_, v) => (t * v).cos(),
    })
}

#[differentiable]
fn given(x: f64, #[constant] kind: Kind) -> f64 {
    let mut t = 1.0;
    for (kind, v) in [(kind, x * x), (Kind::Sine, x)] {
        t *= if kind == Kind::Double { v + t } else { v.sin() };
    }
    t
}

impl Floats for Kind {
    type Tangent = ();
    fn list(&self, _: &mut Vec<f64>) {}
    fn with(&self, _: &mut dyn Iterator<Item = f64>) -> Self {
        *self
    }
    fn tangent(&self, _: &mut dyn Iterator<Item = f64>) {}
}

#[test]
fn constants_beside_numbers_have_no_tangents() {
    check!(kinds; x = 0.7, w = -0.4);
    check!(given; x = 0.7, const kind = Kind::Double);
    check!(given; x = 0.7, const kind = Kind::Power(2));
    check!(folded; x = 0.7, w = -0.4);
}
