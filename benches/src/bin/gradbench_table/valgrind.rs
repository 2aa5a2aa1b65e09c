//! What valgrind counts of one call: retired instructions, and the heap at its highest.
//!
//! The program runs a copy of itself under a tool of valgrind. Neither number has noise.

use std::env;
use std::hint::black_box;
use std::process::Command;

use crate::programs::Prepared;

/// The argument by which the program tells its copy which function to prepare and call.
pub(crate) const CALL: &str = "--call";
/// The argument by which the program tells its copy which function to prepare only.
pub(crate) const PREPARE: &str = "--prepare";

/// The function inside of which callgrind counts.
#[inline(never)]
pub(crate) fn counted_call(prepared: &mut Prepared) {
    black_box(prepared).call();
    black_box(());
}

/// The instructions of one call of the function that the copy finds by `name`.
pub(crate) fn instructions(name: &[String]) -> Result<u64, String> {
    let arguments = ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*counted_call*"];
    let log = run(&arguments, CALL, name)?;
    number_after(&log, "Collected : ").ok_or_else(|| format!("callgrind counted nothing:\n{log}"))
}

/// The most bytes that one call has allocated at once, inputs and results not counted.
pub(crate) fn peak_bytes(name: &[String]) -> Result<u64, String> {
    let peak = |argument| {
        let log = run(&["--tool=dhat", "--dhat-out-file=/dev/null"], argument, name)?;
        number_after(&log, "At t-gmax:").ok_or_else(|| format!("dhat counted nothing:\n{log}"))
    };
    Ok(peak(CALL)?.saturating_sub(peak(PREPARE)?))
}

/// What valgrind reports of a copy of this program.
fn run(valgrind: &[&str], argument: &str, name: &[String]) -> Result<String, String> {
    let this = env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let output = Command::new("valgrind")
        .args(valgrind)
        .arg(this)
        .arg(argument)
        .args(name)
        // Symbols resolved at a first call would be counted with it.
        .env("LD_BIND_NOW", "1")
        .output()
        .map_err(|error| format!("counts need valgrind on the path: {error}"))?;
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(log) } else { Err(format!("valgrind failed:\n{log}")) }
}

/// The number behind `label`, which may have commas.
fn number_after(log: &str, label: &str) -> Option<u64> {
    let (_, rest) = log.lines().find_map(|line| line.split_once(label))?;
    rest.split_whitespace().next()?.replace(',', "").parse().ok()
}
