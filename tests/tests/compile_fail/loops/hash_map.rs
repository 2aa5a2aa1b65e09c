//! A map of active values.

use autodiff_core::differentiable;

use std::collections::HashMap;

#[differentiable]
fn sum(x: &[f64]) -> f64 {
    let mut by_key = HashMap::new();
    for (key, v) in x.iter().enumerate() {
        by_key.insert(key, *v);
    }
    by_key[&0] * by_key[&1]
}

fn main() {}
