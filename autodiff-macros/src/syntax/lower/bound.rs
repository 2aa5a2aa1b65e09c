//! Iterators that a variable holds: `let items = xs.iter();`, then `items.next()` or a loop over the rest.

use super::sequence::{Indexed, Sequence, Source};
use super::{BindingId, Lowering};
use crate::diagnostics::Message;
use crate::graph::{Step, Ty, Value};
use crate::syntax::scope::strip;
use proc_macro2::Span;
use std::rc::Rc;
use syn::{Expr, ExprMethodCall, Pat, PatIdent, parse_quote};

/// An iterator that a variable holds.
pub(super) struct BoundIterator {
    sequence: Sequence,
    /// How many items it has given.
    taken: BindingId,
}

impl BoundIterator {
    /// The variables that change when it is asked for items.
    pub(super) fn changed(&self) -> Vec<BindingId> {
        let mut changed = self.sequence.changed();
        // Only one that is indexed can be asked for single items.
        if self.sequence.clone().indexed().is_some() {
            changed.push(self.taken);
        }
        changed
    }
}

impl Lowering<'_> {
    /// `let items = iterator;`; false where the expression is none over values with a derivative.
    pub(super) fn bind_iterator(&mut self, pattern: &PatIdent, expr: &Expr) -> bool {
        if self.is_constant(expr) || !self.is_sequence(expr) {
            return false;
        }
        let span = pattern.ident.span();
        if let Some(sequence) = self.sequence(expr) {
            let taken = self.hidden_binding("taken");
            let none = self.constant_code(parse_quote!(0_usize), Ty::Constant, span);
            self.set(taken, Some(none));
            self.bind(&pattern.ident, None, pattern.mutability.is_some(), None);
            if let Some(binding) = self.bindings.last_mut() {
                binding.iterator = Some(Rc::new(BoundIterator { sequence, taken }));
            }
        }
        true
    }

    /// Remembers that the variable which was bound last holds an iterator over constants, which stays in the user's words.
    pub(super) fn note_iterator_in_words(&mut self, pattern: &Pat, value: Value) {
        let variable = self.bindings.len().checked_sub(1);
        if matches!(pattern, Pat::Ident(_)) && self.graph[value].constant {
            self.iterators_in_words.extend(variable);
        }
    }

    /// Whether a variable holds an iterator over constants.
    pub(super) fn holds_iterator_in_words(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = strip(expr) else { return false };
        let ids = path.path.get_ident().and_then(|ident| self.names.get(&ident.to_string()));
        ids.and_then(|ids| ids.last()).is_some_and(|id| self.iterators_in_words.contains(id))
    }

    /// The iterator that a variable holds.
    fn bound_iterator(&self, expr: &Expr) -> Option<Rc<BoundIterator>> {
        let Expr::Path(path) = strip(expr) else { return None };
        let ident = path.path.get_ident().filter(|_| path.qself.is_none())?;
        let id = *self.names.get(&ident.to_string())?.last()?;
        self.bindings[id].iterator.clone()
    }

    /// Whether a variable holds an iterator.
    pub(super) fn holds_iterator(&self, expr: &Expr) -> bool {
        self.bound_iterator(expr).is_some()
    }

    /// The items that the iterator of a variable has left.
    pub(super) fn rest_of_iterator(&mut self, expr: &Expr, span: Span) -> Option<Sequence> {
        let bound = self.bound_iterator(expr)?;
        let taken = self.hidden(bound.taken);
        let sequence = bound.sequence.clone();
        if self.is_zero(taken) {
            return Some(sequence);
        }
        let Some(indexed) = sequence.indexed() else {
            self.error(span, Message::partly_used());
            return None;
        };
        Some(Sequence { source: Source::Indexed(Indexed::Skip(Box::new(indexed), taken)), stages: Vec::new() })
    }

    fn is_zero(&self, value: Value) -> bool {
        match self.graph.node(value) {
            Some(crate::graph::Node::Opaque(opaque)) => opaque.integer_literal() == Some(0),
            _ => false,
        }
    }

    /// The sequence of a variable and the index of the item that `next` or `nth` gives: the variable goes on behind it.
    pub(super) fn item_of_iterator(&mut self, call: &ExprMethodCall) -> Option<(Indexed, Value)> {
        let span = call.method.span();
        let bound = self.bound_iterator(&call.receiver)?;
        let Some(indexed) = bound.sequence.clone().indexed() else {
            self.error(span, Message::partly_used());
            return None;
        };
        let taken = self.hidden(bound.taken);
        let index = match call.args.first() {
            Some(skipped) if indexed.has_effects() => {
                self.error(span, Message::effect_before(&call.method.to_string()));
                self.index(skipped)
            }
            Some(skipped) => {
                let skipped = self.index(skipped);
                self.sum_of(taken, skipped, span)
            }
            None => taken,
        };
        let after = self.integer(&[index], span, |idents| {
            let index = &idents[0];
            parse_quote!(#index + 1)
        });
        self.set(bound.taken, Some(after));
        Some((indexed, index))
    }

    /// The sequence of a variable and the index of the item that it gives next.
    pub(super) fn peeked(&mut self, call: &ExprMethodCall) -> Option<(Indexed, Value)> {
        let span = call.method.span();
        let bound = self.bound_iterator(&call.receiver)?;
        // What a closure does it would do again when the item is taken.
        let Some(indexed) = bound.sequence.clone().indexed().filter(|indexed| !indexed.has_effects()) else {
            self.error(span, Message::partly_used());
            return None;
        };
        Some((indexed, self.hidden(bound.taken)))
    }

    /// Whether a method gives what is left behind parts of equal length that the macro sees through.
    pub(super) fn is_remainder(&self, call: &ExprMethodCall) -> bool {
        let is_chunks = match strip(&call.receiver) {
            Expr::MethodCall(inner) => {
                let exact = matches!(inner.method.to_string().as_str(), "chunks_exact" | "rchunks_exact");
                exact && !self.is_constant(&inner.receiver)
            }
            receiver => self.holds_iterator(receiver),
        };
        call.method == "remainder" && call.args.is_empty() && is_chunks
    }

    /// The variable in `&mut items` or `items.by_ref()` that holds an iterator.
    pub(super) fn lent_iterator<'e>(&self, expr: &'e Expr) -> Option<&'e Expr> {
        let held = match strip(expr) {
            Expr::Reference(reference) if reference.mutability.is_some() => &reference.expr,
            Expr::MethodCall(call) if call.method == "by_ref" => &call.receiver,
            _ => return None,
        };
        self.holds_iterator(held).then_some(held)
    }

    /// The items that the iterator of a variable has left, which somebody takes all.
    pub(super) fn taken_rest(&mut self, held: &Expr, span: Span) -> Option<Sequence> {
        let bound = self.bound_iterator(held)?;
        let Some(indexed) = bound.sequence.clone().indexed() else {
            self.error(span, Message::partly_used());
            return None;
        };
        let rest = self.rest_of_iterator(held, span);
        if let Some(len) = self.len_of(&indexed, span) {
            self.set(bound.taken, Some(len));
        }
        rest
    }

    /// `chunks.remainder()`: what is left behind the parts of equal length.
    pub(super) fn remainder(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let span = call.method.span();
        if !self.is_remainder(call) {
            return None;
        }
        let sequence = match self.bound_iterator(&call.receiver) {
            Some(bound) => bound.sequence.clone(),
            None => self.sequence(&call.receiver)?,
        };
        let Some(Indexed::Chunks { of, size, exact: true, backwards }) = sequence.indexed() else {
            return None;
        };
        let len = self.count(&of, span);
        let start = self.integer(&[len, size], span, |idents| {
            let (len, size) = (&idents[0], &idents[1]);
            parse_quote!(#len / #size * #size)
        });
        let zero = self.literal_index(0, span);
        let rest = if backwards {
            self.integer(&[len, start], span, |idents| {
                let (len, start) = (&idents[0], &idents[1]);
                parse_quote!(#len - #start)
            })
        } else {
            len
        };
        let part = self.part_of(&of, if backwards { Step::Range(zero, rest) } else { Step::Range(start, len) }, span);
        Some(self.item_value(part, span))
    }
}
