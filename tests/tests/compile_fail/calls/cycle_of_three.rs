//! Of three functions that call each other two say so: the error names the whole cycle.

use autodiff_core::differentiable;

#[differentiable]
mod cycle {
    #[differentiable(recursive)]
    pub fn first(x: f64, n: u32) -> f64 {
        if n == 0 { x } else { x * second(x, n - 1) }
    }

    pub fn second(x: f64, n: u32) -> f64 {
        helper(x) + third(x, n)
    }

    #[differentiable(recursive)]
    pub fn third(x: f64, n: u32) -> f64 {
        first(x.sin(), n) * helper(x)
    }

    fn helper(x: f64) -> f64 {
        x * x
    }
}

fn main() {}
