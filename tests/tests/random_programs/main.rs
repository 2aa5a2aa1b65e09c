//! Random programs: every companion of every generated function against dual numbers.
//!
//! `tests/build.rs` writes the programs; `AUTODIFF_RANDOM_PROGRAMS=20000` makes more of them,
//! `AUTODIFF_RANDOM_SEED` other ones, `AUTODIFF_RANDOM_FEATURES=loops,folds` only those constructs
//! (`generator/features.rs` lists them). A failure prints the program's seed and its source.

mod check;
mod dual;
mod flat;
mod oracle;
mod runtime;

#[allow(
    unused,
    unreachable_pub,
    unpredictable_function_pointer_comparisons,
    unused_comparisons,
    clippy::all,
    reason = "random text is not written for people"
)]
mod programs {
    use crate::runtime::Program;
    include!(concat!(env!("OUT_DIR"), "/programs.rs"));

    /// The text of the programs, to print the one that fails.
    pub(crate) const SOURCE: &str = include_str!(concat!(env!("OUT_DIR"), "/programs.rs"));
}
