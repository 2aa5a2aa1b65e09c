//! What patterns are matched with: values, elements that may not be there, and tuples of these.

use super::constant_pattern::ConstantPart;
use super::maybe::Maybe;
use super::optional::Optional;
use super::place::Alias;
use super::sequence::Item;
use super::{Lowering, pattern};
use crate::diagnostics::{Message, Place};
use crate::graph::{Ty, Value};
use crate::syntax::scope::{is_constant_pattern, strip};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprUnary, Pat, PatIdent, UnOp, parse_quote};

/// What a pattern is matched with.
pub(super) enum Scrutinee {
    Value(Value),
    /// What a mutable reference refers to: names of patterns are mutable references to its parts.
    Place(Alias),
    Maybe(Maybe),
    /// A part of a constant, which stays where it is.
    Part(ConstantPart),
    /// An element of a variable that may not be there, to be changed.
    Lent(Optional),
    Tuple(Vec<Scrutinee>),
}

impl Lowering<'_> {
    /// What an expression gives to match with: it is evaluated once, here.
    pub(super) fn scrutinee(&mut self, expr: &Expr) -> Scrutinee {
        if let Some(alias) = self.place_with_parts(expr) {
            return Scrutinee::Place(alias);
        }
        let is_active = self.may_become_active(expr) || !self.is_constant(expr);
        if let Some(optional) = is_active.then(|| self.lent_option(expr)).flatten() {
            return Scrutinee::Lent(optional);
        }
        if self.is_constant(expr) {
            // What refers to a part of a constant is seen: a pullback may have to take it again.
            if self.is_lent_element(expr) {
                return Scrutinee::Maybe(self.maybe(expr));
            }
            if let Some(part) = self.constant_part(expr) {
                return Scrutinee::Part(part);
            }
            return Scrutinee::Value(self.expr(expr));
        }
        match strip(expr) {
            Expr::Tuple(tuple) if tuple.elems.iter().any(|element| self.is_option(element)) => {
                Scrutinee::Tuple(tuple.elems.iter().map(|element| self.scrutinee(element)).collect())
            }
            inner if self.is_option(inner) => Scrutinee::Maybe(self.maybe(inner)),
            // A slice has no size: its elements are read where they are.
            Expr::Unary(ExprUnary { op: UnOp::Deref(_), expr, .. }) if self.is_reference_to_slice(expr) => {
                let reference = self.expr(expr);
                Scrutinee::Value(self.all_elements(reference, expr.span()))
            }
            _ => Scrutinee::Value(self.expr(expr)),
        }
    }

    /// An element of a variable that may not be there, of which a mutable reference is asked for.
    fn lent_option(&mut self, expr: &Expr) -> Option<Optional> {
        let lends = match strip(expr) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                matches!(name.as_str(), "first_mut" | "last_mut" | "get_mut" | "split_first_mut" | "split_last_mut")
                    || self.finds_place(call)
            }
            _ => false,
        };
        let lends = lends || self.lent_option_variable(expr).is_some();
        if lends { self.optional(expr) } else { None }
    }

    /// The place that a mutable reference refers to, if that is an aggregate.
    fn place_with_parts(&mut self, expr: &Expr) -> Option<Alias> {
        let is_exclusive = match strip(expr) {
            Expr::Reference(reference) => reference.mutability.is_some(),
            Expr::MethodCall(call) => call.method == "as_mut_slice",
            expr => self.is_mutable_alias(expr) && matches!(expr, Expr::Path(_)),
        };
        if !is_exclusive || !matches!(self.infer(expr).peeled(), Ty::Array(..) | Ty::Slice(_) | Ty::Tuple(_)) {
            return None;
        }
        self.alias(expr)
    }

    fn is_reference_to_slice(&self, expr: &Expr) -> bool {
        matches!(self.infer(expr), Ty::Reference(inner) if matches!(*inner, Ty::Slice(_)))
    }

    /// Whether an expression refers to an element of a slice that may not be there, and to the others.
    pub(super) fn is_lent_element(&self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = strip(expr) else { return false };
        let is_element = match (call.method.to_string().as_str(), call.args.first()) {
            ("first" | "last" | "split_first" | "split_last", None) => true,
            ("get", Some(index)) => !matches!(strip(index), Expr::Range(_)),
            _ => false,
        };
        is_element
            && !self.is_sequence(&call.receiver)
            && matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_))
    }

    /// The condition under which a pattern matches; none where it always does.
    pub(super) fn scrutinee_test(&mut self, pat: &Pat, scrutinee: &Scrutinee) -> Option<Value> {
        let span = pat.span();
        match (pat, scrutinee) {
            (_, Scrutinee::Value(value)) => self.pattern_test(pat, *value),
            (_, Scrutinee::Part(part)) => self.constant_part_test(pat, part),
            (_, Scrutinee::Place(alias)) => {
                let value = self.read_place(alias, span);
                let value = self.borrow(value, span);
                self.pattern_test(pat, value)
            }
            (Pat::Paren(inner), _) => self.scrutinee_test(&inner.pat, scrutinee),
            (Pat::Guard(inner), _) => self.scrutinee_test(&inner.pat, scrutinee),
            (Pat::Reference(inner), Scrutinee::Maybe(maybe)) => {
                self.scrutinee_test(&inner.pat, &Scrutinee::Maybe(maybe.referent()))
            }
            (Pat::Reference(inner), _) => self.scrutinee_test(&inner.pat, scrutinee),
            (Pat::Wild(_), _) => None,
            (Pat::Or(or), _) if !pattern::binds(pat) => {
                let mut tests = Vec::new();
                for case in &or.cases {
                    tests.push(self.scrutinee_test(case, scrutinee)?);
                }
                Some(self.combine(tests, span, |left, right| parse_quote!(#left || #right)))
            }
            (Pat::Tuple(tuple), Scrutinee::Tuple(parts)) if tuple.elems.len() == parts.len() => {
                let mut tests = Vec::new();
                for (element, part) in tuple.elems.iter().zip(parts) {
                    tests.extend(self.scrutinee_test(element, part));
                }
                self.all(tests, span)
            }
            (Pat::Ident(name), Scrutinee::Maybe(_)) if is_whole(name) => None,
            (pat, Scrutinee::Lent(Optional { test, .. }) | Scrutinee::Maybe(Maybe { test, .. })) if is_none(pat) => {
                Some(self.template(&[*test], Ty::Constant, true, false, span, |idents| {
                    let test = &idents[0];
                    parse_quote!(!#test)
                }))
            }
            (pat, Scrutinee::Lent(_) | Scrutinee::Maybe(_)) => {
                let Some(inner) = content_pattern(pat) else {
                    self.error(Place::of(pat), Message::pattern());
                    return None;
                };
                let is_there = match scrutinee {
                    Scrutinee::Lent(optional) => optional.test,
                    Scrutinee::Maybe(maybe) => maybe.test,
                    _ => unreachable!("the arm above takes options only"),
                };
                if !pattern::is_refutable(inner) {
                    return Some(is_there);
                }
                let no = self.no(span);
                let test = |this: &mut Self| {
                    let content = match scrutinee {
                        Scrutinee::Lent(optional) => {
                            let item = this.content_item(optional, span);
                            this.item_value(item, span)
                        }
                        Scrutinee::Maybe(maybe) => this.content_of_maybe(maybe, span),
                        _ => no,
                    };
                    this.pattern_test(inner, content).unwrap_or(is_there)
                };
                Some(self.branch(is_there, span, &mut { test }, &mut |_| no))
            }
            (pat, _) => {
                self.error(Place::of(pat), Message::pattern());
                None
            }
        }
    }

    /// Binds the names of a pattern that matches.
    pub(super) fn bind_scrutinee(&mut self, pat: &Pat, scrutinee: &Scrutinee) {
        match (pat, scrutinee) {
            (_, Scrutinee::Value(value)) => self.bind_pattern(pat, *value, None),
            (_, Scrutinee::Part(part)) => self.bind_constant_part(pat, part),
            (Pat::Paren(inner), _) => self.bind_scrutinee(&inner.pat, scrutinee),
            (Pat::Guard(inner), _) => self.bind_scrutinee(&inner.pat, scrutinee),
            (_, Scrutinee::Place(alias)) => self.bind_item(pat, Item::Place(alias.clone())),
            (Pat::Reference(inner), Scrutinee::Maybe(maybe)) => {
                self.bind_scrutinee(&inner.pat, &Scrutinee::Maybe(maybe.referent()));
            }
            (Pat::Reference(inner), _) => self.bind_scrutinee(&inner.pat, scrutinee),
            (Pat::Tuple(tuple), Scrutinee::Tuple(parts)) => {
                for (element, part) in tuple.elems.iter().zip(parts) {
                    self.bind_scrutinee(element, part);
                }
            }
            (Pat::Ident(name), Scrutinee::Maybe(maybe)) if is_whole(name) => {
                self.bind_maybe(name, maybe, None);
            }
            (pat, Scrutinee::Lent(optional)) => {
                if let Some(inner) = content_pattern(pat).filter(|inner| pattern::names_something(inner)) {
                    let item = self.content_item(optional, pat.span());
                    self.bind_item(inner, item);
                }
            }
            (pat, Scrutinee::Maybe(maybe)) => {
                if let Some(inner) = content_pattern(pat).filter(|inner| pattern::names_something(inner)) {
                    let content = self.content_of_maybe(maybe, pat.span());
                    self.bind_pattern(inner, content, None);
                }
            }
            _ => {}
        }
    }

    /// A condition that does not hold.
    pub(super) fn no(&mut self, span: Span) -> Value {
        self.constant_code(parse_quote!(false), Ty::Constant, span)
    }
}

/// What `Some(..)` of a pattern binds.
pub(super) fn content_pattern(pat: &Pat) -> Option<&Pat> {
    match pat {
        Pat::Paren(inner) => content_pattern(&inner.pat),
        Pat::TupleStruct(some) if some.path.is_ident("Some") && some.elems.len() == 1 => some.elems.first(),
        _ => None,
    }
}

/// Whether a pattern is a name for whatever it is matched with.
fn is_whole(name: &PatIdent) -> bool {
    name.subpat.is_none() && name.by_ref.is_none() && !is_constant_pattern(&name.ident)
}

/// Whether a pattern is `None`.
fn is_none(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(name) => name.ident == "None" && name.subpat.is_none(),
        Pat::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "None"),
        _ => false,
    }
}
