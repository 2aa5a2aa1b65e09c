/// Each cell looks at what the one before it was, which the loop hands on.
#[differentiable]
fn transport(u: &[f64], speed: &[f64], steps: usize) -> f64 {
    let mut u = u.to_vec();
    for _ in 0..steps {
        let (mut before, mut inflow) = (0.0, 0.0);
        for (u, speed) in u.iter_mut().zip(speed) {
            let old = *u;
            let outflow = speed * old * (1.0 - 0.5 * old * old);
            *u = old - 0.1 * (outflow - inflow) + 0.01 * (before - old) * (before + old);
            before = old;
            inflow = outflow;
        }
    }
    u.iter().map(|u| u * u).sum()
}
