//! The suite's inputs and outputs, and how results are compared with them.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// The input and the output of every call of `function` that the suite made in program `eval`.
pub(super) fn calls(eval: &str, function: &str) -> Vec<(Value, Value)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/gradbench").join(format!("{eval}.jsonl"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("cannot read {}: {error}", file.display()));
    let records = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("every line is JSON"));
    let calls: Vec<_> = records
        .filter(|record| record["function"] == function)
        .map(|record| (record["input"].clone(), record["output"].clone()))
        .collect();
    assert!(!calls.is_empty(), "the suite calls no `{function}` in `{eval}`");
    calls
}

/// All numbers of nested lists, in order.
pub(super) fn flat(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(elements) => elements.iter().flat_map(flat).collect(),
        _ => vec![value.as_f64().expect("a number")],
    }
}

/// A count.
pub(super) fn count(value: &Value) -> usize {
    value.as_u64().expect("a count") as usize
}

/// Asserts that every number is within `tolerance` of the expected one, by the suite's measure.
#[track_caller]
pub(super) fn close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        let distance = (found - expected).abs() / (found.abs() + expected.abs()).max(1.0);
        assert!(distance <= tolerance, "{index}: {found} is not {expected}");
    }
}

/// Asserts that `gradient` has the slopes of `function` at `point` along the coordinates `which`, by central
/// differences.
#[track_caller]
pub(super) fn has_slopes(function: impl Fn(&[f64]) -> f64, point: &[f64], gradient: &[f64], which: &[usize]) {
    let largest = gradient.iter().fold(0.0, |largest: f64, slope| largest.max(slope.abs()));
    // The second part is the rounding of the function itself.
    let tolerance = 1e-7 * largest + 1e-10 * function(point).abs().max(1.0);
    for &index in which {
        let mut moved = point.to_vec();
        let mut at = |steps: f64| {
            moved[index] = point[index] + steps * 1e-3;
            function(&moved)
        };
        let slope = (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / 12e-3;
        assert!((slope - gradient[index]).abs() <= tolerance, "{index}: {} is not {slope}", gradient[index]);
    }
}
