//! Whether an element or an argument stays is not known when the attribute is expanded.

use autodiff_core::differentiable;

#[differentiable]
fn listed(x: f64, y: f64) -> f64 {
    let v = [#[cfg(debug_assertions)] x, y];
    let (a, b) = (#[cfg(not(debug_assertions))] x, y, x);
    v[0] * a * b * vec![#[cfg(debug_assertions)] x, y][0]
}

#[differentiable]
fn taken(x: f64, #[cfg(debug_assertions)] y: f64) -> f64 {
    x * x
}

fn main() {}
