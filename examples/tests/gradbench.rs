//! The tool for GradBench: its answers to the suite's inputs, and to what is no proper message.

use std::fs;
use std::path::Path;

use autodiff_examples::gradbench::tool;
use serde_json::{Value, json};

/// How far apart results may be, in proportion to numbers larger than one.
const TOLERANCE: f64 = 1e-9;

/// The same for differential equations, where the gradients of the reference are those of the exact solution; ten steps
/// are not so exact.
const TOLERANCE_OF_TEN_STEPS: f64 = 1e-8;

/// The tool's responses to these lines.
fn responses(lines: &str) -> Vec<Value> {
    let mut written = Vec::new();
    tool::serve(lines.as_bytes(), &mut written).expect("memory can be read and written");
    let written = String::from_utf8(written).expect("the responses are text");
    written.lines().map(|line| serde_json::from_str(line).expect("a response is JSON")).collect()
}

fn response(message: &Value) -> Value {
    let [response] = responses(&format!("{message}\n")).try_into().expect("a message has one response");
    response
}

fn evaluated(module: &str, function: &str, input: &Value) -> Value {
    response(&json!({ "id": 7, "kind": "evaluate", "module": module, "function": function, "input": input }))
}

/// The cases of an eval: objects with `function`, `input` and `output`.
fn cases(eval: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/gradbench").join(format!("{eval}.jsonl"));
    let text = fs::read_to_string(path).expect("the eval has a file of cases");
    text.lines().map(|line| serde_json::from_str(line).expect("a case is JSON")).collect()
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
}

/// The input of the eval's first case, with a field changed.
fn changed(eval: &str, field: &str, value: Value) -> Value {
    let mut input = cases(eval)[0]["input"].clone();
    input[field] = value;
    input
}

#[track_caller]
fn assert_close(ours: &Value, reference: &Value, tolerance: f64, path: &str) {
    match (ours, reference) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().expect("a double"), b.as_f64().expect("a double"));
            let difference = (a - b).abs() / f64::max(1.0, a.abs() + b.abs());
            assert!(difference <= tolerance, "{path}: {a} is not {b}, the difference is {difference:.1e}");
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{path}: the lengths differ");
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                assert_close(a, b, tolerance, &format!("{path}[{index}]"));
            }
        }
        (Value::Object(a), Value::Object(b)) => {
            assert!(a.keys().eq(b.keys()), "{path}: the fields differ");
            for ((key, a), b) in a.iter().zip(b.values()) {
                assert_close(a, b, tolerance, &format!("{path}.{key}"));
            }
        }
        _ => panic!("{path}: {ours} is of another kind than {reference}"),
    }
}

fn assert_agrees_with_reference(eval: &str, tolerance: f64) {
    let cases = cases(eval);
    assert!(!cases.is_empty());
    for (index, case) in cases.iter().enumerate() {
        let function = case["function"].as_str().expect("a case has a function");
        let response = evaluated(eval, function, &case["input"]);
        assert_eq!(response["success"], true, "{}", response["error"]);
        assert_close(&response["output"], &case["output"], tolerance, &format!("{eval}[{index}] {function}"));
    }
}

#[track_caller]
fn assert_fails(response: &Value, error: &str) {
    assert_eq!(response["success"], false, "{response}");
    assert_eq!(response["output"], Value::Null);
    let message = response["error"].as_str().expect("a failure has a text");
    assert!(message.contains(error), "the error is: {message}");
}

#[test]
fn hello_agrees_with_reference() {
    assert_agrees_with_reference("hello", TOLERANCE);
}

#[test]
fn llsq_agrees_with_reference() {
    assert_agrees_with_reference("llsq", TOLERANCE);
}

#[test]
fn lse_agrees_with_reference() {
    assert_agrees_with_reference("lse", TOLERANCE);
}

#[test]
fn gmm_agrees_with_reference() {
    assert_agrees_with_reference("gmm", TOLERANCE);
}

#[test]
fn ba_agrees_with_reference() {
    assert_agrees_with_reference("ba", TOLERANCE);
}

#[test]
fn ode_agrees_with_reference() {
    assert_agrees_with_reference("ode", TOLERANCE_OF_TEN_STEPS);
}

/// The last component is proportional to each of the numbers.
#[test]
fn ode_gradient_is_that_of_the_steps_taken() {
    for case in cases("ode") {
        let input = &case["input"];
        let solution = numbers(&evaluated("ode", "primal", input)["output"]);
        let last = solution[solution.len() - 1];
        for (x, slope) in numbers(&input["x"]).iter().zip(numbers(&evaluated("ode", "gradient", input)["output"])) {
            assert!((x * slope - last).abs() <= TOLERANCE * last, "{slope} is not {last} / {x}");
        }
    }
}

/// The reference is the gradient of the exact solution, which many steps approach.
#[test]
fn ode_gradient_of_many_steps_is_the_reference() {
    let case = &cases("ode")[1];
    let mut input = case["input"].clone();
    input["s"] = json!(2000);
    let reference = numbers(&case["output"]);
    for (ours, reference) in numbers(&evaluated("ode", "gradient", &input)["output"]).iter().zip(reference) {
        assert!((ours - reference).abs() <= TOLERANCE * reference, "{ours} is not {reference}");
    }
}

#[test]
fn lstm_agrees_with_reference() {
    assert_agrees_with_reference("lstm", TOLERANCE);
}

#[test]
fn says_its_name() {
    let response = response(&json!({ "id": 0, "kind": "start", "eval": "gmm" }));
    assert_eq!(response, json!({ "id": 0, "tool": "autodiff-rs" }));
}

#[test]
fn defines_the_evals_that_it_has() {
    for eval in ["hello", "llsq", "lse", "gmm", "ba", "ode", "lstm"] {
        let response = response(&json!({ "id": 1, "kind": "define", "module": eval }));
        assert_eq!(response, json!({ "id": 1, "success": true }));
    }
}

#[test]
fn refuses_other_evals() {
    let response = response(&json!({ "id": 1, "kind": "define", "module": "saddle" }));
    assert_eq!(response["id"], 1);
    assert_fails(&response, "`saddle`");
    assert_fails(&evaluated("saddle", "primal", &json!({})), "`saddle`");
}

#[test]
fn acknowledges_other_kinds_of_messages() {
    let message = json!({ "id": 3, "kind": "analysis", "of": 2, "valid": true });
    assert_eq!(response(&message), json!({ "id": 3 }));
}

#[test]
fn answers_line_by_line_and_goes_on_after_errors() {
    let lines = concat!(
        "{\"id\": 0, \"kind\": \"start\", \"eval\": \"hello\"}\n",
        "{\"id\": 1, \"kind\":\n",
        "\n",
        "[1, 2]\r\n",
        "{\"id\": 2, \"kind\": \"evaluate\", \"module\": \"hello\", \"function\": \"square\", \"input\": 3}",
    );
    let responses = responses(lines);
    assert_eq!(responses.len(), 4);
    assert_fails(&responses[1], "not JSON");
    assert_fails(&responses[2], "`kind`");
    assert_eq!((&responses[3]["id"], &responses[3]["output"]), (&json!(2), &json!(9.0)));
}

#[test]
fn text_that_is_not_unicode_is_an_error() {
    let mut written = Vec::new();
    tool::serve(&b"\"\xff\"\n{\"id\": 5, \"kind\": \"later\"}\n"[..], &mut written).expect("the tool goes on");
    let written = String::from_utf8(written).expect("the responses are text");
    let (error, next) = written.split_once('\n').expect("two responses");
    assert!(error.contains("not JSON"), "{error}");
    assert_eq!(next, "{\"id\":5}\n");
}

#[test]
fn every_run_has_a_timing() {
    let input = changed("llsq", "min_runs", json!(5));
    let timings = evaluated("llsq", "primal", &input)["timings"].clone();
    let timings = timings.as_array().expect("a list of timings");
    assert_eq!(timings.len(), 5);
    for timing in timings {
        assert_eq!(timing["name"], "evaluate");
        assert!(timing["nanoseconds"].is_u64());
    }
}

#[test]
fn runs_until_the_seconds_are_reached() {
    let input = changed("lse", "min_seconds", json!(0.01));
    let timings = evaluated("lse", "primal", &input)["timings"].clone();
    let nanoseconds = timings
        .as_array()
        .expect("a list of timings")
        .iter()
        .map(|timing| timing["nanoseconds"].as_u64().expect("a whole number"));
    assert!(nanoseconds.sum::<u64>() >= 10_000_000);
}

#[test]
fn one_run_without_wishes() {
    assert_eq!(evaluated("hello", "double", &json!(2))["timings"].as_array().map(Vec::len), Some(1));
}

#[test]
fn unknown_functions_are_errors() {
    for eval in ["hello", "llsq", "lse", "gmm", "ba", "ode", "lstm"] {
        assert_fails(&evaluated(eval, "hessian", &cases(eval)[0]["input"]), "`hessian`");
    }
}

#[test]
fn missing_fields_are_errors() {
    assert_fails(&response(&json!({ "id": 7, "kind": "evaluate" })), "`module`");
    assert_fails(&response(&json!({ "id": 7, "kind": "evaluate", "module": "lse" })), "`function`");
    assert_fails(&response(&json!({ "id": 7, "kind": "evaluate", "module": "lse", "function": "primal" })), "null");
    for (eval, function, field) in [
        ("llsq", "primal", "n"),
        ("lse", "gradient", "x"),
        ("gmm", "objective", "gamma"),
        ("ba", "jacobian", "feat"),
        ("ode", "primal", "s"),
        ("lstm", "objective", "state"),
    ] {
        let mut input = cases(eval)[0]["input"].clone();
        input.as_object_mut().expect("an object").remove(field);
        assert_fails(&evaluated(eval, function, &input), &format!("missing field `{field}`"));
    }
}

#[test]
fn wrong_types_are_errors() {
    assert_fails(&evaluated("hello", "square", &json!("one")), "string");
    assert_fails(&evaluated("lse", "primal", &json!({ "x": [1.0, null] })), "null");
    assert_fails(&evaluated("llsq", "primal", &changed("llsq", "n", json!(-4))), "-4");
    assert_fails(&evaluated("llsq", "primal", &changed("llsq", "min_runs", json!("many"))), "many");
    assert_fails(&evaluated("ode", "gradient", &changed("ode", "s", json!(2.5))), "2.5");
}

#[test]
fn wrong_shapes_are_errors() {
    assert_fails(&evaluated("llsq", "primal", &changed("llsq", "n", json!(1))), "`n`");
    assert_fails(&evaluated("lse", "gradient", &changed("lse", "x", json!([]))), "`x`");
    assert_fails(&evaluated("gmm", "objective", &changed("gmm", "k", json!(4))), "`alpha`");
    assert_fails(&evaluated("gmm", "objective", &changed("gmm", "d", json!(0))), "nonzero");
    assert_fails(&evaluated("gmm", "objective", &changed("gmm", "n", json!(99))), "`x`");
    assert_fails(&evaluated("gmm", "jacobian", &changed("gmm", "l", json!([[], [], [], [], []]))), "`l`");
    assert_fails(&evaluated("ba", "objective", &changed("ba", "cam", json!([1.0, 2.0]))), "length");
    assert_fails(&evaluated("ba", "objective", &changed("ba", "m", json!(0))), "nonzero");
    assert_fails(&evaluated("ba", "jacobian", &changed("ba", "p", json!(1_u64 << 60))), "`p`");
    assert_fails(&evaluated("ode", "primal", &changed("ode", "x", json!([]))), "`x`");
    assert_fails(
        &evaluated("lstm", "objective", &changed("lstm", "sequence", json!([[1, 0, 0, 0, 0, 0, 0]]))),
        "`sequence`",
    );
    assert_fails(&evaluated("lstm", "jacobian", &changed("lstm", "state", json!([[1.0]]))), "`state`");
}

#[test]
fn numbers_that_are_not_finite_are_errors() {
    for input in ["NaN", "-Infinity", "1e999"] {
        let message = r#"{"id": 4, "kind": "evaluate", "module": "hello", "function": "square", "input": "#;
        assert_fails(&responses(&format!("{message}{input}}}"))[0], "not JSON");
    }
    assert_fails(&evaluated("hello", "square", &json!(1e200)), "finite");
    assert_fails(&evaluated("gmm", "objective", &changed("gmm", "gamma", json!(-1.0))), "finite");
}

#[test]
fn one_dimension_has_no_triangle() {
    let input = json!({
        "d": 1, "k": 2, "n": 1, "x": [[0.5]], "m": 0, "gamma": 1.0,
        "alpha": [0.0, 0.1], "mu": [[0.2], [0.3]], "q": [[0.0], [0.1]], "l": [[], []],
    });
    assert_eq!(evaluated("gmm", "objective", &input)["success"], true);
    assert_eq!(evaluated("gmm", "jacobian", &input)["output"]["l"], json!([[], []]));
}
