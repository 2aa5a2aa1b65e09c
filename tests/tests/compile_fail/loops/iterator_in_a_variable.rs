//! An iterator that a variable holds, and that is used in parts.

use autodiff_core::differentiable;

#[differentiable]
fn norm(x: &[f64]) -> f64 {
    let mut squares = x.iter().map(|v| v * v);
    squares.by_ref().take(2).sum::<f64>() * squares.sum::<f64>()
}

fn first(mut items: impl Iterator<Item = f64>) -> f64 {
    items.next().unwrap_or(0.0)
}

#[differentiable]
fn passed(x: &[f64]) -> f64 {
    let squares = x.iter().map(|v| v * v);
    first(squares)
}

fn main() {}
