//! A trait's `len` that is a float.

use autodiff_core::differentiable;

trait Vector {
    fn len(&self) -> f64;
}

impl Vector for [f64; 2] {
    fn len(&self) -> f64 {
        self[0].hypot(self[1])
    }
}

#[differentiable]
fn length(x: f64, y: f64) -> f64 {
    let v = [x, y];
    v.len() * x
}

fn main() {}
