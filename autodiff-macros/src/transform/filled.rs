//! Vectors of floats that a loop fills, made with all their elements: what each iteration pushed it stores.
//!
//! Reads:  a primal graph.    Writes: the same graph, where a new vector to which each iteration pushes one element is made
//! of zeros, and each iteration stores the element with its own number.
//! Keeps:  every value. Nobody looks at the vector while the loop fills it, and no iteration is left out.
//! Absent: elements of other types, which have no zero to begin with; they are pushed, with room for all of them
//! (`reserve.rs`).

use crate::analysis::{Uses, is_new_vector, is_usize};
use crate::graph::{Float, Graph, Inst, Loop, Node, Origin, Region, Space, Step, Ty, Value};

/// Fills by index in a whole function.
pub(crate) fn fill(graph: &mut Graph) {
    let body = graph.body;
    fill_in(graph, body);
}

fn fill_in(graph: &mut Graph, region: Region) {
    let mut position = 0;
    while let Some(&inst) = graph[region].insts.get(position) {
        for inner in graph[inst].node.regions().to_vec() {
            fill_in(graph, inner);
        }
        let made = filled(graph, inst);
        let count = made.len();
        graph[region].insts.splice(position..position, made);
        position += count + 1;
    }
}

/// Stores what a loop pushes; gives what makes the vectors.
fn filled(graph: &mut Graph, inst: Inst) -> Vec<Inst> {
    let Node::Loop(Loop { space: Space::Range(range), initial, body, ends_early, .. }) = &graph[inst].node else {
        return Vec::new();
    };
    let counts = !range.inclusive && !range.reversed && !ends_early && graph.integer(range.start) == Some(0);
    let (end, initial, body) = (range.end, initial.clone(), *body);
    if !counts || graph[body].diverges() || !is_usize(graph, end) {
        return Vec::new();
    }
    let uses = Uses::of(graph, body);
    let item = graph[body].parameters[0];
    let mut made = Vec::new();
    for (position, start) in initial.iter().enumerate() {
        let parameter = graph.loop_parameters(body, initial.len()).1[position];
        let next = graph[body].yields()[position];
        let Some(push) = graph.definition(next).filter(|push| graph[body].insts.contains(push)) else { continue };
        let Node::Push { base, value } = graph[push].node else { continue };
        let only_grows = base == parameter && uses.only_readers(parameter, &[push]) && uses.is_only_yielded(next);
        if !only_grows || !has_zeros(&graph[*start].ty) || !is_new(graph, *start) {
            continue;
        }
        let origin = graph[push].origin;
        let zero = graph.add_inst(Node::Literal(0.0), vec![graph[*start].ty.element()], origin, graph[inst].span);
        let vector = Node::RepeatVec { element: graph[zero].results[0], len: end };
        let vector = graph.add_inst(vector, vec![graph[*start].ty.clone()], origin, graph[inst].span);
        let filled = graph[vector].results[0];
        describe(graph, *start, filled);
        graph[push].node = Node::Store { base, path: vec![Step::Index(item)], value };
        // The element is there, whoever reads it.
        graph[push].origin = Origin::Derivative;
        if let Node::Loop(repeated) = &mut graph[inst].node {
            repeated.initial[position] = filled;
        }
        made.extend([zero, vector]);
    }
    made
}

/// Whether a vector holds floats, for which there are zeros.
fn has_zeros(vector: &Ty) -> bool {
    matches!(vector, Ty::Slice(element) if matches!(**element, Ty::Float(Float::F32 | Float::F64)))
}

/// Whether a value is a vector without elements.
fn is_new(graph: &Graph, value: Value) -> bool {
    matches!(graph.node(value), Some(Node::Opaque(opaque)) if is_new_vector(opaque))
}

/// Says of a vector what was known of the one that it replaces.
fn describe(graph: &mut Graph, from: Value, to: Value) {
    graph[to].name = graph[from].name.clone();
    graph[to].annotation = graph[from].annotation.clone();
    graph[to].constant = graph[from].constant;
}
