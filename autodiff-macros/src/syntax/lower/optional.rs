//! Elements that may not be there: `xs.first().unwrap()`, `iterator.max_by(..).unwrap_or(0.0)`.
//!
//! An `Option` never becomes a value: what it would hold is lowered where it is unwrapped, behind the test whether it
//! is there.

use super::Lowering;
use super::closure::Closure;
use super::maybe::Maybe;
use super::option_statements::folds;
use super::place::{Alias, is_whole};
use super::search::Reduction;
use super::sequence::{Indexed, Item};
use crate::diagnostics::Message;
use crate::graph::{Node, SameForm, Step, Ty, Value};
use crate::syntax::scope::{root_of_place, strip};
use proc_macro2::Span;
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
    /// The elements of an aggregate in a range.
    Part { of: Value, range: [Value; 2] },
    /// The item of a sequence at an index.
    Item { of: Indexed, index: Value },
    /// A reference to that item.
    Peeked { of: Indexed, index: Value },
    /// What is left of all the items of a sequence.
    Reduced { of: Indexed, len: Value, kind: Reduction, closure: Rc<Closure> },
    /// What was found already.
    Found(Maybe),
    /// The last element of a vector, which loses it.
    Popped(Alias),
    /// An element of a variable, to be changed.
    Place(Alias),
    /// An item with such an element in it, that was found already.
    Lent(Item),
    /// The element at an index, and those after it or before it.
    Split { of: Value, at: Value, rest: [Value; 2] },
    /// The same of a variable, to be changed.
    SplitPlace { of: Alias, at: Value, rest: [Value; 2] },
}

impl Lowering<'_> {
    /// `optional.unwrap()`, `.expect(..)`, `.unwrap_or(..)`; none where the receiver is nothing that is seen through.
    pub(super) fn unwrapped(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let name = call.method.to_string();
        let fits = matches!((name.as_str(), call.args.len()), ("unwrap", 0) | ("expect" | "unwrap_or", 1));
        if !fits {
            return self.mapped_or(call);
        }
        let span = call.method.span();
        // Without elements, `pop` panics by itself.
        if let Some(alias) = self.popped_place(&call.receiver).filter(|_| name != "unwrap_or") {
            return Some(self.pop_from(&alias, span));
        }
        let optional = self.optional(&call.receiver)?;
        let missing: Expr = match name.as_str() {
            "expect" => {
                let message = &call.args[0];
                parse_quote!(::core::panic!("{}", #message))
            }
            _ => parse_quote!(::core::panic!("called `Option::unwrap()` on a `None` value")),
        };
        if let Content::Split { .. } = optional.content {
            let unit = self.unit(span);
            self.branch(optional.test, span, &mut |_| unit, &mut |this| this.expr(&missing));
            return Some(self.content(&optional, span));
        }
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

    /// `option.map_or(..)`, `.map_or_else(..)`, `.unwrap_or_else(..)`, `.unwrap_or_default()`.
    fn mapped_or(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let (name, span) = (call.method.to_string(), call.method.span());
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let (default, closure) = match (name.as_str(), arguments.as_slice()) {
            ("map_or" | "map_or_else", [default, closure]) => (Some(*default), Some(*closure)),
            ("unwrap_or_else", [default]) => (Some(*default), None),
            ("unwrap_or_default", []) => (None, None),
            _ => return None,
        };
        let maps_constant =
            |receiver: &Expr| matches!(strip(receiver), Expr::MethodCall(inner) if self.maps_constant(inner));
        let is_option = self.is_option(&call.receiver) || self.is_option_in_words(&call.receiver);
        let optional = if is_option || maps_constant(&call.receiver) {
            self.optional(&call.receiver)?
        } else if name.starts_with("map_or")
            && (self.is_constant(&call.receiver) || matches!(strip(&call.receiver), Expr::Call(_)))
            && !takes_error(arguments[0])
        {
            let maybe = self.supposed_option(&call.receiver, span)?;
            Optional { test: maybe.test, content: Content::Found(maybe), copied: false }
        } else {
            return None;
        };
        let is_lazy = name.ends_with("_else");
        let closure = match closure {
            Some(closure) => Some(self.closure_of(closure)?),
            None => None,
        };
        // The other value is computed in any case, unless a closure gives it.
        let mut other = None;
        let mut otherwise = None;
        match default {
            Some(default) if is_lazy => otherwise = Some(self.closure_of(default)?),
            Some(default) => other = Some(self.expr(default)),
            None => {}
        }
        Some(self.branch(
            optional.test,
            span,
            &mut |this| {
                let content = this.content(&optional, span);
                let Some(closure) = &closure else { return content };
                let item = this.call_closure(closure, vec![Item::Value(content)], span);
                this.item_value(item, span)
            },
            &mut |this| match (&otherwise, other) {
                (Some(otherwise), _) => {
                    let item = this.call_closure(otherwise, Vec::new(), span);
                    this.item_value(item, span)
                }
                (None, Some(other)) => other,
                (None, None) => this.filler(span),
            },
        ))
    }

    /// `v.last_mut().unwrap()`: the place that it refers to; none for other expressions.
    pub(super) fn unwrapped_place(&mut self, expr: &Expr) -> Option<Alias> {
        match strip(expr) {
            Expr::MethodCall(call) if is_whole(call) => self.alias(&call.receiver),
            _ => match self.unwrapped_item(expr)? {
                Item::Place(alias) => Some(alias),
                _ => None,
            },
        }
    }

    /// `v.last_mut().unwrap()`, `v.split_first_mut().unwrap()`: the places that it refers to; none for other expressions.
    pub(super) fn unwrapped_item(&mut self, expr: &Expr) -> Option<Item> {
        if self.inserts(expr) {
            return self.inserted(expr);
        }
        let Expr::MethodCall(call) = strip(expr) else { return None };
        let Expr::MethodCall(inner) = strip(&call.receiver) else { return None };
        let refers = matches!(
            inner.method.to_string().as_str(),
            "first_mut" | "last_mut" | "get_mut" | "split_first_mut" | "split_last_mut"
        );
        let refers = refers || self.lent_option_variable(&call.receiver).is_some() || self.finds_place(inner);
        if !refers || !matches!(call.method.to_string().as_str(), "unwrap" | "expect") {
            return None;
        }
        let span = call.method.span();
        let optional = self.optional(&call.receiver)?;
        let unit = self.unit(span);
        self.branch(optional.test, span, &mut |_| unit, &mut |this| {
            this.expr(&parse_quote!(::core::panic!("called `Option::unwrap()` on a `None` value")))
        });
        Some(self.content_item(&optional, span))
    }

    /// A value with the references in it taken off.
    pub(super) fn without_references(&mut self, value: Value, span: Span) -> Value {
        match self.ty(value).clone() {
            Ty::Reference(_) if self.is_part(value) => value,
            // It need not be a number.
            Ty::Reference(inner) if matches!(*inner, Ty::Constant) && self.refers_to_place(value) => {
                self.push(Node::Same { form: SameForm::Clone, operand: value }, Ty::Constant, span)
            }
            // It may be a vector, which is not taken out of where it is.
            Ty::Reference(inner) if matches!(*inner, Ty::Unknown) && !self.graph[value].constant => {
                let operand = match self.graph.node(value) {
                    Some(Node::Same { form: SameForm::Borrow, operand }) => *operand,
                    _ => value,
                };
                self.push(Node::Same { form: SameForm::Clone, operand }, Ty::Unknown, span)
            }
            Ty::Reference(_) => self.dereferenced(value, span),
            Ty::Tuple(types) if types.iter().any(Ty::holds_reference) => {
                let elements = self.elements_of(value, types.len(), span);
                let elements = elements.into_iter().map(|element| self.without_references(element, span)).collect();
                self.tuple(elements, span)
            }
            _ => value,
        }
    }

    /// Whether a value refers to something that has a place of its own.
    fn refers_to_place(&self, value: Value) -> bool {
        let Some(Node::Same { form: SameForm::Borrow, operand }) = self.graph.node(value) else { return true };
        let node = self.graph.node(*operand);
        matches!(node, None | Some(Node::Load { .. } | Node::Same { form: SameForm::Deref | SameForm::Borrow, .. }))
    }

    /// Whether a value refers to a part without a size of its own.
    fn is_part(&self, value: Value) -> bool {
        let Some(Node::Same { form: SameForm::Borrow, operand }) = self.graph.node(value) else {
            return matches!(self.ty(value), Ty::Reference(inner) if matches!(**inner, Ty::Slice(_)));
        };
        matches!(self.graph.node(*operand), Some(Node::Load { path, .. }) if matches!(path.last(), Some(Step::Range(..))))
    }

    /// A value with the references that its type has.
    pub(super) fn with_references(&mut self, value: Value, ty: &Ty, span: Span) -> Value {
        match ty {
            Ty::Reference(_) if matches!(self.ty(value), Ty::Reference(_)) => value,
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

    pub(super) fn elements_of(&mut self, value: Value, count: usize, span: Span) -> Vec<Value> {
        match self.graph.node(value) {
            Some(Node::Tuple(elements)) => elements.clone(),
            _ => (0..count).map(|field| self.load_path(value, vec![Step::Field(field as u32)], span)).collect(),
        }
    }

    pub(super) fn tuple(&mut self, elements: Vec<Value>, span: Span) -> Value {
        let ty = Ty::Tuple(elements.iter().map(|element| self.ty(*element).clone()).collect());
        self.push(Node::Tuple(elements), ty, span)
    }

    /// Whether a method makes an `Option` of another one.
    pub(super) fn is_mapping(&self, call: &ExprMethodCall) -> bool {
        match (call.method.to_string().as_str(), call.args.len()) {
            ("map" | "and_then" | "filter" | "or" | "or_else", 1) | ("as_ref" | "clone", 0) => {
                self.is_option(&call.receiver)
                    || self.is_option_in_words(&call.receiver)
                        && !self.is_option_in_words(&Expr::MethodCall(call.clone()))
            }
            ("zip", 1) => self.is_option(&call.receiver) && self.is_option(&call.args[0]),
            _ => self.takes_option(call),
        }
    }

    /// Whether a method makes an `Option` of another one, or of a condition.
    fn is_made_of_option(&self, call: &ExprMethodCall) -> bool {
        let is_made_of_condition = matches!(call.method.to_string().as_str(), "then" | "then_some");
        let is_folded = folds(call) && self.is_option(&Expr::MethodCall(call.clone()));
        is_made_of_condition && call.args.len() == 1 || self.is_mapping(call) || is_folded
    }

    pub(super) fn optional(&mut self, expr: &Expr) -> Option<Optional> {
        if let Some(variable) = self.lent_option_variable(expr) {
            let test = self.read_option(&variable, expr.span()).test;
            let content = Content::Place(Alias { root: variable.changed()[1], path: Vec::new() });
            return Some(Optional { test, content, copied: false });
        }
        let Expr::MethodCall(call) = strip(expr) else {
            if !self.is_option(expr) {
                return None;
            }
            let maybe = self.maybe(expr);
            return Some(Optional { test: maybe.test, content: Content::Found(maybe), copied: false });
        };
        let name = call.method.to_string();
        let span = call.method.span();
        match (name.as_str(), call.args.first()) {
            _ if self.is_made_of_option(call) || self.stays_in_words(expr) || self.maps_constant(call) => {
                let maybe = self.maybe(expr);
                Some(Optional { test: maybe.test, content: Content::Found(maybe), copied: false })
            }
            ("copied" | "cloned", None) => {
                let optional = self.optional(&call.receiver)?;
                Some(Optional { copied: true, ..optional })
            }
            ("get", Some(Expr::Range(range))) if self.may_be_slice(&call.receiver) => {
                let of = self.expr(&call.receiver);
                let Step::Range(start, end) = self.range_step(of, &[], range) else { return None };
                let len = self.length(of, span);
                let test = self.is_within([start, end], len, span);
                Some(Optional { test, content: Content::Part { of, range: [start, end] }, copied: false })
            }
            ("get_mut", Some(Expr::Range(range))) if self.may_be_slice(&call.receiver) => {
                let alias = self.alias(&call.receiver)?;
                let of = self.read_place(&alias, span);
                let Step::Range(start, end) = self.range_step(of, &[], range) else { return None };
                let len = self.length_of_place(&alias, span);
                let test = self.is_within([start, end], len, span);
                let content = Content::Place(alias.with(Step::Range(start, end)));
                Some(Optional { test, content, copied: false })
            }
            ("first" | "last", None) | ("get", Some(_)) if !self.is_sequence(&call.receiver) => {
                if !self.may_be_slice(&call.receiver) {
                    return None;
                }
                let of = self.expr(&call.receiver);
                let len = self.length(of, span);
                let index = self.position(&name, call.args.first(), len, span);
                let test = self.is_below(index, len, span);
                Some(Optional { test, content: Content::Element { of, index }, copied: false })
            }
            ("first_mut" | "last_mut", None) | ("get_mut", Some(_)) if self.may_be_slice(&call.receiver) => {
                let alias = self.alias(&call.receiver)?;
                let len = self.length_of_place(&alias, span);
                let name = name.trim_end_matches("_mut");
                let index = self.position(name, call.args.first(), len, span);
                let test = self.is_below(index, len, span);
                let content = Content::Place(alias.with(Step::Index(index)));
                Some(Optional { test, content, copied: false })
            }
            ("pop", None) if self.is_vector(&call.receiver) => {
                let alias = self.alias(&call.receiver)?;
                let len = self.length_of_place(&alias, span);
                let start = self.literal_index(0, span);
                let test = self.is_below(start, len, span);
                Some(Optional { test, content: Content::Popped(alias), copied: false })
            }
            ("split_first" | "split_last", None) if self.may_be_slice(&call.receiver) => {
                let of = self.expr(&call.receiver);
                let len = self.length(of, span);
                let (test, at, rest) = self.split_end(&name, len, span);
                Some(Optional { test, content: Content::Split { of, at, rest }, copied: false })
            }
            ("split_first_mut" | "split_last_mut", None) if self.may_be_slice(&call.receiver) => {
                let of = self.alias(&call.receiver)?;
                let len = self.length_of_place(&of, span);
                let (test, at, rest) = self.split_end(name.trim_end_matches("_mut"), len, span);
                Some(Optional { test, content: Content::SplitPlace { of, at, rest }, copied: false })
            }
            _ if self.finds_place(call) => {
                let (test, item) = self.found_place(call)?;
                Some(Optional { test, content: Content::Lent(item), copied: false })
            }
            ("next" | "peek", None) | ("nth", Some(_)) if self.holds_iterator(&call.receiver) => {
                let peeks = name == "peek";
                let (of, index) = if peeks { self.peeked(call)? } else { self.item_of_iterator(call)? };
                let Some(len) = self.len_of(&of, span) else {
                    self.error(span, Message::unknown_iterator());
                    return None;
                };
                let test = self.is_below(index, len, span);
                let content = if peeks { Content::Peeked { of, index } } else { Content::Item { of, index } };
                Some(Optional { test, content, copied: false })
            }
            ("last" | "next", None) | ("nth" | "max_by" | "min_by" | "reduce" | "find" | "find_map", Some(_))
                if self.is_sequence(&call.receiver) =>
            {
                let sequence = self.sequence(&call.receiver)?;
                if name == "find" || name == "find_map" || sequence.clone().indexed().is_none() {
                    let maybe = self.searched(sequence, &name, call.args.first(), span)?;
                    return Some(Optional { test: maybe.test, content: Content::Found(maybe), copied: false });
                }
                let of = sequence.indexed()?;
                if matches!(name.as_str(), "last" | "nth") && of.has_effects() {
                    self.error(span, Message::effect_before(&name));
                    return None;
                }
                let Some(len) = self.len_of(&of, span) else {
                    self.error(span, Message::unknown_iterator());
                    return None;
                };
                let (index, content) = match Reduction::of(&name) {
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

    /// Whether there is an element to split off, its index, and the range of the others.
    fn split_end(&mut self, name: &str, len: Value, span: Span) -> (Value, Value, [Value; 2]) {
        let start = self.literal_index(0, span);
        let test = self.is_below(start, len, span);
        if name == "split_first" {
            let second = self.literal_index(1, span);
            return (test, start, [second, len]);
        }
        let last = self.position("last", None, len, span);
        (test, last, [start, last])
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

    /// Whether a range is one of an aggregate.
    fn is_within(&mut self, [start, end]: [Value; 2], len: Value, span: Span) -> Value {
        self.template(&[start, end, len], Ty::Constant, true, false, span, |idents| {
            let (start, end, len) = (&idents[0], &idents[1], &idents[2]);
            parse_quote!(#start <= #end && #end <= #len)
        })
    }

    /// What is there; a mutable reference stays one.
    pub(super) fn content_item(&mut self, optional: &Optional, span: Span) -> Item {
        match &optional.content {
            Content::Place(alias) => Item::Place(alias.clone()),
            Content::Lent(item) => item.clone(),
            Content::SplitPlace { of, at, rest: [start, end] } => {
                let [one, rest] = [Step::Index(*at), Step::Range(*start, *end)].map(|step| Item::Place(of.with(step)));
                Item::Pair(Box::new(one), Box::new(rest))
            }
            Content::Item { of, index } if !optional.copied => self.item(of, *index, span),
            _ => Item::Value(self.content(optional, span)),
        }
    }

    pub(super) fn content(&mut self, optional: &Optional, span: Span) -> Value {
        let value = match &optional.content {
            Content::Element { of, index } => {
                let part = self.load_path(*of, vec![Step::Index(*index)], span);
                self.borrow(part, span)
            }
            Content::Part { of, range: [start, end] } => {
                let part = self.load_path(*of, vec![Step::Range(*start, *end)], span);
                self.borrow(part, span)
            }
            Content::Item { of, index } => {
                let item = self.item(of, *index, span);
                self.item_value(item, span)
            }
            Content::Peeked { of, index } => {
                let item = self.item(of, *index, span);
                let item = self.item_value(item, span);
                self.borrow(item, span)
            }
            Content::Reduced { of, len, kind, closure } => self.reduced(of, *len, *kind, closure, span),
            Content::Found(maybe) => self.content_of_maybe(maybe, span),
            Content::Popped(alias) => self.pop_from(alias, span),
            Content::Place(alias) => {
                let value = self.read_place(alias, span);
                self.borrow(value, span)
            }
            Content::SplitPlace { .. } | Content::Lent(_) => {
                let item = self.content_item(optional, span);
                self.item_value(item, span)
            }
            Content::Split { of, at, rest: [start, end] } => {
                let parts = [Step::Index(*at), Step::Range(*start, *end)];
                let parts = parts.map(|step| {
                    let part = self.load_path(*of, vec![step], span);
                    self.borrow(part, span)
                });
                self.tuple(parts.to_vec(), span)
            }
        };
        if optional.copied { self.dereferenced(value, span) } else { value }
    }

    /// Whether an expression is an array, slice or vector; of a variable whose type only `rustc` knows it is supposed.
    pub(super) fn may_be_slice(&self, expr: &Expr) -> bool {
        match self.infer(expr).peeled() {
            Ty::Array(..) | Ty::Slice(_) => true,
            Ty::Unknown => root_of_place(expr).is_some() && !self.is_constant(expr),
            _ => false,
        }
    }

    /// Whether an expression is a vector whose elements may have a derivative.
    pub(super) fn is_vector(&self, expr: &Expr) -> bool {
        let holds_floats = matches!(self.infer(expr).peeled(), Ty::Slice(element) if element.is_float());
        holds_floats || !self.is_constant(expr) && self.may_be_slice(expr)
    }

    /// Whether an expression is a place for floats, in a variable that holds constants so far.
    pub(super) fn may_become_active(&self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = strip(expr) else { return false };
        let refers = matches!(
            call.method.to_string().as_str(),
            "first_mut" | "last_mut" | "get_mut" | "split_first_mut" | "split_last_mut"
        );
        refers && root_of_place(&call.receiver).is_some() && self.infer(&call.receiver).peeled().element().is_float()
    }

    /// The vector whose last element `vector.pop()` takes.
    fn popped_place(&mut self, expr: &Expr) -> Option<Alias> {
        let vector = self.popped_vector(expr)?;
        self.alias(vector)
    }

    fn popped_vector<'e>(&self, expr: &'e Expr) -> Option<&'e Expr> {
        let Expr::MethodCall(call) = strip(expr) else { return None };
        let pops = call.method == "pop" && call.args.is_empty() && self.is_vector(&call.receiver);
        pops.then_some(&*call.receiver)
    }

    /// `vector.pop();`, of which nobody takes the element.
    pub(super) fn discarded_pop(&mut self, expr: &Expr) -> Option<Value> {
        let span = expr.span();
        self.popped_vector(expr)?;
        let optional = self.optional(expr)?;
        let pop = &mut |this: &mut Self| {
            this.content(&optional, span);
            this.unit(span)
        };
        Some(self.branch(optional.test, span, pop, &mut |this| this.unit(span)))
    }
}

/// Whether a closure is given what a `Result` holds instead of a value.
fn takes_error(default: &Expr) -> bool {
    matches!(strip(default), Expr::Closure(closure) if !closure.inputs.is_empty())
}
