//! The evals: what their inputs are, and what is computed of them.
//!
//! The time starts after an input was made into the slices that a program takes, and ends before JSON is made of the
//! output.

use std::hint::black_box;
use std::num::NonZero;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::measure::{Measured, Repetition};
use crate::gradbench::{ba, gmm, hello, llsq, lse, lstm, ode};
use crate::json::Failure;

/// Computes a function, given its name and its input.
pub(super) type Eval = fn(&str, &Value) -> Result<Measured<Value>, Failure>;

const EVALS: [(&str, Eval); 7] = [
    ("hello", evaluate_hello),
    ("llsq", evaluate_llsq),
    ("lse", evaluate_lse),
    ("gmm", evaluate_gmm),
    ("ba", evaluate_ba),
    ("ode", evaluate_ode),
    ("lstm", evaluate_lstm),
];

/// The largest count in an input; GradBench's largest is below 29 million. Beyond it memory would end before an answer.
const LARGEST_COUNT: usize = 1 << 25;

/// The eval of that name.
pub(super) fn find(name: &str) -> Result<Eval, Failure> {
    let eval = EVALS.iter().find(|(known, _)| *known == name);
    eval.map(|&(_, eval)| eval).ok_or_else(|| format!("there is no eval `{name}`").into())
}

fn evaluate_hello(function: &str, input: &Value) -> Result<Measured<Value>, Failure> {
    let x: f64 = parse(input)?;
    let once = Repetition::default();
    match function {
        "square" => finish(once.measure(|| hello::square(black_box(x)))),
        "double" => finish(once.measure(|| hello::double(black_box(x)))),
        _ => unknown(function),
    }
}

fn evaluate_llsq(function: &str, input: &Value) -> Result<Measured<Value>, Failure> {
    #[derive(Deserialize)]
    struct Input {
        x: Vec<f64>,
        n: usize,
    }
    let Input { x, n } = parse(input)?;
    ensure(n >= 2, || format!("`n` is {n}, but the ends of the interval are two points"))?;
    let repetition: Repetition = parse(input)?;
    match function {
        "primal" => finish(repetition.measure(|| llsq::objective(black_box(&x), n))),
        "gradient" => finish(repetition.measure(|| llsq::gradient(black_box(&x), n))),
        _ => unknown(function),
    }
}

fn evaluate_lse(function: &str, input: &Value) -> Result<Measured<Value>, Failure> {
    #[derive(Deserialize)]
    struct Input {
        x: Vec<f64>,
    }
    let Input { x } = parse(input)?;
    ensure(!x.is_empty(), || "`x` is empty".to_owned())?;
    let repetition: Repetition = parse(input)?;
    match function {
        "primal" => finish(repetition.measure(|| lse::logsumexp(black_box(&x)))),
        "gradient" => finish(repetition.measure(|| lse::gradient(black_box(&x)))),
        _ => unknown(function),
    }
}

fn evaluate_gmm(function: &str, input: &Value) -> Result<Measured<Value>, Failure> {
    #[derive(Deserialize)]
    struct Input {
        d: NonZero<usize>,
        k: NonZero<usize>,
        n: usize,
        x: Vec<Vec<f64>>,
        m: u32,
        gamma: f64,
        alpha: Vec<f64>,
        mu: Vec<Vec<f64>>,
        q: Vec<Vec<f64>>,
        l: Vec<Vec<f64>>,
    }
    let Input { d, k, n, x, m, gamma, alpha, mu, q, l } = parse(input)?;
    let (d, k) = (d.get(), k.get());
    ensure(alpha.len() == k, || format!("`alpha` has {} numbers, not {k}", alpha.len()))?;
    let (mu, q) = (flat("mu", &mu, k, d)?, flat("q", &q, k, d)?);
    let triangle = d * (d - 1) / 2;
    let l = flat("l", &l, k, triangle)?;
    let x = flat("x", &x, n, d)?;
    let prior = gmm::Wishart { gamma, m: f64::from(m) };
    let repetition: Repetition = parse(input)?;
    match function {
        "objective" => {
            finish(repetition.measure(|| gmm::objective(black_box(&alpha), &mu, &q, &l, black_box(&x), d, prior)))
        }
        "jacobian" => {
            let gradient =
                repetition.measure(|| gmm::gradient(black_box(&alpha), &mu, &q, &l, black_box(&x), d, prior));
            finish(gradient.map(|gradient| {
                json!({
                    "alpha": gradient.alpha,
                    "mu": rows(&gradient.mu, k, d),
                    "q": rows(&gradient.q, k, d),
                    "l": rows(&gradient.l, k, triangle),
                })
            }))
        }
        _ => unknown(function),
    }
}

fn evaluate_ba(function: &str, input: &Value) -> Result<Measured<Value>, Failure> {
    #[derive(Deserialize)]
    struct Input {
        n: NonZero<usize>,
        m: NonZero<usize>,
        p: NonZero<usize>,
        cam: [f64; ba::CAMERA],
        x: [f64; ba::POINT],
        w: f64,
        feat: [f64; ba::RESIDUAL],
    }
    let Input { n, m, p, cam, x, w, feat } = parse(input)?;
    for (name, count) in [("n", n), ("m", m), ("p", p)] {
        ensure(count.get() <= LARGEST_COUNT, || format!("`{name}` is {count}, more than {LARGEST_COUNT}"))?;
    }
    let problem = ba::Problem::in_turn(vec![cam; n.get()], vec![x; m.get()], vec![w; p.get()], feat);
    let repetition: Repetition = parse(input)?;
    match function {
        "objective" => finish(repetition.measure(|| black_box(&problem).residuals()).map(|residuals| {
            json!({
                "reproj_error": { "elements": residuals.projections[0], "repeated": residuals.projections.len() },
                "w_err": { "element": residuals.weights[0], "repeated": residuals.weights.len() },
            })
        })),
        "jacobian" => finish(repetition.measure(|| black_box(&problem).jacobian()).map(|jacobian| {
            json!({
                "rows": ba::excerpt(&jacobian.rows),
                "cols": ba::excerpt(&jacobian.cols),
                "vals": ba::excerpt(&jacobian.vals),
            })
        })),
        _ => unknown(function),
    }
}

fn evaluate_ode(function: &str, input: &Value) -> Result<Measured<Value>, Failure> {
    #[derive(Deserialize)]
    struct Input {
        x: Vec<f64>,
        s: NonZero<usize>,
    }
    let Input { x, s } = parse(input)?;
    ensure(!x.is_empty(), || "`x` is empty".to_owned())?;
    let repetition: Repetition = parse(input)?;
    match function {
        "primal" => finish(repetition.measure(|| ode::solve(black_box(&x), s.get()))),
        "gradient" => finish(repetition.measure(|| ode::gradient(black_box(&x), s.get()))),
        _ => unknown(function),
    }
}

fn evaluate_lstm(function: &str, input: &Value) -> Result<Measured<Value>, Failure> {
    #[derive(Deserialize)]
    struct Input {
        main_params: Vec<Vec<f64>>,
        extra_params: [Vec<f64>; 3],
        state: Vec<Vec<f64>>,
        sequence: Vec<Vec<f64>>,
    }
    let Input { main_params, extra_params, state, sequence } = parse(input)?;
    let (bits, layers) = (extra_params[0].len(), main_params.len() / 2);
    ensure(bits > 0, || "`extra_params` has empty rows".to_owned())?;
    ensure(sequence.len() >= 2, || "`sequence` has no character to predict".to_owned())?;
    let main = flat("main_params", &main_params, 2 * layers, 4 * bits)?;
    let extra = flat("extra_params", &extra_params, 3, bits)?;
    let state = flat("state", &state, 2 * layers, bits)?;
    let sequence = flat("sequence", &sequence, sequence.len(), bits)?;
    let repetition: Repetition = parse(input)?;
    match function {
        "objective" => {
            finish(repetition.measure(|| lstm::objective(black_box(&main), &extra, &state, &sequence, bits)))
        }
        "jacobian" => {
            let gradient = repetition.measure(|| lstm::gradient(black_box(&main), &extra, &state, &sequence, bits));
            finish(gradient.map(|(main, extra)| [main, extra].concat()))
        }
        _ => unknown(function),
    }
}

fn parse<'a, T: Deserialize<'a>>(input: &'a Value) -> Result<T, Failure> {
    T::deserialize(input).map_err(|error| format!("the input is not as it should be: {error}").into())
}

fn ensure(holds: bool, error: impl FnOnce() -> String) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(error().into()) }
}

fn unknown(function: &str) -> Result<Measured<Value>, Failure> {
    Err(format!("the eval has no function `{function}`").into())
}

/// The rows of a matrix, one after the other; of that shape.
fn flat(name: &str, matrix: &[Vec<f64>], height: usize, width: usize) -> Result<Vec<f64>, Failure> {
    ensure(matrix.len() == height, || format!("`{name}` has {} rows, not {height}", matrix.len()))?;
    for row in matrix {
        ensure(row.len() == width, || format!("a row of `{name}` has {} numbers, not {width}", row.len()))?;
    }
    Ok(matrix.concat())
}

/// The reverse of [`flat`].
fn rows(numbers: &[f64], height: usize, width: usize) -> Vec<&[f64]> {
    (0..height).map(|row| &numbers[row * width..(row + 1) * width]).collect()
}

/// The output as JSON, in which every number is finite.
fn finish(measured: Measured<impl Serialize>) -> Result<Measured<Value>, Failure> {
    let Measured { output, timings } = measured;
    let output = serde_json::to_value(output)?;
    ensure(!has_null(&output), || "a number of the output is not finite".to_owned())?;
    Ok(Measured { output, timings })
}

/// Whether there is a null, which is what a number that is not finite becomes.
fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(elements) => elements.iter().any(has_null),
        Value::Object(fields) => fields.values().any(has_null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
