//! Writes random differentiable programs, at build time.
//!
//! A program is a few functions in a module, written in two dialects at once: plain Rust for the
//! macro, and the same text over dual numbers, which are the oracle. Everything follows from a
//! seed, so that a failure names the program that shows it.

mod batches;
mod chains;
mod exits;
mod expressions;
mod features;
mod functions;
mod grids;
mod integers;
mod loops;
mod memory;
mod pairs;
mod prng;
mod programs;
mod references;
mod sequences;
mod shapes;
mod statements;
mod stores;
mod text;
mod tools;
mod types;
mod vectors;
mod writer;

pub(crate) use self::features::Features;

/// The source of one program for each seed, and the table that lists them.
///
/// Without attributes (`bare`) the programs compile where the macro does not work yet.
pub(crate) fn source(seeds: impl IntoIterator<Item = u64>, bare: bool, features: Features) -> String {
    let mut source = String::new();
    let mut table = String::new();
    for seed in seeds {
        let (program, entries) = programs::program(seed, bare, features);
        source.push_str(&program);
        table.push_str(&entries);
    }
    format!("{source}\npub(crate) static PROGRAMS: &[Program] = &[\n{table}];\n")
}
