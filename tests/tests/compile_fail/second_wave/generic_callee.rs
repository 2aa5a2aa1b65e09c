//! A rejected function with const generics, called by a sound one in the same module.

use autodiff_core::differentiable;

#[differentiable]
mod model {
    pub fn norm<const N: usize>(x: &[f64; N]) -> f64 {
        let mut sum = 0.0;
        for v in x {
            sum += f64::from_bits(v.to_bits());
        }
        sum.sqrt()
    }

    pub fn scaled(x: &[f64; 3], k: f64) -> f64 {
        k * norm(x)
    }
}

fn main() {
    let (_, _): ([f64; 3], f64) = model::scaled::grad(&[1.0, 2.0, 2.0], 2.0);
}
