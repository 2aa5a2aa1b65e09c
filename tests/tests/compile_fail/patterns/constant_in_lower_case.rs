//! A constant in lower case looks like a new variable to the macro: `rustc` tells.
#![allow(non_upper_case_globals)]

use autodiff_core::differentiable;

const one: i32 = 1;

#[differentiable]
fn chosen(x: f64, n: i32) -> f64 {
    match n {
        one => x * x,
        _ => x,
    }
}

fn main() {
    chosen::grad(1.0, 1);
}
