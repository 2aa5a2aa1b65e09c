//! Five mistakes of one function, reported together.

use autodiff_core::differentiable;

macro_rules! cube {
    ($x:expr) => {
        $x * $x * $x
    };
}

#[differentiable]
fn busy(x: f64, out: &mut f64) -> f64 {
    let mut sum = cube!(x);
    for i in 0..3 {
        sum += i as f64 * x;
    }
    let first = unsafe { *(&x as *const f64) };
    #[cfg(debug_assertions)]
    println!("{sum}");
    let scaled = [|k: f64| k * x];
    sum + first + scaled[0](2.0)
}

fn main() {}
