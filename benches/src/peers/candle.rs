//! `candle`: tensors, whose operations are recorded as they run.

use candle_core::backprop::GradStore;
use candle_core::{DType, Device, Result, Tensor, Var};

use crate::gradbench::{ba, gmm, lstm};

/// A constant list.
fn constant(numbers: &[f64]) -> Result<Tensor> {
    Tensor::from_slice(numbers, numbers.len(), &Device::Cpu)
}

/// An active matrix with `columns` columns.
fn variable(numbers: &[f64], columns: usize) -> Result<Var> {
    Var::from_slice(numbers, (numbers.len() / columns, columns), &Device::Cpu)
}

/// The derivatives by a parameter, in order.
fn derivatives(gradients: &GradStore, parameter: &Var) -> Result<Vec<f64>> {
    gradients.get(parameter).expect("the result depends on the parameter").flatten_all()?.to_vec1()
}

/// The value and its derivatives by all parameters.
fn gradient(value: &Tensor, parameters: &[&Var]) -> Result<(f64, Vec<f64>)> {
    let gradients = value.backward()?;
    let slopes = parameters.iter().map(|parameter| derivatives(&gradients, parameter)).collect::<Result<Vec<_>>>()?;
    Ok((value.to_scalar()?, slopes.concat()))
}

/// Value and gradient of the least squares.
pub fn llsq(x: &[f64], n: usize) -> Result<(f64, Vec<f64>)> {
    let points: Vec<f64> = (0..n).map(|i| -1.0 + 2.0 * i as f64 / (n as f64 - 1.0)).collect();
    let signs: Vec<f64> = points.iter().map(|t| if *t == 0.0 { 0.0 } else { t.signum() }).collect();
    let (t, x) = (constant(&points)?, variable(x, 1)?);
    let mut fitted = t.zeros_like()?;
    for i in (0..x.dims()[0]).rev() {
        fitted = (fitted * &t)?.broadcast_add(&x.get(i)?)?;
    }
    let distances = (constant(&signs)? - fitted)?;
    gradient(&(distances.sqr()?.sum_all()? * 0.5)?, &[&x])
}

/// Value and gradient of the logarithm of the sum of exponentials.
pub fn lse(x: &[f64]) -> Result<(f64, Vec<f64>)> {
    let x = variable(x, x.len())?;
    gradient(&x.log_sum_exp(1)?.get(0)?, &[&x])
}

/// Value and gradient of the mixture of Gaussians.
pub fn gmm(input: &gmm::Input) -> Result<(f64, Vec<f64>)> {
    let d = input.d;
    let (k, n, triangle) = (input.alpha.len(), input.x.len() / d, d * (d - 1) / 2);
    let (alpha, mu) = (variable(&input.alpha, 1)?, variable(&input.mu, d)?);
    let (q, l) = (variable(&input.q, d)?, variable(&input.l, triangle)?);
    let diagonals = q.exp()?;
    let log_determinants = q.sum_keepdim(1)?;

    // Where an entry of a lower triangle stands in the list of its columns; zero, put before the list, elsewhere.
    let mut places = vec![0u32; d * d];
    let below = (0..d).flat_map(|column| (column + 1..d).map(move |row| row * d + column));
    below.zip(1..).for_each(|(entry, place)| places[entry] = place);
    let places = Tensor::from_vec(places, d * d, &Device::Cpu)?;
    let zeros = Tensor::zeros((k, 1), DType::F64, &Device::Cpu)?;
    let below = Tensor::cat(&[&zeros, l.as_tensor()], 1)?.index_select(&places, 1)?.reshape((k, d, d))?;
    let eye = Tensor::eye(d, DType::F64, &Device::Cpu)?;
    let roots = (below + diagonals.unsqueeze(2)?.broadcast_mul(&eye)?)?;

    let x = constant(&input.x)?.reshape((1, n, d))?;
    let whitened = x.broadcast_sub(&mu.unsqueeze(1)?)?.matmul(&roots.transpose(1, 2)?)?;
    let densities = (alpha.as_tensor() + &log_determinants)?.broadcast_sub(&(whitened.sqr()?.sum(2)? * 0.5)?)?;
    let likelihood = (densities.log_sum_exp(0)?.sum_all()? - (alpha.log_sum_exp(0)?.sum_all()? * n as f64)?)?;
    let squares = (diagonals.sqr()?.sum_all()? + l.sqr()?.sum_all()?)?;
    let prior =
        ((log_determinants.sum_all()? * input.prior.m)? - (squares * (0.5 * input.prior.gamma * input.prior.gamma))?)?;
    let value = ((likelihood + prior)? + gmm::constant(n, k, d, input.prior))?;
    gradient(&value, &[&alpha, &mu, &q, &l])
}

/// Value and gradient of the last component of the solution.
pub fn ode(x: &[f64], steps: usize) -> Result<(f64, Vec<f64>)> {
    let n = x.len();
    let x = Var::from_slice(x, n, &Device::Cpu)?;
    let (first, rest) = (x.narrow(0, 0, 1)?, x.narrow(0, 1, n - 1)?);
    let slopes = |y: &Tensor| Tensor::cat(&[&first, &(&rest * y.narrow(0, 0, n - 1)?)?], 0);
    let step = 2.0 / steps as f64;
    let mut y = x.zeros_like()?;
    for _ in 0..steps {
        let k1 = slopes(&y)?;
        let k2 = slopes(&(&y + (&k1 * (0.5 * step))?)?)?;
        let k3 = slopes(&(&y + (&k2 * (0.5 * step))?)?)?;
        let k4 = slopes(&(&y + (&k3 * step)?)?)?;
        let sum = (((k1 + (k2 * 2.0)?)? + (k3 * 2.0)?)? + k4)?;
        y = (y + (sum * (step / 6.0))?)?;
    }
    gradient(&y.get(n - 1)?, &[&x])
}

/// Value and gradient of the recurrent network.
pub fn lstm(input: &lstm::Input) -> Result<(f64, Vec<f64>)> {
    let bits = input.bits;
    let (main, extra) = (variable(&input.main, bits)?, variable(&input.extra, bits)?);
    let sequence = constant(&input.sequence)?.reshape(((), bits))?;
    let start = constant(&input.state)?.reshape(((), bits))?;
    let rows = |matrix: &Tensor| (0..matrix.dims()[0]).map(|row| matrix.get(row)).collect::<Result<Vec<_>>>();
    let (parameters, extra_rows, mut state) = (rows(&main)?, rows(&extra)?, rows(&start)?);
    let sigmoid = |x: Tensor| (x.neg()?.exp()? + 1.0)?.recip();

    let mut outputs = Vec::new();
    for character in &rows(&sequence)?[..sequence.dims()[0] - 1] {
        let mut signal = (character * &extra_rows[0])?;
        for (parameters, state) in parameters.chunks_exact(8).zip(state.chunks_exact_mut(2)) {
            let gate = |gate: usize, from: &Tensor| (from * &parameters[gate])? + &parameters[4 + gate];
            let change = gate(3, &state[0])?.tanh()?;
            let ingate = sigmoid(gate(1, &state[0])?)?;
            let forget = sigmoid(gate(0, &signal)?)?;
            let outgate = sigmoid(gate(2, &signal)?)?;
            state[1] = ((&state[1] * forget)? + (ingate * change)?)?;
            state[0] = (outgate * state[1].tanh()?)?;
            signal = state[0].clone();
        }
        outputs.push(((signal * &extra_rows[1])? + &extra_rows[2])?);
    }
    let outputs = Tensor::stack(&outputs, 0)?;
    let normalizers = (outputs.exp()?.sum_keepdim(1)? + 2.0)?.log()?;
    let next = sequence.narrow(0, 1, outputs.dims()[0])?;
    let likelihood = (next * outputs.broadcast_sub(&normalizers)?)?.sum_all()?;
    gradient(&(likelihood * (-1.0 / (input.sequence.len() - bits) as f64))?, &[&main, &extra])
}

/// All residuals of bundle adjustment, then their derivatives, as [`ba::hand`] writes them; no rotation may be zero.
///
/// The residuals of an observation depend on its own row of the parameters only, so that two sweeps are all rows.
pub fn bundle_adjustment(input: &ba::Input) -> Result<(Vec<f64>, Vec<f64>)> {
    let observations = input.weights.len();
    let cameras: Vec<f64> = input.cameras.iter().cycle().take(observations).flatten().copied().collect();
    let points: Vec<f64> = input.points.iter().cycle().take(observations).flatten().copied().collect();
    let (cameras, points, weights) = (variable(&cameras, 11)?, variable(&points, 3)?, variable(&input.weights, 1)?);
    let features = constant(input.features.as_flattened())?.reshape((observations, 2))?;

    let column = |matrix: &Tensor, column| matrix.narrow(1, column, 1);
    let dot = |a: &Tensor, b: &Tensor| (a * b)?.sum_keepdim(1);
    let cross = |a: &Tensor, b: &Tensor| {
        let part = |i: usize, j: usize| (column(a, i)? * column(b, j)?)? - (column(a, j)? * column(b, i)?)?;
        Tensor::cat(&[part(1, 2)?, part(2, 0)?, part(0, 1)?], 1)
    };
    let rotation = cameras.narrow(1, 0, 3)?;
    let offset = (points.as_tensor() - cameras.narrow(1, 3, 3)?)?;
    let angle = dot(&rotation, &rotation)?.sqrt()?;
    let axis = rotation.broadcast_div(&angle)?;
    let (sine, cosine) = (angle.sin()?, angle.cos()?);
    let along = (dot(&axis, &offset)? * (1.0 - &cosine)?)?;
    let turned = (offset.broadcast_mul(&cosine)? + cross(&axis, &offset)?.broadcast_mul(&sine)?)?;
    let seen = (turned + axis.broadcast_mul(&along)?)?;
    let plane = seen.narrow(1, 0, 2)?.broadcast_div(&column(&seen, 2)?)?;
    let squared = dot(&plane, &plane)?;
    let scale = (((column(&cameras, 9)? * &squared)? + (column(&cameras, 10)? * squared.sqr()?)?)? + 1.0)?;
    let bent = plane.broadcast_mul(&(scale * column(&cameras, 6)?)?)?;
    let residuals = ((bent + cameras.narrow(1, 7, 2)?)? - features)?.broadcast_mul(&weights)?;
    let of_weights = (1.0 - weights.sqr()?)?;

    let rows = [0, 1].map(|side| {
        let gradients = column(&residuals, side)?.sum_all()?.backward()?;
        let row = [&cameras, &points, &weights].map(|parameter| gradients.get(parameter).expect("all are active"));
        Tensor::cat(&row, 1)
    });
    let [first, second] = rows;
    let rows: Vec<f64> = Tensor::stack(&[first?, second?], 1)?.flatten_all()?.to_vec1()?;
    let by_weights = derivatives(&of_weights.sum_all()?.backward()?, &weights)?;
    let values = [residuals.flatten_all()?.to_vec1()?, of_weights.flatten_all()?.to_vec1()?].concat();
    Ok((values, [rows, by_weights].concat()))
}
