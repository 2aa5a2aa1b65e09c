//! Patterns over constants whose type only `rustc` knows: they match in the user's words, each name by itself.

use super::Lowering;
use super::pattern::is_refutable;
use crate::diagnostics::{Message, Place};
use crate::graph::{Ty, Value};
use crate::syntax::scope::{identifiers, is_constant_pattern, strip};
use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FieldPat, Pat, PatIdent, UnOp, parse_quote};

/// A part of a constant that is matched where it is: it may be something that is not copied.
pub(super) struct ConstantPart {
    /// What it is a part of.
    of: Value,
    /// The variable of that, as `place` names it.
    variable: Ident,
    place: Expr,
}

impl ConstantPart {
    /// The place, by the name that its variable has in a template.
    fn within(&self, name: &Ident) -> Expr {
        let mut place = self.place.clone();
        Renamed { from: &self.variable, to: name }.visit_expr_mut(&mut place);
        place
    }
}

impl Lowering<'_> {
    /// Whether a value is a constant of a type that only `rustc` knows.
    pub(super) fn is_unseen_constant(&self, value: Value) -> bool {
        self.graph[value].constant && matches!(self.ty(value), Ty::Unknown)
    }

    /// The part of a constant that an expression is, if only `rustc` knows its type.
    pub(super) fn constant_part(&mut self, expr: &Expr) -> Option<ConstantPart> {
        let place = strip(expr);
        if matches!(place, Expr::Path(_)) || !matches!(self.infer(place), Ty::Unknown) {
            return None;
        }
        let variable = root_of_place(place)?;
        let &id = self.names.get(&variable.to_string())?.last()?;
        let binding = &self.bindings[id];
        let of = binding.value.filter(|value| self.graph[*value].constant)?;
        if binding.alias.is_some() || binding.option.is_some() || binding.mutable {
            return None;
        }
        self.lookup(variable)?;
        Some(ConstantPart { of, variable: variable.clone(), place: place.clone() })
    }

    /// The condition under which a pattern matches a part of a constant; none where it always does.
    pub(super) fn constant_part_test(&mut self, pat: &Pat, part: &ConstantPart) -> Option<Value> {
        match pat {
            Pat::Paren(inner) => self.constant_part_test(&inner.pat, part),
            Pat::Guard(inner) => self.constant_part_test(&inner.pat, part),
            pat if !is_refutable(pat) => None,
            pat => Some(self.template(&[part.of], Ty::Constant, true, false, pat.span(), |idents| {
                let (place, pat) = (part.within(&idents[0]), without_names(pat));
                parse_quote!(::core::matches!(#place, #pat))
            })),
        }
    }

    /// Binds the names of a pattern that matches a part of a constant.
    pub(super) fn bind_constant_part(&mut self, pat: &Pat, part: &ConstantPart) {
        match pat {
            Pat::Paren(inner) => self.bind_constant_part(&inner.pat, part),
            Pat::Guard(inner) => self.bind_constant_part(&inner.pat, part),
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
                let value =
                    self.template(&[part.of], Ty::Unknown, false, true, pat.span(), |idents| part.within(&idents[0]));
                self.bind_pattern(pat, value, None);
            }
            pat => self.bind_each_name(pat, part.of, &|name| part.within(name)),
        }
    }

    /// The names of a pattern over a constant, each taken out by the pattern itself.
    pub(super) fn bind_constant_pattern(&mut self, pat: &Pat, value: Value) {
        self.bind_each_name(pat, value, &|name| parse_quote!(#name));
    }

    fn bind_each_name(&mut self, pat: &Pat, value: Value, place: &dyn Fn(&Ident) -> Expr) {
        let mut names = Vec::new();
        identifiers(pat, &mut names);
        // Where a variable has the name there is no constant of that name.
        names.retain(|name| {
            !is_constant_pattern(name) || self.names.get(&name.to_string()).is_some_and(|ids| !ids.is_empty())
        });
        let may_be_constant = self.may_be_constant(value);
        if !names.is_empty() && !may_be_constant {
            self.error(Place::of(pat), Message::pattern());
            return;
        }
        for name in names {
            let alone = with_names(pat, Some(&name));
            let part = self.template(&[value], Ty::Unknown, false, true, pat.span(), |idents| {
                let scrutinee = place(&idents[0]);
                parse_quote!(match #scrutinee { #alone => #name, _ => ::core::unreachable!() })
            });
            if !self.graph[value].constant {
                self.set_obstacle(part, Place::of(pat), Message::pattern());
            }
            self.name(part, &name);
            self.bind(&name, Some(part), is_mutable(pat, &name), None);
        }
    }
}

/// The variable that a chain of fields and dereferences begins with.
fn root_of_place(expr: &Expr) -> Option<&Ident> {
    match strip(expr) {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        Expr::Field(field) => root_of_place(&field.base),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => root_of_place(&unary.expr),
        _ => None,
    }
}

/// Whether a pattern takes something apart.
pub(super) fn is_compound(pat: &Pat) -> bool {
    match pat {
        Pat::Paren(inner) => is_compound(&inner.pat),
        Pat::Reference(inner) => is_compound(&inner.pat),
        _ => !matches!(pat, Pat::Ident(_) | Pat::Wild(_)),
    }
}

/// Whether the variable that a pattern makes of a name is mutable.
fn is_mutable(pat: &Pat, name: &Ident) -> bool {
    struct Finds<'n>(&'n Ident, bool);
    impl Visit<'_> for Finds<'_> {
        fn visit_pat_ident(&mut self, pattern: &PatIdent) {
            self.1 |= pattern.ident == *self.0 && pattern.by_ref.is_none() && pattern.mutability.is_some();
            visit::visit_pat_ident(self, pattern);
        }
    }
    let mut finds = Finds(name, false);
    finds.visit_pat(pat);
    finds.1
}

/// A variable gets another name.
struct Renamed<'n> {
    from: &'n Ident,
    to: &'n Ident,
}

impl VisitMut for Renamed<'_> {
    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.path.is_ident(self.from) {
            path.path = self.to.clone().into();
        }
    }
}

/// A pattern that matches the same, and binds nothing.
pub(super) fn without_names(pat: &Pat) -> Pat {
    with_names(pat, None)
}

/// A pattern that matches the same, but binds one name at most: what is bound to nothing stays where it is.
fn with_names(pat: &Pat, kept: Option<&Ident>) -> Pat {
    struct Names<'n>(Option<&'n Ident>);
    impl VisitMut for Names<'_> {
        fn visit_field_pat_mut(&mut self, field: &mut FieldPat) {
            visit_mut::visit_field_pat_mut(self, field);
            if !matches!(*field.pat, Pat::Ident(_)) {
                field.colon_token.get_or_insert_default();
            }
        }

        fn visit_pat_mut(&mut self, pat: &mut Pat) {
            visit_mut::visit_pat_mut(self, pat);
            if let Pat::Ident(name) = pat
                && !is_constant_pattern(&name.ident)
                && self.0 != Some(&name.ident)
            {
                *pat = name.subpat.take().map_or_else(|| parse_quote!(_), |(_, inner)| *inner);
            }
        }
    }
    let mut pat = pat.clone();
    Names(kept).visit_pat_mut(&mut pat);
    pat
}
