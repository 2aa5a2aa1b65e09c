//! Every operator of the table through the macro, against JAX, and at kinks and poles.

use autodiff_core::differentiable;
use serde_json::Value;

/// One function of a table: its name, and its value, gradient, and forward-mode gradient.
struct Entry {
    name: &'static str,
    run: fn(&[f64], &Value) -> Derivatives,
}

/// What an operator answers at one point.
struct Derivatives {
    value: f64,
    reverse: Vec<f64>,
    forward: Vec<f64>,
}

/// An integer parameter of a row, such as the exponent of `powi`.
fn integer(row: &Value, key: &str) -> i32 {
    row[key].as_i64().unwrap_or_else(|| panic!("{key} is missing in {row}")) as i32
}

/// Declares one annotated function an operator, and the list of them.
macro_rules! operators {
    (
        unary { $($unary:ident($x:ident) = $first:expr;)+ }
        binary { $($binary:ident($l:ident, $r:ident) = $second:expr;)+ }
    ) => {
        $(
            #[differentiable]
            fn $unary($x: f64) -> f64 {
                $first
            }
        )+
        $(
            #[differentiable]
            fn $binary($l: f64, $r: f64) -> f64 {
                $second
            }
        )+

        /// Every operator of one or two floats.
        const SIMPLE: &[Entry] = &[
            $(Entry {
                name: stringify!($unary),
                run: |at, _| {
                    let (value, slope) = $unary::value_and_grad(at[0]);
                    Derivatives { value, reverse: vec![slope], forward: vec![$unary::jvp(at[0], 1.0).1] }
                },
            },)+
            $(Entry {
                name: stringify!($binary),
                run: |at, _| {
                    let (value, (first, second)) = $binary::value_and_grad(at[0], at[1]);
                    let forward = vec![
                        $binary::jvp(at[0], at[1], 1.0, 0.0).1,
                        $binary::jvp(at[0], at[1], 0.0, 1.0).1,
                    ];
                    Derivatives { value, reverse: vec![first, second], forward }
                },
            },)+
        ];
    };
}

operators! {
    unary {
        abs(x) = x.abs();
        acos(x) = x.acos();
        acosh(x) = x.acosh();
        asin(x) = x.asin();
        asinh(x) = x.asinh();
        atan(x) = x.atan();
        atanh(x) = x.atanh();
        cbrt(x) = x.cbrt();
        cos(x) = x.cos();
        cosh(x) = x.cosh();
        exp(x) = x.exp();
        exp2(x) = x.exp2();
        exp_m1(x) = x.exp_m1();
        ln(x) = x.ln();
        ln_1p(x) = x.ln_1p();
        log10(x) = x.log10();
        log2(x) = x.log2();
        recip(x) = x.recip();
        sin(x) = x.sin();
        sinh(x) = x.sinh();
        sqrt(x) = x.sqrt();
        tan(x) = x.tan();
        tanh(x) = x.tanh();
        to_degrees(x) = x.to_degrees();
        to_radians(x) = x.to_radians();
        neg(x) = -x;
        floor(x) = x.floor();
        ceil(x) = x.ceil();
        round(x) = x.round();
        trunc(x) = x.trunc();
        signum(x) = x.signum();
        fract(x) = x.fract();
    }
    binary {
        add(x, y) = x + y;
        sub(x, y) = x - y;
        mul(x, y) = x * y;
        div(x, y) = x / y;
        rem(x, y) = x % y;
        rem_euclid(x, y) = x.rem_euclid(y);
        powf(x, y) = x.powf(y);
        atan2(y, x) = y.atan2(x);
        hypot(x, y) = x.hypot(y);
        max(x, y) = x.max(y);
        min(x, y) = x.min(y);
        log(x, base) = x.log(base);
        copysign(x, sign) = x.copysign(sign);
    }
}

#[differentiable]
fn powi(x: f64, n: i32) -> f64 {
    x.powi(n)
}

#[differentiable]
fn mul_add(x: f64, y: f64, z: f64) -> f64 {
    x.mul_add(y, z)
}

#[differentiable]
fn clamp(x: f64, #[constant] low: f64, #[constant] high: f64) -> f64 {
    x.clamp(low, high)
}

/// The operators with parameters.
const OTHERS: &[Entry] = &[
    Entry {
        name: "powi",
        run: |at, row| {
            let n = integer(row, "n");
            let (value, slope) = powi::value_and_grad(at[0], n);
            Derivatives { value, reverse: vec![slope], forward: vec![powi::jvp(at[0], n, 1.0).1] }
        },
    },
    Entry {
        name: "mul_add",
        run: |at, _| {
            let (value, (x, y, z)) = mul_add::value_and_grad(at[0], at[1], at[2]);
            let forward = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
                .map(|[x, y, z]| mul_add::jvp(at[0], at[1], at[2], x, y, z).1);
            Derivatives { value, reverse: vec![x, y, z], forward: forward.to_vec() }
        },
    },
    Entry {
        name: "clamp",
        run: |at, row| {
            let (low, high) = (number(&row["lo"]), number(&row["hi"]));
            let (value, slope) = clamp::value_and_grad(at[0], low, high);
            let forward = vec![clamp::jvp(at[0], low, high, 1.0).1];
            Derivatives { value, reverse: vec![slope], forward }
        },
    },
];

/// A number of the data; what JSON cannot say stands there as text.
fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) => text.parse().unwrap_or_else(|_| panic!("{text} is no number")),
        _ => value.as_f64().unwrap_or_else(|| panic!("{value} is no number")),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map(|list| list.iter().map(number).collect()).unwrap_or_default()
}

fn rows(text: &str) -> Vec<Value> {
    let data: Value = serde_json::from_str(text).expect("the data is JSON");
    data["rows"].as_array().expect("rows").clone()
}

fn run(name: &str, at: &[f64], row: &Value) -> Derivatives {
    let entry = SIMPLE.iter().chain(OTHERS).find(|entry| entry.name == name);
    (entry.unwrap_or_else(|| panic!("no function for `{name}`")).run)(at, row)
}

#[test]
fn operators_agree_with_jax() {
    let rows = rows(include_str!("../../data/scalar_ops.json"));
    assert!(rows.len() > 200);
    let mut failures = Vec::new();
    for row in &rows {
        let name = row["op"].as_str().expect("a name");
        let found = run(name, &numbers(&row["args"]), row);
        let mut compare = |what: &str, found: f64, expected: f64| {
            let close = (found - expected).abs() <= 1e-12 * expected.abs() || found == expected;
            if !close {
                failures.push(format!("{name}{}: {what} {found}, not {expected}", row["args"]));
            }
        };
        compare("value", found.value, number(&row["value"]));
        let expected = numbers(&row["grad"]);
        assert_eq!(expected.len(), found.reverse.len(), "{row}");
        for (at, expected) in expected.into_iter().enumerate() {
            compare("reverse mode", found.reverse[at], expected);
            compare("forward mode", found.forward[at], expected);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_operator_of_the_data_has_a_function_and_the_reverse() {
    let rows = rows(include_str!("../../data/scalar_ops.json"));
    for entry in SIMPLE.iter().chain(OTHERS) {
        assert!(rows.iter().any(|row| row["op"] == entry.name), "no data for `{}`", entry.name);
    }
}

/// Our conventions where there is no derivative, or none that is finite.
///
/// `data/edge_cases.json` says what JAX and PyTorch answer; DESIGN.md says what we chose.
fn expected_at_edge(name: &str, at: &[f64], row: &Value) -> Vec<f64> {
    const INFINITE: f64 = f64::INFINITY;
    match (name, at) {
        // Zero where the slope jumps between -1 and 1, at the origin of polar coordinates, and
        // for a power of zero with a zero exponent.
        ("abs", [0.0]) => vec![0.0],
        ("hypot" | "atan2", [0.0, 0.0]) => vec![0.0, 0.0],
        ("powf", [0.0, 0.0]) => vec![0.0, 0.0],
        // A bound and the clamped number share the slope, as `max` and `min` do.
        ("clamp_lo" | "clamp_hi", _) => vec![0.5],
        // Outside its domain the formula of the slope is taken: `ln` as JAX and PyTorch.
        ("cbrt", [0.0]) => vec![INFINITE],
        _ => numbers(&row["torch_grad"]),
    }
}

#[test]
fn edge_cases_follow_the_conventions() {
    let rows = rows(include_str!("../../data/edge_cases.json"));
    assert!(rows.len() > 30);
    let mut failures = Vec::new();
    for row in &rows {
        let name = row["op"].as_str().expect("a name");
        let at = numbers(&row["args"]);
        let found = match name {
            "clamp_lo" | "clamp_hi" => {
                let bounds = serde_json::json!({ "lo": 0.0, "hi": 1.0 });
                run("clamp", &at, &bounds)
            }
            _ => match name.strip_prefix("powi") {
                Some(n) => run("powi", &at, &serde_json::json!({ "n": n.parse::<i32>().expect("an exponent") })),
                None => run(name, &at, row),
            },
        };
        let expected = expected_at_edge(name, &at, row);
        assert_eq!(expected.len(), found.reverse.len(), "{row}");
        // Forward mode adds up all partials: those of the other operands meet a tangent of zero, and
        // zero times an infinite partial is not a number, as in JAX.
        let is_finite = |place: usize| expected[place].is_finite();
        for place in 0..expected.len() {
            let others_are_finite = (0..expected.len()).all(|other| other == place || is_finite(other));
            let modes = [("reverse", found.reverse[place]), ("forward", found.forward[place])];
            for (mode, found) in &modes[..1 + usize::from(others_are_finite)] {
                let expected = expected[place];
                let close = *found == expected
                    || (found.is_nan() && expected.is_nan())
                    || (found - expected).abs() <= 1e-12 * expected.abs();
                if !close {
                    failures.push(format!("{name}{at:?}: {mode} mode {found}, not {expected}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
