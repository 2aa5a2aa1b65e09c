//! The rows against reference data, against finite differences, and against our conventions.

use std::path::Path;

use serde_json::Value;

use super::{Comparison, Named, Op, Term, named};

/// A number with a derivative: partials evaluated over it give second derivatives.
#[derive(Clone, Copy)]
struct Dual {
    value: f64,
    slope: f64,
}

impl Term for Dual {
    fn literal(value: f64) -> Dual {
        Dual { value, slope: 0.0 }
    }

    fn apply(op: Op, operands: &[Dual]) -> Dual {
        let values: Vec<f64> = operands.iter().map(|operand| operand.value).collect();
        let value = op.evaluate(&values);
        let slopes = operands.iter().enumerate().filter(|(_, operand)| operand.slope != 0.0);
        let slope =
            slopes.filter_map(|(index, operand)| Some(op.partial(index, &values, value)? * operand.slope)).sum();
        Dual { value, slope }
    }

    fn select(comparison: Comparison, left: Dual, right: Dual, then: Dual, otherwise: Dual) -> Dual {
        if comparison.holds(left.value, right.value) { then } else { otherwise }
    }

    fn integer_to_float(self) -> Dual {
        self
    }

    fn minus_one(self) -> Dual {
        Dual { value: self.value.minus_one(), slope: 0.0 }
    }
}

fn gradient(op: Op, operands: &[f64]) -> Vec<f64> {
    let result = op.evaluate(operands);
    let partials = (0..op.arity()).filter(|&operand| !op.is_constant_operand(operand));
    partials.map(|operand| op.partial(operand, operands, result).unwrap_or(0.0)).collect()
}

/// The derivative of one partial by another operand.
fn second(op: Op, operands: &[f64], by: usize, then: usize) -> f64 {
    let duals: Vec<Dual> = operands
        .iter()
        .enumerate()
        .map(|(index, &value)| Dual { value, slope: if index == then { 1.0 } else { 0.0 } })
        .collect();
    op.partial(by, &duals, Dual::apply(op, &duals)).map_or(0.0, |partial| partial.slope)
}

fn op(name: &str) -> Op {
    *Op::ALL.iter().find(|op| op.name() == name).unwrap_or_else(|| panic!("no row for `{name}`"))
}

fn rows(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let data: Value = serde_json::from_str(&text).expect("the file is JSON");
    data["rows"].as_array().expect("the file has rows").clone()
}

fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) => text.parse().expect("`nan`, `inf` or `-inf`"),
        _ => value.as_f64().expect("a number"),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().map(number).collect()
}

#[track_caller]
fn assert_close(computed: f64, expected: f64, tolerance: f64, what: &str) {
    let same = computed == expected
        || computed.is_nan() && expected.is_nan()
        || (computed - expected).abs() <= tolerance * expected.abs().max(computed.abs());
    assert!(same, "{what}: {computed:e} instead of {expected:e}");
}

#[test]
fn rows_agree_with_jax_to_second_order() {
    for row in rows("scalar_ops.json") {
        let op = op(row["op"].as_str().expect("an operator"));
        let mut operands = numbers(&row["args"]);
        let active = operands.len();
        operands.extend(["n", "lo", "hi"].iter().filter_map(|key| row.get(key)).map(number));
        let what = format!("{op:?} at {operands:?}");

        assert_close(op.evaluate(&operands), number(&row["value"]), 1e-12, &what);
        let expected = numbers(&row["grad"]);
        for (by, (computed, expected)) in gradient(op, &operands).into_iter().zip(expected).enumerate() {
            assert_close(computed, expected, 1e-12, &format!("derivative {by} of {what}"));
        }
        for by in 0..active {
            let expected = numbers(&row["hessian"][by]);
            for (then, expected) in expected.into_iter().enumerate() {
                let computed = second(op, &operands, by, then);
                let name = format!("second derivative {by} {then} of {what}");
                // A sum that cancels has no relative accuracy.
                if expected.abs() < 1e-12 {
                    assert!((computed - expected).abs() < 1e-12, "{name}: {computed:e} instead of {expected:e}");
                } else {
                    assert_close(computed, expected, 1e-11, &name);
                }
            }
        }
    }
}

/// Where JAX and PyTorch disagree or a convention of ours differs, the expected gradient is here.
fn convention(op: &str, operands: &[f64]) -> Option<Vec<f64>> {
    Some(match (op, operands) {
        ("hypot" | "atan2", [0.0, 0.0]) => vec![0.0, 0.0],
        ("abs", [0.0]) => vec![0.0],
        ("clamp_lo", _) => vec![0.5, 0.5, 0.0],
        ("clamp_hi", _) => vec![0.5, 0.0, 0.5],
        _ => return None,
    })
}

#[test]
fn kinks_and_poles_follow_the_conventions() {
    for row in rows("edge_cases.json") {
        let name = row["op"].as_str().expect("an operator");
        let mut operands = numbers(&row["args"]);
        let op = match name {
            "clamp_lo" | "clamp_hi" => {
                operands.extend([0.0, 1.0]);
                Op::Clamp
            }
            _ => match name.strip_prefix("powi") {
                Some(exponent) => {
                    operands.push(exponent.parse().expect("an exponent"));
                    Op::Powi
                }
                None => op(name),
            },
        };
        let torch = if row["torch_grad"].is_null() { &row["jax_grad"] } else { &row["torch_grad"] };
        let expected = convention(name, &operands).unwrap_or_else(|| numbers(torch));
        let what = format!("{name} at {operands:?}");
        // std's sign of zero is 1; JAX's is 0. The derivative is what is at stake.
        if op != Op::Signum {
            assert_close(op.evaluate(&operands), number(&row["value"]), 1e-15, &what);
        }
        for (computed, expected) in gradient(op, &operands).into_iter().zip(expected) {
            assert_close(computed, expected, 1e-15, &what);
        }
    }
}

#[test]
fn partials_agree_with_central_differences() {
    // A linear congruential generator: the same points in every run.
    let mut state = 1_u64;
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    for &op in Op::ALL {
        for _ in 0..50 {
            let point = op.domain().iter().enumerate().map(|(operand, (low, high))| {
                let value = low + (high - low) * uniform();
                if op.is_constant_operand(operand) { value.round() } else { value }
            });
            let operands: Vec<f64> = point.collect();
            for by in (0..op.arity()).filter(|&by| !op.is_constant_operand(by)) {
                let step = 1e-5;
                let moved = |distance: f64| {
                    let mut operands = operands.clone();
                    operands[by] += distance;
                    op.evaluate(&operands)
                };
                let difference = (moved(step) - moved(-step)) / (2.0 * step);
                let computed = op.partial(by, &operands, op.evaluate(&operands)).unwrap_or(0.0);
                assert!(
                    (computed - difference).abs() <= 1e-6 * difference.abs().max(1.0),
                    "derivative {by} of {op:?} at {operands:?}: {computed} instead of {difference}",
                );
            }
        }
    }
}

#[test]
fn an_operand_that_is_not_a_number_leaves_the_derivative_to_the_other() {
    for op in [Op::Max, Op::Min] {
        assert_eq!(gradient(op, &[1.0, f64::NAN]), [1.0, 0.0]);
        assert_eq!(gradient(op, &[f64::NAN, 1.0]), [0.0, 1.0]);
    }
    assert_eq!(gradient(Op::Clamp, &[f64::NAN, 0.0, 1.0]), [1.0, 0.0, 0.0]);
}

#[test]
fn derivatives_neither_overflow_nor_underflow_where_the_result_does_not() {
    assert_close(gradient(Op::Hypot, &[3e200, 4e200])[0], 0.6, 1e-15, "hypot");
    assert_close(gradient(Op::Hypot, &[3e-200, 4e-200])[1], 0.8, 1e-15, "hypot");
    assert_close(gradient(Op::Atan2, &[3e200, 4e200])[0], 1.6e-201, 1e-15, "atan2");
    assert_close(gradient(Op::Atan2, &[3e-200, 4e-200])[1], -1.2e199, 1e-15, "atan2");
    assert_close(gradient(Op::Asinh, &[1e200])[0], 1e-200, 1e-15, "asinh");
    assert_close(gradient(Op::Acosh, &[1e200])[0], 1e-200, 1e-15, "acosh");
    assert_close(gradient(Op::ExpM1, &[-40.0])[0], (-40.0_f64).exp(), 1e-15, "exp_m1");
    let nearly_one = 1.0 - 1e-10;
    assert_close(gradient(Op::Acos, &[nearly_one])[0], -1.0 / f64::sqrt(1e-10 * (2.0 - 1e-10)), 1e-6, "acos");
}

#[test]
fn the_smallest_exponent_does_not_become_the_largest() {
    let lowest = f64::from(i32::MIN);
    assert_eq!(gradient(Op::Powi, &[1.5, lowest]), [0.0].map(|zero: f64| -zero));
    assert_eq!(gradient(Op::Powi, &[1.0, lowest]), [lowest]);
}

#[test]
fn clamping_to_a_point_shares_one_adjoint() {
    assert_eq!(gradient(Op::Clamp, &[1.0, 1.0, 1.0]), [0.5, 0.5, 0.0]);
    assert_eq!(gradient(Op::Clamp, &[2.0, 0.0, 1.0]), [0.0, 0.0, 1.0]);
    assert_eq!(gradient(Op::Clamp, &[-2.0, 0.0, 1.0]), [0.0, 1.0, 0.0]);
}

#[test]
fn rows_describe_their_operators() {
    for (index, &op) in Op::ALL.iter().enumerate() {
        assert_eq!(op as usize, index);
        assert_eq!(op.domain().len(), op.arity(), "{op:?} has an interval for each operand");
        assert!(op.doc().ends_with('.'), "{op:?} is described in sentences");
        let snake: String = op
            .marker()
            .chars()
            .flat_map(|c| if c.is_uppercase() { vec!['_', c.to_ascii_lowercase()] } else { vec![c] })
            .collect();
        assert_eq!(snake.replace('_', ""), op.name().replace('_', ""), "the names of {op:?} agree");
    }
}

#[test]
fn names_of_float_methods_are_known() {
    assert_eq!(named("sin", 1), Some(Named::Op(Op::Sin)));
    assert_eq!(named("sin_cos", 1), Some(Named::Pair(Op::Sin, Op::Cos)));
    assert_eq!(named("powi", 2), Some(Named::Op(Op::Powi)));
    assert_eq!(named("powi", 1), None);
    assert_eq!(named("clone", 1), Some(Named::Identity));
    assert_eq!(named("is_nan", 1), Some(Named::Constant));
    assert_eq!(named("total_cmp", 2), Some(Named::Constant));
    assert_eq!(named("to_bits", 1), Some(Named::Discrete));
    assert_eq!(named("gamma", 1), None);
}
