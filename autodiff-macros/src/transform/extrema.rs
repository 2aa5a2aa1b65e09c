//! Loops that only look for the largest or the smallest element.
//!
//! Reads:  a joint graph without mirrors.
//! Writes: the same graph, where a loop that carries `m = max(m, x[i])` and does nothing else is one [`Node::Extremum`],
//! which looks at many elements at once.
//! Keeps:  every bit of the value: which of equal numbers is the largest cannot be seen, but for zeros of different signs,
//! and the core crate takes those in the order of the loop.
//! Absent: anything that is computed of the elements first.

use crate::analysis::is_usize;
use crate::graph::{Graph, Inst, Loop, Node, Part, Range, SameForm, Space, Step, Value};
use crate::rules::Op;

/// Takes the loops of a whole function that only look for an extremum as what they are.
pub(crate) fn extrema(graph: &mut Graph) {
    for inst in graph.walk(graph.body) {
        if let Some(extremum) = extremum(graph, inst) {
            graph[inst].node = extremum;
        }
    }
}

/// What a loop looks for, if that is all that it does.
fn extremum(graph: &Graph, inst: Inst) -> Option<Node> {
    let Node::Loop(Loop { space, initial, body, ends_early: false, records: false, .. }) = &graph[inst].node else {
        return None;
    };
    let (Space::Range(range) | Space::Again { range: Some(range), list: None, backwards: false }) = space else {
        return None;
    };
    let Range { start: from, end: to, inclusive: false, reversed: false } = *range else { return None };
    let ([start], ([item], [carried])) = (&initial[..], graph.loop_parameters(*body, 1)) else { return None };
    let [next] = graph[*body].yields() else { return None };
    let Node::Apply { op: op @ (Op::Max | Op::Min), operands, .. } = graph.node(*next)? else { return None };
    let element = match operands[..] {
        [left, right] if left == *carried => right,
        [left, right] if right == *carried => left,
        _ => return None,
    };
    let mut used = vec![graph.definition(*next)?];
    let (base, path) = element_of(graph, element, &mut used)?;
    let (Step::Index(index), prefix) = path.split_last()? else { return None };
    let inside = graph.defined_in(*body);
    let is_fixed = |value: &Value| !inside.contains(value);
    let stays = is_fixed(&base) && prefix.iter().flat_map(integers).all(|integer| is_fixed(&integer));
    let is_all = graph[*body].insts.iter().all(|inst| used.contains(inst));
    let fits = index == item && is_usize(graph, to) && graph[*next].ty.is_float() && graph[*start].ty.is_float();
    let path = prefix.iter().cloned().chain([Step::Range(from, to)]).collect();
    (stays && is_all && fits).then_some(Node::Extremum { op: *op, start: *start, part: Part { base, path } })
}

/// The place of the element that a value is, or refers to; what reads it is collected.
fn element_of<'g>(graph: &'g Graph, value: Value, used: &mut Vec<Inst>) -> Option<(Value, &'g [Step])> {
    let inst = graph.definition(value)?;
    used.push(inst);
    match &graph[inst].node {
        Node::Same { form: SameForm::Borrow | SameForm::Deref, operand } => element_of(graph, *operand, used),
        Node::Load { base, path } => Some((*base, path)),
        _ => None,
    }
}

/// The integers of a step.
fn integers(step: &Step) -> Vec<Value> {
    match step {
        Step::Index(index) => vec![*index],
        Step::Range(start, end) => vec![*start, *end],
        Step::Field(_) => Vec::new(),
    }
}
