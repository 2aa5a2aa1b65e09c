//! Functions and closures that give an `Option`, or take one: their bodies are lowered where they are called.
//!
//! Control leaves such a body with a tuple: whether there is a value, and the value.

use super::Lowering;
use super::closure::Closure;
use super::maybe::Maybe;
use crate::diagnostics::Message;
use crate::graph::{Ty, Value};
use crate::syntax::scope::strip;
use crate::syntax::types::{option_content, ty_of};
use proc_macro2::Span;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprTry, ItemFn, ReturnType, Type, parse_quote};

impl Lowering<'_> {
    /// Whether a call gives an option over values with a derivative.
    pub(super) fn is_option_call(&self, call: &ExprCall) -> bool {
        self.option_helper(call).is_some() || self.option_closure(call).is_some()
    }

    fn option_helper(&self, call: &ExprCall) -> Option<Rc<ItemFn>> {
        let Expr::Path(path) = strip(&call.func) else { return None };
        let is_variable = |name: &syn::Ident| self.names.get(&name.to_string()).is_some_and(|ids| !ids.is_empty());
        if path.path.get_ident().is_some_and(is_variable) {
            return None;
        }
        let gives_option = |helper: &Rc<ItemFn>| match &helper.sig.output {
            ReturnType::Type(_, ty) => is_active_option(ty),
            ReturnType::Default => false,
        };
        self.helper(path).filter(gives_option).filter(|helper| self.stands_here(helper))
    }

    fn option_closure(&self, call: &ExprCall) -> Option<Rc<Closure>> {
        let Expr::Path(path) = strip(&call.func) else { return None };
        let &id = self.names.get(&path.path.get_ident()?.to_string())?.last()?;
        let closure = self.bindings[id].closure.clone()?;
        // What it gives may be an option because of what it is given; then only a written one is seen.
        closure.gives_option(&|body| self.is_option(body)).then_some(closure)
    }

    /// What a call gives that is such an option.
    pub(super) fn option_call(&mut self, call: &ExprCall) -> Option<Maybe> {
        let span = call.func.span();
        self.option_shapes.push(Ty::Unknown);
        let value = match self.option_helper(call) {
            Some(helper) => self.helper_with(&helper, call, span, |this| {
                let block = &helper.block;
                this.option_body(&parse_quote!(#block))
            }),
            None => {
                let closure = self.option_closure(call)?;
                let arguments: Vec<&Expr> = call.args.iter().collect();
                self.closure_with_body(&closure, &arguments, span, |this, body| this.option_body(body))
            }
        };
        let shape = self.option_shapes.pop().unwrap_or(Ty::Unknown);
        let value = value?;
        let parts = self.elements_of(value, 2, span);
        let test = if self.graph[parts[0]].constant {
            parts[0]
        } else {
            self.template(&parts[..1], Ty::Constant, true, false, span, |idents| {
                let test = &idents[0];
                parse_quote!(#test)
            })
        };
        Some(Maybe { test, value: parts[1], shape })
    }

    /// What a body gives, as a tuple; from here on its `return`s give options, too.
    fn option_body(&mut self, body: &Expr) -> Value {
        self.gives_option();
        let maybe = self.maybe(body);
        self.option_as_tuple(maybe, body.span())
    }

    /// What control leaves a body with that gives an option.
    pub(super) fn returned_option(&mut self, expr: &Expr) -> Value {
        let maybe = self.maybe(expr);
        self.option_as_tuple(maybe, expr.span())
    }

    fn option_as_tuple(&mut self, maybe: Maybe, span: Span) -> Value {
        if let Some(shape) = self.option_shapes.last_mut() {
            *shape = shape.meet(&maybe.shape);
        }
        self.tuple(vec![maybe.test, maybe.value], span)
    }

    /// `option?` in a body that gives an option.
    pub(super) fn try_option(&mut self, exit: &ExprTry) -> Value {
        let span = exit.question_token.span;
        if !self.is_in_option_body() || !(self.is_option(&exit.expr) || self.is_constant(&exit.expr)) {
            let help = "check with `if` or `assert!`, or return early with a value";
            self.error(span, Message::unsupported("the `?` operator yet", help));
            return self.unit(span);
        }
        let maybe = self.maybe(&exit.expr);
        let unit = self.unit(span);
        self.branch(maybe.test, span, &mut |_| unit, &mut |this| {
            let nothing = this.nothing(span);
            let nothing = this.option_as_tuple(nothing, span);
            this.return_value(nothing, span);
            unit
        });
        self.content_of_maybe(&maybe, span)
    }
}

/// Whether a type is an option over what may have a derivative.
pub(super) fn is_active_option(ty: &Type) -> bool {
    option_content(ty).is_some_and(|content| ty_of(content).may_be_active())
}
