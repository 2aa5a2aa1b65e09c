//! Generic floats come later.

use autodiff_core::differentiable;

#[differentiable]
fn square<T>(x: T) -> T
where
    T: Copy + std::ops::Mul<Output = T>,
{
    x * x
}

fn main() {}
