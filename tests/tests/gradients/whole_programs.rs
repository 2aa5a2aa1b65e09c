//! Programs as people write them who have never heard of derivatives: helpers that change what they are lent, buffers
//! that change places, tables of constants, loops that end when it is enough. Each was wrong or rejected once, or joins
//! what other tests have apart.

use autodiff_core::differentiable;

use crate::helpers::{check, check_changes, check_vjp};

/// Numbers between -1 and 1 that have nothing to do with each other.
fn numbers(count: usize, seed: usize) -> Vec<f64> {
    (0..count).map(|at| (((at + 1) * (seed + 2)) as f64 * 1.3).sin()).collect()
}

fn rows(count: usize, columns: usize, seed: usize) -> Vec<Vec<f64>> {
    (0..count).map(|row| numbers(columns, seed + 3 * row)).collect()
}

/// Two buffers that change places in a loop that counts down, a helper with a kink.
#[differentiable]
mod american_option {
    fn payoff(strike: f64, price: f64) -> f64 {
        let gain = strike - price;
        if gain > 0.0 { gain } else { 0.0 }
    }

    pub fn put(spot: f64, strike: f64, volatility: f64, rate: f64, steps: usize) -> f64 {
        let dt = 0.7 / steps.max(1) as f64;
        let up = (volatility * dt.sqrt()).exp();
        let grow = (rate * dt).exp();
        let q = (grow - up.recip()) / (up - up.recip());
        let mut now: Vec<f64> = Vec::with_capacity(steps + 1);
        for j in 0..=steps {
            now.push(payoff(strike, spot * up.powi(2 * j as i32 - steps as i32)));
        }
        let mut next = vec![0.0; steps + 1];
        for step in (0..steps).rev() {
            for j in 0..=step {
                let hold = (q * now[j + 1] + (1.0 - q) * now[j]) / grow;
                next[j] = hold.max(payoff(strike, spot * up.powi(2 * j as i32 - step as i32)));
            }
            std::mem::swap(&mut now, &mut next);
        }
        now[0]
    }
}

#[test]
fn american_options_have_greeks() {
    for n in [0, 1, 2, 5] {
        check!(american_option::put; spot = 1.03, strike = 1.1, volatility = 0.31, rate = 0.05, const steps = n);
    }
}

/// A root found by Newton's method in a helper that reads a list which grows while it is called.
#[differentiable]
fn zero_rate(quote: f64, before: &[f64], t: f64) -> f64 {
    let mut rate = quote;
    let mut tries = 0;
    loop {
        let discount = (-rate * t).exp();
        let error = quote * (before.iter().sum::<f64>() + discount) + discount - 1.0;
        let next = rate + error / (t * discount * (quote + 1.0));
        tries += 1;
        if (next - rate).abs() < 1e-14 || tries >= 40 {
            break next;
        }
        rate = next;
    }
}

#[differentiable]
fn bootstrapped(quotes: &[f64]) -> Vec<f64> {
    let mut discounts = vec![];
    let mut rates = Vec::new();
    for (i, &quote) in quotes.iter().enumerate() {
        let t = (i + 1) as f64;
        let rate = zero_rate(quote, &discounts, t);
        discounts.push((-rate * t).exp());
        rates.push(rate);
    }
    rates
}

#[differentiable]
fn forwards(quotes: &[f64], notional: f64) -> f64 {
    let curve = bootstrapped(quotes);
    let mut price = notional;
    for (i, pair) in curve.windows(2).enumerate() {
        let t = (i + 1) as f64;
        price += notional * (pair[1] * (t + 1.0) - pair[0] * t) * (-pair[1] * (t + 1.0)).exp();
    }
    curve.last().map_or(price, |rate| price + rate * rate)
}

#[test]
fn curves_are_bootstrapped() {
    for n in [0, 1, 2, 5] {
        let quotes: Vec<f64> = (0..n).map(|i| 0.02 + 0.004 * i as f64).collect();
        check!(forwards; &quotes = quotes, notional = 2.0);
    }
}

/// Matrices of several shapes through helpers with `const` parameters, two `&mut` arrays, a constant landmark.
#[differentiable]
mod kalman {
    fn times<const A: usize, const B: usize, const C: usize>(a: &[[f64; B]; A], b: &[[f64; C]; B]) -> [[f64; C]; A] {
        let mut out = [[0.0; C]; A];
        for i in 0..A {
            for j in 0..C {
                let mut sum = 0.0;
                for k in 0..B {
                    sum += a[i][k] * b[k][j];
                }
                out[i][j] = sum;
            }
        }
        out
    }

    fn transposed<const A: usize, const B: usize>(a: &[[f64; B]; A]) -> [[f64; A]; B] {
        let mut out = [[0.0; A]; B];
        for i in 0..A {
            for j in 0..B {
                out[j][i] = a[i][j];
            }
        }
        out
    }

    fn predict(x: &mut [f64; 3], p: &mut [[f64; 3]; 3], u: [f64; 2], noise: f64) {
        let heading = x[2];
        x[0] += u[0] * heading.cos();
        x[1] += u[0] * heading.sin();
        x[2] += u[1];
        let f = [[1.0, 0.0, -u[0] * heading.sin()], [0.0, 1.0, u[0] * heading.cos()], [0.0, 0.0, 1.0]];
        let fp = times(&f, p);
        *p = times(&fp, &transposed(&f));
        for i in 0..3 {
            p[i][i] += noise;
        }
    }

    fn update(x: &mut [f64; 3], p: &mut [[f64; 3]; 3], z: f64, noise: f64, #[constant] mark: (f64, f64)) -> f64 {
        let (dx, dy) = (mark.0 - x[0], mark.1 - x[1]);
        let range = dx.hypot(dy);
        let h = [[-dx / range, -dy / range, 0.0]];
        let pht = times(p, &transposed(&h));
        let s = times(&h, &pht)[0][0] + noise;
        let error = z - range;
        let before = *p;
        for i in 0..3 {
            x[i] += pht[i][0] / s * error;
            for j in 0..3 {
                p[i][j] = before[i][j] - pht[i][0] * pht[j][0] / s;
            }
        }
        0.5 * (error * error / s + s.ln())
    }

    pub fn likelihood(start: [f64; 3], noise: f64, inputs: &[[f64; 2]], measured: &[f64]) -> f64 {
        let mut x = start;
        let mut p = [[0.0; 3]; 3];
        for (i, row) in p.iter_mut().enumerate() {
            row[i] = 0.1;
        }
        let mut total = 0.0;
        for (t, (u, z)) in inputs.iter().zip(measured).enumerate() {
            predict(&mut x, &mut p, *u, noise);
            total += update(&mut x, &mut p, *z, 0.3, if t % 2 == 0 { (2.0, 1.0) } else { (-1.0, 2.5) });
        }
        total
    }
}

#[test]
fn extended_kalman_filters_have_likelihoods() {
    for n in [0, 1, 3] {
        let inputs: Vec<[f64; 2]> = (0..n).map(|i| [0.3 + 0.1 * i as f64, 0.2]).collect();
        check!(kalman::likelihood; start = [0.1, -0.2, 0.3], noise = 0.02, &inputs = inputs, &measured = numbers(n, 1));
    }
}

/// Pairs of constants, a force that is filled with zeros by a helper and handed on, constants until it gets its values.
#[differentiable]
mod molecules {
    fn forces(at: &[[f64; 2]], pairs: &[(usize, usize)], depth: f64, force: &mut [[f64; 2]]) -> f64 {
        for f in force.iter_mut() {
            f.fill(0.0);
        }
        let mut energy = 0.0;
        for &(i, j) in pairs {
            let d = [at[i][0] - at[j][0], at[i][1] - at[j][1]];
            let square = d[0] * d[0] + d[1] * d[1];
            if square > 6.25 {
                continue;
            }
            let s6 = 1.0 / (square * square * square);
            energy += 4.0 * depth * (s6 * s6 - s6);
            for k in 0..2 {
                let f = 24.0 * depth * (2.0 * s6 * s6 - s6) / square * d[k];
                force[i][k] += f;
                force[j][k] -= f;
            }
        }
        energy
    }

    pub fn leapfrog(start: &[[f64; 2]], velocity: &[[f64; 2]], depth: f64, steps: u32) -> f64 {
        let n = start.len();
        let pairs: Vec<(usize, usize)> = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))).collect();
        let (mut x, mut v) = (start.to_vec(), velocity.to_vec());
        let mut force = vec![[0.0; 2]; n];
        let mut energy = forces(&x, &pairs, depth, &mut force);
        for _ in 0..steps {
            for ((v, f), x) in v.iter_mut().zip(&force).zip(x.iter_mut()) {
                for k in 0..2 {
                    v[k] += 0.02 * f[k];
                    x[k] += 0.02 * v[k];
                }
            }
            energy = forces(&x, &pairs, depth, &mut force);
        }
        energy + v.iter().map(|v| 0.5 * (v[0] * v[0] + v[1] * v[1])).sum::<f64>()
    }
}

#[test]
fn molecules_move() {
    for n in [0, 1, 2, 4] {
        let start: Vec<[f64; 2]> = (0..n).map(|i| [1.3 * i as f64, 0.2 * (i as f64).sin()]).collect();
        let velocity: Vec<[f64; 2]> = (0..n).map(|i| [0.1, -0.3 * i as f64]).collect();
        for steps in [0, 1, 3] {
            check!(molecules::leapfrog; &start = start.clone(), &velocity = velocity.clone(), depth = 0.5,
                const steps = steps);
        }
    }
}

/// The nearest of several, found by a loop as a constant `Option`, then `let else`; rays that leave the loop early.
#[differentiable]
fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[differentiable]
fn hit(origin: [f64; 3], direction: [f64; 3], center: &[f64; 3], radius: f64) -> f64 {
    let offset = [origin[0] - center[0], origin[1] - center[1], origin[2] - center[2]];
    let b = dot(offset, direction);
    let discriminant = b * b - dot(offset, offset) + radius * radius;
    if discriminant < 0.0 {
        return f64::INFINITY;
    }
    let t = -b - discriminant.sqrt();
    if t > 1e-6 { t } else { f64::INFINITY }
}

#[differentiable]
fn traced(look: [f64; 3], centers: &[[f64; 3]], radii: &[f64], albedo: f64) -> f64 {
    let norm = dot(look, look).sqrt();
    let mut direction = look.map(|c| c / norm);
    let mut origin = [0.05, 0.02, 0.0];
    let (mut weight, mut light) = (1.0, 0.0);
    let mut bounces = 0;
    loop {
        let mut nearest = f64::INFINITY;
        let mut which = None;
        for (i, center) in centers.iter().enumerate() {
            let t = hit(origin, direction, center, radii[i]);
            if t < nearest {
                nearest = t;
                which = Some(i);
            }
        }
        let Some(i) = which else {
            let sky = 0.5 * (direction[1] + 1.0);
            return light + weight * (1.0 - sky + 0.7 * sky * sky);
        };
        for k in 0..3 {
            origin[k] += nearest * direction[k];
        }
        let normal: Vec<f64> = origin.iter().zip(&centers[i]).map(|(o, c)| (o - c) / radii[i]).collect();
        light += weight * 0.2 * normal[1].max(0.0);
        weight *= albedo;
        let along: f64 = 2.0 * direction.iter().zip(&normal).map(|(d, n)| d * n).sum::<f64>();
        for (d, n) in direction.iter_mut().zip(normal) {
            *d -= along * n;
        }
        bounces += 1;
        if bounces == 3 {
            break;
        }
    }
    light + 0.01 * weight
}

#[test]
fn rays_are_traced() {
    let centers = [[0.1, 0.0, 3.0], [-0.9, 0.1, 1.4], [0.4, -1.1, 2.2]];
    for n in 0..=3 {
        for look in [[0.02, 0.03, 1.0], [-0.4, 0.03, 1.0]] {
            check!(traced; look = look, &centers = centers[..n].to_vec(), &radii = vec![1.1, 0.7, 0.6][..n].to_vec(),
                albedo = 0.7);
        }
    }
}

/// Stages in the rows of a list of lists, lent one by one beside a row that was written before.
#[differentiable]
mod springs {
    fn slope(state: &[f64], out: &mut [f64], #[constant] ends: &[[usize; 2]], stiffness: &[f64]) {
        let n = state.len() / 2;
        let (x, v) = state.split_at(n);
        let (dx, dv) = out.split_at_mut(n);
        dx.copy_from_slice(v);
        for (a, v) in dv.iter_mut().zip(v) {
            *a = -0.1 * v;
        }
        for (e, &[i, j]) in ends.iter().enumerate() {
            let stretch = x[j] - x[i] - 0.5;
            let force = stiffness[e] * stretch + 0.1 * stretch.powi(3);
            dv[i] += force;
            dv[j] -= force;
        }
    }

    pub fn network(start: &[f64], stiffness: &[f64], #[constant] ends: &[[usize; 2]], steps: usize) -> f64 {
        let h = 0.1;
        let mut y = start.to_vec();
        let n = y.len();
        let mut k = vec![vec![0.0; n]; 4];
        let mut stage_state = vec![0.0; n];
        for _ in 0..steps {
            slope(&y, &mut k[0], ends, stiffness);
            for stage in 1..4 {
                let weight = if stage == 3 { h } else { 0.5 * h };
                for i in 0..n {
                    stage_state[i] = y[i] + weight * k[stage - 1][i];
                }
                slope(&stage_state, &mut k[stage], ends, stiffness);
            }
            for i in 0..n {
                y[i] += h / 6.0 * (k[0][i] + 2.0 * k[1][i] + 2.0 * k[2][i] + k[3][i]);
            }
        }
        y.iter().enumerate().map(|(i, y)| y * y / (1.0 + i as f64)).sum()
    }
}

#[test]
fn springs_swing() {
    for n in [0, 1, 2, 4] {
        let ends: Vec<[usize; 2]> = (1..n.max(1)).map(|i| [i - 1, i]).collect();
        for steps in [0, 1, 3] {
            check!(springs::network; &start = numbers(2 * n, 3), &stiffness = numbers(ends.len(), 4),
                const &ends = ends.clone(), const steps = steps);
        }
    }
}

/// Weights that are cut off a flat list as layers need them, a list that is cleared and filled, and changes places.
#[differentiable]
fn dense(weights: &[f64], input: &[f64], output: &mut Vec<f64>, width: usize) -> usize {
    let n = input.len();
    let (w, rest) = weights.split_at(n * width);
    let bias = &rest[..width];
    output.clear();
    for j in 0..width {
        let row = &w[j * n..(j + 1) * n];
        let mut sum = bias[j];
        for i in 0..n {
            sum += row[i] * input[i];
        }
        output.push(sum);
    }
    n * width + width
}

#[differentiable]
fn activate(x: &mut [f64], kind: u8) {
    for v in x {
        *v = match kind {
            0 => v.tanh(),
            1 if *v < 0.0 => 0.01 * *v,
            2 => 1.0 / (1.0 + (-*v).exp()),
            _ => *v,
        };
    }
}

#[differentiable]
fn layers(weights: &[f64], input: &[f64], widths: &[usize]) -> f64 {
    let mut a = input.to_vec();
    let mut b = Vec::new();
    let mut used = 0;
    for (layer, &width) in widths.iter().enumerate() {
        used += dense(&weights[used..], &a, &mut b, width);
        activate(&mut b, if layer + 1 == widths.len() { 9 } else { (layer % 3) as u8 });
        std::mem::swap(&mut a, &mut b);
    }
    a.iter().sum::<f64>() / a.len().max(1) as f64 + weights[..used].iter().map(|w| w * w).sum::<f64>()
}

#[test]
fn layers_of_any_width_follow_each_other() {
    for widths in [vec![], vec![1], vec![3, 1], vec![4, 2, 2]] {
        let size = widths.iter().fold((2, 0), |(n, size), width| (*width, size + n * width + width)).1;
        check!(layers; &weights = numbers(size, 3), &input = numbers(2, 4), const &widths = widths.clone());
    }
}

/// Rows of what helpers returned, zipped with each other; a row is normalised in its place.
#[differentiable]
fn product(x: &[Vec<f64>], w: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let columns = w.first().map_or(0, |row| row.len());
    x.iter().map(|row| (0..columns).map(|j| row.iter().zip(w).map(|(a, r)| a * r[j]).sum()).collect()).collect()
}

#[differentiable]
fn normalise(row: &mut [f64], gain: f64) {
    let n = row.len() as f64;
    let mean = row.iter().sum::<f64>() / n;
    let variance = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    for v in row.iter_mut() {
        *v = (*v - mean) * gain / (variance + 1e-2).sqrt();
    }
}

#[differentiable]
fn attention(x: &[Vec<f64>], wq: &[Vec<f64>], wk: &[Vec<f64>], wv: &[Vec<f64>], gain: f64) -> f64 {
    let (q, k, v) = (product(x, wq), product(x, wk), product(x, wv));
    let mut out = x.to_vec();
    for i in 0..x.len() {
        let scores: Vec<f64> = (0..=i).map(|j| q[i].iter().zip(&k[j]).map(|(a, b)| a * b).sum()).collect();
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = scores.iter().map(|s| (s - top).exp()).collect();
        let sum: f64 = weights.iter().sum();
        for (w, v) in weights.iter().zip(&v) {
            for (o, v) in out[i].iter_mut().zip(v) {
                *o += w / sum * v;
            }
        }
        normalise(&mut out[i], gain);
    }
    out.iter().enumerate().map(|(i, row)| row.iter().map(|v| v.powi(3)).sum::<f64>() * (1.0 + i as f64)).sum()
}

#[test]
fn attention_is_causal() {
    for n in [0, 1, 2, 4] {
        check!(attention; &x = rows(n, 3, 1), &wq = rows(3, 3, 2), &wk = rows(3, 3, 3), &wv = rows(3, 3, 4), gain = 0.7);
    }
}

/// A stack of constants as a work list, and sums that depend on what is left of it.
#[differentiable]
fn queued(xs: &[f64], decay: f64) -> f64 {
    let mut order: Vec<usize> = (0..xs.len()).collect();
    let (mut sum, mut weight) = (0.0, 1.0);
    while let Some(i) = order.pop() {
        sum += xs[i] * weight;
        weight *= decay;
        if i % 3 == 2 {
            order.push(i - 1);
            order.retain(|k| *k != 0);
        }
        if weight < 1e-3 {
            break;
        }
    }
    sum
}

/// Two halves of a slice that exchange elements through iterators, then are changed by themselves.
#[differentiable]
fn halves(xs: &mut [f64], w: f64) -> f64 {
    let n = xs.len();
    let (left, right) = xs.split_at_mut(n / 2);
    for (a, b) in left.iter_mut().zip(right.iter_mut().rev()) {
        std::mem::swap(a, b);
        *a += w * *b;
    }
    right.iter_mut().skip(1).step_by(2).for_each(|x| *x *= w);
    if let Some(x) = left.first_mut() {
        *x += 1.0;
    }
    left.iter().chain(right.iter()).enumerate().map(|(i, x)| x * i as f64).sum()
}

/// A list kept in order by its insertions, which loses its last element and is changed pair by pair.
#[differentiable]
fn ranked(xs: &[f64], ws: &[f64], keep: usize) -> f64 {
    let mut list: Vec<(f64, f64)> = Vec::new();
    let mut dropped = 0.0;
    for (&x, &w) in xs.iter().zip(ws) {
        let at = list.iter().position(|(y, _)| *y < x).unwrap_or(list.len());
        list.insert(at, (x, w));
        if list.len() > keep {
            let (y, v) = list.remove(keep);
            dropped += y * v;
        }
    }
    let top: f64 = list.iter().map(|(x, w)| x * w).sum();
    list.truncate(2);
    for pair in list.iter_mut() {
        pair.0 *= pair.1;
        let (a, b) = pair;
        *b += *a;
    }
    top - 0.1 * dropped + list.iter().map(|p| p.0 - p.1).product::<f64>()
}

#[test]
fn lists_are_worked_through() {
    for n in [0, 1, 2, 3, 7] {
        check!(queued; &xs = numbers(n, 1), decay = 0.7);
        check_changes!(halves; mut xs = numbers(n, 2), w = 0.7);
        check!(ranked; &xs = numbers(n, 3), &ws = numbers(n, 4), const keep = 2);
    }
}

/// Rows and indices that change places by what is larger; two results, one of them a list.
#[differentiable]
fn factorised(a: &mut [Vec<f64>], order: &mut [usize]) -> f64 {
    let n = a.len();
    let mut sign = 1.0;
    for k in 0..n {
        let mut pivot = k;
        for i in k + 1..n {
            if a[i][k].abs() > a[pivot][k].abs() {
                pivot = i;
            }
        }
        if pivot != k {
            a.swap(pivot, k);
            order.swap(pivot, k);
            sign = -sign;
        }
        for i in k + 1..n {
            let factor = a[i][k] / a[k][k];
            a[i][k] = factor;
            for j in k + 1..n {
                a[i][j] -= factor * a[k][j];
            }
        }
    }
    sign
}

#[differentiable]
fn solved(matrix: &[Vec<f64>], right: &[f64]) -> (Vec<f64>, f64) {
    let n = right.len();
    let mut a = matrix.to_vec();
    let mut order: Vec<usize> = (0..n).collect();
    let sign = factorised(&mut a, &mut order);
    let mut x: Vec<f64> = order.iter().map(|&p| right[p]).collect();
    for i in 0..n {
        for j in 0..i {
            x[i] -= a[i][j] * x[j];
        }
    }
    for i in (0..n).rev() {
        for j in i + 1..n {
            x[i] -= a[i][j] * x[j];
        }
        x[i] /= a[i][i];
    }
    (x, sign * (0..n).map(|i| a[i][i]).product::<f64>())
}

#[test]
fn systems_are_solved_with_pivots() {
    for n in [0, 1, 2, 4] {
        check_vjp!(solved; &matrix = rows(n, n, 1), &right = numbers(n, 5));
    }
}

/// The step is active, and a step that is too long is taken again by `continue`.
#[differentiable]
fn controlled(start: [f64; 2], rate: f64, tolerance: f64, end: f64) -> ([f64; 2], f64) {
    let f = |y: [f64; 2]| [y[1], rate * (1.0 - y[0] * y[0]) * y[1] - y[0]];
    let (mut t, mut h, mut y) = (0.0, 0.2, start);
    let mut tries = 0;
    while t < end && tries < 40 {
        tries += 1;
        let k1 = f(y);
        let euler = [y[0] + h * k1[0], y[1] + h * k1[1]];
        let k2 = f(euler);
        let mut heun = y;
        for i in 0..2 {
            heun[i] += 0.5 * h * (k1[i] + k2[i]);
        }
        let error = (0..2).map(|i| (heun[i] - euler[i]).powi(2)).sum::<f64>().sqrt();
        let factor = (0.9 * (tolerance / error.max(1e-12)).sqrt()).clamp(0.3, 2.0);
        if error > tolerance {
            h *= factor;
            continue;
        }
        t += h;
        y = heun;
        h = (h * factor).min(end - t + 1e-3);
    }
    (y, t)
}

#[test]
fn steps_are_controlled() {
    for end in [-0.9, 0.9] {
        check_vjp!(controlled; start = [0.4, 0.1], rate = 0.7, tolerance = 0.013, end = end);
    }
}
