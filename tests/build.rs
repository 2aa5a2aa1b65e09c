//! Writes the random programs that `tests/random_programs_1.rs` to `tests/random_programs_4.rs` compile and check.
//!
//! `AUTODIFF_RANDOM_PROGRAMS` says how many (2,000 unless told), `AUTODIFF_RANDOM_SEED` where they
//! start, `AUTODIFF_RANDOM_FEATURES` which groups of constructs they use (`loops,folds`; `all`
//! unless told), `AUTODIFF_RANDOM_BARE` leaves out the attributes, to test the oracle alone.

#[path = "generator/mod.rs"]
mod generator;

use std::path::Path;
use std::{env, fs};

use generator::Features;

/// How many test binaries share the programs.
const PARTS: u64 = 4;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=generator");
    let programs = number("AUTODIFF_RANDOM_PROGRAMS", 2_000);
    let seed = number("AUTODIFF_RANDOM_SEED", 0x1000);
    let bare = number("AUTODIFF_RANDOM_BARE", 0) != 0;

    println!("cargo::rerun-if-env-changed=AUTODIFF_RANDOM_FEATURES");
    let features = env::var("AUTODIFF_RANDOM_FEATURES").unwrap_or_else(|_| "all".to_string());
    let features = Features::parse(&features);

    let folder = env::var("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    for part in 0..PARTS {
        let seeds = seed + programs * part / PARTS..seed + programs * (part + 1) / PARTS;
        let file = Path::new(&folder).join(format!("random_programs_{}.rs", part + 1));
        fs::write(file, generator::source(seeds, bare, features)).expect("OUT_DIR can be written by the build script");
    }
}

/// A number from the environment; what is not a number stops the build.
fn number(name: &str, otherwise: u64) -> u64 {
    println!("cargo::rerun-if-env-changed={name}");
    match env::var(name) {
        Ok(text) => text.trim().parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")),
        Err(_) => otherwise,
    }
}
