//! `&mut` variables that change places with others: `std::mem::swap(&mut a, &mut b)`, `(a, b) = (b, a)`.
//!
//! What a variable refers to is known from where it is declared. So what they refer to changes places instead, and each
//! variable remembers whose place it should refer to; where none of them is used any more, everything goes back there.

use super::place::Alias;
use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{Step, Ty};
use crate::syntax::scope::strip;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, PatIdent, Stmt, parse_quote};

impl Lowering<'_> {
    /// Binds a name to a mutable reference, which may change places with another one if it is `mut`.
    pub(super) fn bind_reference(&mut self, pattern: &PatIdent, alias: Alias) {
        let home = pattern.mutability.map(|_| {
            let home = self.hidden_binding("home");
            let number = self.literal_index(home, pattern.ident.span());
            self.set(home, Some(number));
            home
        });
        self.bind_alias(&pattern.ident, alias);
        if let Some(binding) = self.bindings.last_mut() {
            binding.home = home;
        }
    }

    /// The `&mut` variable that an expression names.
    pub(super) fn reference_variable(&self, expr: &Expr) -> Option<BindingId> {
        let Expr::Path(path) = strip(expr) else { return None };
        let ident = path.path.get_ident().filter(|_| path.qself.is_none())?;
        let id = *self.names.get(&ident.to_string())?.last()?;
        self.bindings[id].alias.is_some().then_some(id)
    }

    /// The `&mut` variable in `&mut a`.
    pub(super) fn lent_reference(&self, expr: &Expr) -> Option<BindingId> {
        match strip(expr) {
            Expr::Reference(reference) if reference.mutability.is_some() => self.reference_variable(&reference.expr),
            _ => None,
        }
    }

    /// `(a, b) = (b, a)` of `&mut` variables; false where the left side names none. One that is given something else is
    /// reported.
    pub(super) fn assign_references(&mut self, left: &Expr, right: &Expr) -> bool {
        let span = syn::spanned::Spanned::span(left);
        let (names, values) = match (strip(left), strip(right)) {
            (Expr::Tuple(left), Expr::Tuple(right)) if left.elems.len() == right.elems.len() => {
                (left.elems.iter().collect::<Vec<_>>(), right.elems.iter().collect::<Vec<_>>())
            }
            (left, right) => (vec![left], vec![right]),
        };
        let targets: Vec<Option<BindingId>> = names.iter().map(|name| self.reference_variable(name)).collect();
        if targets.iter().all(Option::is_none) {
            return false;
        }
        let mut given: Vec<Option<BindingId>> = values.iter().map(|value| self.reference_variable(value)).collect();
        let is_exchange = given.iter().all(|id| id.is_some() && targets.contains(id));
        if !is_exchange || targets.contains(&None) {
            self.error(Place::of(left), Message::moved_reference());
            return true;
        }
        for position in 0..targets.len() {
            let source = given[position];
            if source == targets[position] {
                continue;
            }
            let (Some(target), Some(source)) = (targets[position], source) else { continue };
            self.exchange_references(target, source, span);
            // What the target had is where the source was.
            for later in &mut given[position + 1..] {
                if *later == Some(target) {
                    *later = Some(source);
                }
            }
        }
        true
    }

    /// Two `&mut` variables change places.
    pub(super) fn exchange_references(&mut self, left: BindingId, right: BindingId, span: Span) {
        let variables = [left, right];
        let places = variables.map(|id| self.bindings[id].alias.clone());
        let homes = variables.map(|id| self.bindings[id].home);
        let ([Some(first), Some(second)], [Some(one), Some(other)]) = (places, homes) else {
            self.error(span, Message::moved_reference());
            return;
        };
        // Slices need not be of one length.
        let is_part = |place: &Alias| {
            matches!(place.path.last(), Some(Step::Range(..)))
                || place.path.is_empty() && self.slices.contains(&place.root)
        };
        if [&first, &second].into_iter().any(is_part) {
            self.error(span, Message::moved_reference());
            return;
        }
        self.swap_places([first, second], span);
        let numbers = [one, other].map(|home| self.hidden(home));
        self.set(one, Some(numbers[1]));
        self.set(other, Some(numbers[0]));
        // Who changes places with one of a group belongs to it.
        let (mut joined, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.exchanged)
            .into_iter()
            .partition(|group| group.iter().any(|id| variables.contains(id)));
        joined.push(variables.to_vec());
        let mut group = joined.concat();
        group.sort_unstable();
        group.dedup();
        self.exchanged = others;
        self.exchanged.push(group);
    }

    /// Behind a statement: what changed places goes back if that was among variables declared since, which the rest of
    /// the block does not mention.
    pub(super) fn settle(&mut self, first: BindingId, rest: &[Stmt], span: Span) {
        for group in self.exchanged.clone() {
            let roots: Vec<BindingId> = group.iter().filter_map(|id| self.root_of(*id)).collect();
            let is_mentioned = |id: BindingId| {
                self.root_of(id).is_some_and(|root| roots.contains(&root))
                    && rest.iter().any(|stmt| mentions(stmt.to_token_stream(), &self.bindings[id].ident.to_string()))
            };
            if group[0] >= first && !(group[0]..self.bindings.len()).any(is_mentioned) {
                self.put_back(&group, span);
                self.exchanged.retain(|other| *other != group);
            }
        }
    }

    /// Where control leaves the scope of variables declared since.
    pub(super) fn put_back_since(&mut self, first: BindingId, span: Span) {
        for mut group in self.exchanged.clone() {
            group.retain(|id| *id >= first);
            self.put_back(&group, span);
        }
    }

    fn put_back(&mut self, variables: &[BindingId], span: Span) {
        for (position, &target) in variables.iter().enumerate() {
            for &source in &variables[position + 1..] {
                let (Some(to), Some(from)) = (self.bindings[target].alias.clone(), self.bindings[source].alias.clone())
                else {
                    continue;
                };
                let (Some(home), Some(other)) = (self.bindings[target].home, self.bindings[source].home) else {
                    continue;
                };
                let numbers = [home, other].map(|home| self.hidden(home));
                let is_there = self.template(&[numbers[1]], Ty::Constant, true, false, span, |idents| {
                    let number = &idents[0];
                    parse_quote!(#number == #home)
                });
                let unit = self.unit(span);
                self.branch(
                    is_there,
                    span,
                    &mut |this| {
                        this.swap_places([to.clone(), from.clone()], span);
                        this.set(home, Some(numbers[1]));
                        this.set(other, Some(numbers[0]));
                        unit
                    },
                    &mut |_| unit,
                );
            }
        }
    }

    /// Reports a variable that is read while references to it have changed places.
    pub(super) fn check_settled(&self, id: BindingId, span: Span) {
        let root = if self.bindings[id].alias.is_some() { self.root_of(id) } else { Some(id) };
        let is_behind = |exchanged: &BindingId| *exchanged > id && self.root_of(*exchanged) == root;
        let has_changed = |group: &Vec<BindingId>| !group.contains(&id) && group.iter().any(is_behind);
        if self.exchanged.iter().any(has_changed) {
            self.error(span, Message::exchanged_reference(&self.bindings[id].ident.to_string()));
        }
    }

    fn root_of(&self, id: BindingId) -> Option<BindingId> {
        self.bindings[id].alias.as_ref().map(|alias| alias.root)
    }
}

/// Whether a name stands among tokens.
fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}
