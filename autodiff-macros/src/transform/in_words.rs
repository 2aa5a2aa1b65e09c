//! What the user's words read of tuples that are handed on in parts.
//!
//! Reads:  a graph in which tuples were taken apart.    Writes: the same graph, where words such as `a.1 > b.1` are given the
//! elements, not the tuples: nobody has to put these together.
//! Keeps:  tuples that are read as a whole, or whose elements are literals, which have the types that the tuples give them.
//! Absent: variables that the words change.

use crate::graph::{Capture, Graph, Inst, Node, Opaque, Value};
use crate::syntax::{visit_free_places, visit_free_variables};
use proc_macro2::{Ident, Span};
use quote::format_ident;
use std::rc::Rc;
use syn::{Expr, Member, parse_quote};

/// Gives the words of an instruction elements of tuples; `element` tells one, where the tuple is handed on in parts.
pub(super) fn read_in_words(graph: &mut Graph, inst: Inst, element: &dyn Fn(&Graph, Value, u32) -> Option<Value>) {
    let Node::Opaque(opaque) = &graph[inst].node else { return };
    let (mut opaque, before) = (opaque.clone(), opaque.captures.len());
    let mut position = 0;
    while position < opaque.captures.len() {
        read_capture(graph, &mut opaque, position, element);
        position += 1;
    }
    if opaque.captures.len() == before {
        return;
    }
    drop_unread(&mut opaque);
    graph[inst].node = Node::Opaque(opaque);
}

fn read_capture(
    graph: &Graph,
    opaque: &mut Opaque,
    position: usize,
    element: &dyn Fn(&Graph, Value, u32) -> Option<Value>,
) {
    let Capture { ident, value, exclusive } = opaque.captures[position].clone();
    if exclusive.is_some() || opaque.changes.contains(&position) {
        return;
    }
    let mut code = (*opaque.code).clone();
    let mut read: Vec<(u32, Ident, Value)> = Vec::new();
    visit_free_places(&mut code, &mut |variable, place| {
        let field = field_of(place).filter(|_| *variable == ident)?;
        let part = element(graph, value, field)?;
        let known = read.iter().find(|(other, ..)| *other == field);
        let name = known.map_or_else(
            || format_ident!("{ident}_element_{field}", span = Span::mixed_site()),
            |known| known.1.clone(),
        );
        if known.is_none() {
            read.push((field, name.clone(), part));
        }
        Some(parse_quote!(#name))
    });
    if !read.is_empty() {
        opaque.code = Rc::new(code);
        opaque.captures.extend(read.into_iter().map(|(_, name, part)| Capture::new(name, part)));
    }
}

/// The field that an expression reads of a variable.
fn field_of(place: &Expr) -> Option<u32> {
    let Expr::Field(field) = place else { return None };
    match (&field.member, &*field.base) {
        (Member::Unnamed(position), Expr::Path(_)) => Some(position.index),
        _ => None,
    }
}

/// Forgets what the words do not mention any more.
pub(super) fn drop_unread(opaque: &mut Opaque) {
    let mut mentioned: Vec<Ident> = Vec::new();
    visit_free_variables(&mut (*opaque.code).clone(), &mut |ident, _| {
        mentioned.push(ident.clone());
        None
    });
    for position in (0..opaque.captures.len()).rev() {
        let is_changed = opaque.changes.contains(&position);
        if is_changed || mentioned.contains(&opaque.captures[position].ident) {
            continue;
        }
        opaque.captures.remove(position);
        for changed in opaque.changes.iter_mut().filter(|changed| **changed > position) {
            *changed -= 1;
        }
    }
}
