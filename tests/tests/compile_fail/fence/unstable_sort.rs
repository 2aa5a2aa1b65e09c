//! A sort that says nothing of the order of equal elements.

use autodiff_core::differentiable;

#[differentiable]
fn cheapest(prices: &[f64]) -> f64 {
    let mut sorted: Vec<(usize, f64)> = prices.iter().copied().enumerate().collect();
    sorted.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
    sorted[0].1
}

fn main() {}
