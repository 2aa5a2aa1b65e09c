//! A function and its twin share a name; where the type name is taken the fix is `name = ..`.

use autodiff_core::differentiable;

struct Area;

#[differentiable]
#[allow(non_snake_case)]
fn Area(r: f64) -> f64 {
    r * r
}

fn main() {}
