/// One after the other, `cell` and `hidden` of each iteration, which no other iteration touches.
#[differentiable]
fn cells(weights: &[f64], x: &[f64], #[constant] steps: usize) -> f64 {
    let n = x.len();
    let mut cell = vec![0.1; n];
    let mut hidden = x.to_vec();
    for _ in 0..steps {
        for i in 0..n {
            let gate = (hidden[i] * weights[i] + weights[n + i]).tanh();
            let change = (x[i] * weights[2 * n + i] + cell[i]).tanh();
            cell[i] = cell[i] * gate + change * (1.0 - gate);
            hidden[i] = gate * cell[i].tanh() + 0.1 * hidden[i];
        }
    }
    hidden.iter().sum()
}
