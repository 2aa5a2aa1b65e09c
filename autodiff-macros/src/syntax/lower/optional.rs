//! Elements that may not be there: `xs.first().unwrap()`, `iterator.max_by(..).unwrap_or(0.0)`.
//!
//! An `Option` never becomes a value: what it would hold is lowered where it is unwrapped, behind the test whether it
//! is there.

use super::Lowering;
use super::closure::Closure;
use super::sequence::{Indexed, Item};
use crate::diagnostics::Message;
use crate::graph::{Node, Range, Space, Step, Ty, Value};
use crate::syntax::scope::strip;
use proc_macro2::{Ident, Span};
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, parse_quote};

/// An element that may not be there.
pub(super) struct Optional {
    /// Whether it is.
    pub(super) test: Value,
    content: Content,
    /// `.copied()`: without its reference.
    copied: bool,
}

enum Content {
    /// The element of an aggregate at an index.
    Element { of: Value, index: Value },
    /// The item of a sequence at an index.
    Item { of: Indexed, index: Value },
    /// What is left of all the items of a sequence.
    Reduced { of: Indexed, len: Value, kind: Reduction, closure: Rc<Closure> },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reduction {
    Largest,
    Smallest,
    Reduce,
}

impl Lowering<'_> {
    /// `optional.unwrap()`, `.expect(..)`, `.unwrap_or(..)`; none where the receiver is nothing that is seen through.
    pub(super) fn unwrapped(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let name = call.method.to_string();
        let fits = matches!((name.as_str(), call.args.len()), ("unwrap", 0) | ("expect" | "unwrap_or", 1));
        if !fits {
            return None;
        }
        let span = call.method.span();
        if let Some(value) = self.popped(&call.receiver, span) {
            return Some(value);
        }
        let optional = self.optional(&call.receiver)?;
        let missing: Expr = match name.as_str() {
            "expect" => {
                let message = &call.args[0];
                parse_quote!(::core::panic!("{}", #message))
            }
            _ => parse_quote!(::core::panic!("called `Option::unwrap()` on a `None` value")),
        };
        // The other value is computed in any case.
        let eager = match call.args.first() {
            Some(default) if name == "unwrap_or" && !matches!(strip(default), Expr::Lit(_) | Expr::Path(_)) => {
                Some(self.expr(default))
            }
            _ => None,
        };
        // What refers to a value of an arm cannot leave the arm: the value does.
        let mut shape = Ty::Unknown;
        let value = self.branch(
            optional.test,
            span,
            &mut |this| {
                let value = this.content(&optional, span);
                shape = this.ty(value).clone();
                this.without_references(value, span)
            },
            &mut |this| match call.args.first() {
                Some(default) if name == "unwrap_or" => {
                    let value = eager.unwrap_or_else(|| this.expr(default));
                    this.without_references(value, span)
                }
                _ => this.expr(&missing),
            },
        );
        Some(self.with_references(value, &shape, span))
    }

    /// A value with the references in it taken off.
    pub(super) fn without_references(&mut self, value: Value, span: Span) -> Value {
        match self.ty(value).clone() {
            Ty::Reference(_) => self.dereferenced(value, span),
            Ty::Tuple(types) if types.iter().any(Ty::holds_reference) => {
                let elements = self.elements_of(value, types.len(), span);
                let elements = elements.into_iter().map(|element| self.without_references(element, span)).collect();
                self.tuple(elements, span)
            }
            _ => value,
        }
    }

    /// A value with the references that its type has.
    pub(super) fn with_references(&mut self, value: Value, ty: &Ty, span: Span) -> Value {
        match ty {
            Ty::Reference(_) => self.borrow(value, span),
            Ty::Tuple(types) if types.iter().any(Ty::holds_reference) => {
                let elements = self.elements_of(value, types.len(), span);
                let elements = elements
                    .into_iter()
                    .zip(types)
                    .map(|(element, ty)| self.with_references(element, ty, span))
                    .collect();
                self.tuple(elements, span)
            }
            _ => value,
        }
    }

    fn elements_of(&mut self, value: Value, count: usize, span: Span) -> Vec<Value> {
        match self.graph.node(value) {
            Some(Node::Tuple(elements)) => elements.clone(),
            _ => (0..count).map(|field| self.load_path(value, vec![Step::Field(field as u32)], span)).collect(),
        }
    }

    fn tuple(&mut self, elements: Vec<Value>, span: Span) -> Value {
        let ty = Ty::Tuple(elements.iter().map(|element| self.ty(*element).clone()).collect());
        self.push(Node::Tuple(elements), ty, span)
    }

    pub(super) fn optional(&mut self, expr: &Expr) -> Option<Optional> {
        let Expr::MethodCall(call) = strip(expr) else { return None };
        let name = call.method.to_string();
        let span = call.method.span();
        match (name.as_str(), call.args.first()) {
            ("copied" | "cloned", None) => {
                let optional = self.optional(&call.receiver)?;
                Some(Optional { copied: true, ..optional })
            }
            ("first" | "last", None) | ("get", Some(_)) if !self.is_sequence(&call.receiver) => {
                if !matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_)) {
                    return None;
                }
                let of = self.expr(&call.receiver);
                let len = match self.ty(of).literal_len() {
                    Some(len) => self.literal_index(len, span),
                    None => self.length_of_value(of, span),
                };
                let index = self.position(&name, call.args.first(), len, span);
                let test = self.is_below(index, len, span);
                Some(Optional { test, content: Content::Element { of, index }, copied: false })
            }
            ("last" | "next", None) | ("nth" | "max_by" | "min_by" | "reduce", Some(_))
                if self.is_sequence(&call.receiver) =>
            {
                let Some(of) = self.sequence(&call.receiver)?.indexed() else {
                    let help = "collect the items first, or use a `for` loop";
                    self.error(span, Message::unsupported(&format!("`{name}` after a filter"), help));
                    return None;
                };
                if matches!(name.as_str(), "last" | "nth") && of.has_effects() {
                    self.error(span, Message::effect_before(&name));
                    return None;
                }
                let Some(len) = self.len_of(&of, span) else {
                    self.error(span, Message::unknown_iterator());
                    return None;
                };
                let kind = match name.as_str() {
                    "max_by" => Some(Reduction::Largest),
                    "min_by" => Some(Reduction::Smallest),
                    "reduce" => Some(Reduction::Reduce),
                    _ => None,
                };
                let (index, content) = match kind {
                    Some(kind) => {
                        let closure = self.closure_of(&call.args[0])?;
                        let first = self.literal_index(0, span);
                        (first, Content::Reduced { of, len, kind, closure })
                    }
                    None => {
                        let index = self.position(&name, call.args.first(), len, span);
                        (index, Content::Item { of, index })
                    }
                };
                let test = self.is_below(index, len, span);
                Some(Optional { test, content, copied: false })
            }
            _ => None,
        }
    }

    /// The index of the element that a method names.
    fn position(&mut self, name: &str, argument: Option<&Expr>, len: Value, span: Span) -> Value {
        match (name, argument) {
            (_, Some(index)) => self.index(index),
            ("last", None) => self.template(&[len], Ty::Constant, true, false, span, |idents| {
                let len = &idents[0];
                parse_quote!(usize::wrapping_sub(#len, 1))
            }),
            _ => self.literal_index(0, span),
        }
    }

    pub(super) fn is_below(&mut self, index: Value, len: Value, span: Span) -> Value {
        self.template(&[index, len], Ty::Constant, true, false, span, |idents| {
            let (index, len) = (&idents[0], &idents[1]);
            parse_quote!(#index < #len)
        })
    }

    pub(super) fn content(&mut self, optional: &Optional, span: Span) -> Value {
        let value = match &optional.content {
            Content::Element { of, index } => {
                let part = self.load_path(*of, vec![Step::Index(*index)], span);
                self.borrow(part, span)
            }
            Content::Item { of, index } => {
                let item = self.item(of, *index, span);
                self.item_value(item, span)
            }
            Content::Reduced { of, len, kind, closure } => self.reduced(of, *len, *kind, closure, span),
        };
        if optional.copied { self.dereferenced(value, span) } else { value }
    }

    /// The first item, and what each of the others makes of it.
    fn reduced(&mut self, of: &Indexed, len: Value, kind: Reduction, closure: &Rc<Closure>, span: Span) -> Value {
        let first = self.literal_index(0, span);
        let item = self.item(of, first, span);
        let item = self.item_value(item, span);
        let shape = self.ty(item).clone();
        let item = self.without_references(item, span);
        let best = self.hidden_binding("best");
        self.set(best, Some(item));
        let mut changed = closure.changed.clone();
        changed.push(best);
        changed.extend(of.changed());
        let start = self.literal_index(1, span);
        let mut header = self.header(changed, span);
        header.space = Space::Range(Range { start, end: len, inclusive: false, reversed: false });
        header.items = vec![(Some(crate::graph::Name::generated("index")), Ty::Constant)];
        self.run_loop(header, &mut |this, items| {
            let item = this.item(of, items[0], span);
            let item = this.item_value(item, span);
            let item = this.without_references(item, span);
            let before = this.hidden(best);
            let arguments = [before, item].map(|value| {
                let shown = this.with_references(value, &shape, span);
                Item::Value(if kind == Reduction::Reduce { shown } else { this.borrow(shown, span) })
            });
            let answer = this.call_closure(closure, arguments.into(), span);
            let answer = this.item_value(answer, span);
            if kind == Reduction::Reduce {
                let reduced = this.without_references(answer, span);
                this.set(best, Some(reduced));
                return;
            }
            let test = this.template(&[answer], Ty::Constant, true, false, span, |idents| {
                let order = &idents[0];
                if kind == Reduction::Largest {
                    parse_quote!(#order != ::core::cmp::Ordering::Greater)
                } else {
                    parse_quote!(#order == ::core::cmp::Ordering::Greater)
                }
            });
            let chosen = this.branch(test, span, &mut |_| item, &mut |_| before);
            this.set(best, Some(chosen));
        });
        let value = self.hidden(best);
        self.with_references(value, &shape, span)
    }

    /// `vector.pop()`.
    fn popped(&mut self, expr: &Expr, span: Span) -> Option<Value> {
        let Expr::MethodCall(call) = strip(expr) else { return None };
        if call.method != "pop" || !call.args.is_empty() || self.is_constant(&call.receiver) {
            return None;
        }
        if !matches!(self.infer(&call.receiver).peeled(), Ty::Slice(_)) {
            return None;
        }
        let alias = self.alias(&call.receiver)?;
        let base = self.read_place(&alias, span);
        let types = vec![self.ty(base).clone(), self.ty(base).element()];
        let inst = self.graph.push(self.region, Node::Pop { base }, types, crate::graph::Origin::Primal, span);
        let [rest, last] = self.graph[inst].results[..] else { return None };
        let constant = self.graph[base].constant;
        self.graph[rest].constant = constant;
        self.graph[last].constant = constant;
        self.store(alias.root, alias.path, rest, span);
        Some(last)
    }

    /// `std::mem::swap(&mut a, &mut b)` and `std::mem::replace(&mut a, b)`; none for other functions.
    pub(super) fn exchange(&mut self, path: &syn::ExprPath, call: &syn::ExprCall) -> Option<Value> {
        let segments: Vec<&Ident> = path.path.segments.iter().map(|segment| &segment.ident).collect();
        let span = call.func.span();
        let [.., module, name] = segments.as_slice() else { return None };
        if *module != "mem" || call.args.len() != 2 {
            return None;
        }
        if *name == "swap" {
            let (left, right) = (self.alias(&call.args[0])?, self.alias(&call.args[1])?);
            let (before, after) = (self.read_place(&left, span), self.read_place(&right, span));
            self.store(left.root, left.path, after, span);
            self.store(right.root, right.path, before, span);
            return Some(self.unit(span));
        }
        if *name == "replace" {
            let place = self.alias(&call.args[0])?;
            let value = self.expr(&call.args[1]);
            let before = self.read_place(&place, span);
            self.store(place.root, place.path, value, span);
            return Some(before);
        }
        None
    }
}
