//! Random programs: every companion of every generated function against dual numbers.
//!
//! `tests/build.rs` writes the programs; `AUTODIFF_RANDOM_PROGRAMS=20000` makes more of them,
//! `AUTODIFF_RANDOM_SEED` other ones, `AUTODIFF_RANDOM_FEATURES=loops,folds` only those constructs
//! (`generator/features.rs` lists them). A failure prints the program's seed and its source.
//!
//! The programs are shared out among `random_programs_1.rs` to `random_programs_4.rs`: one crate of all would take a
//! compiler about 13 GB.

mod check;
pub(crate) mod dual;
pub(crate) mod flat;
pub(crate) mod oracle;
#[allow(unused, reason = "a few programs do not use all of it")]
pub(crate) mod runtime;

#[allow(
    unused,
    unreachable_pub,
    unpredictable_function_pointer_comparisons,
    unused_comparisons,
    clippy::all,
    reason = "random text is not written for people"
)]
pub(crate) mod programs {
    use crate::runtime::Program;
    include!(concat!(env!("OUT_DIR"), "/", env!("CARGO_CRATE_NAME"), ".rs"));

    /// The text of the programs, to print the one that fails.
    pub(crate) const SOURCE: &str = include_str!(concat!(env!("OUT_DIR"), "/", env!("CARGO_CRATE_NAME"), ".rs"));
}
