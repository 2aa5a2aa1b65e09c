//! A function with `&mut` parameters that calls itself.

use autodiff_core::differentiable;

#[differentiable]
mod sweep {
    fn scale(xs: &mut [f64], by: f64, n: usize) {
        xs[n] *= by;
        if n > 0 {
            scale(xs, by * by, n - 1);
        }
    }

    pub fn total(x: f64) -> f64 {
        let mut xs = [x; 3];
        scale(&mut xs, x, 2);
        xs[0] + xs[2]
    }
}

fn main() {}
