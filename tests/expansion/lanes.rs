/// Sixteen points at once, then the rest.
#[differentiable]
fn fit(coefficients: &[f64], #[constant] points: &[[f64; 2]]) -> f64 {
    let mut sum = 0.0;
    for point in points {
        let mut value = 0.0;
        for c in coefficients.iter().rev() {
            value = value * point[0] + c;
        }
        let error = value - point[1];
        sum += if error < 0.0 { error * error } else { 2.0 * error };
    }
    sum
}
