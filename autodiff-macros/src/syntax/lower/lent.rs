//! Shared references to parts of variables that change elsewhere: `let pivot = &head[col];`, while rows of `tail` change.
//!
//! As long as the reference is read nobody changes what it refers to; `rustc` makes sure of that. So who reads it reads the
//! variable as it is then, and no older version of the variable has to be kept for that. That is so for what the variable holds
//! itself: one that is a reference, or holds some, may refer to something else while what it referred to is still read.

use super::place::{Alias, has_steps};
use super::{Binding, Lowering};
use crate::graph::{Ty, Value};
use crate::syntax::scope::{root_of_place, strip};
use proc_macro2::Span;
use syn::{Expr, PatIdent};

impl Lowering<'_> {
    /// `let name = &place;`; false where that is no part of a variable that may change.
    pub(super) fn bind_lent(&mut self, pattern: &PatIdent, expr: &Expr) -> bool {
        let Expr::Reference(reference) = strip(expr) else { return false };
        let is_plain = pattern.by_ref.is_none() && pattern.mutability.is_none() && pattern.subpat.is_none();
        if !is_plain || reference.mutability.is_some() || !self.is_part_of_variable(&reference.expr) {
            return false;
        }
        let part = self.part_of_lent(&reference.expr);
        let Some(alias) = part.or_else(|| self.alias(&reference.expr)) else { return true };
        let value = self.lent_value(&alias, pattern.ident.span());
        self.bind_pattern(&syn::Pat::Ident(pattern.clone()), value, None);
        if let Some(binding) = self.bindings.last_mut() {
            binding.lent = Some(alias);
        }
        true
    }

    /// A reference to a place as it is now.
    pub(super) fn lent_value(&mut self, alias: &Alias, span: Span) -> Value {
        let value = self.read_place(alias, span);
        self.borrow(value, span)
    }

    /// The place that a variable refers to, if it is a shared reference to a part of a variable that may change.
    pub(super) fn lent_place(&self, expr: &Expr) -> Option<Alias> {
        let Expr::Path(path) = strip(expr) else { return None };
        let ident = path.path.get_ident().filter(|_| path.qself.is_none())?;
        let id = *self.names.get(&ident.to_string())?.last()?;
        self.bindings[id].lent.clone()
    }

    /// Whether an expression is an aggregate in a variable that may change, and holds values with a derivative.
    fn is_part_of_variable(&self, expr: &Expr) -> bool {
        let Some(root) = root_of_place(expr).filter(|_| has_steps(expr)) else { return false };
        let id = self.names.get(&root.to_string()).and_then(|ids| ids.last());
        let may_change = |binding: &Binding| {
            let is_variable = binding.mutable && binding.closure.is_none() && binding.iterator.is_none();
            binding.alias.is_some()
                || binding.lent.is_some()
                || is_variable && binding.option.is_none() && binding.value.is_some()
        };
        id.is_some_and(|id| may_change(&self.bindings[*id]))
            && !self.is_behind_reference(expr)
            && !self.is_constant(expr)
            && matches!(self.infer(expr), Ty::Array(..) | Ty::Slice(_))
    }

    /// Whether a reference leads to a place, other than a `&mut` variable, which never refers to anything else.
    fn is_behind_reference(&self, place: &Expr) -> bool {
        let base = match strip(place) {
            Expr::Index(index) => &index.expr,
            Expr::Field(field) => &field.base,
            Expr::Unary(unary) => &unary.expr,
            _ => return false,
        };
        let is_own = root_of_place(base).is_some_and(|root| {
            let id = self.names.get(&root.to_string()).and_then(|ids| ids.last());
            let is_lent = |binding: &Binding| binding.alias.is_some() || binding.lent.is_some();
            !has_steps(base) && id.is_some_and(|id| is_lent(&self.bindings[*id]))
        });
        let is_reference = matches!(self.infer(base), Ty::Reference(_) | Ty::Unknown);
        is_reference && !is_own || self.is_behind_reference(base)
    }
}
