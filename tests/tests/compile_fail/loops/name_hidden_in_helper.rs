//! The body of a function through `&mut` is put where it is called: names mean there what they meant before.

use autodiff_core::differentiable;

#[differentiable]
mod model {
    const RATE: f64 = 2.0;

    fn step(x: &mut f64) {
        *x *= RATE;
    }

    pub fn scaled(x: f64) -> f64 {
        const RATE: f64 = 3.0;
        let mut y = x;
        step(&mut y);
        y * RATE
    }
}

fn main() {}
