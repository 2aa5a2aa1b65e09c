//! Iterators that end in a value, and methods that change a vector or a slice.

use super::iteration::Header;
use super::sequence::Item;
use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{Float, Node, Obstacle, Range, SameForm, Space, Step, Ty, Value};
use crate::syntax::scope::root_of_place;
use crate::syntax::scope::strip;
use crate::syntax::types::ty_of;
use proc_macro2::Span;
use syn::{BinOp, Expr, ExprMethodCall, GenericArgument, parse_quote};

/// Ends of iterators whose result is a constant, whatever the items are.
const DISCRETE_ENDS: &[&str] = &["any", "all", "count", "position", "is_sorted"];

impl<'a> Lowering<'a> {
    /// A method of an iterator that the macro sees through, or of a vector or slice; none for other methods.
    pub(super) fn sequence_method(&mut self, call: &ExprMethodCall, expr: &Expr) -> Option<Value> {
        let name = call.method.to_string();
        let span = call.method.span();
        if let Some(value) = self.unwrapped(call) {
            return Some(value);
        }
        if self.is_sequence(&call.receiver) {
            return self.end(&name, call, expr, span);
        }
        self.vector_method(&name, call, span)
    }

    fn end(&mut self, name: &str, call: &ExprMethodCall, expr: &Expr, span: Span) -> Option<Value> {
        if DISCRETE_ENDS.contains(&name) {
            return Some(self.opaque_cut(expr, Ty::Constant));
        }
        match (name, call.args.len()) {
            ("sum" | "product", 0) => {
                let ty = generic_argument(call).map_or(Ty::Float(Float::Literal), |ty| ty_of(&ty));
                if !ty.is_float() {
                    let place = call.method.span().into();
                    return Some(self.opaque(expr, Some(Obstacle { place, message: Message::discrete(name) })));
                }
                let (start, op): (Expr, BinOp) = if name == "sum" {
                    (parse_quote!(-0.0), parse_quote!(+))
                } else {
                    (parse_quote!(1.0), parse_quote!(*))
                };
                let start = self.constant_code(start, ty, span);
                Some(self.folded(call, name, start, span, &mut |this, sum, item| {
                    let item = this.item_value(item, span);
                    this.binary_of_values(&op, sum, item, span)
                }))
            }
            ("fold", 2) => {
                let start = self.expr(&call.args[0]);
                let closure = self.closure_of(&call.args[1])?;
                let changed = closure.changed.clone();
                Some(self.folded_with(call, "folded", start, changed, span, &mut |this, folded, item| {
                    let item = this.call_closure(&closure, vec![Item::Value(folded), item], span);
                    this.item_value(item, span)
                }))
            }
            ("for_each", 1) => {
                let closure = self.closure_of(&call.args[0])?;
                let sequence = self.sequence(&call.receiver);
                let header = self.header(closure.changed.clone(), span);
                self.drive(sequence, header, &mut |this, item| {
                    this.call_closure(&closure, vec![item], span);
                });
                Some(self.unit(span))
            }
            ("collect", 0) => {
                let start = self.constant_code(parse_quote!(__ad::Vec::new()), unknown_vector(), span);
                Some(self.folded(call, "collected", start, span, &mut |this, collected, item| {
                    let item = this.item_value(item, span);
                    if this.ty(item).holds_reference() {
                        this.error(span, Message::collected_references());
                    }
                    this.pushed(collected, item, span)
                }))
            }
            _ => {
                self.error(span, Message::iterator_method(name));
                Some(self.unit(span))
            }
        }
    }

    pub(super) fn header(&self, changed: Vec<BindingId>, span: Span) -> Header {
        Header {
            span,
            label: None,
            space: Space::Endless,
            items: Vec::new(),
            changed,
            leaves: Vec::new(),
            value: None,
            breaks: false,
            is_part: false,
        }
    }

    fn folded(
        &mut self,
        call: &ExprMethodCall,
        name: &str,
        start: Value,
        span: Span,
        step: &mut dyn FnMut(&mut Lowering<'a>, Value, Item) -> Value,
    ) -> Value {
        self.folded_with(call, name, start, Vec::new(), span, step)
    }

    /// A loop that carries one value.
    fn folded_with(
        &mut self,
        call: &ExprMethodCall,
        name: &str,
        start: Value,
        mut changed: Vec<BindingId>,
        span: Span,
        step: &mut dyn FnMut(&mut Lowering<'a>, Value, Item) -> Value,
    ) -> Value {
        let sequence = self.sequence(&call.receiver);
        let carried = self.hidden_binding(name);
        self.set(carried, Some(start));
        changed.push(carried);
        let header = self.header(changed, span);
        self.drive(sequence, header, &mut |this, item| {
            let before = this.hidden(carried);
            let after = step(this, before, item);
            if matches!(this.exit, super::branch::Exit::Falls) {
                this.set(carried, Some(after));
            }
        });
        self.hidden(carried)
    }

    /// A new version of a vector with one more element.
    fn pushed(&mut self, base: Value, value: Value, span: Span) -> Value {
        let element = Ty::Slice(Box::new(self.ty(value).clone()));
        self.refine(base, &element);
        let ty = self.ty(base).clone();
        let constant = self.graph[base].constant && self.graph[value].constant;
        let pushed = self.push(Node::Push { base, value }, ty, span);
        self.graph[pushed].constant = constant;
        pushed
    }

    /// Methods of vectors and slices.
    fn vector_method(&mut self, name: &str, call: &ExprMethodCall, span: Span) -> Option<Value> {
        let known = matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_));
        let changes = matches!(name, "push" | "swap" | "fill" | "copy_from_slice" | "clone_from_slice");
        let arguments: Vec<&Expr> = call.args.iter().collect();
        // Of a variable whose type only `rustc` knows it is supposed that it is a vector.
        let supposed = changes && root_of_place(&call.receiver).is_some();
        if !known && !supposed {
            return None;
        }
        match (name, arguments.as_slice()) {
            ("to_vec" | "into_vec", []) | ("clone" | "to_owned", []) => {
                let operand = self.expr(&call.receiver);
                let peeled = self.ty(operand).peeled().clone();
                let form = if name == "to_vec" { SameForm::ToVec } else { SameForm::Clone };
                let ty = if name == "to_vec" { Ty::Slice(Box::new(peeled.element())) } else { peeled };
                Some(self.push(Node::Same { form, operand }, ty, span))
            }
            ("map", [closure]) => {
                let receiver = self.expr(&call.receiver);
                let Some(len) = self.ty(receiver).literal_len() else {
                    let help = "write a loop that fills an array";
                    self.error(span, Message::unsupported("`map` of an array whose length is not a literal", help));
                    return Some(self.unit(span));
                };
                let closure = self.closure_of(closure)?;
                let mut elements = Vec::new();
                for position in 0..len {
                    let index = self.literal_index(position, span);
                    let element = self.load_path(receiver, vec![Step::Index(index)], span);
                    let item = self.call_closure(&closure, vec![Item::Value(element)], span);
                    elements.push(self.item_value(item, span));
                }
                let element = elements.iter().fold(Ty::Unknown, |ty, element| ty.meet(self.ty(*element)));
                let len = proc_macro2::Literal::usize_unsuffixed(len);
                let ty = Ty::Array(Box::new(element), std::rc::Rc::new(proc_macro2::TokenTree::Literal(len).into()));
                Some(self.push(Node::Array(elements), ty, span))
            }
            ("as_slice" | "as_ref", []) => {
                let operand = self.expr(&call.receiver);
                Some(match self.ty(operand) {
                    Ty::Reference(_) => operand,
                    _ => self.borrow(operand, span),
                })
            }
            ("push", [value]) => {
                let alias = self.alias(&call.receiver)?;
                let value = self.expr(value);
                let base = self.read_place(&alias, span);
                let pushed = self.pushed(base, value, span);
                self.store(alias.root, alias.path, pushed, span);
                Some(self.unit(span))
            }
            ("swap", [left, right]) => {
                let alias = self.alias(&call.receiver)?;
                let (left, right) = (self.index(left), self.index(right));
                let places = [left, right].map(|index| alias.with(Step::Index(index)));
                let values = [0, 1].map(|position| self.read_place(&places[position], span));
                for (place, value) in places.into_iter().zip([values[1], values[0]]) {
                    self.store(place.root, place.path, value, span);
                }
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

    /// Assigns to each element of a place.
    fn assign_elements(&mut self, place: &Expr, span: Span, value: &mut dyn FnMut(&mut Lowering<'a>, Value) -> Value) {
        let Some(alias) = self.alias(place) else { return };
        let whole = self.read_place(&alias, span);
        let end = match self.ty(whole).literal_len() {
            Some(len) => self.literal_index(len, span),
            None => self.length_of_value(whole, span),
        };
        let start = self.literal_index(0, span);
        let mut header = self.header(vec![alias.root], span);
        header.space = Space::Range(Range { start, end, inclusive: false, reversed: false });
        header.items = vec![(Some(crate::graph::Name::generated("index")), Ty::Constant)];
        self.run_loop(header, &mut |this, items| {
            let value = value(this, items[0]);
            let place = alias.with(Step::Index(items[0]));
            this.store(place.root, place.path, value, span);
        });
    }

    /// What a `let` binds that is a mutable reference, or several views of one aggregate.
    pub(super) fn reference_item(&mut self, expr: &Expr) -> Option<Item> {
        match strip(expr) {
            Expr::Reference(reference) if reference.mutability.is_some() => {
                if self.is_constant(&reference.expr) && !self.is_known_place(&reference.expr) {
                    return None;
                }
                self.alias(&reference.expr).map(Item::Place)
            }
            Expr::Path(_) if self.is_mutable_alias(expr) => self.alias(expr).map(Item::Place),
            Expr::MethodCall(call)
                if matches!(call.method.to_string().as_str(), "split_at" | "split_at_mut")
                    && call.args.len() == 1
                    && matches!(self.infer(&call.receiver).peeled(), Ty::Array(..) | Ty::Slice(_)) =>
            {
                let span = call.method.span();
                let middle = self.index(&call.args[0]);
                let start = self.literal_index(0, span);
                let mutable = call.method == "split_at_mut";
                let alias = if mutable { self.alias(&call.receiver) } else { None };
                let whole = match &alias {
                    Some(alias) => self.read_place(alias, span),
                    None => self.expr(&call.receiver),
                };
                let end = self.length_of_value(whole, span);
                let steps = [Step::Range(start, middle), Step::Range(middle, end)];
                let [left, right] = steps.map(|step| match &alias {
                    Some(alias) => Item::Place(alias.with(step)),
                    None => {
                        let part = self.load_path(whole, vec![step], span);
                        Item::Value(self.borrow(part, span))
                    }
                });
                Some(Item::Pair(Box::new(left), Box::new(right)))
            }
            _ => None,
        }
    }

    fn is_known_place(&self, expr: &Expr) -> bool {
        !matches!(self.infer(expr).peeled(), Ty::Unknown)
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
}

/// The type between the angle brackets of a method.
fn generic_argument(call: &ExprMethodCall) -> Option<syn::Type> {
    match call.turbofish.as_ref()?.args.first()? {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}

fn unknown_vector() -> Ty {
    Ty::Slice(Box::new(Ty::Unknown))
}
