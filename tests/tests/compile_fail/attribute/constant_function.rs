//! `#[constant]` goes on parameters; on a function it is unknown to `rustc`.

use autodiff_core::differentiable;

#[differentiable]
fn square(x: f64) -> f64 {
    #[constant]
    let k = 2.0;
    k * x
}

fn main() {}
