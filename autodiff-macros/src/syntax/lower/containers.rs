//! Types of the standard library that hold values with a derivative: a `Vec` does, the others are reported by name.

use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{Node, Opaque, Origin, Ty, Value};
use crate::syntax::scope::strip;
use crate::syntax::types::{container, ty_of};
use proc_macro2::Ident;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, Pat, Type, parse_quote};

impl Lowering<'_> {
    /// Remembers a variable that is such a type by what it is bound to.
    pub(super) fn note_container(&mut self, pattern: &Pat, expr: &Expr, annotation: Option<&Type>) {
        let Pat::Ident(pattern) = pattern else { return };
        let written = annotation.and_then(container_of_type);
        let Some(name) = written.or_else(|| made_by(expr)).cloned().or_else(|| self.copied_container(expr)) else {
            return;
        };
        if let Some(&id) = self.names.get(&pattern.ident.to_string()).and_then(|ids| ids.last()) {
            self.containers.push((id, pattern.ident.clone(), name.clone()));
        }
    }

    /// The type of the variable that an expression copies or moves.
    fn copied_container(&self, expr: &Expr) -> Option<Ident> {
        let variable = match strip(expr) {
            Expr::MethodCall(call) if matches!(call.method.to_string().as_str(), "clone" | "to_owned") => {
                &call.receiver
            }
            expr => expr,
        };
        let Expr::Path(path) = strip(variable) else { return None };
        let &id = self.names.get(&path.path.get_ident()?.to_string())?.last()?;
        self.container_named(id)
    }

    /// The name of the type of a variable, if it is such a type.
    pub(super) fn container_in(&self, id: BindingId) -> Option<String> {
        self.container_named(id).map(|name| name.to_string())
    }

    fn container_named(&self, id: BindingId) -> Option<Ident> {
        // Numbers of variables are used again where something is lowered again.
        let binding = &self.bindings[id];
        let known = self.containers.iter().rev().find(|(other, named, _)| *other == id && *named == binding.ident);
        let of_parameter = || {
            let written = binding.value.and_then(|value| self.graph[value].annotation.as_deref());
            written.and_then(container_of_type).cloned()
        };
        known.map(|(.., name)| name.clone()).or_else(of_parameter)
    }

    /// Reports elements that are to be changed one by one, if they are those of such a type.
    pub(super) fn check_elements_to_change(&mut self, expr: &Expr) -> Option<()> {
        let Some(name) = self.container_of(expr) else { return Some(()) };
        self.error(Place::of(expr), Message::container(&name));
        None
    }

    /// The same for the variable that a chain of methods, fields and indices begins with.
    pub(super) fn container_of(&self, expr: &Expr) -> Option<String> {
        let ident = super::opaque::root_of_chain(expr)?;
        let &id = self.names.get(&ident.to_string())?.last()?;
        self.container_in(id)
    }

    /// A vector that this function made is one by the type that is written for it, too: a map made of the same items has
    /// others, and in another order.
    pub(super) fn check_vector(&mut self, value: Value, written: &Type) {
        let ty = self.ty(value).clone();
        self.check_vector_type(&ty, written);
    }

    fn check_vector_type(&mut self, ty: &Ty, written: &Type) {
        match (ty, written) {
            (ty, Type::Paren(inner)) => self.check_vector_type(ty, &inner.elem),
            (ty, Type::Group(inner)) => self.check_vector_type(ty, &inner.elem),
            (Ty::Tuple(types), Type::Tuple(written)) if types.len() == written.elems.len() => {
                types.iter().zip(&written.elems).for_each(|(ty, written)| self.check_vector_type(ty, written));
            }
            (Ty::Slice(_), Type::Path(path)) if !matches!(ty_of(written), Ty::Slice(_)) => {
                if let Some(name) = container(&path.path) {
                    self.error(Place::of(written), Message::container(&name.to_string()));
                    return;
                }
                // An alias may be a vector: `rustc` knows.
                let code: Expr = parse_quote!(__ad::is_vector::<#written>());
                let opaque = Opaque {
                    code: Rc::new(code),
                    captures: Vec::new(),
                    changes: Vec::new(),
                    cut: true,
                    pinned: true,
                    obstacle: None,
                };
                let span = written.span();
                self.graph.push(self.region, Node::Opaque(opaque), vec![Ty::unit()], Origin::Primal, span);
            }
            _ => {}
        }
    }
}

/// The type that is written, also behind a reference.
fn container_of_type(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => container(&path.path),
        Type::Reference(reference) => container_of_type(&reference.elem),
        _ => None,
    }
}

/// The type that an expression makes: `VecDeque::new()`.
fn made_by(expr: &Expr) -> Option<&Ident> {
    let Expr::Call(call) = strip(expr) else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    made_by_path(&path.path)
}

/// The type whose associated function a path names.
pub(super) fn made_by_path(path: &syn::Path) -> Option<&Ident> {
    let position = path.segments.len().checked_sub(2)?;
    container_named(&path.segments[position].ident)
}

fn container_named(ident: &Ident) -> Option<&Ident> {
    container(&ident.clone().into()).is_some().then_some(ident)
}
