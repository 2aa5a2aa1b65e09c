#[differentiable]
fn oscillators(start: &[f64], stiffness: f64, #[constant] steps: usize) -> f64 {
    let n = start.len() / 2;
    let mut state = start.to_vec();
    for _ in 0..steps {
        let forces: Vec<f64> = state[..n].iter().map(|x| -stiffness * x.sin()).collect();
        for i in 0..n {
            state[n + i] += 0.1 * forces[i];
            state[i] += 0.1 * state[n + i];
        }
    }
    state.iter().map(|x| x * x).sum()
}
