//! Variables that begin as `None` without a type: `let mut best = None;`.
//!
//! What such a variable holds turns out where it is assigned, behind what was lowered already. So the body is lowered
//! again, as often as that tells more.

use super::option_variable::OptionVariable;
use super::{BindingId, Lowering};
use crate::graph::{Float, Ty};
use crate::syntax::scope::strip;
use proc_macro2::Ident;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use syn::{Expr, Pat, PatIdent, Type, parse_quote};

/// What options hold, by the places of their variables.
pub(super) type Contents = HashMap<String, Ty>;

/// What is known of variables that begin as constants, and what turns out.
pub(super) struct UntypedOptions<'a> {
    known: &'a Contents,
    /// The variables that are constants so far.
    constants: HashSet<BindingId>,
    /// Constants that are given a value with a derivative.
    given: Vec<String>,
    options: Vec<(String, Rc<OptionVariable>)>,
}

impl<'a> UntypedOptions<'a> {
    pub(super) fn new(known: &'a Contents) -> Self {
        UntypedOptions { known, constants: HashSet::new(), given: Vec::new(), options: Vec::new() }
    }

    /// Remembers a variable that is an option over constants so far.
    pub(super) fn note_constant(&mut self, variable: BindingId) {
        self.constants.insert(variable);
    }

    /// What turned out to be more than what was known.
    pub(super) fn learned(self) -> Contents {
        let mut learned: Contents = self.given.into_iter().map(|place| (place, Ty::Unknown)).collect();
        for (place, option) in self.options {
            let shape = learned.entry(place).or_insert(Ty::Unknown);
            *shape = shape.meet(&option.shape());
        }
        learned.retain(|place, ty| !self.known.get(place).is_some_and(|known| known.says_the_same(ty)));
        learned
    }
}

impl Lowering<'_> {
    /// What a variable is known to hold, where it is an option over values with a derivative.
    pub(super) fn known_content(&self, variable: &Ident) -> Option<&Ty> {
        self.untyped.known.get(&place_of(variable))
    }

    /// `let x = option;` of a constant.
    pub(super) fn bind_constant_option(&mut self, pattern: &PatIdent, expr: &Expr, annotation: Option<&Type>) {
        let value = self.expr(expr);
        self.untyped.note_constant(self.bindings.len());
        self.bind_pattern(&Pat::Ident(pattern.clone()), value, annotation.cloned().map(Rc::new));
    }

    /// Whether an expression names an option that is a constant so far.
    pub(super) fn is_constant_option_variable(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = strip(expr) else { return false };
        let ids = path.path.get_ident().and_then(|ident| self.names.get(&ident.to_string()));
        ids.and_then(|ids| ids.last()).is_some_and(|id| self.untyped.constants.contains(id))
    }

    /// Remembers an option that is one only because of what it is given later.
    pub(super) fn note_option(&mut self, variable: &Ident, option: &Rc<OptionVariable>) {
        let place = place_of(variable);
        if self.untyped.known.contains_key(&place) {
            self.untyped.options.push((place, Rc::clone(option)));
        }
    }

    /// Remembers that a constant is given an option over values with a derivative.
    pub(super) fn note_assigned_option(&mut self, left: &Expr, right: &Expr) {
        let Expr::Path(path) = strip(left) else { return };
        let ids = path.path.get_ident().and_then(|ident| self.names.get(&ident.to_string()));
        let Some(&id) = ids.and_then(|ids| ids.last()) else { return };
        if self.is_option(right) && !self.is_constant(right) {
            self.untyped.given.push(place_of(&self.bindings[id].ident));
        }
    }
}

/// Where a variable is declared: on stable, nothing but the text of its span tells.
fn place_of(variable: &Ident) -> String {
    format!("{variable} {:?}", variable.span())
}

/// The type of what an option holds, without references; none where only `rustc` knows it.
pub(super) fn written_content(ty: &Ty) -> Option<Type> {
    let written = words_of(ty);
    (!matches!(written, Type::Infer(_))).then_some(written)
}

fn words_of(ty: &Ty) -> Type {
    match ty {
        Ty::Float(Float::F32) => parse_quote!(::core::primitive::f32),
        Ty::Float(Float::F64) => parse_quote!(::core::primitive::f64),
        Ty::Reference(inner) if !matches!(**inner, Ty::Slice(_)) => words_of(inner),
        Ty::Tuple(elements) => {
            let elements = elements.iter().map(words_of);
            parse_quote!((#(#elements,)*))
        }
        Ty::Array(element, len) => {
            let element = words_of(element);
            parse_quote!([#element; #len])
        }
        Ty::Slice(element) => {
            let element = words_of(element);
            parse_quote!(::std::vec::Vec<#element>)
        }
        _ => parse_quote!(_),
    }
}
