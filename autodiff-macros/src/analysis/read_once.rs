//! Vectors whose elements are recorded one by one, where a loop reads them.
//!
//! Reads:  a graph with mirrors.
//! Keeps:  recording is never wrong; this says where it is cheaper. A vector that each iteration of a loop makes for
//! itself, of a length that is the same in all of them, would be recorded as it is if its elements were read again in the
//! reverse sweep, and each iteration would have to take memory for it. Where one loop reads all that is read of it, once an
//! element, that loop records the numbers instead, and all iterations share one vector (`transform/reuse.rs`).

use crate::graph::{Graph, Inst, Loop, Node, Region, SameForm, Set, Space, Step, Value, is_len};

/// The elements that are recorded by the loops that read them.
pub(super) fn read_once(graph: &Graph) -> Set<Value> {
    let insts = graph.walk(graph.body);
    let mirrored = insts.iter().filter_map(|inst| match graph[*inst].node {
        Node::MirrorLoop { of, .. } => Some(of),
        _ => None,
    });
    let mut elements = Set::default();
    for inst in mirrored.collect::<Set<Inst>>() {
        let Node::Loop(Loop { body, .. }) = graph[inst].node else { continue };
        let inside = graph.defined_in(body);
        for made in &graph[body].insts {
            let Node::RepeatVec { element, len } = graph[*made].node else { continue };
            if graph[element].ty.is_float() && !inside.contains(&len) {
                let last = last_version(graph, body, graph[*made].results[0]);
                elements.extend(only_element(graph, body, last));
            }
        }
    }
    elements
}

/// What the loops of a region that change a vector, one after the other, make of it.
fn last_version(graph: &Graph, region: Region, first: Value) -> Value {
    let mut current = first;
    for &inst in &graph[region].insts {
        if let Node::Loop(Loop { initial, .. }) = &graph[inst].node
            && let Some(position) = initial.iter().position(|value| *value == current)
        {
            current = graph[inst].results[position];
        }
    }
    current
}

/// The element of the iteration, if the only one that reads a vector is a loop in the same region, which reads one element an
/// iteration.
fn only_element(graph: &Graph, region: Region, vector: Value) -> Option<Value> {
    let load = only_reader(graph, region, vector)?;
    let load = match &graph[load].node {
        Node::Same { form: SameForm::Borrow, .. } => only_reader(graph, region, graph[load].results[0])?,
        _ => load,
    };
    let Node::Load { path, .. } = &graph[load].node else { return None };
    graph[region].insts.iter().find_map(|reader| {
        let Node::Loop(Loop { space: Space::Range(_), initial, body, .. }) = &graph[*reader].node else { return None };
        let item = *graph.loop_parameters(*body, initial.len()).0.first()?;
        let of_iteration = graph[*body].insts.contains(&load) && path[..] == [Step::Index(item)];
        of_iteration.then(|| graph[load].results[0])
    })
}

/// The only instruction that reads more of a value than its length.
fn only_reader(graph: &Graph, region: Region, value: Value) -> Option<Inst> {
    let is_yielded = |inner: &Region| graph[*inner].yields().contains(&value);
    let mut readers = graph.walk(region).into_iter().filter(|inst| {
        let node = &graph[*inst].node;
        let is_length = matches!(node, Node::Opaque(opaque) if opaque.cut && is_len(&opaque.code));
        (node.operands().contains(&value) && !is_length) || node.regions().iter().any(is_yielded)
    });
    let reader = readers.next()?;
    (readers.next().is_none() && !graph[region].yields().contains(&value)).then_some(reader)
}
