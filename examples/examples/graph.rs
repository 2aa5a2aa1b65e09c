//! What a function computes from what: as text, and as a picture for Graphviz.
//!
//! Writes the picture to the path given as argument, or beside this program in the target folder.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use autodiff_core::differentiable;

/// The logistic function.
#[differentiable]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Huber's loss of a neuron with two inputs: squares near the target, absolute values far from it.
#[differentiable]
fn loss(weights: [f64; 2], bias: f64, #[constant] input: [f64; 2], #[constant] target: f64) -> f64 {
    let activation = weights[0] * input[0] + weights[1] * input[1] + bias;
    let error = sigmoid(activation) - target;
    if error.abs() <= 0.5 { 0.5 * error * error } else { 0.5 * (error.abs() - 0.25) }
}

/// Beside the program itself, which cargo puts into the target folder.
fn default_path() -> Result<PathBuf, Box<dyn Error>> {
    let program = env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    Ok(program.with_file_name("graph.dot"))
}

fn main() -> Result<(), Box<dyn Error>> {
    let graph = loss::graph();
    // What a PyTorch user knows as `grad_fn`, `is_leaf` and `requires_grad`.
    if let Some(error) = graph.find("error") {
        println!("`error` is made by `{}`; leaf: {}; active: {}", error.operator, error.is_leaf(), error.is_active());
    }
    print!("\n{graph}");

    let path = match env::args_os().nth(1) {
        Some(path) => PathBuf::from(path),
        None => default_path()?,
    };
    fs::write(&path, graph.to_dot().to_string())
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    println!("\nwrote {}; draw it with `dot -Tsvg`", path.display());
    Ok(())
}
