use autodiff_core::differentiable;

fn twice(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(f(x))
}

#[differentiable]
fn scaled(x: f64) -> f64 {
    twice(|y| y * x, 2.0)
}

fn main() {}
