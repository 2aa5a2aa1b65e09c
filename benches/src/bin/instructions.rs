//! Counts retired instructions of plain functions, hand-written gradients and generated ones: a measure without noise.
//!
//! The program runs itself under `valgrind --tool=callgrind`, which writes one file for each counted pair of problem and
//! variant, and prints the mean instructions of one call as a table. Counted is a call of a function that is not inlined,
//! with everything it calls (`exp` and its like included) and nothing around it.
//!
//! `--check` makes the exit status 1 where a generated gradient costs more than 1.05 times the hand-written one or more
//! than four times the plain function. Without valgrind the exit status is 2.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use autodiff_benches::problems;

/// Over how many inputs a count is averaged.
const INPUTS: usize = 256;
/// The largest allowed ratio of generated to hand-written.
const HAND_LIMIT: f64 = 1.05;
/// The largest allowed ratio of generated to the plain function.
const PLAIN_LIMIT: f64 = 4.0;
/// The argument by which the program tells the copy of itself under valgrind to run the calls.
const RUN_CALLS: &str = "--run-calls";

/// One function over all inputs of its problem.
struct Counted {
    problem: &'static str,
    variant: &'static str,
    calls: Box<dyn Fn()>,
}

/// Every counted pair, in the order in which the files of callgrind are numbered.
fn counted() -> Vec<Counted> {
    let mut all = Vec::new();
    macro_rules! count {
        ($($problem:ident: $($variant:ident)+;)+) => {
            $($(all.push(Counted {
                problem: stringify!($problem),
                variant: stringify!($variant),
                calls: Box::new(|| repeat(problems::$problem::$variant, &problems::$problem::inputs(INPUTS))),
            });)+)+
        };
    }
    count! {
        rosenbrock2: plain hand generated;
        rosenbrock10: plain hand generated generated_separately;
        black_scholes: plain hand textbook generated;
        bundle_adjustment: plain hand textbook generated;
        expression100: plain hand generated;
        huber: plain hand generated;
    }
    all
}

/// Calls `function` on every input, through a pointer that hides from the optimiser which one it is.
#[inline(never)]
fn repeat<I, O>(function: fn(&I) -> O, inputs: &[I]) {
    let function = black_box(function);
    for input in inputs {
        black_box(function(black_box(input)));
    }
}

/// The function after whose return callgrind writes a file and starts again from zero.
#[inline(never)]
fn counted_calls(counted: &Counted) {
    black_box(&counted.calls)();
    black_box(());
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == RUN_CALLS) {
        counted().iter().for_each(counted_calls);
        return ExitCode::SUCCESS;
    }
    if cfg!(debug_assertions) {
        eprintln!("instruction counts of a debug build say nothing: run with `--release`");
        return ExitCode::from(2);
    }
    match run_under_callgrind() {
        Ok(counts) => report(&counts, arguments.iter().any(|argument| argument == "--check")),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// The mean instructions of one call, for each of [`counted`].
fn run_under_callgrind() -> Result<Vec<f64>, String> {
    let this = env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let folder = env::temp_dir().join(format!("autodiff-instructions-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {folder:?}: {error}"))?;
    let counts = callgrind(&this, &folder);
    // The counts are read by now; files that stay behind in the temporary folder are no reason to fail.
    let _ = fs::remove_dir_all(&folder);
    counts
}

fn callgrind(this: &Path, folder: &Path) -> Result<Vec<f64>, String> {
    let dump = folder.join("calls");
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", dump.display()))
        .arg("--dump-after=*counted_calls*")
        .args(["--compress-strings=no", "--compress-pos=no"])
        .arg(this)
        .arg(RUN_CALLS)
        // Symbols resolved at a first call would be counted with it.
        .env("LD_BIND_NOW", "1")
        .output()
        .map_err(|error| format!("instruction counts need valgrind on the path: {error}"))?;
    if !output.status.success() {
        return Err(format!("valgrind failed:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    (1..=counted().len())
        .map(|part| {
            let path = PathBuf::from(format!("{}.{part}", dump.display()));
            let text =
                fs::read_to_string(&path).map_err(|error| format!("callgrind wrote no {}: {error}", path.display()))?;
            mean_instructions(&text).ok_or_else(|| format!("no calls in {}", path.display()))
        })
        .collect()
}

/// The instructions of the calls that [`repeat`] made into this package, over their number.
fn mean_instructions(callgrind: &str) -> Option<f64> {
    let (mut caller, mut callee) = ("", "");
    let (mut calls, mut instructions) = (0u64, 0u64);
    let mut lines = callgrind.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("fn=") {
            caller = name;
        } else if let Some(name) = line.strip_prefix("cfn=") {
            callee = name;
        } else if let Some(call) = line.strip_prefix("calls=") {
            // The line after a call holds its position and its inclusive cost.
            let cost = lines.next()?.split_whitespace().nth(1)?.parse::<u64>().ok()?;
            if caller.contains("repeat") && callee.contains("autodiff_benches") {
                calls += call.split_whitespace().next()?.parse::<u64>().ok()?;
                instructions += cost;
            }
        }
    }
    (calls == INPUTS as u64).then(|| instructions as f64 / calls as f64)
}

/// Prints the table and judges it.
fn report(counts: &[f64], check: bool) -> ExitCode {
    let counted = counted();
    let count = |problem: &str, variant: &str| {
        let index = counted.iter().position(|c| c.problem == problem && c.variant == variant);
        index.map(|index| counts[index])
    };
    let mut table = String::from(
        "| problem | plain | hand-written | generated | generated / hand | generated / plain | textbook |\n\
         | --- | --: | --: | --: | --: | --: | --: |\n",
    );
    let mut exceeded = Vec::new();
    for (row, generated) in counted.iter().zip(counts) {
        let label = match row.variant {
            "generated" => row.problem.to_owned(),
            "generated_separately" => format!("{}, function by function", row.problem),
            _ => continue,
        };
        let (Some(plain), Some(hand)) = (count(row.problem, "plain"), count(row.problem, "hand")) else {
            unreachable!("every problem counts the plain function and the gradient by hand");
        };
        let (by_hand, by_plain) = (generated / hand, generated / plain);
        let textbook = count(row.problem, "textbook").map_or("-".to_owned(), |t| format!("{t:.1}"));
        writeln!(
            table,
            "| {label} | {plain:.1} | {hand:.1} | {generated:.1} | {by_hand:.3} | {by_plain:.2} | {textbook} |"
        )
        .expect("writing to a string cannot fail");
        if by_hand > HAND_LIMIT {
            exceeded.push(format!("{label}: {by_hand:.3} times the hand-written gradient, the limit is {HAND_LIMIT}"));
        }
        if by_plain > PLAIN_LIMIT {
            exceeded.push(format!("{label}: {by_plain:.2} times the plain function, the limit is {PLAIN_LIMIT}"));
        }
    }
    print!("{table}");
    if exceeded.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("\n{}", exceeded.join("\n"));
    if check { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
