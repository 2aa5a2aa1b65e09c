//! Patterns: what they bind, and when they match.

use super::Lowering;
use super::constant_pattern::{is_compound, without_names};
use super::scrutinee::Scrutinee;
use crate::diagnostics::Message;
use crate::graph::{Node, SameForm, Step, Ty, Value};
use crate::syntax::scope::{identifiers, is_constant_pattern, pattern_names};
use crate::syntax::types::ty_of;
use proc_macro2::{Ident, Span};
use std::rc::Rc;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Pat, PatIdent, parse_quote};

impl Lowering<'_> {
    /// Binds the names of a pattern that matches.
    pub(super) fn bind_pattern(&mut self, pat: &Pat, value: Value, annotation: Option<Rc<syn::Type>>) {
        match pat {
            // Only `rustc` knows whether what is matched is a reference, so that names are references to its parts.
            Pat::Tuple(_) | Pat::Slice(_) if self.is_unseen_constant(value) => self.bind_constant_pattern(pat, value),
            Pat::Reference(inner) if self.is_unseen_constant(value) && is_compound(&inner.pat) => {
                self.bind_constant_pattern(pat, value);
            }
            // The one constant of the prelude.
            Pat::Ident(pattern) if pattern.ident == "None" => {}
            Pat::Ident(pattern) if pattern.by_ref.is_some() => {
                let reference = self.referred(pattern, value);
                self.bind_pattern(&Pat::Ident(PatIdent { by_ref: None, ..pattern.clone() }), reference, annotation);
            }
            Pat::Ident(pattern) => {
                let is_referent = pattern.mutability.is_some() && self.refers_to_numbers(self.ty(value));
                let (value, annotation) = if is_referent {
                    (self.dereferenced(value, pat.span()), None)
                } else {
                    (self.annotated(value, annotation.as_ref()), annotation)
                };
                if pattern.subpat.is_none() && self.graph[value].name.is_none() {
                    self.graph[value].annotation = annotation.clone();
                }
                self.name(value, &pattern.ident);
                self.bind(&pattern.ident, Some(value), pattern.mutability.is_some(), annotation);
                if let Some(binding) = self.bindings.last_mut() {
                    binding.is_referent = is_referent;
                }
                if let Some((_, inner)) = &pattern.subpat {
                    self.bind_pattern(inner, value, None);
                }
            }
            Pat::Type(typed) => {
                self.check_vector(value, &typed.ty);
                self.refine(value, &ty_of(&typed.ty));
                self.bind_pattern(&typed.pat, value, Some(Rc::new((*typed.ty).clone())));
            }
            Pat::Paren(inner) => self.bind_pattern(&inner.pat, value, annotation),
            Pat::Guard(inner) => self.bind_pattern(&inner.pat, value, annotation),
            Pat::Reference(inner) => {
                if !names_something(&inner.pat) {
                    return;
                }
                let target = self.matched_referent(&inner.pat, value, pat.span());
                self.bind_pattern(&inner.pat, target, None);
            }
            Pat::Tuple(tuple) => {
                for (position, element) in self.positions(&tuple.elems, self.ty(value).clone(), pat.span()) {
                    if names_something(element) {
                        let part = self.part(value, Step::Field(position as u32), element.span());
                        self.bind_pattern(element, part, None);
                    }
                }
            }
            Pat::Slice(slice) => self.bind_elements(slice, value),
            Pat::Struct(_) | Pat::TupleStruct(_) | Pat::Or(_) => self.bind_constant_pattern(pat, value),
            _ => {}
        }
    }

    /// What a name with `ref` stands for.
    pub(super) fn referred(&mut self, pattern: &PatIdent, value: Value) -> Value {
        if pattern.mutability.is_some() || pattern.subpat.as_ref().is_some_and(|(_, inner)| names_something(inner)) {
            self.error(pattern.ident.span(), Message::by_reference_binding());
        }
        self.borrow(value, pattern.ident.span())
    }

    /// A variable under a second name with a type: the type decides what a constant is, so it must be written down. A vector
    /// only moves: where it was before, the reverse sweep still finds it under its first name.
    pub(super) fn annotated(&mut self, value: Value, annotation: Option<&Rc<syn::Type>>) -> Value {
        let Some(annotation) = annotation.filter(|_| self.graph[value].name.is_some() && self.graph[value].constant)
        else {
            return value;
        };
        let ty = self.ty(value).meet(&ty_of(annotation));
        if ty.holds_vector() || ty_of(annotation).holds_vector() {
            let known = &mut self.graph[value].annotation;
            *known = known.take().or_else(|| Some(Rc::clone(annotation)));
            return value;
        }
        let span = self.graph[value].span;
        let copy = self.template(&[value], ty, false, false, span, |idents| {
            let value = &idents[0];
            parse_quote!(#value)
        });
        self.graph[copy].annotation = Some(Rc::clone(annotation));
        copy
    }

    /// Whether a value may turn out to be a constant, of a type that only `rustc` knows: it may be a part of a tuple.
    pub(super) fn may_be_constant(&self, value: Value) -> bool {
        self.graph[value].constant || matches!(self.ty(value).peeled(), Ty::Unknown)
    }

    /// The elements of a tuple or array pattern with their positions, `..` left out.
    pub(super) fn positions<'p>(
        &mut self,
        elements: &'p Punctuated<Pat, syn::Token![,]>,
        ty: Ty,
        span: Span,
    ) -> Vec<(usize, &'p Pat)> {
        let rest = elements.iter().position(|element| matches!(element, Pat::Rest(_)));
        let named_rest = |element: &Pat| matches!(element, Pat::Ident(ident) if ident.subpat.as_ref().is_some_and(|(_, inner)| matches!(**inner, Pat::Rest(_))));
        if elements.iter().any(named_rest) {
            self.error(span, Message::pattern());
            return Vec::new();
        }
        let len = match ty.peeled() {
            Ty::Tuple(types) => Some(types.len()),
            other => other.literal_len(),
        };
        let after = rest.map_or(0, |rest| elements.len() - rest - 1);
        if after > 0 && len.is_none() {
            self.error(span, Message::pattern());
            return Vec::new();
        }
        let shift = len.map_or(0, |len| (len + 1).saturating_sub(elements.len()));
        elements
            .iter()
            .enumerate()
            .filter(|(_, element)| !matches!(element, Pat::Rest(_)))
            .map(|(position, element)| match rest {
                Some(rest) if position > rest => (position + shift - 1, element),
                _ => (position, element),
            })
            .collect()
    }

    /// A part of an aggregate, as a pattern sees it: by reference if the aggregate is behind one.
    pub(super) fn part(&mut self, value: Value, step: Step, span: Span) -> Value {
        match (self.graph.node(value), &step) {
            (Some(Node::Tuple(elements)), Step::Field(position)) => {
                if let Some(element) = elements.get(*position as usize) {
                    return *element;
                }
            }
            (Some(Node::Array(elements)), Step::Index(index)) => {
                if let Some(element) = self.graph.integer(*index).and_then(|index| elements.get(index as usize)) {
                    return *element;
                }
            }
            _ => {}
        }
        let by_reference = matches!(self.ty(value), Ty::Reference(_));
        let part = self.load_path(value, vec![step], span);
        if !by_reference {
            return part;
        }
        let ty = Ty::Reference(Box::new(self.ty(part).clone()));
        self.push(Node::Same { form: SameForm::Borrow, operand: part }, ty, span)
    }

    /// The condition under which a pattern matches; none where it always does.
    pub(super) fn pattern_test(&mut self, pat: &Pat, value: Value) -> Option<Value> {
        let span = pat.span();
        match pat {
            Pat::Wild(_) | Pat::Rest(_) => None,
            Pat::Ident(pattern) => match &pattern.subpat {
                Some((_, inner)) => self.pattern_test(inner, value),
                None if is_constant_pattern(&pattern.ident) => Some(self.matches(pat, value)),
                None => None,
            },
            Pat::Paren(inner) => self.pattern_test(&inner.pat, value),
            Pat::Type(inner) => self.pattern_test(&inner.pat, value),
            Pat::Guard(inner) => self.pattern_test(&inner.pat, value),
            Pat::Reference(inner) => {
                let target = self.matched_referent(&inner.pat, value, span);
                self.pattern_test(&inner.pat, target)
            }
            Pat::Tuple(tuple) => {
                let mut tests = Vec::new();
                for (position, element) in self.positions(&tuple.elems, self.ty(value).clone(), span) {
                    if is_refutable(element) {
                        let part = self.part(value, Step::Field(position as u32), span);
                        tests.extend(self.pattern_test(element, part));
                    }
                }
                self.all(tests, span)
            }
            Pat::Slice(slice) if matches!(self.ty(value).peeled(), Ty::Array(..) | Ty::Slice(_)) => {
                self.elements_test(slice, value)
            }
            Pat::Or(or) if !binds(pat) && or.cases.iter().any(|case| matches!(case, Pat::Tuple(_) | Pat::Slice(_))) => {
                let mut tests = Vec::new();
                for case in &or.cases {
                    tests.push(self.pattern_test(case, value)?);
                }
                Some(self.combine(tests, span, |left, right| parse_quote!(#left || #right)))
            }
            Pat::Lit(_) | Pat::Range(_) | Pat::Path(_) | Pat::Const(_) => Some(self.matches(pat, value)),
            Pat::Or(_) if !binds(pat) => Some(self.matches(pat, value)),
            Pat::Struct(_) | Pat::TupleStruct(_) | Pat::Slice(_) | Pat::Or(_) if self.may_be_constant(value) => {
                Some(self.matches(&without_names(pat), value))
            }
            _ => {
                self.error(span, Message::pattern());
                None
            }
        }
    }

    fn matches(&mut self, pat: &Pat, value: Value) -> Value {
        self.template(&[value], Ty::Constant, true, false, pat.span(), |idents| {
            let scrutinee = &idents[0];
            parse_quote!(::core::matches!(#scrutinee, #pat))
        })
    }

    pub(super) fn all(&mut self, tests: Vec<Value>, span: Span) -> Option<Value> {
        if tests.is_empty() {
            None
        } else {
            Some(self.combine(tests, span, |left, right| parse_quote!(#left && #right)))
        }
    }

    /// Several conditions that have been computed, as one.
    pub(super) fn combine(
        &mut self,
        tests: Vec<Value>,
        span: Span,
        join: impl Fn(&Ident, &Ident) -> syn::Expr,
    ) -> Value {
        let mut tests = tests.into_iter();
        let first = tests.next().expect("there is a condition");
        tests.fold(first, |left, right| {
            self.template(&[left, right], Ty::Constant, true, false, span, |idents| join(&idents[0], &idents[1]))
        })
    }

    /// `let PATTERN = value else { .. };`
    pub(super) fn let_else(&mut self, pat: &Pat, scrutinee: &Scrutinee, otherwise: &syn::Expr) {
        if let Some(test) = self.scrutinee_test(pat, scrutinee) {
            let unit = self.unit(pat.span());
            self.branch(test, pat.span(), &mut |_| unit, &mut |this| this.expr(otherwise));
        }
        self.bind_scrutinee(pat, scrutinee);
    }
}

/// Whether a pattern has an identifier in it, be it a variable's or a constant's.
pub(super) fn names_something(pat: &Pat) -> bool {
    let mut names = Vec::new();
    identifiers(pat, &mut names);
    !names.is_empty()
}

/// Whether a pattern binds a name, by Rust's naming convention.
pub(super) fn binds(pat: &Pat) -> bool {
    let mut names = Vec::new();
    pattern_names(pat, &mut names);
    !names.is_empty()
}

/// Whether a pattern may fail to match, by its form.
pub(super) fn is_refutable(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => false,
        Pat::Ident(pattern) => match &pattern.subpat {
            Some((_, inner)) => is_refutable(inner),
            None => is_constant_pattern(&pattern.ident),
        },
        Pat::Paren(inner) => is_refutable(&inner.pat),
        Pat::Type(inner) => is_refutable(&inner.pat),
        Pat::Reference(inner) => is_refutable(&inner.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().any(is_refutable),
        Pat::Slice(slice) => slice.elems.iter().any(is_refutable),
        _ => true,
    }
}
