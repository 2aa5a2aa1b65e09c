//! The gradients of the programs by PyTorch and JAX, where Python has them.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::programs::Results;

/// The libraries by the names that the script prints, in the order of the table.
pub(crate) const LIBRARIES: [&str; 2] = ["PyTorch", "JAX"];

/// A program for the script.
pub(crate) struct Task<'a> {
    /// The name of the program.
    pub(crate) program: &'a str,
    /// Everything that the program reads.
    pub(crate) inputs: Vec<(&'static str, Vec<f64>)>,
    /// What it should compute.
    pub(crate) expected: &'a Results,
}

/// Milliseconds of a call by program and library; nothing of a library that is not there.
pub(crate) fn milliseconds(tasks: &[Task<'_>]) -> Result<HashMap<(String, String), f64>, String> {
    let folder = env::temp_dir().join(format!("autodiff-gradbench-{}", std::process::id()));
    let times = write(&folder, tasks)
        .map_err(|error| format!("cannot write inputs to {}: {error}", folder.display()))
        .and_then(|()| run(&folder));
    // What stays behind in the temporary folder is no reason to fail.
    let _ = fs::remove_dir_all(&folder);
    times
}

/// Writes a folder a program, and in it a file a list.
fn write(folder: &Path, tasks: &[Task<'_>]) -> std::io::Result<()> {
    for Task { program, inputs, expected } in tasks {
        let folder = folder.join(program);
        fs::create_dir_all(&folder)?;
        let file = |name: &str, numbers: &[f64]| {
            let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            fs::write(folder.join(format!("{name}.f64")), bytes)
        };
        file("values", &expected.values)?;
        file("derivatives", &expected.derivatives.concat())?;
        for (name, numbers) in inputs {
            file(name, numbers)?;
        }
    }
    Ok(())
}

/// Runs the script and reads the times that it prints.
fn run(folder: &Path) -> Result<HashMap<(String, String), f64>, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/gradients.py");
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let Ok(output) = Command::new(python).arg(&script).arg(folder).stderr(Stdio::inherit()).output() else {
        return Ok(HashMap::new());
    };
    if !output.status.success() {
        return Err(format!("{} failed", script.display()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let time = |line: &str| {
        let mut parts = line.split('\t');
        let key = (parts.next()?.to_owned(), parts.next()?.to_owned());
        Some((key, parts.next()?.parse().ok()?))
    };
    text.lines()
        .map(|line| time(line).ok_or_else(|| format!("{} printed what is no time: {line}", script.display())))
        .collect()
}
