//! Bundle adjustment: how far cameras see points from where they were found, and the Jacobian of that.
//!
//! The program is `src/gradbench/ba.rs`, written as by someone who never heard of automatic differentiation. The
//! Jacobian of an observation's residual is a 2x15 block (11 derivatives by the camera, 3 by the point, 1 by the weight).
//! All blocks together are a sparse matrix, which is compared with the one of GradBench's hand-written C++.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use autodiff_examples::gradbench::ba::{Problem, RESIDUAL, Residuals, SparseMatrix, excerpt};
use autodiff_examples::json::{self, Failure, Record};

/// How far apart the results may be, in proportion to numbers larger than one.
const TOLERANCE: f64 = 1e-9;

/// GradBench's problems are one observation, repeated; nothing takes advantage of that.
fn read(input: &Record) -> Result<Problem, Failure> {
    let cameras = vec![input.vector("cam")?; input.count("n")?];
    let points = vec![input.vector("x")?; input.count("m")?];
    let weights = vec![input.number("w")?; input.count("p")?];
    Ok(Problem::in_turn(cameras, points, weights, input.vector("feat")?))
}

/// How far apart two numbers are; in proportion to numbers larger than one.
fn difference(ours: f64, reference: f64) -> f64 {
    (ours - reference).abs() / reference.abs().max(1.0)
}

/// The largest of the differences, and "not a number" if one is.
fn largest(differences: impl Iterator<Item = f64>) -> f64 {
    differences.fold(0.0, |largest, next| if next > largest || next.is_nan() { next } else { largest })
}

/// Compares the residuals with the reference, which says what all of them are.
fn compare_residuals(residuals: &Residuals, output: &Record) -> Result<f64, Failure> {
    let expected: [f64; RESIDUAL] = output.field("reproj_error")?.vector("elements")?;
    let expected_weight = output.field("w_err")?.number("element")?;
    let by_projection = residuals.projections.iter().flatten().zip(expected.iter().cycle());
    let by_weight = residuals.weights.iter().zip(std::iter::repeat(&expected_weight));
    Ok(largest(by_projection.chain(by_weight).map(|(&ours, &reference)| difference(ours, reference))))
}

/// Compares the Jacobian with the reference: its shape exactly, and its values.
fn compare_jacobian(jacobian: &SparseMatrix, observations: usize, output: &Record) -> Result<f64, Failure> {
    if excerpt(&jacobian.rows) != output.counts("rows")? {
        return Err("the row starts are not those of the reference".into());
    }
    if excerpt(&jacobian.cols) != output.counts("cols")? {
        return Err("the columns are not those of the reference".into());
    }
    // Two rows of the first observation, then the last weight's; every other observation is a copy of the first.
    let reference: [f64; 31] = output.vector("vals")?;
    let (blocks, weights) = jacobian.vals.split_at(observations * 30);
    let in_blocks = blocks.iter().zip(reference[..30].iter().cycle());
    let in_weights = weights.iter().zip(std::iter::repeat(&reference[30]));
    Ok(largest(in_blocks.chain(in_weights).map(|(&ours, &reference)| difference(ours, reference))))
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn main() -> Result<ExitCode, Failure> {
    let records = json::read("gradbench/ba.jsonl")?;
    let [objective, jacobian_case, ..] = &records[..] else {
        return Err("ba.jsonl has not an objective and a Jacobian".into());
    };
    let problem = read(&jacobian_case.field("input")?)?;
    let observations = problem.observations.len();
    println!(
        "{}: {} cameras, {} points, {observations} observations",
        jacobian_case.text("description")?,
        problem.cameras.len(),
        problem.points.len(),
    );

    let (residuals, time) = timed(|| problem.residuals());
    let all = residuals.projections.iter().flatten().chain(&residuals.weights);
    let cost = 0.5 * all.map(|residual| residual * residual).sum::<f64>();
    println!("cost      {cost} in {:.2} ms", 1e3 * time.as_secs_f64());

    let (jacobian, time) = timed(|| problem.jacobian());
    println!(
        "Jacobian  {} rows, {} columns, {} non-zeros in {:.2} ms, {:.0} ns an observation",
        jacobian.rows.len() - 1,
        problem.columns(),
        jacobian.vals.len(),
        1e3 * time.as_secs_f64(),
        1e9 * time.as_secs_f64() / observations as f64,
    );

    let residuals = compare_residuals(&residuals, &objective.field("output")?)?;
    let values = compare_jacobian(&jacobian, observations, &jacobian_case.field("output")?)?;
    println!(
        "largest difference to the reference: {residuals:.1e} in residuals, {values:.1e} in the Jacobian (relative above one)"
    );
    // Written so that a difference that is not a number fails.
    Ok(if residuals <= TOLERANCE && values <= TOLERANCE { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
