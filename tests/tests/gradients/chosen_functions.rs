//! Functions that a branch chooses, and which are called later.

use autodiff_core::differentiable;

use crate::helpers::check;

const XS: [f64; 4] = [0.3, -0.7, 1.1, 0.4];

#[differentiable]
fn activated(x: &[f64], kind: &str, y: f64) -> f64 {
    let activation: fn(f64) -> f64 = match kind {
        "relu" => |v| if v > 0.0 { v } else { 0.0 },
        "tanh" => f64::tanh,
        "early" => |v: f64| -> f64 {
            if v > 0.5 {
                return v * v;
            }
            v
        },
        other => panic!("no activation {other}"),
    };
    x.iter().map(|&v| activation(v) * y).sum()
}

#[differentiable]
fn compared(x: &[f64], kind: u8, scale: f64) -> f64 {
    let kernel: Box<dyn Fn(f64, f64) -> f64> = match kind {
        0 => Box::new(|a, b| (-(a - b).powi(2) / scale).exp()),
        1 => Box::new(move |a, b| a * b * scale),
        _ => Box::new(|a: f64, b: f64| (1.0 + a * b).powi(2)),
    };
    let mut sum = 0.0;
    for a in x {
        for b in x {
            sum += kernel(*a, *b);
        }
    }
    sum * scale
}

/// The branch asks about a number with a derivative; closures read what is around them.
#[differentiable]
fn folded(x: &[f64], y: f64) -> f64 {
    let each: &dyn Fn(f64) -> f64 = if y > 0.5 { &|v| v * y } else { &|v: f64| v.sin() };
    let both = if x.len() > 2 {
        |a: f64, b: f64| a * b
    } else if x.is_empty() {
        |a: f64, _: f64| a
    } else {
        |a: f64, b: f64| a - b
    };
    let y = 2.0 * y;
    x.iter().fold(y, |sum, v| both(sum, each(*v)))
}

/// One that only orders constants stays what it was.
#[differentiable]
fn ordered(x: &[f64], down: bool) -> f64 {
    let order = if down { |a: &usize, b: &usize| b.cmp(a) } else { |a: &usize, b: &usize| a.cmp(b) };
    let sine = if down { f64::sin } else { f64::cos };
    let mut places: Vec<usize> = (0..x.len()).map(|i| (3 * i) % x.len()).collect();
    places.sort_by(order);
    places.iter().enumerate().map(|(rank, &i)| sine(x[i]) * rank as f64).sum()
}

#[test]
fn branches_choose_functions() {
    for kind in ["relu", "tanh", "early"] {
        check!(activated; &x = XS, const kind = kind, y = 0.3);
    }
    for kind in 0..3 {
        check!(compared; &x = XS, const kind = kind, scale = 0.7);
    }
    for n in 0..4 {
        for y in [0.3, 0.8] {
            check!(folded; &x = XS[..n].to_vec(), y = y);
        }
    }
    for down in [true, false] {
        check!(ordered; &x = XS, const down = down);
    }
}

/// Each iteration chooses again; a pattern may bind what only its guard reads; the branch asks once.
#[test]
fn functions_are_chosen_where_they_are_bound() {
    #[differentiable]
    fn each(x: &[f64], kinds: &[u8]) -> f64 {
        let mut sum = 1.0;
        for (v, kind) in x.iter().zip(kinds) {
            let one: fn(f64) -> f64 = match kind {
                0 => f64::sin,
                n if n % 2 == 1 => |v| v * v,
                _ => |v| 1.0 - v,
            };
            let two = if *v > sum { |a: f64, b: f64| a * b } else { |a: f64, b: f64| a + b };
            sum = two(one(*v), sum) + one(sum);
        }
        sum
    }
    #[differentiable]
    fn once(x: f64, y: f64) -> f64 {
        let mut asked = 0;
        let mut kind = || {
            asked += 1;
            asked % 2
        };
        let one = match kind() {
            0 => |v: f64| v * 3.0,
            _ => |v: f64| v * v,
        };
        let sum = one(x) + one(y);
        let two = if kind() == 1 { f64::exp } else { f64::cos };
        sum * two(x) + asked as f64 * y
    }
    #[differentiable]
    fn hidden(x: f64, y: f64) -> f64 {
        let scale = 2.0 * y;
        let one: Box<dyn Fn(f64) -> f64> =
            if x > 0.0 { Box::new(move |v: f64| v * scale) } else { Box::new(|v: f64| v - scale) };
        let scale = 10.0;
        let chosen = one(x) * scale;
        one(chosen) + one(y)
    }
    for n in 0..5 {
        check!(each; &x = XS[..n.min(4)].to_vec(), const &kinds = [0, 3, 2, 1]);
    }
    for x in [0.3, -0.3] {
        check!(once; x = x, y = 0.7);
        check!(hidden; x = x, y = 0.7);
    }
}
