//! Constants that may not be there yet, as `Option`s.
//!
//! What stands where no value is read is the default of its type. A constant whose type only `rustc` knows need not have
//! one: an enum of the user's, a reference.
//!
//! Reads:  a graph whose tuples were taken apart.    Writes: the same graph, where branches and loops hand on such a constant as
//! an `Option`, which is `None` where it is not there.
//! Keeps:  numbers and whatever else is known to have a default; what may have a derivative.
//! Who reads such a constant does so where it is there: in an arm behind the test. So it is taken out there, not before.

use super::handed_on::{Handed, handed_on, is_filler};
use super::present::{Reading, take_out_where_read};
use super::simplify::is_pinned;
use crate::graph::{Capture, Graph, Inst, Map, Node, Opaque, Origin, SameForm, Set, Ty, Value, call_of};
use proc_macro2::{Ident, Span};
use std::rc::Rc;
use syn::{Expr, parse_quote};

/// Keeps constants without a default as options where they may not be there.
pub(crate) fn keep_absent(graph: &mut Graph) {
    let handed = handed_on(graph);
    let mut absent = find(graph, &handed);
    if absent.is_empty() {
        return;
    }
    let mut references: Map<Value, Value> = Map::default();
    for handed in &handed {
        hand_on(graph, handed, &absent, &mut references);
    }
    for (value, content) in &mut absent {
        content.ty = std::mem::replace(&mut graph[*value].ty, Ty::Constant);
        let annotation = graph[*value].annotation.take();
        graph[*value].annotation = annotation.map(|ty| {
            let reference = content.is_lent.then(<syn::Token![&]>::default);
            Rc::new(parse_quote!(::core::option::Option<#reference #ty>))
        });
    }
    let read = uses(graph).read;
    take_out_where_read(graph, Reading { absent, references, read, deferred: Map::default() });
}

/// What an option holds.
pub(super) struct Content {
    pub(super) ty: Ty,
    /// Whether it is a reference to the constant, which is in a place that outlives it.
    pub(super) is_lent: bool,
}

/// What branches and loops hand on that is a constant without a known default, and may not be there.
fn find(graph: &Graph, handed: &[Handed]) -> Map<Value, Content> {
    // Values that are handed on belong together if one may be the other.
    let mut groups: Map<Value, Value> = Map::default();
    for handed in handed {
        for position in 0..handed.results.len() {
            for value in handed.values(graph, position) {
                groups.insert(value, value);
            }
        }
    }
    for handed in handed {
        for position in 0..handed.results.len() {
            let own = handed.values(graph, position);
            let given = handed.sources(graph).into_iter().map(|source| original(graph, source.values(graph)[position]));
            for other in own[1..].iter().copied().chain(given).collect::<Vec<_>>() {
                if groups.contains_key(&other) {
                    let (left, right) = (leader(&groups, own[0]), leader(&groups, other));
                    groups.insert(left, right);
                }
            }
        }
    }
    let Uses { moved, .. } = uses(graph);
    let [mut fillers, mut excluded, mut owned, mut vectors] = [(); 4].map(|()| Set::default());
    for handed in handed {
        for position in 0..handed.results.len() {
            let group = leader(&groups, handed.results[position]);
            for value in handed.values(graph, position) {
                if !graph[value].constant || has_default(&graph[value].ty) {
                    excluded.insert(group);
                }
                if matches!(graph[value].ty, Ty::Slice(_)) {
                    vectors.insert(group);
                }
            }
            for source in handed.sources(graph) {
                let value = original(graph, source.values(graph)[position]);
                if is_filler(graph, value) {
                    fillers.insert(group);
                } else if !groups.contains_key(&value) && (moved.contains(&value) || !is_lasting_place(graph, value)) {
                    owned.insert(group);
                }
            }
        }
    }
    let content = |value: Value| {
        let group = leader(&groups, value);
        // A vector has a default, but need not be copied where it can be referred to.
        let is_excluded = excluded.contains(&group) || vectors.contains(&group) && owned.contains(&group);
        (!is_excluded && fillers.contains(&group))
            .then(|| (value, Content { ty: Ty::Unknown, is_lent: !owned.contains(&group) }))
    };
    groups.keys().filter_map(|value| content(*value)).collect()
}

/// Whether a value is in a place behind a reference or in a parameter.
fn is_lasting_place(graph: &Graph, value: Value) -> bool {
    match graph.node(value) {
        Some(Node::Same { form: SameForm::Deref, .. }) => true,
        Some(Node::Load { base, .. }) => {
            let is_lent = matches!(graph[*base].ty, Ty::Reference(_));
            is_lent || graph.parameters().contains(base) || is_lasting_place(graph, *base)
        }
        _ => false,
    }
}

fn leader(groups: &Map<Value, Value>, mut value: Value) -> Value {
    while groups[&value] != value {
        value = groups[&value];
    }
    value
}

/// Whether the values of a type are known to have a default.
fn has_default(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) | Ty::Constant | Ty::Pullback | Ty::List(_) => true,
        Ty::Tuple(elements) => elements.iter().all(has_default),
        Ty::Array(element, _) => has_default(element),
        Ty::Reference(inner) => matches!(**inner, Ty::Slice(_)),
        Ty::Slice(_) | Ty::Unknown => false,
    }
}

/// The constant that a value is a copy of.
fn original(graph: &Graph, value: Value) -> Value {
    match graph.node(value) {
        Some(Node::Same { form: SameForm::Clone, operand }) if graph[value].constant => original(graph, *operand),
        _ => value,
    }
}

/// How values are read.
struct Uses {
    /// Those that are read at all, by something that is.
    read: Set<Value>,
    /// Those that are read other than by reference, and are not just handed on.
    moved: Set<Value>,
}

fn uses(graph: &Graph) -> Uses {
    let mut uses = Uses { read: yielded(graph), moved: Set::default() };
    for inst in graph.walk(graph.body).into_iter().rev() {
        if !is_kept(graph, inst, &uses.read) {
            continue;
        }
        let node = &graph[inst].node;
        uses.read.extend(node.operands());
        match node {
            Node::Same { form: SameForm::Borrow | SameForm::Clone, .. } | Node::Load { .. } | Node::Loop(_) => {}
            Node::Opaque(opaque) if call_of(&opaque.code, "__ad", "of_one_type").is_some() => {}
            node => uses.moved.extend(node.operands()),
        }
    }
    uses
}

/// Whether an instruction has an effect, or a result that is read.
pub(super) fn is_kept(graph: &Graph, inst: Inst, read: &Set<Value>) -> bool {
    let data = &graph[inst];
    is_pinned(graph, inst) || !data.node.regions().is_empty() || data.results.iter().any(|result| read.contains(result))
}

/// What regions yield.
fn yielded(graph: &Graph) -> Set<Value> {
    let inner = graph.walk(graph.body).into_iter().flat_map(|inst| graph[inst].node.regions().to_vec());
    let regions = std::iter::once(graph.body).chain(inner);
    regions.flat_map(|region| graph[region].yields().to_vec()).collect()
}

/// Hands on options.
fn hand_on(graph: &mut Graph, handed: &Handed, absent: &Map<Value, Content>, references: &mut Map<Value, Value>) {
    for source in handed.sources(graph) {
        let mut values = source.values(graph);
        for (value, result) in values.iter_mut().zip(&handed.results) {
            if absent.contains_key(result) {
                *value = original(graph, *value);
            }
            let Some(content) = absent.get(result).filter(|_| !absent.contains_key(value)) else { continue };
            let (ident, span) = (Ident::new("constant", Span::mixed_site()), graph[*value].span);
            if content.is_lent && !is_filler(graph, *value) {
                *value = *references.entry(*value).or_insert_with(|| reference(graph, *value));
            }
            let code: Expr = match &graph[*value].ty {
                _ if is_filler(graph, *value) => parse_quote!(::core::option::Option::None),
                Ty::Reference(_) => parse_quote!(::core::option::Option::Some(#ident)),
                // The value may be read elsewhere.
                _ => parse_quote!(::core::option::Option::Some(::core::clone::Clone::clone(&#ident))),
            };
            let captures = if is_filler(graph, *value) { Vec::new() } else { vec![Capture::new(ident, *value)] };
            let inst = constant(graph, code, captures, false, Ty::Constant, span);
            let (region, position) = source.place(graph);
            graph[region].insts.insert(position, inst);
            *value = graph[inst].results[0];
        }
        source.set_values(graph, values);
    }
}

/// A reference to the place that a value is read from, made there.
fn reference(graph: &mut Graph, value: Value) -> Value {
    let node = Node::Same { form: SameForm::Borrow, operand: value };
    let ty = Ty::Reference(Box::new(graph[value].ty.clone()));
    let inst = graph.add_inst(node, vec![ty], Origin::Primal, graph[value].span);
    let place = graph.definition(value).expect("what is in a place was read there");
    let region = graph.home(place);
    let position = graph[region].insts.iter().position(|other| *other == place);
    graph[region].insts.insert(position.expect("an instruction is in its home") + 1, inst);
    let reference = graph[inst].results[0];
    graph[reference].constant = true;
    reference
}

/// An instruction for a constant in words of ours.
pub(super) fn constant(
    graph: &mut Graph,
    code: Expr,
    captures: Vec<Capture>,
    pinned: bool,
    ty: Ty,
    span: Span,
) -> Inst {
    let opaque = Opaque { code: Rc::new(code), captures, changes: Vec::new(), cut: false, pinned, obstacle: None };
    let inst = graph.add_inst(Node::Opaque(opaque), vec![ty], Origin::Primal, span);
    let value = graph[inst].results[0];
    graph[value].constant = true;
    inst
}
