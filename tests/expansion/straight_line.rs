#[differentiable]
fn rosenbrock(x: f64, y: f64) -> f64 {
    let a = 1.0 - x;
    let b = y - x * x;
    a * a + 100.0 * b * b
}

/// Differences of products, whose adjoints are factors of two products each: they are negated once.
#[differentiable]
pub fn crossed(a: f64, b: f64, c: f64, d: f64) -> f64 {
    (a * b - c * d).sin()
}
