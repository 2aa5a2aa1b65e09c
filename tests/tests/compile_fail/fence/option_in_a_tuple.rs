use autodiff_core::differentiable;

#[differentiable]
fn pair(x: f64) -> f64 {
    let p = (Some(x * x), 1.0);
    if let Some(y) = p.0 { y + p.1 } else { p.1 }
}

fn main() {}
