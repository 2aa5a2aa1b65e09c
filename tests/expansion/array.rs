#[differentiable]
fn early(x: &[f64; 3], k: usize) -> f64 {
    let mut s = 0.0;
    if x[0] < 0.0 {
        return x[1] * x[2];
    }
    s += x[k].sin();
    let mut a = [x[0]; 3];
    a[k] *= x[1];
    s * a[k] + a[0]
}

#[differentiable]
fn sliced(x: &[f64], n: usize) -> f64 {
    x[0] * x[n].exp() + x.len() as f64
}
