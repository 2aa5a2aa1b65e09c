//! Functions that take functions are a part of their callers: these cannot be.

use autodiff_core::differentiable;

#[differentiable]
mod integrals {
    pub fn halved(f: &dyn Fn(f64) -> f64, a: f64, b: f64, depth: u32) -> f64 {
        let middle = 0.5 * (a + b);
        if depth == 0 {
            return (b - a) * f(middle);
        }
        halved(f, a, middle, depth - 1) + halved(f, middle, b, depth - 1)
    }

    fn with_an_import(f: impl Fn(f64) -> f64) -> f64 {
        use std::f64::consts;
        f(consts::PI)
    }

    pub fn area(x: f64) -> f64 {
        halved(&|t| t * x, 0.0, 1.0, 3) + with_an_import(|t| t * x)
    }

    fn summed<const N: usize>(f: impl Fn(f64) -> f64, x: [f64; N]) -> f64 {
        x.iter().map(|x| f(*x)).sum()
    }

    pub fn of_unknown_length(x: f64) -> f64 {
        summed(|t| t * x, super::given())
    }
}

fn given() -> [f64; 2] {
    [1.0, 2.0]
}

#[differentiable]
fn apply<F: Fn(f64) -> f64>(f: F, x: f64) -> f64 {
    f(x)
}

fn main() {}
