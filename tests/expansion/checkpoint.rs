/// The state after every hundredth iteration is kept; the hundred before it run again.
#[differentiable(checkpoint = 100)]
fn newton(x: f64, #[constant] n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = 0.5 * (y + x / y);
    }
    y
}
