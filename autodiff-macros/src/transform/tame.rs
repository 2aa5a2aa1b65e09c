//! Where a partial derivative is finite, so that zero times it is zero.
//!
//! Reads:  the nodes that made an operator's operands.
//! Keeps:  the function's parameters are taken for finite: whoever hands on what may not be asks before the pullback.
//!
//! Of a callee only `rustc` knows whether it makes finite results of finite arguments. The answers here are therefore lists
//! of callees of which that must be so.

use super::builder::Builder;
use crate::graph::{Argument, Callee, Definition, Map, Node, Value};
use crate::rules::Op;

/// How many operators are looked through.
const DEPTH: usize = 12;

/// The callees that must make finite results of finite arguments, for something to be finite.
pub(super) type Given = Vec<Callee>;

/// What is taken for finite though nothing shows that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trusted {
    /// Parameters of the function.
    Parameters,
    /// These, constants in the user's words, elements of aggregates, and what loops hand on.
    Elements,
}

/// The callees given which the partial derivative of an operator by one operand is finite; none if it may be infinite
/// all the same.
pub(super) fn tame(builder: &Builder, op: Op, operand: usize, operands: &[Value], trusted: Trusted) -> Option<Given> {
    let mut search = Search::new(builder, trusted);
    if op.has_constant_partials() {
        return Some(Vec::new());
    }
    match op {
        Op::Mul => search.finite(operands[1 - operand], DEPTH),
        Op::Div if is_positive(builder, operands[1], DEPTH) => search.finite(operands[0], DEPTH),
        op if op.has_finite_partials() => search.all_finite(operands.iter().copied(), DEPTH),
        _ => None,
    }
}

/// The callees given which a number, or all numbers of an aggregate, are finite.
pub(super) fn finite(builder: &Builder, value: Value, trusted: Trusted) -> Option<Given> {
    Search::new(builder, trusted).finite(value, DEPTH)
}

/// The callees given which all that a function is given is finite.
pub(super) fn finite_arguments(builder: &Builder, arguments: &[Argument], trusted: Trusted) -> Option<Given> {
    Search::new(builder, trusted).all_finite(arguments.iter().map(Argument::value), DEPTH)
}

/// Adds callees to others, each once.
pub(super) fn join(mut given: Given, more: Given) -> Given {
    for callee in more {
        if !given.iter().any(|known| known.is_same(&callee)) {
            given.push(callee);
        }
    }
    given
}

/// One question, and what was found out on the way.
struct Search<'b> {
    builder: &'b Builder,
    trusted: Trusted,
    found: Map<Value, Option<Given>>,
}

impl<'b> Search<'b> {
    fn new(builder: &'b Builder, trusted: Trusted) -> Self {
        Search { builder, trusted, found: Map::default() }
    }

    fn all_finite(&mut self, values: impl IntoIterator<Item = Value>, depth: usize) -> Option<Given> {
        values.into_iter().try_fold(Vec::new(), |given, value| Some(join(given, self.finite(value, depth)?)))
    }

    fn finite(&mut self, value: Value, depth: usize) -> Option<Given> {
        let depth = depth.checked_sub(1)?;
        if let Some(found) = self.found.get(&value) {
            return found.clone();
        }
        let found = self.look(value, depth);
        self.found.insert(value, found.clone());
        found
    }

    fn look(&mut self, value: Value, depth: usize) -> Option<Given> {
        let elements = self.trusted == Trusted::Elements;
        let if_so = |is_finite: bool| is_finite.then(Vec::new);
        let Some(node) = self.builder.with(|graph| graph.node(value).cloned()) else {
            let of_function = self.builder.with(
                |graph| matches!(graph[value].definition, Definition::Parameter(region, _) if region == graph.body),
            );
            return if_so(elements || of_function);
        };
        match node {
            Node::Literal(number) => if_so(number.is_finite()),
            Node::Opaque(opaque) => {
                if_so((elements || opaque.captures.is_empty()) && !opaque.text().contains("INFINITY"))
            }
            Node::Load { base, .. } if elements && !self.is_result_of_call(base) => if_so(true),
            Node::Loop(_) => if_so(elements),
            Node::Call { callee, arguments } | Node::CallVjp { callee, arguments } => {
                if arguments.iter().any(|argument| argument.place().is_some()) {
                    return if_so(elements);
                }
                let given = self.all_finite(arguments.iter().map(Argument::value), depth)?;
                Some(join(given, vec![callee]))
            }
            Node::Load { base: operand, .. } | Node::Cast { operand, .. } | Node::Same { operand, .. } => {
                self.finite(operand, depth)
            }
            Node::Tuple(parts) | Node::Array(parts) => self.all_finite(parts, depth),
            Node::Repeat { element, .. } => self.finite(element, depth),
            Node::Store { base, value, .. } => self.all_finite([base, value], depth),
            Node::Apply { op: Op::Div, operands, .. } if is_positive(self.builder, operands[1], depth) => {
                self.finite(operands[0], depth)
            }
            Node::Apply { op, operands, .. }
                if op.has_finite_partials() || matches!(op, Op::Mul | Op::Sqrt | Op::Cbrt) =>
            {
                self.all_finite(operands, depth)
            }
            Node::Branch { arms, .. } => {
                let yielded = self.builder.with(|graph| {
                    let Definition::Result(_, position) = graph[value].definition else { return Vec::new() };
                    arms.iter().filter_map(|arm| graph[*arm].yields().get(position).copied()).collect::<Vec<Value>>()
                });
                self.all_finite(yielded, depth)
            }
            _ => None,
        }
    }

    /// Whether an aggregate is what a call gave.
    fn is_result_of_call(&self, base: Value) -> bool {
        match self.builder.with(|graph| graph.node(base).cloned()) {
            Some(Node::Call { .. } | Node::CallVjp { .. }) => true,
            Some(Node::Same { operand, .. } | Node::Load { base: operand, .. }) => self.is_result_of_call(operand),
            _ => false,
        }
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
