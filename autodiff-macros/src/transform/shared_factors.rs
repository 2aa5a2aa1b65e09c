//! Adjoints that several products of one sum share.
//!
//! Reads: a primal graph, its activity and readers.

use crate::analysis::{Activity, Reader, Readers};
use crate::graph::{Graph, Inst, Node, Value};
use crate::rules::Op;

/// Whether a product of two active numbers is one of several in a sum, all of which get the adjoint of the sum or its
/// negation, as the products in `a b - c d` do.
pub(super) fn is_in_a_sum(graph: &Graph, activity: &Activity, readers: &Readers, product: Value) -> bool {
    is_product(graph, activity, product) && products(graph, activity, readers, sum_of(graph, readers, product)) > 1
}

/// The whole sum that a number is a term of: it itself, if it is none.
fn sum_of(graph: &Graph, readers: &Readers, number: Value) -> Value {
    match readers.of_value(number) {
        [Reader::Inst(reader)] if is_sum(graph, *reader) => sum_of(graph, readers, graph[*reader].results[0]),
        _ => number,
    }
}

/// How many of the terms of a sum are products of two active numbers.
fn products(graph: &Graph, activity: &Activity, readers: &Readers, term: Value) -> usize {
    if is_product(graph, activity, term) {
        return 1;
    }
    let Some(definition) = graph.definition(term).filter(|definition| is_sum(graph, *definition)) else { return 0 };
    let terms = graph[definition].node.operands();
    let terms = terms.into_iter().filter(|term| readers.of_value(*term).len() == 1);
    terms.map(|term| products(graph, activity, readers, term)).sum()
}

fn is_sum(graph: &Graph, inst: Inst) -> bool {
    matches!(graph[inst].node, Node::Apply { op: Op::Add | Op::Sub | Op::Neg, .. })
}

fn is_product(graph: &Graph, activity: &Activity, value: Value) -> bool {
    match graph.node(value) {
        Some(Node::Apply { op: Op::Mul, operands, .. }) => {
            operands[0] != operands[1] && operands.iter().all(|operand| activity.is_active(*operand))
        }
        _ => false,
    }
}
