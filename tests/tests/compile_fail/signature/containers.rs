//! Types of the standard library that hold others: one error each, and none from the companions.

use autodiff_core::differentiable;
use std::cell::RefCell;

#[differentiable]
fn root(x: f64) -> Result<f64, String> {
    if x < 0.0 { Err("negative".to_owned()) } else { Ok(x.sqrt()) }
}

#[differentiable]
fn applied(x: f64, f: Box<dyn Fn(f64) -> f64>) -> f64 {
    x * f(1.0)
}

#[differentiable]
fn counted(x: f64, calls: &RefCell<f64>) -> f64 {
    *calls.borrow_mut() += 1.0;
    x
}

fn main() {}
