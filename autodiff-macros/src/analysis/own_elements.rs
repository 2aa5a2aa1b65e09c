//! Loops of which each iteration touches one element of an array, which no other iteration does.
//!
//! Reads: a graph without mirrors.

use super::{Atom, Integers, Polynomial};
use crate::graph::{Graph, Loop, Node, Region, Set, Space, Step, Value};

/// How far behind the number of the iteration the only element is that an iteration of a loop reads or changes of an array
/// that it carries; none where it does more with the array, or that is not known before the loop.
pub(crate) fn own_element(
    graph: &Graph,
    integers: &mut Integers<'_>,
    repeated: &Loop,
    position: usize,
) -> Option<Polynomial> {
    let (Space::Range(_) | Space::Again { range: Some(_), .. }) = &repeated.space else { return None };
    let body = repeated.body;
    let (items, carried) = graph.loop_parameters(body, repeated.initial.len());
    let (item, start) = (*items.first()?, *carried.get(position)?);
    let versions = versions(graph, body, start);
    let handed_out = |region: Region| graph[region].yields().iter().filter(|value| versions.contains(value)).count();
    let is_handed_on = graph[body].yields().get(position).is_some_and(|end| versions.contains(end));
    if !is_handed_on || handed_out(body) > 1 {
        return None;
    }
    let mut touched: Option<Polynomial> = None;
    for inst in graph.walk(body) {
        let node = &graph[inst].node;
        if node.regions().iter().any(|inner| handed_out(*inner) > 0) {
            return None;
        }
        let count = node.operands().iter().filter(|operand| versions.contains(operand)).count();
        if count == 0 {
            continue;
        }
        let (Node::Load { base, path } | Node::Store { base, path, .. } | Node::Accumulate { base, path, .. }) = node
        else {
            return None;
        };
        let [Step::Index(index), ..] = path[..] else { return None };
        let index = integers.integer(index);
        let is_followed = matches!(node, Node::Load { .. }) || versions.contains(&graph[inst].results[0]);
        let is_other = touched.as_ref().is_some_and(|touched| *touched != index);
        if count > 1 || !versions.contains(base) || !is_followed || is_other {
            return None;
        }
        touched = Some(index);
    }
    let inside = graph.defined_in(body);
    let is_known = |atom: Atom| match atom {
        Atom::Value(value) | Atom::Len(value) => !inside.contains(&value),
    };
    touched?.offset_from(item).filter(|offset| offset.atoms().all(is_known))
}

/// The versions of an array that a region makes of one.
fn versions(graph: &Graph, body: Region, start: Value) -> Set<Value> {
    let mut versions = Set::from_iter([start]);
    for &inst in &graph[body].insts {
        if let Node::Store { base, .. } | Node::Accumulate { base, .. } = &graph[inst].node
            && versions.contains(base)
        {
            versions.insert(graph[inst].results[0]);
        }
    }
    versions
}
