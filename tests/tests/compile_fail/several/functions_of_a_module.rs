//! Each function of a module has its own errors; the sound one keeps its derivatives.

use autodiff_core::differentiable;

#[differentiable]
mod model {
    pub fn looping(x: f64) -> f64 {
        let mut y = x;
        for _ in 0..3 {
            y *= f64::from_bits(x.to_bits());
        }
        y
    }

    pub fn sound(x: f64) -> f64 {
        x * x
    }

    pub fn casting(x: f64) -> f64 {
        x as i64 as f64
    }
}

fn main() {
    let _: f64 = model::sound::grad(3.0);
}
