//! What a function's partial derivatives are like, for its callers.
//!
//! Reads:  a primal graph and its activity.
//! Writes: nothing; the facts become a constant among the companions.
//! Keeps:  what is not known to be finite counts as infinite somewhere.

use super::builder::Builder;
use super::tame::{Given, Trusted, finite, join, tame};
use super::term::is_plain;
use crate::analysis::Activity;
use crate::graph::{Argument, Callee, Graph, Inst, Node, Ty, Value};
use crate::rules::Op;

/// How good partial derivatives are, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Limit {
    /// The same numbers whatever the arguments are.
    Constant,
    /// Finite where the arguments are, as are the results.
    Finite,
    /// Infinite somewhere, but parts of a seed that are zero contribute nothing.
    Guarded,
    /// Infinite somewhere.
    Any,
}

/// What a function's partial derivatives are like.
pub(crate) struct Partials {
    /// What they are if those of the callees are as good.
    pub(crate) own: Limit,
    /// The callees that count.
    pub(crate) callees: Vec<Callee>,
    /// What they are if those of a callee may be infinite.
    pub(crate) otherwise: Limit,
}

/// Looks at everything that a derivative goes through.
pub(crate) fn partials(graph: &Graph, activity: &Activity) -> Partials {
    let mut survey = Survey { graph, activity, builder: Builder::along(graph.clone(), true), guarded: true };
    let mut found = Some((Limit::Constant, Vec::new()));
    for inst in graph.walk(graph.body) {
        let here = survey.inst(inst);
        found = match (found, here) {
            (Some((own, callees)), Some((limit, more))) => Some((own.max(limit), join(callees, more))),
            _ => None,
        };
    }
    // The pullback compares the parts of an aggregate with zero, while a number is left to the caller.
    let is_aggregate =
        graph.results().first().is_some_and(|result| matches!(graph[*result].ty, Ty::Tuple(_) | Ty::Array(..)));
    let otherwise = if is_aggregate && survey.guarded { Limit::Guarded } else { Limit::Any };
    match found {
        Some((own, callees)) => Partials { own, callees, otherwise },
        None => Partials { own: otherwise, callees: Vec::new(), otherwise },
    }
}

struct Survey<'g> {
    graph: &'g Graph,
    activity: &'g Activity,
    builder: Builder,
    /// Whether the pullback compares with zero what is multiplied with something that may be infinite.
    guarded: bool,
}

impl Survey<'_> {
    /// The limit of one instruction, given callees; none where something may be infinite whatever they are like.
    fn inst(&mut self, inst: Inst) -> Option<(Limit, Given)> {
        let data = &self.graph[inst];
        if matches!(&data.node, Node::Opaque(opaque) if opaque.text().contains("INFINITY")) {
            return None;
        }
        if !data.results.iter().any(|result| self.activity.is_active(*result)) {
            return Some((Limit::Constant, Vec::new()));
        }
        match &data.node {
            Node::Apply { op, operands, .. } => self.apply(*op, operands, data.results[0]),
            Node::Call { callee, arguments } if arguments.iter().all(|argument| argument.place().is_none()) => {
                let constants = arguments
                    .iter()
                    .map(Argument::value)
                    .filter(|value| !self.activity.is_active(*value) && self.graph[*value].ty.peeled().is_float());
                let given = constants.map(|value| finite(&self.builder, value, Trusted::Elements));
                let given = given.collect::<Option<Vec<Given>>>()?;
                let given = given.into_iter().fold(Vec::new(), join);
                Some((Limit::Constant, join(given, vec![callee.clone()])))
            }
            Node::Load { .. }
            | Node::Store { .. }
            | Node::Tuple(_)
            | Node::Array(_)
            | Node::Same { .. }
            | Node::Cast { .. }
            | Node::Repeat { .. }
            | Node::Branch { .. } => Some((Limit::Constant, Vec::new())),
            Node::RepeatVec { .. } | Node::Push { .. } | Node::Pop { .. } | Node::Loop(_) => {
                self.guarded = false;
                Some((Limit::Constant, Vec::new()))
            }
            _ => {
                self.guarded = false;
                None
            }
        }
    }

    fn apply(&mut self, op: Op, operands: &[Value], result: Value) -> Option<(Limit, Given)> {
        let plain = is_plain(&self.builder, op, operands, result);
        let mut found = Some((Limit::Constant, Vec::new()));
        for (position, &operand) in operands.iter().enumerate() {
            if op.is_constant_operand(position) {
                continue;
            }
            let here = if !self.activity.is_active(operand) {
                finite(&self.builder, operand, Trusted::Elements).map(|given| (Limit::Constant, given))
            } else if is_constant(&self.builder, op, position, operands) {
                Some((Limit::Constant, Vec::new()))
            } else {
                let given = tame(&self.builder, op, position, operands, Trusted::Elements);
                let shown = tame(&self.builder, op, position, operands, Trusted::Parameters);
                let trusts = match (&given, &shown) {
                    (Some(given), Some(shown)) => given.len() != shown.len(),
                    (Some(_), None) => true,
                    (None, _) => false,
                };
                // Here the pullback trusts what only holds if all of the function is finite.
                self.guarded &= !(plain && trusts);
                given.map(|given| (Limit::Finite, given))
            };
            found = match (found, here) {
                (Some((own, callees)), Some((limit, more))) => Some((own.max(limit), join(callees, more))),
                _ => None,
            };
        }
        found
    }
}

/// Whether a partial derivative is a number that is written down.
fn is_constant(builder: &Builder, op: Op, operand: usize, operands: &[Value]) -> bool {
    let literal = |operand: usize| builder.literal_of(operands[operand]).filter(|number| number.is_finite());
    match op {
        Op::Mul => literal(1 - operand).is_some(),
        Op::Div => operand == 0 && literal(1).is_some_and(|number| number != 0.0),
        op => op.has_constant_partials(),
    }
}
