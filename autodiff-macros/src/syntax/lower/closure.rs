//! Closures: their bodies are lowered where they are called.

use super::branch::Exit;
use super::call::associated_float;
use super::frame::Frame;
use super::helper::is_exclusive;
use super::option_calls::is_active_option;
use super::sequence::Item;
use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::Value;
use crate::syntax::functions::function_type;
use crate::syntax::scope::strip;
use crate::syntax::scope::visit_free_variables;
use crate::syntax::types::ty_of;
use proc_macro2::{Ident, Span};
use quote::format_ident;
use std::collections::HashMap;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, Pat, PatIdent, Type, parse_quote};

/// A closure, or a function that is used as one.
#[derive(Clone)]
pub(super) struct Closure {
    pub(super) parameters: Vec<Pat>,
    pub(super) body: Expr,
    /// The variables that the body sees.
    names: HashMap<String, Vec<BindingId>>,
    /// The variables of the function that a call may change.
    pub(super) changed: Vec<BindingId>,
    /// The helpers whose bodies it stands in.
    open_helpers: Vec<String>,
}

impl Closure {
    /// The same closure, which has no parameters, for each item of a sequence.
    pub(super) fn of_any_item(&self) -> Rc<Closure> {
        let (body, names, changed) = (self.body.clone(), self.names.clone(), self.changed.clone());
        let open_helpers = self.open_helpers.clone();
        Rc::new(Closure { parameters: vec![parse_quote!(_)], body, names, changed, open_helpers })
    }

    /// Whether it gives an option, given which expressions are some.
    pub(super) fn gives_option(&self, is_option: &dyn Fn(&Expr) -> bool) -> bool {
        // A type that is written for what it gives.
        if let Expr::Block(block) = &self.body
            && let Some(syn::Stmt::Local(local)) = block.block.stmts.first()
            && let Pat::Type(typed) = &local.pat
            && is_active_option(&typed.ty)
        {
            return true;
        }
        is_option(&self.body)
    }
}

impl Lowering<'_> {
    /// The closure that an expression is.
    pub(super) fn closure_expr(&mut self, expr: &Expr) -> Option<Rc<Closure>> {
        let Expr::Closure(closure) = strip(expr) else { return None };
        let body = match &closure.output {
            syn::ReturnType::Default => (*closure.body).clone(),
            syn::ReturnType::Type(_, ty) => {
                let body = &closure.body;
                parse_quote!({ let result: #ty = #body; result })
            }
        };
        let names = if closure.capture.is_some() { self.copied_names(&mut body.clone()) } else { self.names.clone() };
        let outside = std::mem::replace(&mut self.names, names);
        let changed = self.changed_in(expr);
        let names = std::mem::replace(&mut self.names, outside);
        let parameters = closure.inputs.iter().cloned().collect();
        let open_helpers = self.open_helpers.clone();
        Some(Rc::new(Closure { parameters, body, names, changed, open_helpers }))
    }

    /// The variables that a `move` closure sees: copies of those that it mentions.
    fn copied_names(&mut self, body: &mut Expr) -> HashMap<String, Vec<BindingId>> {
        let mut mentioned: Vec<(String, BindingId)> = Vec::new();
        visit_free_variables(body, &mut |ident, _| {
            let name = ident.to_string();
            if let Some(&id) = self.names.get(&name).and_then(|ids| ids.last())
                && !mentioned.iter().any(|(_, other)| *other == id)
            {
                mentioned.push((name, id));
            }
            None
        });
        let mut names = self.names.clone();
        for (name, id) in mentioned {
            let copy = self.bindings[id].clone();
            names.entry(name).or_default().push(self.bindings.len());
            self.bindings.push(copy);
        }
        names
    }

    /// The closure that an argument is: written there, bound to a variable, or the path of a function.
    pub(super) fn closure_of(&mut self, expr: &Expr) -> Option<Rc<Closure>> {
        let count = if matches!(strip(expr), Expr::Path(path) if is_binary(path)) { 2 } else { 1 };
        self.closure_with(expr, count)
    }

    /// The same where it is known how many arguments it gets.
    pub(super) fn closure_with(&mut self, expr: &Expr, count: usize) -> Option<Rc<Closure>> {
        if let Some(closure) = self.closure_expr(expr) {
            return Some(closure);
        }
        // A reference to a function does what it does.
        if let Expr::Reference(reference) = strip(expr) {
            return self.closure_with(&reference.expr, count);
        }
        if let Expr::Path(path) = strip(expr) {
            if let Some(id) = path.path.get_ident().and_then(|ident| self.lookup(ident)) {
                let closure = self.bindings[id].closure.clone();
                if closure.is_none() {
                    self.error(Place::of(expr), Message::local_call());
                }
                return closure;
            }
            let idents: Vec<Ident> =
                (0..count).map(|position| format_ident!("argument_{}", position, span = Span::mixed_site())).collect();
            return Some(Rc::new(Closure {
                parameters: idents.iter().map(|ident| parse_quote!(#ident)).collect(),
                body: parse_quote!(#path(#(#idents),*)),
                names: self.names.clone(),
                changed: Vec::new(),
                open_helpers: self.open_helpers.clone(),
            }));
        }
        self.error(Place::of(expr), Message::local_call());
        None
    }

    /// The closure that a variable gets: written there, or that of another variable, or a function that is seen.
    pub(super) fn function_value(&mut self, expr: &Expr) -> Option<Rc<Closure>> {
        match strip(expr) {
            Expr::Closure(_) => self.closure_expr(expr),
            Expr::Reference(reference) => self.function_value(&reference.expr),
            Expr::Path(path) => match path.path.get_ident().and_then(|ident| self.lookup(ident)) {
                Some(id) => self.bindings[id].closure.clone(),
                None => {
                    let count = self.arity(path)?;
                    self.closure_with(expr, count)
                }
            },
            _ => None,
        }
    }

    /// How many arguments the function takes that a path names, if it is seen, or one of a float.
    fn arity(&self, path: &syn::ExprPath) -> Option<usize> {
        if let Some(position) = self.together(path) {
            return Some(self.known[position].signature.parameters.len());
        }
        let name = path.path.segments.last()?.ident.to_string();
        let is_operator = |count: &usize| crate::rules::named(&name, *count).is_some();
        associated_float(path).and_then(|_| (1..=3).find(is_operator))
    }

    /// `let f = |x| ..;`
    pub(super) fn bind_closure(
        &mut self,
        pattern: &PatIdent,
        closure: Rc<Closure>,
        expr: &Expr,
        annotation: Option<Rc<Type>>,
    ) {
        // One over constants is also a value: constants may call it. What one changes is seen only where it is called.
        let value = if closure.changed.is_empty() && self.is_constant(expr) {
            let value = self.expr(expr);
            self.name(value, &pattern.ident);
            Some(value)
        } else {
            None
        };
        self.bind(&pattern.ident, value, pattern.mutability.is_some(), annotation);
        if let Some(binding) = self.bindings.last_mut() {
            binding.closure = Some(closure);
        }
    }

    /// Lowers the body of a closure with its parameters bound to items.
    pub(super) fn call_closure(&mut self, closure: &Closure, arguments: Vec<Item>, span: Span) -> Item {
        self.call_changing(closure, arguments, &closure.changed, span, |this, body| this.closure_body(body))
    }

    /// The same where the body may change these variables.
    fn call_changing(
        &mut self,
        closure: &Closure,
        arguments: Vec<Item>,
        changed: &[BindingId],
        span: Span,
        body: impl FnOnce(&mut Self, &Expr) -> Item,
    ) -> Item {
        if closure.parameters.len() != arguments.len() {
            self.error(span, Message::local_call());
            return Item::Value(self.unit(span));
        }
        self.where_written(closure, |this| {
            this.inlined(changed, span, |this| {
                for (pattern, argument) in closure.parameters.iter().zip(arguments) {
                    this.bind_item(pattern, argument);
                }
                body(this, &closure.body)
            })
        })
    }

    /// Lowers what is in a closure with the names of the place where it is written.
    fn where_written<R>(&mut self, closure: &Closure, inside: impl FnOnce(&mut Self) -> R) -> R {
        let names = std::mem::replace(&mut self.names, closure.names.clone());
        let open_helpers = std::mem::replace(&mut self.open_helpers, closure.open_helpers.clone());
        let result = inside(self);
        (self.names, self.open_helpers) = (names, open_helpers);
        result
    }

    /// Lowers the body of a closure by other means, with its parameters bound to items: nothing in it may leave it.
    pub(super) fn with_parameters(
        &mut self,
        closure: &Closure,
        arguments: Vec<Item>,
        span: Span,
        lower: impl FnOnce(&mut Self, &Expr),
    ) {
        if closure.parameters.len() != arguments.len() {
            self.error(span, Message::local_call());
            return;
        }
        self.where_written(closure, |this| {
            this.scoped(|this| {
                for (pattern, argument) in closure.parameters.iter().zip(arguments) {
                    this.bind_item(pattern, argument);
                }
                lower(this, &closure.body);
            });
        });
    }

    /// The value of a body; a mutable reference stays one.
    fn closure_body(&mut self, body: &Expr) -> Item {
        match strip(body) {
            Expr::Tuple(tuple) if tuple.elems.len() == 2 => {
                let left = self.closure_body(&tuple.elems[0]);
                let right = self.closure_body(&tuple.elems[1]);
                Item::Pair(Box::new(left), Box::new(right))
            }
            body if self.is_mutable_alias(body) && matches!(body, Expr::Path(_)) => match self.alias(body) {
                Some(alias) => Item::Place(alias),
                None => Item::Value(self.unit(body.span())),
            },
            body => Item::Value(self.expr(body)),
        }
    }

    /// Lowers a body in a frame of its own, which `return` leaves; `changed` are the variables that it may change.
    pub(super) fn inlined(&mut self, changed: &[BindingId], span: Span, body: impl FnOnce(&mut Self) -> Item) -> Item {
        let first_pending = self.pending.len();
        let changed: Vec<BindingId> = changed.iter().copied().filter(|id| self.bindings[*id].value.is_some()).collect();
        let (first_change, first_binding) = (self.log.len(), self.bindings.len());
        self.frames.push(Frame::function(changed.clone(), first_binding));
        let mut item = self.scoped(body);
        if self.exit == Exit::Falls {
            self.settle(first_binding, &[], span);
        }
        let is_direct = self.pending.len() == first_pending;
        if !is_direct || self.exit != Exit::Falls {
            self.check_changes(first_change, first_binding, &changed, span);
            if self.exit == Exit::Falls {
                let value = self.item_value(item, span);
                self.return_value(value, span);
            }
            let left = self.left;
            match self.close_pending(first_pending) {
                Some(values) => {
                    if is_direct {
                        self.region = left;
                    }
                    self.exit = Exit::Falls;
                    for (id, value) in changed.iter().zip(&values[1..]) {
                        self.set(*id, Some(*value));
                    }
                    item = Item::Value(self.returned(values[0], span));
                }
                None => {
                    self.leave(Exit::Diverges);
                    item = Item::Value(self.unit(span));
                }
            }
        }
        self.frames.pop();
        item
    }

    /// A call of a variable that is a closure.
    pub(super) fn closure_call(&mut self, id: BindingId, arguments: &[&Expr], span: Span) -> Option<Value> {
        let closure = self.bindings[id].closure.clone()?;
        self.closure_with_item(&closure, arguments, span, |this, body| this.closure_body(body))
    }

    /// The same for a body that is lowered by other means.
    pub(super) fn closure_with_body(
        &mut self,
        closure: &Closure,
        arguments: &[&Expr],
        span: Span,
        body: impl FnOnce(&mut Self, &Expr) -> Value,
    ) -> Option<Value> {
        self.closure_with_item(closure, arguments, span, |this, expr| Item::Value(body(this, expr)))
    }

    fn closure_with_item(
        &mut self,
        closure: &Closure,
        arguments: &[&Expr],
        span: Span,
        body: impl FnOnce(&mut Self, &Expr) -> Item,
    ) -> Option<Value> {
        let mut items = Vec::new();
        let mut changed = closure.changed.clone();
        for (position, argument) in arguments.iter().enumerate() {
            let ty = match closure.parameters.get(position) {
                Some(Pat::Type(typed)) => Some(&*typed.ty),
                _ => None,
            };
            if let Some(function) = ty.and_then(|ty| function_type(ty, &syn::Generics::default())) {
                let given = self.given_function(&function, &syn::Generics::default(), argument)?;
                changed.extend(&given.changed);
                items.push(Item::Function(given));
                continue;
            }
            let is_written = matches!(strip(argument), Expr::Reference(reference) if reference.mutability.is_some());
            if is_written || ty.is_some_and(is_exclusive) || self.is_mutable_alias(argument) {
                let place = self.alias(argument)?;
                if let Some(ty) = ty {
                    self.note_referent(&place, ty);
                }
                changed.push(place.root);
                items.push(Item::Place(place));
                continue;
            }
            let value = self.expr(argument);
            if let Some(ty) = ty {
                self.refine(value, &ty_of(ty));
            }
            items.push(Item::Value(value));
        }
        changed.sort_unstable();
        changed.dedup();
        let item = self.call_changing(closure, items, &changed, span, body);
        Some(self.item_value(item, span))
    }
}

/// Whether a function is known to take two arguments.
fn is_binary(path: &syn::ExprPath) -> bool {
    let name = path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    crate::rules::named(&name, 2).is_some() && crate::rules::named(&name, 1).is_none()
        || matches!(name.as_str(), "total_cmp" | "partial_cmp")
}
