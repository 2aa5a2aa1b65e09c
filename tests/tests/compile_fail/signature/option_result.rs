use autodiff_core::differentiable;

#[differentiable]
fn root(x: f64) -> Option<f64> {
    if x >= 0.0 { Some(x.sqrt()) } else { None }
}

#[differentiable]
fn index(x: f64) -> Option<usize> {
    (x > 0.0).then_some(1)
}

fn main() {}
