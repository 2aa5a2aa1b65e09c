//! What an iteration leaves in an array although nobody looks at it again: a derivative need not store it.
//!
//! Reads:  a joint graph without mirrors.
//! Writes: the same graph, without the stores with which the iterations of a loop leave an array that nobody reads behind
//! the loop.
//! Keeps:  without a proof a store stays. The proof is that an iteration touches no element but the one with its own
//! number, at some distance that is the same in all of them: what it leaves there no other iteration sees.

use crate::analysis::{Atom, Integers, Polynomial, Uses};
use crate::graph::{Graph, Inst, Loop, Map, Node, Origin, Region, Set, Space, Step, Value};

/// Removes such stores in a whole function.
pub(crate) fn last_touch(graph: &mut Graph) {
    let uses = Uses::of(graph, graph.body);
    let mut integers = Integers::of(graph);
    let mut unseen: Map<Value, Value> = Map::default();
    let mut stores: Vec<(Region, Inst)> = Vec::new();
    for inst in graph.walk(graph.body) {
        let Node::Loop(repeated) = &graph[inst].node else { continue };
        for (position, result) in graph[inst].results.iter().enumerate().take(repeated.initial.len()) {
            if uses.is_unread(*result)
                && let Some((store, before)) = last_store(graph, &uses, &mut integers, repeated, position)
            {
                unseen.insert(graph[store].results[0], before);
                stores.push((repeated.body, store));
            }
        }
    }
    for (region, store) in stores {
        graph[region].insts.retain(|inst| *inst != store);
    }
    graph.replace_reads(graph.body, |value| *value = *unseen.get(value).unwrap_or(value));
}

/// The store with which an iteration leaves an array although nobody sees it, and the version before.
fn last_store(
    graph: &Graph,
    uses: &Uses,
    integers: &mut Integers<'_>,
    repeated: &Loop,
    position: usize,
) -> Option<(Inst, Value)> {
    let (Space::Range(_) | Space::Again { range: Some(_), .. }) = &repeated.space else { return None };
    let body = repeated.body;
    let (items, carried) = graph.loop_parameters(body, repeated.initial.len());
    let (item, start) = (*items.first()?, *carried.get(position)?);
    let end = *graph[body].yields().get(position)?;
    let store = graph.definition(end).filter(|store| graph[body].insts.contains(store))?;
    let Node::Store { base, .. } = graph[store].node else { return None };
    if graph[store].origin != Origin::Derivative || !uses.is_only_yielded(end) {
        return None;
    }
    let versions = versions(graph, body, start);
    let inside = graph.defined_in(body);
    let handed_out = |region: Region| graph[region].yields().iter().filter(|value| versions.contains(value)).count();
    let mut touched: Option<Polynomial> = None;
    if handed_out(body) > 1 {
        return None;
    }
    for inst in graph.walk(body) {
        if graph[inst].node.regions().iter().any(|inner| handed_out(*inner) > 0) {
            return None;
        }
        let operands = graph[inst].node.operands();
        let count = operands.iter().filter(|operand| versions.contains(operand)).count();
        if count == 0 {
            continue;
        }
        let (Node::Load { base, path } | Node::Store { base, path, .. } | Node::Accumulate { base, path, .. }) =
            &graph[inst].node
        else {
            return None;
        };
        let [Step::Index(index), ..] = path[..] else { return None };
        let index = integers.integer(index);
        if count > 1 || !versions.contains(base) || touched.as_ref().is_some_and(|touched| *touched != index) {
            return None;
        }
        touched = Some(index);
    }
    let is_known = |atom: Atom| match atom {
        Atom::Value(value) | Atom::Len(value) => !inside.contains(&value),
    };
    let is_own = touched?.offset_from(item)?.atoms().all(is_known);
    (is_own && versions.contains(&base)).then_some((store, base))
}

/// The versions of an array that stores in a region make of one.
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
