//! Which aggregates are seen through all their life, so that they can be handed on as columns.

use super::super::handed_on::handed_on;
use super::shape::{Split, column_count, row_count, split};
use super::words::{is_made_again, reads_columns_only};
use crate::graph::{Graph, Map, Node, Opaque, SameForm, Set, Value};

/// The aggregates that are taken apart.
pub(super) fn members(graph: &Graph) -> Set<Value> {
    let mut search = Search { graph, groups: Map::default(), kept: Set::default() };
    for value in defined(graph).into_iter().filter(|value| column_count(&graph[*value].ty).is_some()) {
        search.groups.insert(value, value);
    }
    if search.groups.is_empty() {
        return Set::default();
    }
    graph.parameters().iter().chain(graph.results()).for_each(|value| search.keep(*value));
    for inst in graph.walk(graph.body) {
        search.visit(&graph[inst].node, &graph[inst].results);
    }
    for handed in handed_on(graph) {
        for position in 0..handed.results.len() {
            let mut values = handed.values(graph, position);
            values.extend(handed.sources(graph).into_iter().map(|source| source.values(graph)[position]));
            search.together(&values);
        }
    }
    search.taken_apart()
}

/// All that is defined in a function.
fn defined(graph: &Graph) -> Vec<Value> {
    let mut values: Vec<Value> = graph.parameters().to_vec();
    for inst in graph.walk(graph.body) {
        values.extend(&graph[inst].results);
        graph[inst].node.regions().iter().for_each(|region| values.extend(&graph[*region].parameters));
    }
    values
}

struct Search<'g> {
    graph: &'g Graph,
    /// Aggregates belong together if one is made of the other: each leads to another one of its group.
    groups: Map<Value, Value>,
    /// Those that stay as they are.
    kept: Set<Value>,
}

impl Search<'_> {
    fn leader(&self, mut value: Value) -> Value {
        while self.groups[&value] != value {
            value = self.groups[&value];
        }
        value
    }

    fn is_member(&self, value: Value) -> bool {
        self.groups.contains_key(&value)
    }

    fn keep(&mut self, value: Value) {
        if self.is_member(value) {
            self.kept.insert(value);
        }
    }

    /// Values that are all taken apart or none of them is.
    fn together(&mut self, values: &[Value]) {
        let Some(&first) = values.iter().find(|value| self.is_member(**value)) else { return };
        for &value in values {
            if self.is_member(value) {
                let (left, right) = (self.leader(first), self.leader(value));
                self.groups.insert(right, left);
            } else {
                self.keep(first);
            }
        }
    }

    /// What is put into an aggregate: an element, or a part that is an aggregate as well.
    fn put_in(&mut self, aggregate: Value, element: Value) {
        if self.is_member(element) {
            self.together(&[aggregate, element]);
        } else if row_count(&self.graph[element].ty) != column_count(&self.graph[aggregate].ty) {
            self.keep(aggregate);
        }
    }

    fn visit(&mut self, node: &Node, results: &[Value]) {
        match node {
            Node::Array(elements) if self.is_member(results[0]) => {
                elements.iter().for_each(|element| self.put_in(results[0], *element));
            }
            Node::Repeat { element, .. } | Node::RepeatVec { element, .. } if self.is_member(results[0]) => {
                self.put_in(results[0], *element);
            }
            Node::Load { base, path } if self.is_member(*base) => {
                let Split { field, .. } = split(path);
                if field.is_none() {
                    self.put_in(*base, results[0]);
                }
            }
            Node::Store { base, path, value } if self.is_member(*base) => {
                self.together(&[*base, results[0]]);
                if split(path).field.is_none() {
                    self.put_in(*base, *value);
                } else {
                    self.keep(*value);
                }
            }
            Node::Push { base, value } if self.is_member(*base) => {
                self.together(&[*base, results[0]]);
                self.put_in(*base, *value);
            }
            Node::Pop { base } if self.is_member(*base) => {
                self.together(&[*base, results[0]]);
                self.put_in(*base, results[1]);
            }
            Node::Same { form: SameForm::Borrow | SameForm::Deref | SameForm::Clone | SameForm::ToVec, operand } => {
                self.together(&[*operand, results[0]]);
            }
            Node::Opaque(opaque) => self.words(opaque, results),
            Node::Branch { .. } | Node::Loop(_) => {}
            node => node.operands().iter().chain(results).for_each(|value| self.keep(*value)),
        }
    }

    fn words(&mut self, opaque: &Opaque, results: &[Value]) {
        for (position, capture) in opaque.captures.iter().enumerate() {
            let is_read = capture.exclusive.is_none() && !opaque.changes.contains(&position);
            // What no derivative goes through may be given the whole.
            let is_seen = opaque.cut || self.is_member(capture.value) && reads_columns_only(opaque, &capture.ident);
            if !(is_read && is_seen) {
                self.keep(capture.value);
            }
        }
        let is_made = opaque.changes.is_empty() && is_made_again(self.graph, results[0]);
        if !is_made {
            results.iter().for_each(|result| self.keep(*result));
        }
    }

    /// The groups that are seen through, and are no constants.
    fn taken_apart(&self) -> Set<Value> {
        let kept: Set<Value> = self.kept.iter().map(|value| self.leader(*value)).collect();
        let active = self.groups.keys().filter(|value| !self.graph[**value].constant);
        let active: Set<Value> = active.map(|value| self.leader(*value)).collect();
        let is_taken = |value: &Value| {
            let leader = self.leader(*value);
            !kept.contains(&leader) && active.contains(&leader)
        };
        self.groups.keys().copied().filter(is_taken).collect()
    }
}
