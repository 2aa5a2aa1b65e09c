#[differentiable]
fn advance(x: &mut [f64; 2], v: f64) -> f64 {
    x[0] *= v;
    x[0] * x[1]
}

#[differentiable]
fn outer(rows: &mut [[f64; 2]; 3], v: f64) {
    let energy = elsewhere::advance(&mut rows[1], v);
    rows[0][1] += energy;
}
