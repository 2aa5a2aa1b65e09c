//! Copies of what references refer to, where a record would have to keep a reference that cannot be taken again: one of
//! several, chosen in an iteration or an arm.

use super::Homes;
use super::record::{copy_description, substitute};
use crate::graph::{Graph, Map, Node, Origin, Region, SameForm, Ty, Value};

/// Lets a region read references to copies, which are recorded instead; the result is the new payload.
pub(super) fn own_referents(
    graph: &mut Graph,
    homes: &mut Homes,
    owned: &mut Map<Value, Value>,
    reader: Region,
    payload: Vec<Value>,
) -> Vec<Value> {
    let (mut from, mut to) = (Vec::new(), Vec::new());
    let mut recorded: Vec<Value> = Vec::new();
    for value in payload {
        let copy = owned.get(&value).copied().or_else(|| copy_of_referent(graph, homes, value));
        let Some(copy) = copy else {
            recorded.push(value);
            continue;
        };
        owned.insert(value, copy);
        let node = Node::Same { form: SameForm::Borrow, operand: copy };
        let taken = graph.add_inst(node, vec![graph[value].ty.clone()], Origin::Derivative, graph[value].span);
        let reference = graph[taken].results[0];
        copy_description(graph, value, reference);
        graph[reader].insts.insert(0, taken);
        from.push(value);
        to.push(reference);
        recorded.push(copy);
    }
    substitute(graph, reader, &from, &to);
    recorded
}

/// A copy of what a reference refers to, made where the reference is.
fn copy_of_referent(graph: &mut Graph, homes: &mut Homes, reference: Value) -> Option<Value> {
    let Ty::Reference(inner) = graph[reference].ty.clone() else { return None };
    // What the user calls a slice has lost its length, whatever is known of it.
    let (form, ty) = match *inner {
        Ty::Array(element, _) if is_slice(graph[reference].annotation.as_deref()) => {
            (SameForm::ToVec, Ty::Slice(element))
        }
        Ty::Array(..) => (SameForm::Clone, *inner),
        Ty::Slice(_) => (SameForm::ToVec, *inner),
        _ => return None,
    };
    let home = homes.home(reference)?;
    let node = Node::Same { form, operand: reference };
    let inst = graph.add_inst(node, vec![ty], Origin::Derivative, graph[reference].span);
    let position = graph.definition(reference).map_or(0, |definition| {
        let found = graph[home].insts.iter().position(|inst| *inst == definition);
        found.expect("the instruction is in the region that is its home") + 1
    });
    graph[home].insts.insert(position, inst);
    let copy = graph[inst].results[0];
    graph[copy].constant = graph[reference].constant;
    homes.settle(copy, Some(home));
    Some(copy)
}

/// Whether a type is written as a reference to a slice.
fn is_slice(annotation: Option<&syn::Type>) -> bool {
    matches!(annotation, Some(syn::Type::Reference(reference)) if matches!(*reference.elem, syn::Type::Slice(_)))
}
