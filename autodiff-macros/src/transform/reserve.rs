//! Gives vectors that a loop fills their capacity before it, as `collect` does.
//!
//! Reads:  a primal graph.    Writes: the same graph, where a new vector to which each iteration pushes one element is
//! made with room for all of them.
//! Keeps:  every value.

use crate::analysis::Uses;
use crate::graph::{Capture, Graph, Inst, Loop, Node, Opaque, Origin, Region, Space, Value, call_of};
use proc_macro2::{Ident, Span};
use std::rc::Rc;

/// Reserves in a whole function.
pub(crate) fn reserve(graph: &mut Graph) {
    let body = graph.body;
    reserve_in(graph, body);
}

fn reserve_in(graph: &mut Graph, region: Region) {
    let insts = graph[region].insts.clone();
    let mut kept = Vec::with_capacity(insts.len());
    for inst in insts {
        for inner in graph[inst].node.regions().to_vec() {
            reserve_in(graph, inner);
        }
        let filled = filled(graph, inst);
        // Nobody reads the vector without room any more.
        kept.retain(|inst| !filled.iter().any(|filled| filled.instead_of == Some(*inst)));
        kept.extend(filled.into_iter().map(|filled| filled.made));
        kept.push(inst);
    }
    graph[region].insts = kept;
}

/// A vector with room for what a loop pushes.
struct Filled {
    made: Inst,
    instead_of: Option<Inst>,
}

/// The new vectors that a loop fills, each made with room for what it pushes.
fn filled(graph: &mut Graph, inst: Inst) -> Vec<Filled> {
    let Node::Loop(Loop { space: Space::Range(range), initial, body, ends_early, .. }) = &graph[inst].node else {
        return Vec::new();
    };
    let counts = !range.inclusive && !ends_early && graph.integer(range.start) == Some(0);
    let (end, initial, body) = (range.end, initial.clone(), *body);
    if !counts || graph[body].diverges() {
        return Vec::new();
    }
    let mut made = Vec::new();
    for (position, start) in initial.iter().enumerate() {
        let parameter = graph.loop_parameters(body, initial.len()).1[position];
        let next = graph[body].yields()[position];
        let is_pushed = matches!(graph.node(next), Some(Node::Push { base, .. }) if *base == parameter);
        if is_pushed && is_new(graph, *start) {
            let (vector, value) = with_capacity(graph, *start, end);
            let uses = Uses::of(graph, graph.body);
            let instead_of = graph.definition(*start).filter(|_| uses.only_readers(*start, &[inst]));
            made.push(Filled { made: vector, instead_of });
            if let Node::Loop(repeated) = &mut graph[inst].node {
                repeated.initial[position] = value;
            }
        }
    }
    made
}

/// Whether a value is a vector without elements and capacity.
fn is_new(graph: &Graph, value: Value) -> bool {
    matches!(graph.node(value), Some(Node::Opaque(opaque)) if call_of(&opaque.code, "Vec", "new").is_some())
}

fn with_capacity(graph: &mut Graph, new: Value, len: Value) -> (Inst, Value) {
    let ident = Ident::new("len", Span::mixed_site());
    let opaque = Opaque {
        code: Rc::new(syn::parse_quote!(__ad::Vec::with_capacity((0..#ident).size_hint().0))),
        captures: vec![Capture::new(ident, len)],
        changes: Vec::new(),
        cut: false,
        pinned: false,
        obstacle: None,
    };
    let (ty, span) = (graph[new].ty.clone(), graph[new].span);
    let inst = graph.add_inst(Node::Opaque(opaque), vec![ty], Origin::Primal, span);
    let value = graph[inst].results[0];
    let (name, annotation, constant) = (graph[new].name.clone(), graph[new].annotation.clone(), graph[new].constant);
    graph[value].name = name;
    graph[value].annotation = annotation;
    graph[value].constant = constant;
    (inst, value)
}
