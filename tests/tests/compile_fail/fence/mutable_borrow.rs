//! `std::mem::swap` needs `&mut`.

use autodiff_core::differentiable;

#[differentiable]
fn ordered(x: f64, y: f64) -> f64 {
    let (mut low, mut high) = (x, y);
    if low > high {
        std::mem::swap(&mut low, &mut high);
    }
    high - low * low
}

fn main() {}
