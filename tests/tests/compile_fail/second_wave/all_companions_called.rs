//! Every companion of a rejected function is called with the right types: one error, the function's own.

use autodiff_core::differentiable;

#[differentiable]
fn rejected(x: f64, y: &[f64; 2]) -> f64 {
    f64::from_bits(x.to_bits()) * y[0]
}

fn main() {
    let y = [1.0, 2.0];
    let _: f64 = rejected::value(1.0, &y);
    let (_, _): (f64, [f64; 2]) = rejected::grad(1.0, &y);
    let (_, (_, _)): (f64, (f64, [f64; 2])) = rejected::value_and_grad(1.0, &y);
    let (_, pullback) = rejected::vjp(1.0, &y);
    let (_, _): (f64, [f64; 2]) = pullback(1.0);
    let (_, _): (f64, f64) = rejected::jvp(1.0, &y, 1.0, &[0.0; 2]);
    println!("{}", rejected::graph());
}
