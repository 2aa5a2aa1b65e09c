//! Scratch: aggregates that a loop carries although no iteration reads what an earlier one left in them.
//!
//! Reads:  a primal graph.
//! Keeps:  without a proof nothing is scratch. The proof is that the first thing an iteration does with the aggregate is
//! to overwrite all of it, by a loop over all its indices, or to hand it to a loop that does.

use super::Integers;
use crate::graph::{Graph, Inst, Loop, Map, Node, Region, Space, Step, Value, is_len};

/// Finds scratch.
pub(crate) struct Scratch<'g> {
    graph: &'g Graph,
    integers: Integers<'g>,
    readers: Map<Value, Vec<Option<Inst>>>,
}

impl<'g> Scratch<'g> {
    pub(crate) fn of(graph: &'g Graph) -> Self {
        let mut scratch = Scratch { graph, integers: Integers::of(graph), readers: Map::default() };
        scratch.visit(graph.body);
        scratch
    }

    fn visit(&mut self, region: Region) {
        for &inst in &self.graph[region].insts {
            let node = &self.graph[inst].node;
            // The length of an aggregate says nothing of what is in it.
            let is_length = matches!(node, Node::Opaque(opaque) if opaque.cut && is_len(&opaque.code));
            if !is_length {
                node.for_each_operand(|operand| self.readers.entry(operand).or_default().push(Some(inst)));
            }
            for &inner in node.regions() {
                self.visit(inner);
            }
        }
        for &value in self.graph[region].yields() {
            self.readers.entry(value).or_default().push(None);
        }
    }

    /// Whether no iteration of a loop reads what another one left in a carried aggregate.
    pub(crate) fn is_scratch(&mut self, repeated: &Loop, position: usize) -> bool {
        let graph = self.graph;
        let parameters = graph.loop_parameters(repeated.body, repeated.initial.len()).1;
        let (Some(&start), Some(&end)) = (parameters.get(position), graph[repeated.body].yields().get(position)) else {
            return false;
        };
        let mut current = start;
        loop {
            let readers = self.readers.get(&current).cloned().unwrap_or_default();
            match readers.as_slice() {
                // Handed on unread.
                [None] => return current == end,
                [Some(inst)] => {
                    let Node::Loop(inner) = &graph[*inst].node else { return false };
                    let Some(inside) = inner.initial.iter().position(|value| *value == current) else { return false };
                    if self.is_filled(inner, inside) {
                        return true;
                    }
                    if !self.is_scratch(inner, inside) {
                        return false;
                    }
                    current = graph[*inst].results[inside];
                }
                _ => return false,
            }
        }
    }

    /// Whether a loop stores to each element of a carried aggregate, and reads none before.
    fn is_filled(&mut self, repeated: &Loop, position: usize) -> bool {
        let graph = self.graph;
        let Space::Range(range) = &repeated.space else { return false };
        let (items, parameters) = graph.loop_parameters(repeated.body, repeated.initial.len());
        let (Some(&index), Some(&start)) = (items.first(), parameters.get(position)) else { return false };
        let readers = self.readers.get(&start).cloned().unwrap_or_default();
        let [Some(store)] = readers.as_slice() else { return false };
        let stores_all = matches!(&graph[*store].node, Node::Store { path, .. } if path[..] == [Step::Index(index)]);
        let is_last = graph[repeated.body].yields().get(position) == graph[*store].results.first()
            && self.readers.get(&graph[*store].results[0]).is_some_and(|readers| readers.len() == 1)
            && graph[repeated.body].insts.contains(store);
        stores_all
            && is_last
            && !repeated.ends_early
            && !range.inclusive
            && graph.integer(range.start) == Some(0)
            && self.integers.integer(range.end) == self.integers.length(repeated.initial[position])
    }
}
