//! What is changed through `&mut` is a part of the result: the error stands at the call, and names `vjp`.

use autodiff_core::differentiable;

#[differentiable]
fn advance(x: &mut f64, v: f64) -> f64 {
    *x += v;
    *x * v
}

fn main() {
    let _ = advance::grad(&mut 1.0, 0.5);
    let _ = advance::value_and_grad(&mut 1.0, 0.5);
}
