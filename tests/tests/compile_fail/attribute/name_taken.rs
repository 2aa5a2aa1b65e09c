//! A function and its twin share a name; where a module has the type name already the fix is `name = ..`.

use autodiff_core::differentiable;

mod area {
    pub const UNIT: f64 = 1.0;
}

#[differentiable]
fn area(r: f64) -> f64 {
    area::UNIT * r * r
}

fn main() {}
