//! Variables of types without tangents, which calls in loops change: a generator of random numbers.

use autodiff_core::differentiable;

use crate::helpers::check;

struct Rng(u64);

fn draw(rng: &mut Rng) -> f64 {
    rng.0 = rng.0.wrapping_mul(6364136223846793005).wrapping_add(1);
    (rng.0 >> 33) as f64 / 2f64.powi(31)
}

#[differentiable]
mod together {
    use super::{Rng, draw};

    fn noisy(x: f64, #[constant] rng: &mut Rng) -> f64 {
        x * x + x * draw(rng)
    }

    pub(super) fn noise(x: &[f64]) -> f64 {
        let mut rng = Rng(42);
        let mut sum = 0.0;
        for v in x {
            sum += noisy(*v, &mut rng);
        }
        sum
    }
}
use together::noise;

#[differentiable]
fn drawn(x: &[f64]) -> f64 {
    let mut rng = Rng(42);
    let mut s = 0.0;
    for v in x {
        s += v * v * draw(&mut rng);
    }
    s
}

#[differentiable]
fn noisy_of_drawn_inside(x: f64, #[constant] r: &mut Rng) -> f64 {
    x * x + x * draw(r)
}
#[differentiable]
fn drawn_inside(x: &[f64]) -> f64 {
    let mut rng = Rng(42);
    let mut s = 0.0;
    for v in x {
        s += noisy_of_drawn_inside(*v, &mut rng);
    }
    s
}

#[test]
fn generators_are_changed_by_calls_in_loops() {
    let x = vec![0.7, -1.3, 2.1, 0.4, 1.9, 0.85];
    check!(noise; &x = x.clone());
    check!(drawn; &x = x.clone());
    check!(drawn_inside; &x = x.clone());
}
