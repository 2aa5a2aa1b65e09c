//! The programs of GradBench at their large sizes: instructions and time of the plain program and of its gradient by hand.
//!
//! Each function runs once under `valgrind --tool=callgrind`, which counts what happens inside of it, and is then timed
//! here; the time is the shortest of many. An argument selects the programs whose names contain it. Without valgrind the
//! exit status is 2.

use std::env;
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use autodiff_benches::gradbench::{ba, gmm, hello, llsq, lse, lstm, ode};
use autodiff_examples::gradbench as programs;

/// How long one function is timed.
const TIMED: Duration = Duration::from_millis(1500);
/// The argument by which the program tells the copy of itself under valgrind which function to run.
const RUN: &str = "--run";

/// One function of one program with its input and its buffers.
struct Measured {
    program: &'static str,
    variant: &'static str,
    /// Makes the input and the buffers; what it returns is the call.
    prepare: fn() -> Box<dyn FnMut()>,
}

/// Every measured function; the plain one of a program comes first.
fn measured() -> Vec<Measured> {
    let mut all = Vec::new();
    macro_rules! measure {
        ($($program:literal $variant:literal $prepare:expr;)+) => {
            $(all.push(Measured { program: $program, variant: $variant, prepare: || Box::new($prepare) });)+
        };
    }
    measure! {
        "hello" "plain" || { black_box(hello::square(black_box(3.0))); };
        "hello" "hand" || { black_box(hello::hand(black_box(3.0))); };
        "llsq, n 100000, m 32" "plain" {
            let x = llsq::input(32);
            move || { black_box(llsq::objective(black_box(&x), 100_000)); }
        };
        "llsq, n 100000, m 32" "hand" {
            let (x, mut gradient) = (llsq::input(32), vec![0.0; 32]);
            move || { black_box(llsq::hand(black_box(&x), 100_000, black_box(&mut gradient))); }
        };
        "llsq, n 100000, m 32" "hand, by point" {
            let (x, mut gradient) = (llsq::input(32), vec![0.0; 32]);
            move || { black_box(llsq::hand_by_point(black_box(&x), 100_000, black_box(&mut gradient))); }
        };
        "llsq, n 100000, m 32" "generated" {
            let (x, mut gradient) = (llsq::input(32), vec![0.0; 32]);
            move || {
                let gradient = black_box(&mut gradient);
                black_box(programs::llsq::objective::value_and_grad_into(black_box(&x), 100_000, gradient));
            }
        };
        "lse, n 1000000" "plain" {
            let x = lse::input(1_000_000);
            move || { black_box(lse::logsumexp(black_box(&x))); }
        };
        "lse, n 1000000" "hand" {
            let (x, mut gradient) = (lse::input(1_000_000), vec![0.0; 1_000_000]);
            move || { black_box(lse::hand(black_box(&x), black_box(&mut gradient))); }
        };
        "lse, n 1000000" "generated" {
            let (x, mut gradient) = (lse::input(1_000_000), vec![0.0; 1_000_000]);
            move || {
                let gradient = black_box(&mut gradient);
                black_box(programs::lse::logsumexp::value_and_grad_into(black_box(&x), gradient));
            }
        };
        "gmm, d 10, k 25, n 1000" "plain" {
            let input = gmm::Input::random(10, 25, 1000);
            move || { black_box(black_box(&input).objective()); }
        };
        "gmm, d 10, k 25, n 1000" "hand" {
            let input = gmm::Input::random(10, 25, 1000);
            let mut gradients = input.gradients();
            move || { black_box(black_box(&input).hand(black_box(&mut gradients))); }
        };
        "gmm, d 10, k 25, n 1000" "generated" generated_gmm(10);
        "gmm, d 32, k 25, n 1000" "plain" {
            let input = gmm::Input::random(32, 25, 1000);
            move || { black_box(black_box(&input).objective()); }
        };
        "gmm, d 32, k 25, n 1000" "hand" {
            let input = gmm::Input::random(32, 25, 1000);
            let mut gradients = input.gradients();
            move || { black_box(black_box(&input).hand(black_box(&mut gradients))); }
        };
        "gmm, d 32, k 25, n 1000" "generated" generated_gmm(32);
        "ba, n 49, m 7776, p 31843" "plain" {
            let input = ba::Input::random(49, 7776, 31_843);
            let (mut projections, mut weights) = (vec![[0.0; 2]; 31_843], vec![0.0; 31_843]);
            move || ba::objective(black_box(&input), black_box(&mut projections), black_box(&mut weights))
        };
        "ba, n 49, m 7776, p 31843" "hand" {
            let input = ba::Input::random(49, 7776, 31_843);
            let (mut projections, mut weights) = (vec![[0.0; 2]; 31_843], vec![0.0; 31_843]);
            let mut derivatives = vec![0.0; input.derivatives()];
            move || {
                let derivatives = black_box(&mut derivatives);
                ba::hand(black_box(&input), black_box(&mut projections), black_box(&mut weights), derivatives);
            }
        };
        "ode, n 1000, s 100" "plain" {
            let x = ode::input(1000);
            move || { black_box(ode::last(black_box(&x), 100)); }
        };
        "ode, n 1000, s 100" "hand" {
            let (x, mut gradient) = (ode::input(1000), vec![0.0; 1000]);
            move || { black_box(ode::hand(black_box(&x), 100, black_box(&mut gradient))); }
        };
        "ode, n 1000, s 100" "generated" {
            let (x, mut gradient) = (ode::input(1000), vec![0.0; 1000]);
            move || {
                let gradient = black_box(&mut gradient);
                black_box(programs::ode::last::value_and_grad_into(black_box(&x), 100, gradient));
            }
        };
        "lstm, l 2, b 14, c 1024" "plain" {
            let input = lstm::Input::random(2, 14, 1024);
            move || { black_box(black_box(&input).objective()); }
        };
        "lstm, l 2, b 14, c 1024" "hand" {
            let input = lstm::Input::random(2, 14, 1024);
            let (mut main, mut extra) = (vec![0.0; input.main.len()], vec![0.0; input.extra.len()]);
            move || { black_box(black_box(&input).hand(black_box(&mut main), black_box(&mut extra))); }
        };
        "lstm, l 2, b 14, c 1024" "generated" {
            let input = lstm::Input::random(2, 14, 1024);
            let (mut main, mut extra) = (vec![0.0; input.main.len()], vec![0.0; input.extra.len()]);
            move || {
                let lstm::Input { main: weights, extra: ends, state, sequence, bits } = black_box(&input);
                let (main, extra) = black_box((&mut main, &mut extra));
                black_box(programs::lstm::objective::value_and_grad_into(
                    weights, ends, state, sequence, *bits, main, extra,
                ));
            }
        };
    }
    all
}

/// The generated gradient of a mixture of 25 Gaussians in `d` dimensions.
fn generated_gmm(d: usize) -> impl FnMut() {
    let input = gmm::Input::random(d, 25, 1000);
    let (mut alpha, mut mu) = (vec![0.0; input.alpha.len()], vec![0.0; input.mu.len()]);
    let (mut q, mut l) = (vec![0.0; input.q.len()], vec![0.0; input.l.len()]);
    let prior = programs::gmm::Wishart { gamma: 1.0, m: 0.0 };
    move || {
        let input = black_box(&input);
        black_box(programs::gmm::objective::value_and_grad_into(
            &input.alpha,
            &input.mu,
            &input.q,
            &input.l,
            &input.x,
            d,
            prior,
            &mut alpha,
            &mut mu,
            &mut q,
            &mut l,
        ));
        black_box((&alpha, &mu, &q, &l));
    }
}

/// The function inside of which callgrind counts.
#[inline(never)]
fn counted_call(call: &mut dyn FnMut()) {
    black_box(call)();
    black_box(());
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let measured = measured();
    if let [RUN, index] = arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        let index: usize = index.parse().expect("the program gives itself an index");
        counted_call(&mut *(measured[index].prepare)());
        return ExitCode::SUCCESS;
    }
    let only = arguments.first();
    if cfg!(debug_assertions) {
        eprintln!("counts and times of a debug build say nothing: run with `--release`");
        return ExitCode::from(2);
    }
    println!("| program | variant | instructions | / plain | time, us | / plain |");
    println!("| --- | --- | --: | --: | --: | --: |");
    let mut plain = (1, 1.0);
    for (index, Measured { program, variant, prepare }) in measured.iter().enumerate() {
        if only.is_some_and(|only| !program.contains(only)) {
            continue;
        }
        let instructions = match instructions(index) {
            Ok(instructions) => instructions,
            Err(message) => {
                eprintln!("{message}");
                return ExitCode::from(2);
            }
        };
        let time = shortest(&mut *prepare());
        if *variant == "plain" {
            plain = (instructions, time);
        }
        let (by_instructions, by_time) = (instructions as f64 / plain.0 as f64, time / plain.1);
        println!("| {program} | {variant} | {instructions} | {by_instructions:.2} | {time:.3} | {by_time:.2} |");
    }
    ExitCode::SUCCESS
}

/// The instructions of one call.
fn instructions(index: usize) -> Result<u64, String> {
    let this = env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*counted_call*"])
        .arg(this)
        .args([RUN, &index.to_string()])
        // Symbols resolved at a first call would be counted with it.
        .env("LD_BIND_NOW", "1")
        .output()
        .map_err(|error| format!("instruction counts need valgrind on the path: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    collected.filter(|_| output.status.success()).ok_or_else(|| format!("valgrind failed:\n{text}"))
}

/// The shortest time of a call in microseconds.
fn shortest(call: &mut dyn FnMut()) -> f64 {
    // Short calls are timed by the hundred, so that reading the clock does not count.
    let repeats = if time(call, 1) < Duration::from_micros(10) { 100 } else { 1 };
    let end = Instant::now() + TIMED;
    let mut shortest = Duration::MAX;
    while Instant::now() < end {
        shortest = shortest.min(time(call, repeats));
    }
    shortest.as_secs_f64() * 1e6 / f64::from(repeats)
}

/// The time of `repeats` calls.
fn time(call: &mut dyn FnMut(), repeats: u32) -> Duration {
    let start = Instant::now();
    (0..repeats).for_each(|_| call());
    start.elapsed()
}
