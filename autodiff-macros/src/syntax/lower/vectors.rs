//! Methods of vectors and slices.

use super::place::Alias;
use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{Node, Origin, Range, SameForm, Space, Step, Ty, Value};
use crate::syntax::scope::root_of_place;
use proc_macro2::{Ident, Span};
use syn::{Expr, ExprMethodCall, parse_quote};

impl<'a> Lowering<'a> {
    /// A new version of a vector with one more element.
    pub(super) fn pushed(&mut self, base: Value, value: Value, span: Span) -> Value {
        if self.ty(value).holds_reference() {
            self.error(span, Message::collected_references());
        }
        let element = Ty::Slice(Box::new(self.ty(value).clone()));
        self.refine(base, &element);
        let ty = self.ty(base).clone();
        let constant = self.graph[base].constant && self.graph[value].constant;
        let pushed = self.push(Node::Push { base, value }, ty, span);
        self.graph[pushed].constant = constant;
        pushed
    }

    /// Methods of vectors and slices.
    pub(super) fn vector_method(&mut self, name: &str, call: &ExprMethodCall, span: Span) -> Option<Value> {
        let receiver = self.infer(&call.receiver).peeled().clone();
        let known = matches!(receiver, Ty::Array(..) | Ty::Slice(_));
        let changes = matches!(
            name,
            "push"
                | "swap"
                | "swap_with_slice"
                | "copy_within"
                | "fill"
                | "fill_with"
                | "copy_from_slice"
                | "clone_from_slice"
                | "extend_from_slice"
                | "extend_from_within"
        );
        let arguments: Vec<&Expr> = call.args.iter().collect();
        // Of a variable whose type only `rustc` knows it is supposed that it is a vector or a slice.
        let supposed = (changes || name == "to_vec")
            && !matches!(receiver, Ty::Constant)
            && root_of_place(&call.receiver).is_some();
        if !known && !supposed {
            return None;
        }
        if let Some(value) = self.rearrangement(name, call, span) {
            return Some(value);
        }
        match (name, arguments.as_slice()) {
            ("concat", []) => {
                let receiver = &call.receiver;
                Some(self.expr(&parse_quote!(#receiver.iter().flatten().cloned().collect())))
            }
            ("repeat", [count]) => {
                let receiver = &call.receiver;
                Some(self.expr(&parse_quote!((0..#count).flat_map(|_| #receiver.iter().cloned()).collect())))
            }
            ("to_vec" | "into_vec", []) | ("clone" | "to_owned", []) => {
                let operand = self.expr(&call.receiver);
                if name == "clone" && self.is_lent_slice(operand) {
                    return Some(operand);
                }
                let peeled = self.ty(operand).peeled().clone();
                // What a slice owns is a vector.
                let to_vec = name == "to_vec" || (name == "to_owned" && matches!(peeled, Ty::Slice(_)));
                let form = if to_vec { SameForm::ToVec } else { SameForm::Clone };
                let ty = if to_vec { Ty::Slice(Box::new(peeled.element())) } else { peeled };
                Some(self.push(Node::Same { form, operand }, ty, span))
            }
            ("map", [closure]) if matches!(self.infer(&call.receiver).peeled(), Ty::Array(..)) => {
                let receiver = self.expr(&call.receiver);
                let Ty::Array(_, len) = self.ty(receiver).peeled().clone() else { return None };
                let closure = self.closure_of(closure)?;
                Some(self.mapped_array(receiver, &len, &closure, span))
            }
            ("as_slice" | "as_mut_slice" | "as_ref", []) => {
                let operand = self.expr(&call.receiver);
                Some(match self.ty(operand) {
                    Ty::Reference(_) => operand,
                    _ => self.borrow(operand, span),
                })
            }
            ("push", [_]) if let Some(name) = self.container_of(&call.receiver) => {
                self.error(call.method.span(), Message::container(&name));
                Some(self.unit(span))
            }
            ("push", [value]) => {
                let alias = self.alias(&call.receiver)?;
                let value = self.expr(value);
                self.push_to(&alias, value, span);
                Some(self.unit(span))
            }
            ("swap", [left, right]) => {
                let alias = self.alias(&call.receiver)?;
                let (left, right) = (self.index(left), self.index(right));
                self.swap_elements(&alias, left, right, span);
                Some(self.unit(span))
            }
            ("swap_with_slice", [other]) => {
                let (left, right) = (self.alias(&call.receiver)?, self.alias(other)?);
                let lens = [&left, &right].map(|place| self.length_of_place(place, span));
                self.assert_equal(lens, span);
                let start = self.literal_index(0, span);
                let range = Range { start, end: lens[0], inclusive: false, reversed: false };
                let roots = if left.root == right.root { vec![left.root] } else { vec![left.root, right.root] };
                self.over(range, roots, span, &mut |this, index| {
                    let places = [&left, &right].map(|place| place.with(Step::Index(index)));
                    this.swap_places(places, span);
                });
                Some(self.unit(span))
            }
            ("copy_within", [Expr::Range(range), to]) => {
                let alias = self.alias(&call.receiver)?;
                let receiver = &call.receiver;
                let copied = self.expr(&parse_quote!(#receiver[#range].to_vec()));
                let to = self.index(to);
                let len = self.length_of_value(copied, span);
                let end = self.sum_of(to, len, span);
                let target = alias.with(Step::Range(to, end));
                let start = self.literal_index(0, span);
                self.over_range(start, len, alias.root, span, &mut |this, index| {
                    let element = this.load_path(copied, vec![Step::Index(index)], span);
                    let place = target.with(Step::Index(index));
                    this.store(place.root, place.path, element, span);
                });
                Some(self.unit(span))
            }
            ("extend_from_within", [range]) => {
                let receiver = &call.receiver;
                Some(self.expr(&parse_quote!(#receiver.extend(#receiver[#range].to_vec()))))
            }
            ("extend_from_slice", [source]) => {
                let alias = self.alias(&call.receiver)?;
                let source = self.expr(source);
                self.for_each_index(source, alias.root, span, &mut |this, index| {
                    let element = this.load_path(source, vec![Step::Index(index)], span);
                    this.push_to(&alias, element, span);
                });
                Some(self.unit(span))
            }
            ("extend", [items]) => {
                let alias = self.alias(&call.receiver)?;
                let sequence = self.sequence(items);
                let header = self.header(vec![alias.root], span);
                self.drive(sequence, header, &mut |this, item| {
                    let item = this.copied(item, span);
                    let element = this.item_value(item, span);
                    this.push_to(&alias, element, span);
                });
                Some(self.unit(span))
            }
            ("append", [other]) => {
                let (alias, other) = (self.alias(&call.receiver)?, self.alias(other)?);
                let source = self.read_place(&other, span);
                self.for_each_index(source, alias.root, span, &mut |this, index| {
                    let element = this.load_path(source, vec![Step::Index(index)], span);
                    this.push_to(&alias, element, span);
                });
                let start = self.literal_index(0, span);
                self.shorten(&other, start, span);
                Some(self.unit(span))
            }
            ("truncate", [len]) => {
                let alias = self.alias(&call.receiver)?;
                let len = self.index(len);
                self.shorten(&alias, len, span);
                Some(self.unit(span))
            }
            // How much room there is changes no number.
            ("reserve" | "reserve_exact", [room]) => {
                self.alias(&call.receiver)?;
                self.index(room);
                Some(self.unit(span))
            }
            ("shrink_to_fit", []) => {
                self.alias(&call.receiver)?;
                Some(self.unit(span))
            }
            ("clear", []) => {
                let alias = self.alias(&call.receiver)?;
                let start = self.literal_index(0, span);
                self.shorten(&alias, start, span);
                Some(self.unit(span))
            }
            ("resize", [len, value]) => {
                let alias = self.alias(&call.receiver)?;
                let len = self.index(len);
                let value = self.expr(value);
                self.shorten(&alias, len, span);
                let whole = self.read_place(&alias, span);
                let start = self.length_of_value(whole, span);
                self.over_range(start, len, alias.root, span, &mut |this, _| this.push_to(&alias, value, span));
                Some(self.unit(span))
            }
            ("reverse", []) => {
                let alias = self.alias(&call.receiver)?;
                let len = self.length_of_place(&alias, span);
                let start = self.literal_index(0, span);
                let half = self.integer(&[len], span, |idents| {
                    let len = &idents[0];
                    parse_quote!(#len / 2)
                });
                self.over_range(start, half, alias.root, span, &mut |this, index| {
                    let other = this.integer(&[len, index], span, |idents| {
                        let (len, index) = (&idents[0], &idents[1]);
                        parse_quote!(#len - 1 - #index)
                    });
                    this.swap_elements(&alias, index, other, span);
                });
                Some(self.unit(span))
            }
            ("insert", [index, value]) => {
                let alias = self.alias(&call.receiver)?;
                let index = self.index(index);
                let value = self.expr(value);
                let len = self.length_of_place(&alias, span);
                self.assert_index(index, len, true, span);
                self.push_to(&alias, value, span);
                let range = Range { start: index, end: len, inclusive: false, reversed: true };
                self.over(range, vec![alias.root], span, &mut |this, at| {
                    let next = this.next_index(at, span);
                    this.swap_elements(&alias, at, next, span);
                });
                Some(self.unit(span))
            }
            ("remove", [index]) => {
                let alias = self.alias(&call.receiver)?;
                let index = self.index(index);
                let len = self.length_of_place(&alias, span);
                self.assert_index(index, len, false, span);
                let last = self.integer(&[len], span, |idents| {
                    let len = &idents[0];
                    parse_quote!(#len - 1)
                });
                self.over_range(index, last, alias.root, span, &mut |this, at| {
                    let next = this.next_index(at, span);
                    this.swap_elements(&alias, at, next, span);
                });
                Some(self.pop_from(&alias, span))
            }
            ("swap_remove", [index]) => {
                let alias = self.alias(&call.receiver)?;
                let index = self.index(index);
                let len = self.length_of_place(&alias, span);
                self.assert_index(index, len, false, span);
                let last = self.integer(&[len], span, |idents| {
                    let len = &idents[0];
                    parse_quote!(#len - 1)
                });
                self.swap_elements(&alias, index, last, span);
                Some(self.pop_from(&alias, span))
            }
            ("fill_with", [closure]) => {
                let closure = self.closure_with(closure, 0)?;
                let changed = closure.changed.clone();
                self.assign_elements_with(&call.receiver, changed, span, &mut |this, _| {
                    let item = this.call_closure(&closure, Vec::new(), span);
                    this.item_value(item, span)
                });
                Some(self.unit(span))
            }
            ("resize_with", [len, closure]) => {
                let alias = self.alias(&call.receiver)?;
                let len = self.index(len);
                let closure = self.closure_with(closure, 0)?;
                self.shorten(&alias, len, span);
                let start = self.length_of_place(&alias, span);
                let range = Range { start, end: len, inclusive: false, reversed: false };
                let changed = closure.changed.iter().copied().chain([alias.root]).collect();
                self.over(range, changed, span, &mut |this, _| {
                    let item = this.call_closure(&closure, Vec::new(), span);
                    let value = this.item_value(item, span);
                    this.push_to(&alias, value, span);
                });
                Some(self.unit(span))
            }
            ("split_off", [at]) => self.split_off(call, at),
            ("drain", [_]) if self.is_drain(call) => {
                self.drained(call)?;
                Some(self.unit(span))
            }
            ("fill", [value]) => {
                let value = self.expr(value);
                self.assign_elements(&call.receiver, span, &mut |_, _| value);
                Some(self.unit(span))
            }
            ("copy_from_slice" | "clone_from_slice", [source]) => {
                let source = self.expr(source);
                self.assign_elements(&call.receiver, span, &mut |this, index| {
                    this.load_path(source, vec![Step::Index(index)], span)
                });
                Some(self.unit(span))
            }
            _ => None,
        }
    }

    /// Whether a value is a `&[T]` that the function was given: a clone of it is another reference.
    fn is_lent_slice(&self, value: Value) -> bool {
        match self.graph[value].annotation.as_deref() {
            Some(syn::Type::Reference(reference)) => matches!(*reference.elem, syn::Type::Slice(_)),
            _ => false,
        }
    }

    fn assign_elements(&mut self, place: &Expr, span: Span, value: &mut dyn FnMut(&mut Lowering<'a>, Value) -> Value) {
        self.assign_elements_with(place, Vec::new(), span, value);
    }

    /// Assigns to each element; `changed` are the variables that change on the way.
    fn assign_elements_with(
        &mut self,
        place: &Expr,
        mut changed: Vec<BindingId>,
        span: Span,
        value: &mut dyn FnMut(&mut Lowering<'a>, Value) -> Value,
    ) {
        let Some(alias) = self.alias(place) else { return };
        changed.push(alias.root);
        let start = self.literal_index(0, span);
        let end = self.length_of_place(&alias, span);
        self.over(Range { start, end, inclusive: false, reversed: false }, changed, span, &mut |this, index| {
            let value = value(this, index);
            let place = alias.with(Step::Index(index));
            this.store(place.root, place.path, value, span);
        });
    }

    /// A loop over the indices of an aggregate, which changes a variable.
    fn for_each_index(
        &mut self,
        of: Value,
        changed: BindingId,
        span: Span,
        body: &mut dyn FnMut(&mut Lowering<'a>, Value),
    ) {
        let start = self.literal_index(0, span);
        let end = self.length(of, span);
        self.over_range(start, end, changed, span, body);
    }

    /// A loop over integers, which changes a variable.
    pub(super) fn over_range(
        &mut self,
        start: Value,
        end: Value,
        changed: BindingId,
        span: Span,
        body: &mut dyn FnMut(&mut Lowering<'a>, Value),
    ) {
        let range = Range { start, end, inclusive: false, reversed: false };
        self.over(range, vec![changed], span, body);
    }

    pub(super) fn over(
        &mut self,
        range: Range,
        changed: Vec<BindingId>,
        span: Span,
        body: &mut dyn FnMut(&mut Lowering<'a>, Value),
    ) {
        let mut header = self.header(changed, span);
        header.space = Space::Range(range);
        header.items = vec![(Some(crate::graph::Name::generated("index")), Ty::Constant)];
        self.run_loop(header, &mut |this, items| body(this, items[0]));
    }

    pub(super) fn length(&mut self, of: Value, span: Span) -> Value {
        match self.ty(of).literal_len() {
            Some(len) => self.literal_index(len, span),
            None => self.length_of_value(of, span),
        }
    }

    pub(super) fn length_of_place(&mut self, place: &Alias, span: Span) -> Value {
        let whole = self.read_place(place, span);
        self.length(whole, span)
    }

    fn next_index(&mut self, index: Value, span: Span) -> Value {
        self.integer(&[index], span, |idents| {
            let index = &idents[0];
            parse_quote!(#index + 1)
        })
    }

    /// Panics where an index is not below a length; or above it, where it may be the length.
    fn assert_index(&mut self, index: Value, len: Value, may_be_len: bool, span: Span) {
        self.template(&[index, len], Ty::unit(), true, true, span, |idents| {
            let (index, len) = (&idents[0], &idents[1]);
            if may_be_len { parse_quote!(assert!(#index <= #len)) } else { parse_quote!(assert!(#index < #len)) }
        });
    }

    /// Panics where two lengths differ.
    fn assert_equal(&mut self, lens: [Value; 2], span: Span) {
        self.template(&lens, Ty::unit(), true, true, span, |idents| {
            let (left, right) = (&idents[0], &idents[1]);
            parse_quote!(assert!(#left == #right, "slices of {} and {} elements", #left, #right))
        });
    }

    fn swap_elements(&mut self, of: &Alias, left: Value, right: Value, span: Span) {
        self.swap_places([left, right].map(|index| of.with(Step::Index(index))), span);
    }

    pub(super) fn swap_places(&mut self, places: [Alias; 2], span: Span) {
        let values = [0, 1].map(|position| self.read_place(&places[position], span));
        for (place, value) in places.into_iter().zip([values[1], values[0]]) {
            self.store(place.root, place.path, value, span);
        }
    }

    fn push_to(&mut self, place: &Alias, value: Value, span: Span) {
        let base = self.read_place(place, span);
        let pushed = self.pushed(base, value, span);
        self.store(place.root, place.path.clone(), pushed, span);
    }

    /// Takes the last element off a vector.
    pub(super) fn pop_from(&mut self, place: &Alias, span: Span) -> Value {
        let base = self.read_place(place, span);
        let types = vec![self.ty(base).clone(), self.ty(base).element()];
        let inst = self.graph.push(self.region, Node::Pop { base }, types, Origin::Primal, span);
        let (rest, last) = (self.graph[inst].results[0], self.graph[inst].results[1]);
        let constant = self.graph[base].constant;
        self.graph[rest].constant = constant;
        self.graph[last].constant = constant;
        self.store(place.root, place.path.clone(), rest, span);
        last
    }

    /// Takes elements off a vector until it has a length.
    pub(super) fn shorten(&mut self, place: &Alias, len: Value, span: Span) {
        let before = self.length_of_place(place, span);
        self.over_range(len, before, place.root, span, &mut |this, _| {
            this.pop_from(place, span);
        });
    }

    /// `Vec::from(elements)` and `Vec::from_iter(items)`; none for other functions.
    pub(super) fn vector_from(&mut self, path: &syn::ExprPath, call: &syn::ExprCall) -> Option<Value> {
        let mut segments = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let (name, ty) = (segments.next()?, segments.next()?);
        let argument = call.args.first().filter(|_| ty == "Vec" && call.args.len() == 1)?;
        match name.as_str() {
            "from" if matches!(self.infer(argument).peeled(), Ty::Array(..) | Ty::Slice(_)) => {
                let operand = self.expr(argument);
                let ty = Ty::Slice(Box::new(self.ty(operand).element()));
                Some(self.push(Node::Same { form: SameForm::ToVec, operand }, ty, call.paren_token.span.join()))
            }
            "from_iter" => Some(self.expr(&parse_quote!(#argument.into_iter().collect()))),
            _ => None,
        }
    }

    /// `vec![x; n]` and `vec![x, y]`.
    pub(super) fn vec_macro(&mut self, invocation: &syn::Macro, span: Span) -> Value {
        let tokens = invocation.tokens.clone();
        if let Ok(repeat) = syn::parse2::<syn::ExprRepeat>(quote::quote!([#tokens])) {
            let element = self.expr(&repeat.expr);
            let len = self.index(&repeat.len);
            let ty = Ty::Slice(Box::new(self.ty(element).clone()));
            let constant = self.graph[element].constant;
            let value = self.push(Node::RepeatVec { element, len }, ty, span);
            self.graph[value].constant = constant;
            return value;
        }
        match syn::parse2::<Expr>(quote::quote!([#tokens])) {
            Ok(array) => {
                let operand = self.expr(&array);
                let ty = Ty::Slice(Box::new(self.ty(operand).element()));
                self.push(Node::Same { form: SameForm::ToVec, operand }, ty, span)
            }
            Err(_) => {
                self.error(Place::of(invocation), Message::unknown_macro("vec"));
                self.unit(span)
            }
        }
    }

    /// `std::mem::swap(&mut a, &mut b)`, `std::mem::replace(&mut a, b)`, `std::mem::take(&mut a)`; none for other functions.
    pub(super) fn exchange(&mut self, path: &syn::ExprPath, call: &syn::ExprCall) -> Option<Value> {
        let segments: Vec<&Ident> = path.path.segments.iter().map(|segment| &segment.ident).collect();
        let span = syn::spanned::Spanned::span(&call.func);
        let [.., module, name] = segments.as_slice() else { return None };
        if *module == "mem" && call.args.iter().any(|argument| self.lent_reference(argument).is_some()) {
            let references: Vec<Option<BindingId>> = call.args.iter().map(|arg| self.lent_reference(arg)).collect();
            match references.as_slice() {
                [Some(left), Some(right)] if *name == "swap" => self.exchange_references(*left, *right, span),
                _ => self.error(span, Message::moved_reference()),
            }
            return Some(self.unit(span));
        }
        if *module == "mem" && *name == "take" && call.args.len() == 1 {
            let place = self.alias(&call.args[0])?;
            let before = self.read_place(&place, span);
            let ty = self.ty(before).clone();
            let code = match ty {
                Ty::Slice(_) => parse_quote!(__ad::Vec::new()),
                _ => parse_quote!(::core::default::Default::default()),
            };
            let empty = self.constant_code(code, ty, span);
            self.store(place.root, place.path, empty, span);
            return Some(before);
        }
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
