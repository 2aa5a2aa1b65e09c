use autodiff_core::differentiable;

#[differentiable]
fn pair(x: f64) -> f64 {
    let p = [Some(x * x), None];
    if let Some(y) = p[0] { y } else { x }
}

/// A tuple that is changed as a whole through a reference.
#[differentiable]
fn lent(x: f64) -> f64 {
    let mut p = (Some(x * x), 1.0);
    let q = &mut p;
    q.1 += x;
    p.1
}

fn main() {}
