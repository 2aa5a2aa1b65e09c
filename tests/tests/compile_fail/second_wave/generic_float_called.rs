//! The companions of a rejected generic function have the types that the message asks for.

use autodiff_core::differentiable;

#[differentiable]
fn square<T: Copy + std::ops::Mul<Output = T>>(x: T) -> T {
    x * x
}

fn main() {
    let _: f64 = square::grad(3.0);
    let (_, pullback) = square::vjp(3.0);
    let _: f64 = pullback(1.0);
}
