//! Adjoints that several products of one sum share.
//!
//! Reads: a primal graph, its activity and readers.

use crate::analysis::{Activity, Reader, Readers};
use crate::graph::{Graph, Inst, Node, Value};
use crate::rules::Op;

/// How far the terms of a sum may be from each other: more are not looked at, so that long sums take no longer.
const NEAR: usize = 8;

/// Whether a product of two active numbers is one of several in a sum, all of which get the adjoint of the sum or its
/// negation, as the products in `a b - c d` do.
pub(super) fn is_in_a_sum(graph: &Graph, activity: &Activity, readers: &Readers, product: Value) -> bool {
    let terms = Terms { graph, activity, readers };
    if !terms.is_product(product) {
        return false;
    }
    let mut term = product;
    for _ in 0..NEAR {
        let [Reader::Inst(sum)] = *readers.of_value(term) else { return false };
        if !is_sum(graph, sum) {
            return false;
        }
        let operands = graph[sum].node.operands();
        if operands.into_iter().any(|other| other != term && terms.has_product(other, NEAR)) {
            return true;
        }
        term = graph[sum].results[0];
    }
    false
}

/// The terms of sums.
struct Terms<'g> {
    graph: &'g Graph,
    activity: &'g Activity,
    readers: &'g Readers,
}

impl Terms<'_> {
    /// Whether a term is a product, or a sum with one near by.
    fn has_product(&self, term: Value, near: usize) -> bool {
        let graph = self.graph;
        if self.readers.of_value(term).len() != 1 {
            return false;
        }
        let sum = graph.definition(term).filter(|definition| near > 0 && is_sum(graph, *definition));
        let mut terms = sum.map(|sum| graph[sum].node.operands()).unwrap_or_default().into_iter().rev();
        self.is_product(term) || terms.any(|term| self.has_product(term, near - 1))
    }

    fn is_product(&self, value: Value) -> bool {
        match self.graph.node(value) {
            Some(Node::Apply { op: Op::Mul, operands, .. }) => {
                operands[0] != operands[1] && operands.iter().all(|operand| self.activity.is_active(*operand))
            }
            _ => false,
        }
    }
}

fn is_sum(graph: &Graph, inst: Inst) -> bool {
    matches!(graph[inst].node, Node::Apply { op: Op::Add | Op::Sub | Op::Neg, .. })
}
