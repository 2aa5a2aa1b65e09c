/// What is carried enters the body nonlinearly: each iteration records it.
#[differentiable]
fn newton(x: f64, #[constant] n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = 0.5 * (y + x / y);
    }
    y
}

/// A sum: nothing is recorded.
#[differentiable]
fn misfit(xs: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    for (i, x) in xs.iter().enumerate() {
        let error = scale * x - i as f64;
        sum += error * error;
    }
    0.5 * sum
}

/// The records of all runs of the inner loop are one list.
#[differentiable]
fn powers(xs: &[f64], #[constant] n: usize) -> f64 {
    let mut product = 1.0;
    for x in xs {
        for _ in 0..n {
            product = (product * x).sin();
        }
    }
    product
}

/// A constant number of iterations is remembered on the stack.
#[differentiable]
fn newton_thrice(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..3 {
        y = 0.5 * (y + x / y);
    }
    y
}
