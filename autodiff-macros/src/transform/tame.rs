//! Where a partial derivative is finite, so that zero times it is zero.
//!
//! Reads:  the nodes that made an operator's operands.
//! Keeps:  numbers that come from outside (parameters, elements of aggregates, results of calls) are taken for finite.

use super::builder::Builder;
use crate::graph::{Node, Value};
use crate::rules::Op;

/// How many operators are looked through.
const DEPTH: usize = 12;

/// Whether the partial derivative of an operator by one operand is finite.
pub(super) fn is_tame(builder: &Builder, op: Op, operand: usize, operands: &[Value]) -> bool {
    match op {
        Op::Mul => is_finite(builder, operands[1 - operand]),
        Op::Div => is_positive(builder, operands[1], DEPTH) && is_finite(builder, operands[0]),
        op => op.has_finite_partials() && operands.iter().all(|operand| is_finite(builder, *operand)),
    }
}

/// Whether a number is finite, whatever finite numbers it is made of.
pub(super) fn is_finite(builder: &Builder, value: Value) -> bool {
    is_finite_to(builder, value, DEPTH)
}

fn is_finite_to(builder: &Builder, value: Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let finite = |operand: &Value| is_finite_to(builder, *operand, depth);
    match builder.with(|graph| graph.node(value).cloned()) {
        None => true,
        Some(Node::Literal(number)) => number.is_finite(),
        Some(Node::Opaque(opaque)) => !opaque.text().contains("INFINITY"),
        Some(Node::Load { .. } | Node::Loop(_) | Node::Call { .. } | Node::CallVjp { .. }) => true,
        Some(Node::Cast { operand, .. } | Node::Same { operand, .. }) => finite(&operand),
        Some(Node::Apply { op: Op::Div, operands, .. }) => {
            finite(&operands[0]) && is_positive(builder, operands[1], depth)
        }
        Some(Node::Apply { op, operands, .. }) => {
            (op.has_finite_partials() || matches!(op, Op::Mul | Op::Sqrt | Op::Cbrt)) && operands.iter().all(finite)
        }
        Some(Node::Branch { arms, .. }) => {
            let position = builder.with(|graph| {
                let inst = graph.definition(value)?;
                graph[inst].results.iter().position(|result| *result == value)
            });
            position.is_some_and(|position| {
                arms.iter().all(|arm| {
                    let yielded = builder.with(|graph| graph[*arm].yields().get(position).copied());
                    yielded.is_none_or(|value| finite(&value))
                })
            })
        }
        Some(_) => false,
    }
}

/// Whether a number is larger than zero, whatever it is made of.
fn is_positive(builder: &Builder, value: Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let positive = |operand: &Value| is_positive(builder, *operand, depth);
    if builder.literal_of(value).is_some_and(|number| number > 0.0) {
        return true;
    }
    match builder.with(|graph| graph.node(value).cloned()) {
        Some(Node::Apply { op: Op::Exp | Op::Exp2 | Op::Cosh, .. }) => true,
        Some(Node::Apply { op: Op::Add, operands, .. }) => {
            let (left, right) = (operands[0], operands[1]);
            positive(&left) && is_not_negative(builder, right, depth)
                || positive(&right) && is_not_negative(builder, left, depth)
        }
        Some(Node::Apply { op: Op::Mul | Op::Div, operands, .. }) => operands.iter().all(positive),
        _ => false,
    }
}

fn is_not_negative(builder: &Builder, value: Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match builder.with(|graph| graph.node(value).cloned()) {
        Some(Node::Apply { op: Op::Abs | Op::Sqrt | Op::Hypot, .. }) => true,
        Some(Node::Apply { op: Op::Mul, operands, .. }) if operands[0] == operands[1] => true,
        Some(Node::Apply { op: Op::Add | Op::Mul, operands, .. }) => {
            operands.iter().all(|operand| is_not_negative(builder, *operand, depth))
        }
        _ => is_positive(builder, value, depth),
    }
}
