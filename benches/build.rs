//! Writes the GradBench programs of the examples once more, with `#[differentiable]` on each function instead of on their
//! module, so that both ways of annotating one text can be measured.

use std::path::Path;
use std::{env, fs};

/// The programs in which a function calls another one.
const PROGRAMS: [&str; 4] = ["ba", "gmm", "lstm", "ode"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let written = env::var("OUT_DIR").expect("cargo tells build scripts where to write");
    for program in PROGRAMS {
        let source = format!("../examples/src/gradbench/{program}.rs");
        println!("cargo::rerun-if-changed={source}");
        let text = fs::read_to_string(&source).unwrap_or_else(|error| panic!("cannot read {source}: {error}"));
        fs::write(Path::new(&written).join(format!("{program}.rs")), by_function(&text))
            .unwrap_or_else(|error| panic!("cannot write {program}.rs to {written}: {error}"));
    }
}

/// The annotated module of a formatted file, with the attribute on its functions.
fn by_function(text: &str) -> String {
    let mut module = String::new();
    let after_attribute = text.lines().skip_while(|line| *line != "#[differentiable]").skip(1);
    for line in after_attribute {
        if ["fn ", "pub fn ", "pub(crate) fn "].iter().any(|start| line.trim_start().starts_with(start)) {
            module.push_str("#[autodiff_core::differentiable]\n");
        }
        module.push_str(line);
        module.push('\n');
        if line == "}" {
            return module;
        }
    }
    panic!("no annotated module that ends with a brace in a line of its own");
}
