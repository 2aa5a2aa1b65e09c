//! Tuples that branches and loops hand on, in parts.
//!
//! Reads:  a graph after types were inferred.    Writes: the same graph, where a branch yields, and a loop carries, a tuple that
//! is not made of floats only as a value for each of its elements. So a constant that stands beside a number in a tuple is a
//! constant: nobody asks for its tangent.
//! An element that is replaced is one that the tuple is made of anew (`spread`).
//! Keeps:  the tuple where it is read as a whole: it is put together there.
//! Absent: tuples in arrays; what a function yields.

use super::columns::{holds_unknown, take_columns};
use super::handed_on::{Handed, handed_on, is_filler};
use super::in_words::read_in_words;
use super::spread::spread_changes;
use crate::graph::{Definition, Graph, Map, Name, Node, Origin, Region, SameForm, Set, Step, Ty, Value};
use std::rc::Rc;
use syn::Type;

/// Takes tuples apart until branches and loops hand on none that has to be.
pub(crate) fn take_apart(graph: &mut Graph) {
    spread_changes(graph);
    read_parts(graph, &Parts::default());
    take_tuples_apart(graph);
    drop_unread_tuples(graph);
    if take_columns(graph) {
        // What was read of an aggregate may be a tuple that is handed on.
        read_parts(graph, &Parts::default());
        take_tuples_apart(graph);
        find_constants(graph, &Parts::default());
    }
}

/// Forgets tuples that were taken apart, and references to them, that nobody reads any more.
fn drop_unread_tuples(graph: &mut Graph) {
    loop {
        let mut read: Set<Value> = Set::default();
        graph.replace_reads(graph.body, |value| {
            read.insert(*value);
        });
        let mut regions = vec![graph.body];
        let mut is_done = true;
        while let Some(region) = regions.pop() {
            for inst in graph[region].insts.clone() {
                regions.extend(graph[inst].node.regions());
                let data = &graph[inst];
                let is_whole = matches!(data.node, Node::Tuple(_) | Node::Same { form: SameForm::Borrow, .. });
                let is_taken_apart = |result: &Value| parts_of(graph[*result].ty.peeled()).is_some();
                if is_whole && data.results.iter().all(|result| is_taken_apart(result) && !read.contains(result)) {
                    graph[region].insts.retain(|other| *other != inst);
                    is_done = false;
                }
            }
        }
        if is_done {
            return;
        }
    }
}

fn take_tuples_apart(graph: &mut Graph) {
    // Each round takes off one layer of tuples.
    while round(graph) {}
}

/// The parts of each value that is no more.
type Parts = Map<Value, Vec<Value>>;

fn round(graph: &mut Graph) -> bool {
    let mut parts = Parts::default();
    let mut split = Vec::new();
    for handed in handed_on(graph) {
        if handed.counts(graph, &parts_of).iter().any(Option::is_some) {
            split.push(handed);
        }
    }
    if split.is_empty() {
        return false;
    }
    split.iter().for_each(|handed| add_parts(graph, handed, &mut parts));
    split.iter().for_each(|handed| hand_on_parts(graph, handed, &parts));
    read_parts(graph, &parts);
    find_constants(graph, &parts);
    true
}

/// How many parts a tuple has that is handed on in parts.
pub(super) fn parts_of(ty: &Ty) -> Option<usize> {
    match ty {
        Ty::Tuple(elements) if !elements.is_empty() && !is_of_floats(ty) => Some(elements.len()),
        _ => None,
    }
}

fn is_of_floats(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) => true,
        Ty::Tuple(elements) => elements.iter().all(is_of_floats),
        Ty::Array(element, _) | Ty::Slice(element) => is_of_floats(element),
        Ty::Reference(_) | Ty::Constant | Ty::Pullback | Ty::List(_) | Ty::Unknown => false,
    }
}

/// Makes the parts of what an instruction hands on, in its place.
fn add_parts(graph: &mut Graph, handed: &Handed, parts: &mut Parts) {
    let inst = handed.inst;
    let counts: Vec<Option<usize>> = handed.counts(graph, &parts_of);
    let results = graph[inst].results.clone();
    graph[inst].results = split(graph, results, &counts, parts, &mut |graph, ty| graph.add_result(inst, ty));
    for (position, result) in graph[inst].results.clone().into_iter().enumerate() {
        graph[result].definition = Definition::Result(inst, position);
    }
    if let Some(body) = handed.body {
        let (items, carried) = graph.loop_parameters(body, counts.len());
        let (items, carried) = (items.to_vec(), carried.to_vec());
        let span = graph[inst].span;
        let carried = split(graph, carried, &counts, parts, &mut |graph, ty| graph.add_parameter(body, ty, None, span));
        graph[body].parameters = items.into_iter().chain(carried).collect();
        graph.renumber(inst, body);
    }
}

fn split(
    graph: &mut Graph,
    values: Vec<Value>,
    counts: &[Option<usize>],
    parts: &mut Parts,
    add: &mut dyn FnMut(&mut Graph, Ty) -> Value,
) -> Vec<Value> {
    let mut all = Vec::new();
    for (value, count) in values.into_iter().zip(counts) {
        let Some(count) = count else {
            all.push(value);
            continue;
        };
        let add_part = |field| {
            let part = add(graph, graph[value].ty.field(field));
            let stem = graph[value].name.as_ref().map(|name| format!("{}_{field}", name.stem));
            graph[part].name = stem.map(Name::generated);
            graph[part].annotation = annotation_of_part(graph[value].annotation.as_deref(), field);
            graph[part].span = graph[value].span;
            part
        };
        let own: Vec<Value> = (0..*count).map(add_part).collect();
        all.extend(&own);
        parts.insert(value, own);
    }
    all
}

pub(super) fn annotation_of_part(annotation: Option<&Type>, field: usize) -> Option<Rc<Type>> {
    match annotation? {
        Type::Tuple(tuple) => tuple.elems.get(field).filter(|ty| !matches!(ty, Type::Infer(_))).cloned().map(Rc::new),
        _ => None,
    }
}

/// Hands on the parts instead of the whole.
fn hand_on_parts(graph: &mut Graph, handed: &Handed, parts: &Parts) {
    for source in handed.sources(graph) {
        let values = source.values(graph);
        let mut all = Vec::new();
        for (position, value) in values.into_iter().enumerate() {
            match handed.results.get(position).and_then(|result| parts.get(result)) {
                Some(of_result) => {
                    let count = of_result.len();
                    let place = source.place(graph);
                    all.extend(parts_of_source(graph, value, count, place, parts));
                }
                None => all.push(value),
            }
        }
        source.set_values(graph, all);
    }
}

/// The parts of a value that is handed on as a tuple; what has to be done for them is done at a place.
fn parts_of_source(
    graph: &mut Graph,
    value: Value,
    count: usize,
    (region, mut position): (Region, usize),
    parts: &Parts,
) -> Vec<Value> {
    if let Some(parts) = parts.get(&value) {
        return parts.clone();
    }
    if let Some(Node::Tuple(elements)) = graph.node(value) {
        return elements.clone();
    }
    let filler = graph.node(value).filter(|_| is_filler(graph, value)).cloned();
    let (span, constant) = (graph[value].span, graph[value].constant);
    (0..count)
        .map(|field| {
            let ty = graph[value].ty.field(field);
            let node =
                filler.clone().unwrap_or_else(|| Node::Load { base: value, path: vec![Step::Field(field as u32)] });
            let inst = graph.add_inst(node, vec![ty], Origin::Primal, span);
            graph[region].insts.insert(position, inst);
            position += 1;
            let part = graph[inst].results[0];
            graph[part].constant = constant;
            graph[part].annotation = annotation_of_part(graph[value].annotation.as_deref(), field);
            part
        })
        .collect()
}

/// A part is a constant if that holds wherever it comes from; so is what is made of constants.
fn find_constants(graph: &mut Graph, parts: &Parts) {
    let handed_on = handed_on(graph);
    let mut constants: Set<Value> = graph.values().filter(|value| graph[*value].constant).collect();
    // What was a part of a tuple may have been handed on alone elsewhere.
    let alone = handed_on.iter().flat_map(|handed| {
        let values = (0..handed.results.len()).flat_map(|position| handed.values(graph, position));
        values.filter(|value| matches!(graph[*value].ty, Ty::Reference(_)) || holds_unknown(&graph[*value].ty))
    });
    let mut open: Set<Value> = parts.values().flatten().copied().chain(alone).collect();
    loop {
        let mut known = &constants | &open;
        for inst in graph.walk(graph.body) {
            if made_of(&graph[inst].node).is_some_and(|operands| operands.iter().all(|operand| known.contains(operand)))
            {
                known.extend(&graph[inst].results);
            }
        }
        let mut refuted = Vec::new();
        for handed in &handed_on {
            for position in 0..graph[handed.inst].results.len() {
                let given = handed.sources(graph).into_iter().map(|source| source.values(graph)[position]);
                if !given.collect::<Vec<_>>().iter().all(|value| known.contains(value)) {
                    refuted.extend(handed.values(graph, position).into_iter().filter(|value| open.contains(value)));
                }
            }
        }
        if refuted.is_empty() {
            constants = known;
            break;
        }
        refuted.iter().for_each(|value| {
            open.remove(value);
        });
    }
    for value in constants {
        graph[value].constant = true;
    }
}

/// The values that a node makes a constant of if they are constants; none where it may not.
fn made_of(node: &Node) -> Option<Vec<Value>> {
    match node {
        // Whether a part is active is no matter of the index.
        Node::Load { base, .. } | Node::Pop { base } => Some(vec![*base]),
        Node::Store { base, value, .. } => Some(vec![*base, *value]),
        Node::Same { .. }
        | Node::Tuple(_)
        | Node::Array(_)
        | Node::Repeat { .. }
        | Node::RepeatVec { .. }
        | Node::Push { .. } => Some(node.operands()),
        Node::Opaque(opaque) if opaque.changes.is_empty() => Some(node.operands()),
        _ => None,
    }
}

/// The part of a tuple that a path begins with, where the tuple is handed on in parts or was put together in one place.
fn part_at(graph: &Graph, base: Value, path: &[Step], parts: &Parts) -> Option<Value> {
    let Some(Step::Field(field)) = path.first() else { return None };
    if let Some(parts) = parts.get(&base) {
        return Some(parts[*field as usize]);
    }
    match graph.node(base)? {
        // A literal's type is that of the tuple.
        Node::Tuple(elements) if parts_of(&graph[base].ty).is_some() => {
            let part = *elements.get(*field as usize)?;
            let is_literal = matches!(graph.node(part), Some(Node::Opaque(opaque)) if opaque.is_literal());
            (!is_literal).then_some(part)
        }
        Node::Same { form: SameForm::Borrow, operand } => part_at(graph, *operand, path, parts),
        _ => None,
    }
}

/// Who read a part of a tuple reads the part; who read the whole reads it where it is put together.
fn read_parts(graph: &mut Graph, parts: &Parts) {
    let mut replaced: Map<Value, Value> = Map::default();
    let body = graph.body;
    let mut regions = vec![body];
    for inst in graph.walk(body) {
        regions.extend(graph[inst].node.regions());
    }
    for region in regions {
        for inst in graph[region].insts.clone() {
            read_in_words(graph, inst, &|graph, tuple, field| part_at(graph, tuple, &[Step::Field(field)], parts));
            let Node::Load { base, path } = &graph[inst].node else { continue };
            let (Some(part), [_, rest @ ..]) = (part_at(graph, *base, path, parts), path.as_slice()) else { continue };
            let rest = rest.to_vec();
            if !rest.is_empty() {
                graph[inst].node = Node::Load { base: part, path: rest };
                continue;
            }
            let loaded = graph[inst].results[0];
            let met = graph[part].ty.meet(&graph[loaded].ty);
            graph[part].ty = met;
            if graph[part].annotation.is_none() {
                graph[part].annotation = graph[loaded].annotation.clone();
            }
            replaced.insert(loaded, part);
            graph[region].insts.retain(|other| *other != inst);
        }
    }
    // What stands for a part may have been read from another one.
    let last = |mut value: Value| {
        while let Some(other) = replaced.get(&value) {
            value = *other;
        }
        value
    };
    graph.replace_reads(body, |value| *value = last(*value));
    let mut whole: Map<Value, Value> = Map::default();
    let mut read = Vec::new();
    graph.replace_reads(body, |value| {
        if parts.contains_key(value) && !read.contains(value) {
            read.push(*value);
        }
    });
    for value in read {
        let own = parts[&value].clone();
        let (span, ty) = (graph[value].span, graph[value].ty.clone());
        let inst = graph.add_inst(Node::Tuple(own.clone()), vec![ty], Origin::Primal, span);
        match graph[own[0]].definition {
            Definition::Parameter(region, _) => graph[region].insts.insert(0, inst),
            Definition::Result(of, _) => {
                let region = graph.home(of);
                let position = graph[region].insts.iter().position(|other| *other == of);
                graph[region].insts.insert(position.expect("an instruction is in its home") + 1, inst);
            }
        }
        let tuple = graph[inst].results[0];
        graph[tuple].constant = own.iter().all(|part| graph[*part].constant);
        graph[tuple].name = graph[value].name.clone();
        whole.insert(value, tuple);
    }
    graph.replace_reads(body, |value| *value = *whole.get(value).unwrap_or(value));
}
