//! How long `#[differentiable]` takes to expand bodies of 250 to 2,000 statements, with the macro built for debugging.
//!
//! Builds `autodiff-core` as `cargo build` does, lets `rustc` compile a generated file with and without the attribute, and
//! takes the difference of the compiler's own clock for macro expansion: what type checking the result costs is left out
//! of the milliseconds, and shown beside them as the growth of the whole compilation.
//!
//! `--check` makes the exit status 1 where 1,000 statements take a second or more, or where a statement costs more than
//! twice as much in a body of 2,000 as in one of 250.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

/// The lengths of the bodies.
const STATEMENTS: [usize; 4] = [250, 500, 1_000, 2_000];
/// The best of so many runs counts: what else the machine does only adds time.
const RUNS: usize = 3;
/// The largest allowed time for 1,000 statements.
const LIMIT_MILLISECONDS: f64 = 1_000.0;
/// The largest allowed ratio of the cost of a statement in the longest body to that in the shortest.
const GROWTH_LIMIT: f64 = 2.0;

/// What the compiler says about one run, in milliseconds.
#[derive(Clone, Copy)]
struct Times {
    expansion: f64,
    whole: f64,
}

fn main() -> ExitCode {
    match measure() {
        Ok(rows) => report(&rows, env::args().any(|argument| argument == "--check")),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// For each length what the attribute adds.
fn measure() -> Result<Vec<(usize, Times)>, String> {
    let libraries = build_core()?;
    let folder = env::temp_dir().join(format!("autodiff-compile-time-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let rows = STATEMENTS
        .iter()
        .map(|&statements| {
            let plain = compile(&libraries, &folder, &source(statements, ""))?;
            let annotated = compile(&libraries, &folder, &source(statements, "#[differentiable]"))?;
            Ok((
                statements,
                Times { expansion: annotated.expansion - plain.expansion, whole: annotated.whole - plain.whole },
            ))
        })
        .collect();
    // The rows are read by now; files that stay behind in the temporary folder are no reason to fail.
    let _ = fs::remove_dir_all(&folder);
    rows
}

/// Builds core, and with it the macro, without optimisation; returns the folder of the libraries.
fn build_core() -> Result<PathBuf, String> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| package.join("../target"), PathBuf::from);
    let target = target.join("compile-time");
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--package", "autodiff-core", "--features", "std", "--target-dir"])
        .arg(&target)
        .arg("--manifest-path")
        .arg(package.join("../Cargo.toml"))
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() { Ok(target.join("debug")) } else { Err("autodiff-core does not build".to_owned()) }
}

/// The compiler's clock over `text`, the best of [`RUNS`].
fn compile(libraries: &Path, folder: &Path, text: &str) -> Result<Times, String> {
    let file = folder.join("body.rs");
    fs::write(&file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    let mut best = Times { expansion: f64::INFINITY, whole: f64::INFINITY };
    for _ in 0..RUNS {
        let output = Command::new("rustc")
            .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "-Ztime-passes"])
            // Asks a stable compiler for its clock; what is compiled uses no unstable feature.
            .env("RUSTC_BOOTSTRAP", "1")
            .arg(format!("--extern=autodiff_core={}", libraries.join("libautodiff_core.rlib").display()))
            .arg(format!("-Ldependency={}", libraries.join("deps").display()))
            .arg(format!("--out-dir={}", folder.display()))
            .arg(&file)
            .output()
            .map_err(|error| format!("cannot run rustc: {error}"))?;
        let messages = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(format!("rustc rejects the generated file:\n{messages}"));
        }
        let clock = |pass| milliseconds(&messages, pass).ok_or_else(|| format!("rustc names no time for {pass}"));
        best.expansion = best.expansion.min(clock("macro_expand_crate")?);
        best.whole = best.whole.min(clock("total")?);
    }
    Ok(best)
}

/// Reads a line such as `time:   0.012; rss:   30MB ->   34MB (   +4MB)  macro_expand_crate`.
fn milliseconds(messages: &str, pass: &str) -> Option<f64> {
    let line = messages.lines().find(|line| line.split_whitespace().next_back() == Some(pass))?;
    let seconds = line.strip_prefix("time:")?.split(';').next()?.trim().parse::<f64>().ok()?;
    Some(1e3 * seconds)
}

/// A function of `statements` statements: arithmetic on earlier values, mathematics, a branch in every sixteen.
fn source(statements: usize, attribute: &str) -> String {
    let mut text = format!(
        "#![allow(unused)]\nuse autodiff_core::differentiable;\n\n{attribute}\n\
         pub fn body(x: f64, y: f64, z: f64, w: f64) -> f64 {{\n\
         let (v0, v1, v2, v3) = (x, y, z, w);\n"
    );
    for i in 4..statements + 3 {
        // Operands near and far, so that lifetimes of all lengths occur.
        let [a, b, c] = [i - 1, i - 2 - i % 2, i * 7 % (i - 1)];
        let expression = match i % 16 {
            0 | 8 => format!("v{a} * v{b} + v{c}"),
            1 => format!("v{a}.sin() * 0.5 - v{b}"),
            2 | 10 => format!("(v{a} - v{c}) * v{b}"),
            3 => format!("v{a} / (1.0 + v{b} * v{b})"),
            4 | 12 => format!("0.25 * v{a} + 0.75 * v{c}"),
            5 => format!("if v{a} < v{b} {{ v{a} * v{c} }} else {{ v{b} - v{c} }}"),
            6 | 14 => format!("v{a}.tanh() + v{c}"),
            7 => format!("(1.0 + v{a} * v{a}).sqrt()"),
            9 => format!("v{a}.powi(2) - v{b} * v{c}"),
            11 => format!("(-v{a} * v{a}).exp() * v{b}"),
            13 => format!("v{a}.max(v{b})"),
            _ => format!("-v{a} + v{b} * 1.5"),
        };
        writeln!(text, "let v{i} = {expression};").expect("writing to a string cannot fail");
    }
    writeln!(text, "v{} + v{}\n}}", statements + 2, statements + 1).expect("writing to a string cannot fail");
    text
}

/// Prints the table and judges it.
fn report(rows: &[(usize, Times)], check: bool) -> ExitCode {
    println!("| statements | expansion, ms | ms per statement | whole compilation, ms more |");
    println!("| --: | --: | --: | --: |");
    for &(statements, Times { expansion, whole }) in rows {
        println!("| {statements} | {expansion:.0} | {:.3} | {whole:.0} |", expansion / statements as f64);
    }
    let per_statement = |row: &(usize, Times)| row.1.expansion / row.0 as f64;
    let growth = per_statement(&rows[rows.len() - 1]) / per_statement(&rows[0]);
    let thousand = rows.iter().find(|row| row.0 == 1_000).map_or(0.0, |row| row.1.expansion);
    println!("\ncost of a statement, longest body over shortest: {growth:.2}");
    let good = thousand < LIMIT_MILLISECONDS && growth < GROWTH_LIMIT;
    if check && !good { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
