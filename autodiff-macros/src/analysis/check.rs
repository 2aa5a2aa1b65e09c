//! What stands in the way: a derivative is wanted through something that has none.
//!
//! Reads: the primal graph and its activity.    Writes: diagnostics.

use super::Activity;
use crate::diagnostics::{Diagnostics, Message};
use crate::graph::{Graph, Node, Opaque, Ty, Value};
use proc_macro2::Span;

/// Reports every obstacle; `name` is where a result without derivative is reported. What is written through `&mut` need
/// not depend on anything: it is overwritten.
pub(crate) fn check(graph: &Graph, activity: &Activity, outputs: &[usize], name: Span, diagnostics: &Diagnostics) {
    for inst in graph.walk(graph.body) {
        let data = &graph[inst];
        match &data.node {
            Node::Opaque(opaque) if !opaque.cut => {
                let wanted = data.results.iter().any(|result| is_wanted(activity, *result));
                if wanted && is_source(graph, activity, opaque) {
                    report(graph, opaque, data.span, diagnostics);
                }
            }
            // A function without companions may hide floats in the integers that it changes.
            Node::Call { .. } if !data.results.iter().any(|result| activity.is_active(*result)) => {
                let integer = |result: &Value| matches!(graph[*result].ty, Ty::Constant);
                if data.results.iter().skip(1).any(|result| integer(result) && is_wanted(activity, *result)) {
                    diagnostics.error(data.span, Message::integer_through_reference());
                }
            }
            Node::Apply { op, operands, .. } if data.results.iter().any(|result| is_wanted(activity, *result)) => {
                for (position, operand) in operands.iter().enumerate() {
                    if op.is_constant_operand(position) && activity.is_varied(*operand) {
                        let message = Message::active_in_constant_operand(op.name());
                        diagnostics.error(graph[*operand].span, message);
                    }
                }
            }
            _ => {}
        }
    }
    if let ([0], Some(result)) = (outputs, graph.results().first())
        && !activity.is_varied(*result)
    {
        diagnostics.error(name, Message::independent_result());
    }
}

fn is_wanted(activity: &Activity, value: Value) -> bool {
    activity.is_varied(value) && activity.is_useful(value)
}

/// Whether the obstacle begins here: what comes out of another obstacle is reported there.
fn is_source(graph: &Graph, activity: &Activity, opaque: &Opaque) -> bool {
    opaque.captures.iter().any(|capture| {
        let integer = matches!(graph[capture.value].ty, Ty::Constant);
        activity.is_varied(capture.value)
            && !(is_obstacle(graph, capture.value) || integer && from_obstacle(graph, activity, capture.value))
    })
}

fn is_obstacle(graph: &Graph, value: Value) -> bool {
    matches!(graph.node(value), Some(Node::Opaque(inner)) if !inner.cut)
}

/// Whether an integer comes out of an obstacle, be it by way of an aggregate.
fn from_obstacle(graph: &Graph, activity: &Activity, value: Value) -> bool {
    let from = |value: &Value| is_wanted(activity, *value) && from_obstacle(graph, activity, *value);
    match graph.node(value) {
        Some(Node::Load { base, .. } | Node::Same { operand: base, .. }) => from(base),
        Some(Node::Store { base, value, .. }) => from(base) || from(value),
        Some(Node::Tuple(elements) | Node::Array(elements)) => elements.iter().any(from),
        _ => is_obstacle(graph, value),
    }
}

fn report(graph: &Graph, opaque: &Opaque, span: Span, diagnostics: &Diagnostics) {
    match &opaque.obstacle {
        Some(obstacle) => diagnostics.error(obstacle.place, obstacle.message.clone()),
        None => {
            let mut text = opaque.text();
            for capture in &opaque.captures {
                let name = graph[capture.value].name.as_ref().map_or("_", |name| &name.stem);
                text = text.replace(&capture.ident.to_string(), name);
            }
            let short =
                if text.chars().count() <= 40 { text } else { text.chars().take(37).collect::<String>() + "..." };
            diagnostics.error(span, Message::through(&format!("`{short}`")));
        }
    }
}
