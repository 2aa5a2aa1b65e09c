//! Patterns of arrays and slices: `[first, .., last]`, `[first, rest @ ..]`.

use super::Lowering;
use super::pattern::{is_refutable, names_something};
use super::place::Alias;
use super::sequence::Item;
use crate::graph::{Node, Step, Ty, Value};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Pat, PatSlice, parse_quote};

/// A pattern of elements: those before `..`, what `..` is bound to, and those behind it.
struct Parts<'p> {
    before: Vec<&'p Pat>,
    /// None where there is no `..`.
    rest: Option<Option<&'p Pat>>,
    after: Vec<&'p Pat>,
}

impl<'p> Parts<'p> {
    fn of(slice: &'p PatSlice) -> Self {
        let mut parts = Parts { before: Vec::new(), rest: None, after: Vec::new() };
        for element in &slice.elems {
            match element {
                Pat::Rest(_) => parts.rest = Some(None),
                Pat::Ident(name) if name.subpat.as_ref().is_some_and(|(_, inner)| matches!(**inner, Pat::Rest(_))) => {
                    parts.rest = Some(Some(element));
                }
                element if parts.rest.is_some() => parts.after.push(element),
                element => parts.before.push(element),
            }
        }
        parts
    }

    fn count(&self) -> usize {
        self.before.len() + self.after.len()
    }
}

impl Lowering<'_> {
    /// The condition under which a pattern of elements matches; none where it always does.
    pub(super) fn elements_test(&mut self, slice: &PatSlice, value: Value) -> Option<Value> {
        let span = slice.span();
        let parts = Parts::of(slice);
        let (count, has_rest) = (parts.count(), parts.rest.is_some());
        let is_array = matches!(self.ty(value).peeled(), Ty::Array(..));
        let is_long_enough = (!is_array && (count > 0 || !has_rest)).then(|| {
            let len = self.length_of_value(value, span);
            self.template(&[len], Ty::Constant, true, false, span, |idents| {
                let len = &idents[0];
                if has_rest { parse_quote!(#len >= #count) } else { parse_quote!(#len == #count) }
            })
        });
        let elements: Vec<&Pat> = parts.before.iter().chain(&parts.after).copied().collect();
        if !elements.iter().any(|element| is_refutable(element)) {
            return is_long_enough;
        }
        let test = |this: &mut Self| {
            let mut tests = Vec::new();
            for (position, element) in elements.iter().enumerate().filter(|(_, element)| is_refutable(element)) {
                let part = this.element(value, &parts, position, span);
                tests.extend(this.pattern_test(element, part));
            }
            this.all(tests, span)
        };
        match is_long_enough {
            None => test(self),
            Some(is_long_enough) => {
                let no = self.no(span);
                let mut inner = |this: &mut Self| test(this).unwrap_or(is_long_enough);
                Some(self.branch(is_long_enough, span, &mut inner, &mut |_| no))
            }
        }
    }

    /// What a reference refers to that a pattern takes off: elements of a slice are read where they are, as it has no size.
    pub(super) fn matched_referent(&mut self, inner: &Pat, value: Value, span: Span) -> Value {
        let mut inner = inner;
        while let Pat::Paren(paren) = inner {
            inner = &paren.pat;
        }
        match self.ty(value) {
            Ty::Reference(target) if matches!((inner, &**target), (Pat::Slice(_), Ty::Slice(_))) => {
                self.all_elements(value, span)
            }
            Ty::Unknown if matches!(inner, Pat::Slice(_)) => value,
            _ => self.dereferenced(value, span),
        }
    }

    /// What a reference to a slice refers to.
    pub(super) fn all_elements(&mut self, value: Value, span: Span) -> Value {
        let start = self.literal_index(0, span);
        let end = self.length_of_value(value, span);
        self.load_path(value, vec![Step::Range(start, end)], span)
    }

    /// Binds the names of a pattern of elements that matches.
    pub(super) fn bind_elements(&mut self, slice: &PatSlice, value: Value) {
        let parts = Parts::of(slice);
        let elements: Vec<&Pat> = parts.before.iter().chain(&parts.after).copied().collect();
        for (position, element) in elements.into_iter().enumerate() {
            if names_something(element) {
                let part = self.element(value, &parts, position, element.span());
                self.bind_pattern(element, part, None);
            }
        }
        if let Some(Some(Pat::Ident(name))) = parts.rest {
            let mut rest = self.rest_of_elements(value, &parts, name.ident.span());
            if name.by_ref.is_some() && !matches!(self.ty(rest), Ty::Reference(_)) {
                rest = self.referred(name, rest);
            }
            self.name(rest, &name.ident);
            self.bind(&name.ident, Some(rest), name.mutability.is_some(), None);
        }
    }

    /// Binds the names of a pattern of elements to mutable references to the elements of a place.
    pub(super) fn bind_places(&mut self, slice: &PatSlice, alias: &Alias) {
        let parts = Parts::of(slice);
        let whole = self.read_place(alias, slice.span());
        let elements: Vec<&Pat> = parts.before.iter().chain(&parts.after).copied().collect();
        for (position, element) in elements.into_iter().enumerate() {
            if names_something(element) {
                let index = self.index_of_element(whole, &parts, position, element.span());
                self.bind_item(element, Item::Place(alias.with(Step::Index(index))));
            }
        }
        if let Some(Some(Pat::Ident(name))) = parts.rest {
            let span = name.ident.span();
            let start = self.literal_index(parts.before.len(), span);
            let end = self.index_from_end(whole, parts.after.len(), span);
            self.bind_alias(&name.ident, alias.with(Step::Range(start, end)));
        }
    }

    /// An element that a pattern names, by its number among the patterns of elements.
    fn element(&mut self, value: Value, parts: &Parts<'_>, position: usize, span: Span) -> Value {
        let index = self.index_of_element(value, parts, position, span);
        self.part(value, Step::Index(index), span)
    }

    fn index_of_element(&mut self, value: Value, parts: &Parts<'_>, position: usize, span: Span) -> Value {
        if position < parts.before.len() {
            self.literal_index(position, span)
        } else {
            self.index_from_end(value, parts.count() - position, span)
        }
    }

    /// The index of the element that comes so many before the end.
    fn index_from_end(&mut self, value: Value, behind: usize, span: Span) -> Value {
        if let Some(len) = self.ty(value).literal_len() {
            return self.literal_index(len - behind, span);
        }
        let len = self.length_of_value(value, span);
        self.integer(&[len], span, |idents| {
            let len = &idents[0];
            parse_quote!(#len - #behind)
        })
    }

    /// What `..` stands for: of an array an array, of a slice a slice.
    fn rest_of_elements(&mut self, value: Value, parts: &Parts<'_>, span: Span) -> Value {
        if let (Ty::Array(element, _), Some(len)) = (self.ty(value).peeled().clone(), self.ty(value).literal_len()) {
            let positions = parts.before.len()..len - parts.after.len();
            let count = proc_macro2::Literal::usize_unsuffixed(positions.len());
            let ty = Ty::Array(element, std::rc::Rc::new(proc_macro2::TokenTree::Literal(count).into()));
            let elements = positions.map(|position| {
                let index = self.literal_index(position, span);
                self.load_path(value, vec![Step::Index(index)], span)
            });
            let elements = elements.collect();
            let by_reference = matches!(self.ty(value), Ty::Reference(_));
            let rest = self.push(Node::Array(elements), ty, span);
            return if by_reference { self.borrow(rest, span) } else { rest };
        }
        let start = self.literal_index(parts.before.len(), span);
        let end = self.index_from_end(value, parts.after.len(), span);
        let rest = self.load_path(value, vec![Step::Range(start, end)], span);
        self.borrow(rest, span)
    }
}
