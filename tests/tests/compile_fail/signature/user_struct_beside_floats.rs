//! Parameters of the program rather than variables: `#[constant]` is missing.

use autodiff_core::differentiable;

struct Material {
    stiffness: f64,
}

#[differentiable]
fn energy(material: &Material, x: f64) -> f64 {
    0.5 * material.stiffness * x * x
}

fn main() {}
