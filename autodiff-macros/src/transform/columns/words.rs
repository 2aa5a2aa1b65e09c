//! Columns in the user's words.

use super::super::handed_on::is_filler;
use super::super::in_words::drop_unread;
use super::shape::{column_ty, holds_unknown};
use crate::graph::{Capture, Graph, Map, Node, Opaque, Ty, Value, call_of};
use crate::syntax::{visit_free_places, visit_free_variables};
use proc_macro2::{Ident, Span};
use quote::format_ident;
use std::rc::Rc;
use syn::{Expr, ExprIndex, Member, parse_quote};

/// Whether words read no more of an aggregate than its length and elements of its columns.
pub(super) fn reads_columns_only(opaque: &Opaque, ident: &Ident) -> bool {
    let mut code = (*opaque.code).clone();
    visit_free_places(&mut code, &mut |variable, place| {
        let (_, build) = (variable == ident).then(|| read(place)).flatten()?;
        Some(build(&format_ident!("_column")))
    });
    let mut is_left = false;
    visit_free_variables(&mut code, &mut |variable, _| {
        is_left |= variable == ident;
        None
    });
    !is_left
}

/// Words that read columns instead of the aggregates.
pub(super) fn with_columns(opaque: &Opaque, columns: &Map<Value, Vec<Value>>) -> Opaque {
    let mut opaque = opaque.clone();
    let mut code = (*opaque.code).clone();
    let mut added: Vec<Capture> = Vec::new();
    for Capture { ident, value, .. } in opaque.captures.clone() {
        let Some(columns) = columns.get(&value) else { continue };
        visit_free_places(&mut code, &mut |variable, place| {
            let (column, build) = (*variable == ident).then(|| read(place)).flatten()?;
            let name = format_ident!("{ident}_column_{column}", span = Span::mixed_site());
            if !added.iter().any(|capture| capture.ident == name) {
                added.push(Capture::new(name.clone(), *columns.get(column)?));
            }
            Some(build(&name))
        });
    }
    opaque.code = Rc::new(code);
    opaque.captures.extend(added);
    drop_unread(&mut opaque);
    opaque
}

/// How words read a column, given its name.
type Build<'e> = Box<dyn Fn(&Ident) -> Expr + 'e>;

/// The column that words read at a place, and how.
fn read(place: &Expr) -> Option<(usize, Build<'_>)> {
    match place {
        Expr::MethodCall(call) if matches!(&*call.receiver, Expr::Path(_)) => {
            let method = &call.method;
            Some((0, Box::new(move |column| parse_quote!(#column.#method()))))
        }
        Expr::Field(field) => {
            let Member::Unnamed(position) = &field.member else { return None };
            let Expr::Index(index) = &*field.base else { return None };
            is_row(index).then(|| {
                let build: Build<'_> = Box::new(|column| Expr::Index(of_column(index, column)));
                (position.index as usize, build)
            })
        }
        _ => None,
    }
}

/// Whether an expression is an element of a variable, or of an element of one.
fn is_row(index: &ExprIndex) -> bool {
    let is_range = matches!(&*index.index, Expr::Range(_));
    !is_range
        && match &*index.expr {
            Expr::Path(_) => true,
            Expr::Index(inner) => is_row(inner),
            _ => false,
        }
}

/// The same element of a column.
fn of_column(index: &ExprIndex, column: &Ident) -> ExprIndex {
    let expr = match &*index.expr {
        Expr::Index(inner) => Expr::Index(of_column(inner, column)),
        _ => parse_quote!(#column),
    };
    ExprIndex { expr: Box::new(expr), ..index.clone() }
}

/// Whether a constant aggregate can be made again as columns.
pub(super) fn is_made_again(graph: &Graph, result: Value) -> bool {
    is_made_empty(graph, result) || graph[result].constant && opaque_column(&graph[result].ty, result, 0).is_some()
}

/// Whether an expression makes an aggregate that says nothing of its elements.
pub(super) fn is_made_empty(graph: &Graph, value: Value) -> bool {
    is_filler(graph, value) || is_new_vector(graph, value)
}

fn is_new_vector(graph: &Graph, value: Value) -> bool {
    let Some(Node::Opaque(opaque)) = graph.node(value) else { return false };
    ["new", "with_capacity"].iter().any(|make| call_of(&opaque.code, "Vec", make).is_some())
}

/// A column of an aggregate that says nothing of its elements. A capacity is computed once, for a column of constants.
pub(super) fn empty_column(graph: &Graph, aggregate: Value, column: usize) -> Node {
    let node = graph.node(aggregate).expect("words made it").clone();
    let Node::Opaque(opaque) = &node else { return node };
    let first = (0..).find(|column| holds_unknown(&column_ty(&graph[aggregate].ty, *column)));
    if is_filler(graph, aggregate) || first == Some(column) {
        return node;
    }
    let code = Rc::new(parse_quote!(__ad::Vec::new()));
    Node::Opaque(Opaque { code, captures: Vec::new(), pinned: false, ..opaque.clone() })
}

/// An aggregate put together of its columns, in words that no derivative goes through.
pub(super) fn whole(ty: &Ty, columns: &[Value]) -> Option<Opaque> {
    let idents: Vec<Ident> =
        (0..columns.len()).map(|column| format_ident!("column_{column}", span = Span::mixed_site())).collect();
    let parts: Vec<Expr> = idents.iter().map(|ident| parse_quote!(#ident)).collect();
    let code = Rc::new(whole_of(ty, &parts, 0)?);
    let captures = idents.into_iter().zip(columns).map(|(ident, column)| Capture::new(ident, *column)).collect();
    Some(Opaque { code, captures, changes: Vec::new(), cut: true, pinned: false, obstacle: None })
}

fn whole_of(ty: &Ty, columns: &[Expr], depth: usize) -> Option<Expr> {
    let row = format_ident!("row_{depth}", span = Span::mixed_site());
    let inside = |element: &Ty| -> Option<Expr> {
        let elements: Vec<Expr> = columns.iter().map(|column| parse_quote!(#column[#row])).collect();
        match element {
            Ty::Tuple(_) => Some(parse_quote!((#(::core::clone::Clone::clone(&#elements),)*))),
            inner => whole_of(inner, &elements, depth + 1),
        }
    };
    match ty {
        Ty::Reference(inner) => whole_of(inner, columns, depth),
        Ty::Array(element, len) => {
            let inside = inside(element)?;
            Some(parse_quote!(::core::array::from_fn::<_, { #len }, _>(|#row| #inside)))
        }
        Ty::Slice(element) => {
            let (inside, first) = (inside(element)?, columns.first()?);
            Some(parse_quote!((0..#first.len()).map(|#row| #inside).collect::<__ad::Vec<_>>()))
        }
        _ => None,
    }
}

/// A column of a constant aggregate, in words.
pub(super) fn opaque_column(ty: &Ty, aggregate: Value, column: usize) -> Option<Opaque> {
    let ident = Ident::new("aggregate", Span::mixed_site());
    let code = column_of(ty, &parse_quote!(#ident), column)?;
    let captures = vec![Capture::new(ident, aggregate)];
    Some(Opaque { code: Rc::new(code), captures, changes: Vec::new(), cut: false, pinned: false, obstacle: None })
}

fn column_of(ty: &Ty, aggregate: &Expr, column: usize) -> Option<Expr> {
    let row = Ident::new("row", Span::mixed_site());
    let inside = |element: &Ty| match element {
        Ty::Tuple(_) => {
            let position = syn::Index::from(column);
            Some(parse_quote!(::core::clone::Clone::clone(&#row.#position)))
        }
        inner => column_of(inner, &parse_quote!(#row), column),
    };
    match ty {
        Ty::Array(element, _) => {
            let inside = inside(element)?;
            Some(parse_quote!(#aggregate.each_ref().map(|#row| #inside)))
        }
        Ty::Slice(element) => {
            let inside = inside(element)?;
            Some(parse_quote!(#aggregate.iter().map(|#row| #inside).collect::<__ad::Vec<_>>()))
        }
        _ => None,
    }
}
