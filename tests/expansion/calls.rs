#[differentiable]
fn calls(x: f64, y: f64) -> f64 {
    let r = geometry::rosenbrock(x, y) * 2.0;
    let v = pair(x, y);
    r.sin() + v[0] * v[1]
}
