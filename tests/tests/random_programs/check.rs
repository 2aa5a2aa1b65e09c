//! The checks: value bits, reverse mode, forward mode and gradients against dual numbers.

use std::panic::{AssertUnwindSafe, catch_unwind};

#[path = "../../generator/prng.rs"]
mod prng;

use self::prng::Prng;
use crate::dual::{LANES, take_singular};
use crate::programs::{PROGRAMS, SOURCE};
use crate::runtime::{Input, Outcome, Program};

/// How many inputs each program gets.
const POINTS: usize = 4;

/// How many floats an input has at most.
const FLOATS: usize = 48;

/// How many failing programs are printed whole.
const PRINTED: usize = 3;

/// What happened over all programs; nothing is left out without being counted.
#[derive(Debug, Default)]
struct Tally {
    points: usize,
    compared: usize,
    /// Points where an operation has no finite partial, or the result or a derivative is not finite.
    unbounded: usize,
    failures: Vec<(&'static str, String)>,
}

#[test]
fn companions_of_random_programs_agree_with_dual_numbers() {
    let mut tally = Tally::default();
    for program in PROGRAMS {
        let mut prng = Prng::new(seed_of(program.name) ^ 0x5eed);
        for point in 0..POINTS {
            let input = input(&mut prng, point);
            tally.points += 1;
            let checked = catch_unwind(AssertUnwindSafe(|| check(program, &input)));
            match checked {
                Ok(Ok(true)) => tally.compared += 1,
                Ok(Ok(false)) => tally.unbounded += 1,
                Ok(Err(message)) => {
                    tally.failures.push((program.name, format!("{message}\nat {input:?}")));
                    break;
                }
                Err(_) => {
                    tally.failures.push((program.name, format!("panics at {input:?}")));
                    break;
                }
            }
        }
    }
    println!(
        "{} programs, {} points: {} compared, {} without finite derivatives (values compared), {} failures",
        PROGRAMS.len(),
        tally.points,
        tally.compared,
        tally.unbounded,
        tally.failures.len()
    );
    for (name, message) in tally.failures.iter().take(PRINTED) {
        println!("\n==== {name}: {message}\n{}", source_of(name));
    }
    for (name, message) in tally.failures.iter().skip(PRINTED) {
        println!("---- {name}: {}", message.lines().next().unwrap_or_default());
    }
    assert!(tally.failures.is_empty(), "{} programs failed, see above", tally.failures.len());
    let share = tally.unbounded as f64 / tally.points as f64;
    assert!(share < 0.05, "too many points without finite derivatives: {share}");
}

/// The seed that a program's name starts with.
fn seed_of(name: &str) -> u64 {
    let digits = name.split_whitespace().next().unwrap_or_default().trim_start_matches("0x");
    u64::from_str_radix(digits, 16).expect("names start with the seed")
}

/// The text of a program, without its twin over dual numbers.
fn source_of(name: &str) -> &'static str {
    let seed = format!("{:#x}\n", seed_of(name));
    let start = format!("// program {seed}");
    let from = SOURCE.find(&start).expect("every program is in the text");
    let length = SOURCE[from..].find("    pub mod dual {").expect("every program has a twin");
    &SOURCE[from..from + length]
}

fn input(prng: &mut Prng, point: usize) -> Input {
    // The last point consists of numbers where kinks, ties and jumps are.
    let special = [0.0, 1.0, -1.0, 0.5, 2.0, -0.5, 1.5];
    let is_special = point + 1 == POINTS;
    let float = |prng: &mut Prng| {
        if is_special { special[prng.below(special.len())] } else { round(prng.uniform(-2.0, 2.0)) }
    };
    let floats = (0..FLOATS).map(|_| float(prng)).collect();
    let fixed = (0..FLOATS).map(|_| float(prng)).collect();
    Input {
        floats,
        first: 0,
        fixed,
        integers: (0..8).map(|_| prng.below(12) as i32 - 4).collect(),
        seeds: (0..8).map(|_| round(prng.uniform(-1.0, 1.0))).collect(),
        tangents: (0..FLOATS).map(|_| round(prng.uniform(-1.0, 1.0))).collect(),
    }
}

/// A float that `f32` holds as it is, so that both widths see the same inputs.
fn round(value: f64) -> f64 {
    f64::from(value as f32)
}

/// A float of the result: its value, and its derivatives by all inputs with the magnitudes of their terms.
struct Row {
    value: f64,
    derivatives: Vec<(f64, f64)>,
}

/// The result over dual numbers, in as many runs as the inputs need lanes; and whether an operation had no finite partial.
fn expected(program: &Program, input: &Input) -> (Vec<Row>, bool) {
    take_singular();
    let mut rows: Vec<Row> = Vec::new();
    for first in (0..program.floats.max(1)).step_by(LANES) {
        let duals = (program.dual)(&Input { first, ..input.clone() });
        rows.resize_with(duals.len(), || Row { value: 0.0, derivatives: Vec::new() });
        for (row, dual) in rows.iter_mut().zip(&duals) {
            row.value = dual.value;
            row.derivatives.extend(dual.tangents.tangent.into_iter().zip(dual.tangents.magnitude));
        }
    }
    (rows, take_singular())
}

/// Whether the derivatives could be compared, or what is wrong.
fn check(program: &Program, input: &Input) -> Result<bool, String> {
    let (expected, singular) = expected(program, input);
    let mut outcome = Outcome::default();
    (program.check)(input, &mut outcome);

    let values: Vec<f64> = expected.iter().map(|row| row.value).collect();
    same_bits("the dual numbers' value", &values, &outcome.original)?;
    for (at, value) in outcome.values.iter().enumerate() {
        same_bits(&format!("the value of companion {at}"), value, &outcome.original)?;
    }
    // On their way to a derivative of that size, numbers of `f32` may have left its range.
    let largest = if program.single { 1e30 } else { f64::MAX };
    let finite = |row: &Row| row.value.is_finite() && row.derivatives.iter().all(|(_, size)| *size <= largest);
    if singular || !expected.iter().all(finite) {
        return Ok(false);
    }
    let scale = if program.single { f64::from(f32::EPSILON) } else { f64::EPSILON };
    // Some hundred operations, each with an error of a few units in the last place, and loops repeat them.
    let tolerance = if program.repeats { 4096.0 } else { 512.0 } * scale;
    let inputs = program.floats.max(1).next_multiple_of(LANES);
    for (shift, pulled) in outcome.pulled.iter().enumerate() {
        let seeds = &input.seeds[shift..];
        let products = (0..inputs).map(|at| transposed(&expected, seeds, at)).collect::<Vec<_>>();
        close(&format!("vjp with the seeds from {shift} on"), pulled, &products, tolerance)?;
    }
    if !outcome.pulled.is_empty() {
        let products: Vec<_> = expected.iter().map(|row| forward(row, &input.tangents)).collect();
        close("jvp", &outcome.pushed, &products, tolerance)?;
        if outcome.pushed.len() != expected.len() {
            return Err(format!("jvp has {} components", outcome.pushed.len()));
        }
    }
    let products: Vec<_> = (0..inputs).map(|at| transposed(&expected, &[1.0], at)).collect();
    for (at, gradient) in outcome.gradients.iter().enumerate() {
        close(&format!("gradient {at}"), gradient, &products, tolerance)?;
    }
    for (at, gradient) in outcome.jacobian.iter().enumerate() {
        let row: Vec<_> = (0..inputs).map(|input| transposed(&expected[at..], &[1.0], input)).collect();
        close(&format!("row {at} of the Jacobian"), gradient, &row, tolerance)?;
    }
    if program.scalar && outcome.gradients.is_empty() && !outcome.pulled.is_empty() {
        return Err("no gradient although the result is one float".to_string());
    }
    Ok(true)
}

/// One component of the transposed Jacobian times the seeds, with the magnitude of its terms.
fn transposed(rows: &[Row], seeds: &[f64], at: usize) -> (f64, f64) {
    rows.iter().zip(seeds).fold((0.0, 0.0), |(sum, size), (row, seed)| {
        let (derivative, magnitude) = row.derivatives[at];
        (sum + seed * derivative, size + seed.abs() * magnitude)
    })
}

/// One component of the Jacobian times the tangents, with the magnitude of its terms.
fn forward(row: &Row, tangents: &[f64]) -> (f64, f64) {
    row.derivatives.iter().zip(tangents).fold((0.0, 0.0), |(sum, size), ((derivative, magnitude), tangent)| {
        (sum + derivative * tangent, size + magnitude * tangent.abs())
    })
}

fn same_bits(what: &str, found: &[f64], expected: &[f64]) -> Result<(), String> {
    let same = found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(found, expected)| found.to_bits() == expected.to_bits() || (found.is_nan() && expected.is_nan()));
    if same { Ok(()) } else { Err(format!("{what} is {found:?}, the original's is {expected:?}")) }
}

fn close(what: &str, found: &[f64], expected: &[(f64, f64)], tolerance: f64) -> Result<(), String> {
    if found.len() > expected.len() {
        return Err(format!("{what} has {} components", found.len()));
    }
    for (at, (found, (expected, size))) in found.iter().zip(expected).enumerate() {
        // Below the smallest normal number digits are lost; nothing here is meant to be so small.
        let limit = tolerance * size + f64::from(f32::MIN_POSITIVE) * tolerance;
        let is_close = (found - expected).abs() <= limit;
        if !is_close {
            return Err(format!(
                "component {at} of {what} is {found:?}, dual numbers say {expected:?} (terms of size {size:?})"
            ));
        }
    }
    // What the parameters do not reach has no component: all lanes behind are unused.
    match expected[found.len()..].iter().find(|(expected, _)| *expected != 0.0) {
        Some(_) if what.starts_with("jvp") => Ok(()),
        Some(missing) => Err(format!("{what} lacks a component of {missing:?}")),
        None => Ok(()),
    }
}
