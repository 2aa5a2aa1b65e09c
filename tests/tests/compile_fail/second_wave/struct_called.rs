//! A parameter whose type has no derivative counts as the constant that it should be.

use autodiff_core::differentiable;

struct Material {
    stiffness: f64,
}

#[differentiable]
fn energy(material: &Material, x: f64) -> f64 {
    0.5 * material.stiffness * x * x
}

fn main() {
    let _: f64 = energy::grad(&Material { stiffness: 2.0 }, 3.0);
}
