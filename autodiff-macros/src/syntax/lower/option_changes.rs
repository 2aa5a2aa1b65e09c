//! Methods that change an `Option` variable: `x.take()`, `x.replace(y)`, `x.insert(y)`, `x.get_or_insert(y)`.

use super::Lowering;
use super::maybe::Maybe;
use super::option_variable::OptionVariable;
use super::place::Alias;
use super::sequence::Item;
use crate::graph::{Ty, Value};
use crate::syntax::scope::strip;
use proc_macro2::Span;
use std::rc::Rc;
use syn::{Expr, ExprMethodCall, parse_quote};

impl Lowering<'_> {
    /// Whether a method of an option variable gives what it held, which it holds no more.
    pub(super) fn takes_option(&self, call: &ExprMethodCall) -> bool {
        matches!((call.method.to_string().as_str(), call.args.len()), ("take", 0) | ("replace", 1))
            && self.option_variable(&call.receiver).is_some()
    }

    /// `x.take()`: what it holds, and nothing from now on; `x.replace(y)`: `y` from now on.
    pub(super) fn taken_option(&mut self, call: &ExprMethodCall) -> Option<Maybe> {
        let variable = self.option_variable(&call.receiver).filter(|_| self.takes_option(call))?;
        let span = call.method.span();
        let next = match call.args.first() {
            Some(value) => {
                let value = self.expr(value);
                self.something(value, span)
            }
            None => {
                let no = self.no(span);
                Maybe { test: no, ..self.read_option(&variable, span) }
            }
        };
        let before = self.read_option(&variable, span);
        match call.args.first() {
            Some(_) => self.set_option(&variable, next),
            None => self.set(variable.changed()[0], Some(next.test)),
        }
        Some(before)
    }

    /// `x.take();`, of which nobody takes what it gives.
    pub(super) fn discarded_option(&mut self, expr: &Expr) -> Option<Value> {
        let Expr::MethodCall(call) = strip(expr) else { return None };
        self.taken_option(call)?;
        Some(self.unit(call.method.span()))
    }

    /// Whether a method of an option variable gives a mutable reference to what it holds, which it puts there.
    pub(super) fn inserts(&self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = strip(expr) else { return false };
        let inserts = matches!(call.method.to_string().as_str(), "insert" | "get_or_insert" | "get_or_insert_with");
        inserts && call.args.len() == 1 && self.option_variable(&call.receiver).is_some()
    }

    /// What such a method refers to.
    pub(super) fn inserted(&mut self, expr: &Expr) -> Option<Item> {
        let Expr::MethodCall(call) = strip(expr) else { return None };
        if !self.inserts(expr) {
            return None;
        }
        let variable = self.option_variable(&call.receiver)?;
        let span = call.method.span();
        let argument = &call.args[0];
        match call.method.to_string().as_str() {
            "get_or_insert_with" => {
                let closure = self.closure_of(argument)?;
                self.insert_missing(&variable, span, &mut |this| {
                    let item = this.call_closure(&closure, Vec::new(), span);
                    this.item_value(item, span)
                });
            }
            name => {
                let value = self.expr(argument);
                if name == "get_or_insert" {
                    self.insert_missing(&variable, span, &mut |_| value);
                } else {
                    let maybe = self.something(value, span);
                    self.set_option(&variable, maybe);
                }
            }
        }
        Some(Item::Place(Alias { root: variable.changed()[1], path: Vec::new() }))
    }

    fn insert_missing(&mut self, variable: &Rc<OptionVariable>, span: Span, value: &mut dyn FnMut(&mut Self) -> Value) {
        let test = self.read_option(variable, span).test;
        let unit = self.unit(span);
        self.branch(test, span, &mut |_| unit, &mut |this| {
            let value = value(this);
            let maybe = this.something(value, span);
            this.set_option(variable, maybe);
            unit
        });
        let yes = self.constant_code(parse_quote!(true), Ty::Constant, span);
        self.set(variable.changed()[0], Some(yes));
    }
}
