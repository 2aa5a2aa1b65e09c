//! Reads elements of tuples and arrays where they were put in.
//!
//! Reads:  a primal graph.    Writes: the same graph, where a number that is loaded from an aggregate that was just built
//! is that number.
//! A load through a view (a reference to an aggregate or to a part of one) is a load from the aggregate.
//! Keeps:  every bit; loads that may panic, loads of aggregates that were changed.

use crate::graph::{End, Float, Graph, Inst, Map, Node, Region, SameForm, Step, Ty, Value};

/// Forwards elements in a whole function.
pub(crate) fn forward_elements(graph: &mut Graph) {
    let mut replaced = Map::default();
    let body = graph.body;
    forward(graph, body, &mut replaced);
}

fn forward(graph: &mut Graph, region: Region, replaced: &mut Map<Value, Value>) {
    for inst in graph[region].insts.clone() {
        graph[inst].node.for_each_operand_mut(|operand| *operand = *replaced.get(operand).unwrap_or(operand));
        for inner in graph[inst].node.regions().to_vec() {
            forward(graph, inner, replaced);
        }
        if let Some((base, path)) = through_view(graph, inst) {
            graph[inst].node = Node::Load { base, path };
        }
        let Node::Load { base, path } = &graph[inst].node else { continue };
        let result = graph[inst].results[0];
        // A literal's type is inferred from the array that it stands in.
        let is_typed = |value: Value| matches!(graph[value].ty, Ty::Float(Float::F32 | Float::F64));
        let scalar = is_typed(result) && graph[result].annotation.is_none();
        // One without a name is written where it is read, where nothing says its type.
        let is_bare = |value: Value| {
            let is_literal = matches!(graph.node(value), Some(Node::Opaque(opaque)) if opaque.is_literal());
            is_literal && graph[result].name.is_none() && graph[value].name.is_none()
        };
        let is_forwarded = |element: &Value| scalar && is_typed(*element) && !is_bare(*element);
        if let Some(element) = element(graph, *base, path).filter(is_forwarded) {
            if graph[element].name.is_none() {
                graph[element].name = graph[result].name.clone();
            }
            replaced.insert(result, element);
        }
    }
    if let End::Yield(values) = &mut graph[region].end {
        values.iter_mut().for_each(|value| *value = *replaced.get(value).unwrap_or(value));
    }
}

/// The aggregate behind the view that an instruction loads from, and the path from there.
fn through_view(graph: &Graph, inst: Inst) -> Option<(Value, Vec<Step>)> {
    let Node::Load { base, path } = &graph[inst].node else { return None };
    // A view, or a part without a size of its own.
    let viewed = match graph.node(*base)? {
        Node::Same { form: SameForm::Borrow, operand } => *operand,
        Node::Load { .. } if graph[*base].ty.holds_vector() => *base,
        _ => return None,
    };
    match graph.node(viewed) {
        Some(Node::Load { base, path: first }) => Some((*base, first.iter().chain(path).cloned().collect())),
        _ if viewed != *base && is_indexed(&graph[viewed].ty) => Some((viewed, path.clone())),
        _ => None,
    }
}

/// Whether a type is an array, a slice or a vector.
fn is_indexed(ty: &Ty) -> bool {
    matches!(ty, Ty::Array(..) | Ty::Slice(_))
}

/// The value that stands at a path of an aggregate that was built from its elements.
fn element(graph: &Graph, base: Value, path: &[Step]) -> Option<Value> {
    let Some((step, rest)) = path.split_first() else { return Some(base) };
    match (graph.node(base)?, step) {
        (Node::Tuple(elements), Step::Field(position)) => element(graph, *elements.get(*position as usize)?, rest),
        (Node::Array(elements), Step::Index(index)) => {
            let index = graph.integer(*index)? as usize;
            element(graph, *elements.get(index)?, rest)
        }
        (Node::Same { form: SameForm::Borrow, operand }, _) => element(graph, *operand, path),
        _ => None,
    }
}
