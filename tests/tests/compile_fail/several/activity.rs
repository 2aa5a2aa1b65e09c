//! Obstacles on different ways to the result are all reported.

use autodiff_core::differentiable;

trait Bump {
    fn bump(self) -> f64;
}

impl Bump for f64 {
    fn bump(self) -> f64 {
        self + 1.0
    }
}

#[differentiable]
fn busy(x: f64, y: f64) -> f64 {
    let whole = x as i64;
    let bumped = y.bump();
    let power = x.powi(y as i32);
    whole as f64 * bumped + power
}

fn main() {}
