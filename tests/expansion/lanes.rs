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

/// The spread of the terms of a point, by a function that is called for one point after the other.
#[differentiable]
fn spreads(shifts: &[f64], #[constant] points: &[f64]) -> f64 {
    let mut terms = vec![0.0; shifts.len()];
    let mut sum = 0.0;
    for point in points {
        for (term, shift) in terms.iter_mut().zip(shifts) {
            *term = point * shift;
        }
        sum += spread(&terms);
    }
    sum
}

/// The squares of turned points, whose derivatives are turned back once for sixteen of them.
#[differentiable]
fn turned(matrix: &[f64], shifts: &[f64], #[constant] points: &[f64]) -> f64 {
    let mut turned = vec![0.0; shifts.len()];
    let mut sum = 0.0;
    for point in points {
        for i in 0..shifts.len() {
            turned[i] = 0.0;
        }
        for j in 0..shifts.len() {
            for i in 0..shifts.len() {
                turned[i] += matrix[i] * (point - shifts[j]);
            }
        }
        sum += turned.iter().map(|t| t * t).sum::<f64>();
    }
    sum
}
