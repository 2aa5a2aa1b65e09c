//! Adjoints that are zero before somebody adds to them: what is added first is stored.
//!
//! Reads:  a joint graph without mirrors; `buffers` are parameters that are to hold zeros, each with the parameter whose
//! length it has.
//! Writes: the same graph, where a loop stores that is the first to add to an array, to no element twice, and where the
//! first accumulations to the parts of an aggregate are stores. The buffers that need no zeros any more are the result; of one that
//! may be longer than the loop runs the rest is cleared before the loop.
//! Keeps:  without a proof a loop goes on adding. The proof is that nobody else has the zeros, and that an iteration
//! touches no element but the one with its own number, at some distance that is the same in all of them.

use super::kept_in_buffer::keep_in_buffer;
use crate::analysis::{Atom, Integers, Uses};
use crate::graph::{Capture, Graph, Inst, Loop, Map, Node, Opaque, Origin, Range, Region, Set, Space, Step, Ty, Value};
use proc_macro2::{Ident, Span};
use std::rc::Rc;

/// Stores what is added first in a whole function.
pub(crate) fn first_touch(graph: &mut Graph, buffers: &[(Value, Value)]) -> Set<Value> {
    let mut search = Search {
        graph,
        integers: Integers::of(graph),
        buffers: buffers.iter().copied().collect(),
        found: Vec::new(),
        first: Vec::new(),
    };
    search.region(graph.body);
    let (found, first) = (search.found, search.first);
    let covered = found.iter().filter_map(|touch| touch.buffer).collect();
    for accumulation in first {
        store(graph, accumulation);
    }
    for touch in found {
        store(graph, touch.accumulation);
        match touch {
            Touch { buffer: Some(buffer), rest: Some(rest), .. } => touch.clear_rest(graph, buffer, rest),
            Touch { buffer: Some(buffer), rest: None, .. } => keep_in_buffer(graph, touch.repeated, buffer),
            _ => {}
        }
    }
    covered
}

fn store(graph: &mut Graph, accumulation: Inst) {
    if let Node::Accumulate { base, path, value } = graph[accumulation].node.clone() {
        graph[accumulation].node = Node::Store { base, path, value };
    }
}

/// A loop that is the first to touch an array.
struct Touch {
    repeated: Inst,
    /// The accumulation that becomes a store.
    accumulation: Inst,
    /// The buffer that the array is, if it is one.
    buffer: Option<Value>,
    /// Where the rest of the buffer starts, unless there is none.
    rest: Option<Value>,
}

struct Search<'g> {
    graph: &'g Graph,
    integers: Integers<'g>,
    /// The buffers, and what has their lengths.
    buffers: Map<Value, Value>,
    found: Vec<Touch>,
    /// Accumulations to parts that are zero.
    first: Vec<Inst>,
}

impl Search<'_> {
    fn region(&mut self, region: Region) {
        let graph = self.graph;
        let insts = &graph[region].insts;
        let adds = |inst: &Inst| matches!(graph[*inst].node, Node::Loop(_) | Node::Accumulate { .. });
        let uses = insts.iter().any(adds).then(|| Uses::of(graph, region));
        let here: Set<Inst> = insts.iter().copied().collect();
        let is_zero =
            |value: Value| graph.is_zero(value) && graph.definition(value).is_some_and(|inst| here.contains(&inst));
        for &inst in insts {
            for &inner in graph[inst].node.regions() {
                self.region(inner);
            }
            if let (Node::Accumulate { base, .. }, Some(uses)) = (&graph[inst].node, &uses)
                && is_zero(*base)
            {
                self.parts(&here, uses, *base);
            }
            let (Node::Loop(repeated), Some(uses)) = (&graph[inst].node, &uses) else { continue };
            for (position, &array) in repeated.initial.iter().enumerate() {
                if !uses.only_readers(array, &[inst]) {
                    continue;
                }
                let touch = if self.buffers.contains_key(&array) && region == graph.body {
                    self.buffer(inst, repeated, position, array)
                } else if is_zero(array) {
                    self.touched(repeated, position).map(|(accumulation, _)| Touch {
                        repeated: inst,
                        accumulation,
                        buffer: None,
                        rest: None,
                    })
                } else {
                    None
                };
                self.found.extend(touch);
            }
        }
    }

    /// The accumulations to different parts of zero, one after the other.
    fn parts(&mut self, here: &Set<Inst>, uses: &Uses, zero: Value) {
        let graph = self.graph;
        let (mut current, mut seen) = (zero, Set::default());
        while let Some(next) = uses.only_reader(current).filter(|inst| here.contains(inst)) {
            let Node::Accumulate { base, path, value } = &graph[next].node else { return };
            let part = match path[..] {
                [Step::Index(index)] => graph.integer(index),
                [Step::Field(field)] => Some(u64::from(field)),
                _ => None,
            };
            if *base != current || !graph[*value].ty.is_float() || !part.is_some_and(|part| seen.insert(part)) {
                return;
            }
            self.first.push(next);
            current = graph[next].results[0];
        }
    }

    /// What a loop does to a buffer, if it goes through that from its first element on.
    fn buffer(&mut self, inst: Inst, repeated: &Loop, position: usize, buffer: Value) -> Option<Touch> {
        let (accumulation, is_its_number) = self.touched(repeated, position)?;
        let range = range_of(repeated)?;
        let is_complete = !range.inclusive && !repeated.ends_early && self.graph.integer(range.start) == Some(0);
        if !is_complete || !is_its_number {
            return None;
        }
        let length = self.integers.length(self.buffers[&buffer]);
        let rest = (self.integers.integer(range.end) != length).then_some(range.end);
        Some(Touch { repeated: inst, accumulation, buffer: Some(buffer), rest })
    }

    /// The first of the accumulations by which an iteration touches an array, if all of them touch one element, which no
    /// other iteration does; and whether that is the one with the number of the iteration.
    fn touched(&mut self, repeated: &Loop, position: usize) -> Option<(Inst, bool)> {
        let graph = self.graph;
        let body = &graph[repeated.body];
        range_of(repeated)?;
        let (items, carried) = graph.loop_parameters(repeated.body, repeated.initial.len());
        let (item, start) = (*items.first()?, *carried.get(position)?);
        let inside = graph.defined_in(repeated.body);
        let uses = Uses::of(graph, repeated.body);
        let mut accumulations = Vec::new();
        let mut current = start;
        while body.yields().get(position) != Some(&current) {
            let next = uses.only_reader(current).filter(|inst| body.insts.contains(inst))?;
            let Node::Accumulate { base, path, value } = &graph[next].node else { return None };
            let [Step::Index(index)] = path[..] else { return None };
            if *base != current || !graph[*value].ty.is_float() {
                return None;
            }
            accumulations.push((next, self.integers.integer(index)));
            current = graph[next].results[0];
        }
        let (first, index) = accumulations.first()?;
        let distance = index.offset_from(item)?;
        let is_fixed = distance.atoms().all(|atom| match atom {
            Atom::Value(value) | Atom::Len(value) => !inside.contains(&value),
        });
        let is_one = accumulations.iter().all(|(_, other)| other == index);
        (is_fixed && is_one && uses.is_only_yielded(current)).then_some((*first, distance.constant() == Some(0)))
    }
}

impl Touch {
    /// Clears what is behind the elements that the loop stores.
    fn clear_rest(&self, graph: &mut Graph, buffer: Value, rest: Value) {
        let names = ["buffer", "start"].map(|name| Ident::new(name, Span::mixed_site()));
        let [whole, start] = &names;
        let code = syn::parse_quote!(__ad::clear_from(#whole, #start));
        let captures = vec![
            Capture { ident: whole.clone(), value: buffer, exclusive: Some(Vec::new()) },
            Capture::new(start.clone(), rest),
        ];
        let opaque =
            Opaque { code: Rc::new(code), captures, changes: vec![0], cut: true, pinned: true, obstacle: None };
        let (ty, span, body) = (graph[buffer].ty.clone(), graph[self.repeated].span, graph.body);
        let clear = graph.add_inst(Node::Opaque(opaque), vec![Ty::unit(), ty], Origin::Derivative, span);
        let cleared = graph[clear].results[1];
        let place = graph[body].insts.iter().position(|inst| *inst == self.repeated);
        graph[body].insts.insert(place.expect("a buffer's loop is in the function's region"), clear);
        if let Node::Loop(repeated) = &mut graph[self.repeated].node {
            repeated.initial.iter_mut().filter(|value| **value == buffer).for_each(|value| *value = cleared);
        }
    }
}

/// What a loop counts.
fn range_of(repeated: &Loop) -> Option<Range> {
    match &repeated.space {
        Space::Range(range) | Space::Again { range: Some(range), .. } => Some(*range),
        _ => None,
    }
}
