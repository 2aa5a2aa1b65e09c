//! What a loop carries without changing it is no variable of the loop.
//!
//! Reads:  any graph.    Writes: the same graph, where a variable that every iteration hands on as it was is the value
//! before the loop.

use crate::graph::{Graph, Inst, Loop, Map, Node, Region, Value};

/// Takes invariant variables out of all loops.
pub(super) fn take_out_invariants(graph: &mut Graph) {
    let mut replaced = Map::default();
    let body = graph.body;
    visit(graph, body, &mut replaced);
    if replaced.is_empty() {
        return;
    }
    graph.replace_reads(body, |value| *value = known(*value, &replaced));
}

fn visit(graph: &mut Graph, region: Region, replaced: &mut Map<Value, Value>) {
    for inst in graph[region].insts.clone() {
        for inner in graph[inst].node.regions().to_vec() {
            visit(graph, inner, replaced);
        }
        match &graph[inst].node {
            Node::Loop(Loop { body, initial, .. }) | Node::MirrorLoop { body, initial, .. } => {
                let (body, initial) = (*body, initial.clone());
                take_out(graph, inst, body, &initial, replaced);
            }
            Node::Mirror { .. } | Node::Recall { .. } | Node::Branch { .. } => hand_on(graph, inst, replaced),
            _ => {}
        }
    }
}

/// What all arms of a mirrored branch hand on is no result of it; nor is a vector that all arms of a branch do.
fn hand_on(graph: &Graph, inst: Inst, replaced: &mut Map<Value, Value>) {
    let arms: Vec<Region> = graph[inst].node.regions().iter().copied().filter(|arm| !graph[*arm].diverges()).collect();
    let [first, rest @ ..] = arms.as_slice() else { return };
    if rest.is_empty() {
        return;
    }
    let is_primal = matches!(graph[inst].node, Node::Branch { .. });
    for (position, &result) in graph[inst].results.iter().enumerate() {
        if is_primal && !graph[result].ty.holds_vector() {
            continue;
        }
        let yielded = |arm: Region| known(graph[arm].yields()[position], replaced);
        let value = yielded(*first);
        if rest.iter().all(|arm| yielded(*arm) == value) {
            replaced.insert(result, value);
        }
    }
}

/// What a value is after all replacements so far.
fn known(value: Value, replaced: &Map<Value, Value>) -> Value {
    let mut value = value;
    while let Some(by) = replaced.get(&value) {
        value = *by;
    }
    value
}

fn take_out(graph: &mut Graph, inst: Inst, body: Region, initial: &[Value], replaced: &mut Map<Value, Value>) {
    if graph[body].diverges() {
        return;
    }
    let mut keep = vec![true; initial.len()];
    let parameters = graph.loop_parameters(body, initial.len()).1.to_vec();
    for (position, (parameter, before)) in parameters.iter().zip(initial).enumerate() {
        let after = known(graph[body].yields()[position], replaced);
        if after == *parameter || after == *before {
            keep[position] = false;
            let met = graph[*before].ty.meet(&graph[*parameter].ty);
            graph[*before].ty = met;
            replaced.insert(*parameter, *before);
            let result = graph[inst].results[position];
            replaced.insert(result, *before);
        }
    }
    if keep.contains(&false) {
        graph.drop_carried(inst, body, &keep);
    }
}
