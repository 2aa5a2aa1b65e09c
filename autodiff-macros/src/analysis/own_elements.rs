//! Loops of which each iteration touches elements of an array that no other iteration does.
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
    let elements = touched(graph, integers, repeated, position, |integers, path| match path {
        [Step::Index(index), ..] => Some(integers.integer(*index)),
        _ => None,
    })?;
    let [offset] = &offsets(graph, repeated, &elements)?[..] else { return None };
    Some(offset.clone())
}

/// How many numbers an iteration of a loop touches in an array of numbers that the loop carries, if no other iteration touches
/// any of them.
pub(crate) fn own_elements(
    graph: &Graph,
    integers: &mut Integers<'_>,
    repeated: &Loop,
    position: usize,
) -> Option<usize> {
    let (Space::Range(range) | Space::Again { range: Some(range), .. }) = &repeated.space else { return None };
    let elements = touched(graph, integers, repeated, position, |integers, path| {
        let (Step::Index(index), ranges) = path.split_last()? else { return None };
        ranges.iter().try_fold(integers.integer(*index), |index, step| match step {
            Step::Range(start, _) => Some(index.plus(&integers.integer(*start), 1)),
            _ => None,
        })
    })?;
    let offsets = offsets(graph, repeated, &elements)?;
    let count = integers.integer(range.end).minus(&integers.integer(range.start));
    let are_apart =
        |one: &Polynomial, other: &Polynomial| is_behind(one, other, &count) || is_behind(other, one, &count);
    let all = (0..offsets.len()).all(|number| offsets[..number].iter().all(|other| are_apart(&offsets[number], other)));
    all.then_some(offsets.len())
}

/// Whether so many elements from one on begin behind the end of as many from another one on, whatever the lengths are.
pub(crate) fn is_behind(element: &Polynomial, other: &Polynomial, count: &Polynomial) -> bool {
    element.minus(other).minus(count).terms().all(|(_, factor)| factor > 0)
}

/// How far behind the number of the iteration elements are, if that is known before the loop.
fn offsets(graph: &Graph, repeated: &Loop, elements: &[Polynomial]) -> Option<Vec<Polynomial>> {
    let item = *graph.loop_parameters(repeated.body, repeated.initial.len()).0.first()?;
    let inside = graph.defined_in(repeated.body);
    let is_known = |atom: Atom| match atom {
        Atom::Value(value) | Atom::Len(value) => !inside.contains(&value),
    };
    elements.iter().map(|element| element.offset_from(item).filter(|offset| offset.atoms().all(is_known))).collect()
}

/// The elements that an iteration reads or changes of an array that the loop carries, each once; none where it does more with
/// the array. `element` says which one is at the end of a path.
fn touched<'g>(
    graph: &Graph,
    integers: &mut Integers<'g>,
    repeated: &Loop,
    position: usize,
    element: impl Fn(&mut Integers<'g>, &[Step]) -> Option<Polynomial>,
) -> Option<Vec<Polynomial>> {
    let (Space::Range(_) | Space::Again { range: Some(_), .. }) = &repeated.space else { return None };
    let body = repeated.body;
    let start = *graph.loop_parameters(body, repeated.initial.len()).1.get(position)?;
    let versions = versions(graph, body, start);
    let handed_out = |region: Region| graph[region].yields().iter().filter(|value| versions.contains(value)).count();
    let is_handed_on = graph[body].yields().get(position).is_some_and(|end| versions.contains(end));
    if !is_handed_on || handed_out(body) > 1 {
        return None;
    }
    let mut touched: Vec<Polynomial> = Vec::new();
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
        let element = element(integers, path)?;
        let is_followed = matches!(node, Node::Load { .. }) || versions.contains(&graph[inst].results[0]);
        if count > 1 || !versions.contains(base) || !is_followed {
            return None;
        }
        if !touched.contains(&element) {
            touched.push(element);
        }
    }
    Some(touched)
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
