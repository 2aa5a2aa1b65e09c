//! Tuples an element of which is replaced, as tuples of what they hold then.
//!
//! Reads:  a graph after types were inferred.    Writes: the same graph, where no instruction changes an element of a tuple that
//! is handed on in parts: `acc.1 += x` makes a tuple of the other elements and the new one.
//! Keeps:  what is changed behind the element, as in `acc.1[i] = x`: that is a change of the element alone.
//! Absent: tuples of floats only, which stay whole; tuples in arrays.

use super::apart::{annotation_of_part, parts_of};
use crate::graph::{Argument, Graph, Inst, Node, Origin, Region, Step, Value};

/// Puts tuples where elements of tuples are changed.
pub(super) fn spread_changes(graph: &mut Graph) {
    spread(graph, graph.body);
}

fn spread(graph: &mut Graph, region: Region) {
    let mut position = 0;
    while let Some(inst) = graph[region].insts.get(position).copied() {
        for inner in graph[inst].node.regions().to_vec() {
            spread(graph, inner);
        }
        let mut here = Here { region, position };
        match graph[inst].node.clone() {
            Node::Store { base, path, value } => store(graph, &mut here, inst, base, path, value),
            // An element may be a tuple as well.
            Node::Call { .. } => while call(graph, &mut here, inst) {},
            _ => {}
        }
        // What was put before it needs nothing else.
        position = here.position + 1;
    }
}

/// Where an instruction stands that is looked at.
struct Here {
    region: Region,
    position: usize,
}

impl Here {
    /// Puts an instruction before it.
    fn before(&mut self, graph: &mut Graph, inst: Inst) {
        graph[self.region].insts.insert(self.position, inst);
        self.position += 1;
    }
}

/// The element that a path begins with, the rest of the path, and how many elements there are; none where the tuple stays
/// whole.
fn element_of(graph: &Graph, base: Value, path: &[Step]) -> Option<(usize, Vec<Step>, usize)> {
    let (Step::Field(field), rest) = path.split_first()? else { return None };
    Some((*field as usize, rest.to_vec(), parts_of(&graph[base].ty)?))
}

fn store(graph: &mut Graph, here: &mut Here, inst: Inst, base: Value, path: Vec<Step>, value: Value) {
    let Some((field, rest, count)) = element_of(graph, base, &path) else { return };
    let mut stored = value;
    if !rest.is_empty() {
        let before = element(graph, here, base, field);
        let constant = graph[before].constant && graph[value].constant;
        let node = Node::Store { base: before, path: rest.clone(), value };
        let inner = graph.add_inst(node, vec![graph[before].ty.clone()], Origin::Primal, graph[inst].span);
        here.before(graph, inner);
        stored = graph[inner].results[0];
        graph[stored].constant = constant;
        // The element may be a tuple as well.
        let mut there = Here { region: here.region, position: here.position - 1 };
        store(graph, &mut there, inner, before, rest, value);
        here.position = there.position + 1;
    }
    let elements = (0..count).map(|other| if other == field { stored } else { element(graph, here, base, other) });
    graph[inst].node = Node::Tuple(elements.collect());
}

/// A call that is given an element by `&mut` makes a new version of that; whether it was given one.
fn call(graph: &mut Graph, here: &mut Here, inst: Inst) -> bool {
    let Node::Call { arguments, .. } = graph[inst].node.clone() else { return false };
    let (changes, mut is_given) = (graph[inst].node.changes(), false);
    let places = arguments.iter().enumerate().filter_map(|(number, argument)| Some((number, argument.place()?)));
    for ((number, part), (_, version)) in places.zip(changes) {
        let Some((field, rest, count)) = element_of(graph, part.base, &part.path) else { continue };
        let before = element(graph, here, part.base, field);
        if let Node::Call { arguments, .. } = &mut graph[inst].node
            && let Argument::Place { part, .. } = &mut arguments[number]
        {
            part.base = before;
            part.path = rest;
        }
        let whole = graph[inst].results[version];
        let others: Vec<Value> = (0..count)
            .map(|other| if other == field { whole } else { element(graph, here, part.base, other) })
            .collect();
        let (ty, annotation) = (graph[before].ty.clone(), graph[before].annotation.clone());
        let ty = std::mem::replace(&mut graph[whole].ty, ty);
        let annotation = std::mem::replace(&mut graph[whole].annotation, annotation);
        let name = graph[whole].name.take();
        let made = graph.add_inst(Node::Tuple(Vec::new()), vec![ty], Origin::Primal, graph[inst].span);
        let tuple = graph[made].results[0];
        graph[tuple].constant = others.iter().all(|other| graph[*other].constant);
        graph[tuple].annotation = annotation;
        graph[tuple].name = name;
        graph.replace_reads(graph.body, |value| {
            if *value == whole {
                *value = tuple;
            }
        });
        graph[made].node = Node::Tuple(others);
        graph[here.region].insts.insert(here.position + 1, made);
        is_given = true;
    }
    is_given
}

/// An element of a tuple.
fn element(graph: &mut Graph, here: &mut Here, base: Value, field: usize) -> Value {
    if let Some(Node::Tuple(elements)) = graph.node(base) {
        return elements[field];
    }
    let ty = graph[base].ty.field(field);
    let node = Node::Load { base, path: vec![Step::Field(field as u32)] };
    let inst = graph.add_inst(node, vec![ty], Origin::Primal, graph[base].span);
    here.before(graph, inst);
    let part = graph[inst].results[0];
    graph[part].constant = graph[base].constant;
    graph[part].annotation = annotation_of_part(graph[base].annotation.as_deref(), field);
    part
}
