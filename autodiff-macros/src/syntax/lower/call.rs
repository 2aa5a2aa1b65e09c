//! Calls.

use super::Lowering;
use super::containers::made_by_path;
use crate::diagnostics::{Message, Place};
use crate::graph::{CastForm, Form, Node, Obstacle, Ty, Value};
use crate::rules::{Named, named};
use crate::syntax::functions::takes_functions;
use crate::syntax::scope::strip;
use crate::syntax::types::float_of_path;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprPath};

/// The function of the core crate that ends activity.
pub(crate) const STOP_GRADIENT: &str = "stop_gradient";

impl Lowering<'_> {
    pub(super) fn call(&mut self, call: &ExprCall, expr: &Expr) -> Value {
        let span = call.func.span();
        let func = strip(&call.func);
        let Expr::Path(path) = func else {
            return self.opaque(expr, Some(Obstacle { place: span.into(), message: Message::local_call() }));
        };
        let ident = path.path.get_ident().filter(|_| path.qself.is_none());
        if let Some(ident) = ident
            && let Some(id) = self.lookup(ident)
        {
            if self.bindings[id].closure.is_some() {
                let arguments: Vec<&Expr> = call.args.iter().collect();
                return match self.closure_call(id, &arguments, span) {
                    Some(value) => value,
                    None => self.unit(span),
                };
            }
            return self.opaque(expr, Some(Obstacle { place: span.into(), message: Message::local_call() }));
        }
        if let Some(array) = self.array_from_fn(expr) {
            return array;
        }
        let last = path.path.segments.last().expect("a path has a segment");
        let name = last.ident.to_string();
        if name == STOP_GRADIENT && call.args.len() == 1 {
            return self.stop_gradient(path, &call.args[0], expr);
        }
        if super::infer::is_new_vector(func) && !self.must_be_lowered(expr) {
            return self.opaque_cut(expr, Ty::Slice(Box::new(Ty::Unknown)));
        }
        if let Some(value) = self.exchange(path, call) {
            return value;
        }
        if let Some(value) = self.vector_from(path, call) {
            return value;
        }
        if let Some(float) = associated_float(path) {
            return self.float_function(float, &name, call, expr);
        }
        if super::super::scope::is_constant_pattern(&last.ident) {
            return self.opaque(expr, Some(Obstacle { place: span.into(), message: Message::constructor(&name) }));
        }
        if let Some(helper) = self.helper(path).filter(|helper| takes_functions(helper)) {
            return self.call_with_functions(&helper, call, path);
        }
        let is_closure = |argument: &&Expr| matches!(strip(argument), Expr::Closure(_)) && !self.is_constant(argument);
        if let Some(closure) = call.args.iter().find(is_closure) {
            self.error(Place::of(closure), Message::escaping_closure());
            return self.unit(span);
        }
        if let Some(message) = without_companions(path, &name) {
            return self.opaque(expr, Some(Obstacle { place: last.ident.span().into(), message }));
        }
        // What changes constants only is plain Rust: `next(&mut seed)`.
        let changes = call
            .args
            .iter()
            .any(|argument| matches!(strip(argument), Expr::Reference(reference) if reference.mutability.is_some()));
        if changes && self.helper(path).is_none() && self.is_constant_loop(expr) {
            return self.opaque(expr, None);
        }
        self.function_call(path, call)
    }

    /// What ends activity; its argument is lowered only where it does more than compute.
    fn stop_gradient(&mut self, path: &ExprPath, argument: &Expr, expr: &Expr) -> Value {
        if !self.must_be_lowered(argument) {
            let ty = self.infer(argument);
            return self.opaque_cut(expr, ty);
        }
        let value = self.expr(argument);
        let ty = self.ty(value).clone();
        self.template(&[value], ty, true, false, expr.span(), |idents| {
            let value = &idents[0];
            syn::parse_quote!(#path(#value))
        })
    }

    /// `f64::sin(x)`.
    fn float_function(&mut self, float: crate::graph::Float, name: &str, call: &ExprCall, expr: &Expr) -> Value {
        let span = call.func.span();
        match named(name, call.args.len()) {
            // Floats have no such function of their own: it may come from any trait.
            Some(Named::Op(op)) if op.symbol().is_some() => {
                let message = Message::operator_method(name, op.symbol().unwrap_or_default());
                self.opaque(expr, Some(Obstacle { place: Place::of(&call.func), message }))
            }
            Some(Named::Op(op)) => {
                let operands: Vec<Value> = call.args.iter().map(|argument| self.expr(argument)).collect();
                self.apply_named(op, Form::Associated(float), operands, span)
            }
            Some(Named::Pair(first, second)) => {
                let operands: Vec<Value> = call.args.iter().map(|argument| self.expr(argument)).collect();
                let first = self.apply_named(first, Form::Associated(float), operands.clone(), span);
                let second = self.apply_named(second, Form::Associated(float), operands, span);
                let ty = Ty::Tuple(vec![Ty::Float(float), Ty::Float(float)]);
                self.push(Node::Tuple(vec![first, second]), ty, span)
            }
            Some(Named::Identity) => {
                let operand = self.expr(&call.args[0]);
                let ty = self.ty(operand).peeled().clone();
                self.push(Node::Same { form: crate::graph::SameForm::Clone, operand }, ty, span)
            }
            Some(Named::Constant) => self.opaque_cut(expr, Ty::Constant),
            Some(Named::Discrete) => {
                self.opaque(expr, Some(Obstacle { place: Place::of(&call.func), message: Message::discrete(name) }))
            }
            None if name == "from" && call.args.len() == 1 => {
                let operand = self.expr(&call.args[0]);
                self.cast_to(float, CastForm::From, operand, span)
            }
            None => self.opaque(expr, Some(Obstacle { place: Place::of(&call.func), message: Message::method(name) })),
        }
    }

    fn function_call(&mut self, path: &ExprPath, call: &ExprCall) -> Value {
        match self.helper(path).filter(|helper| self.stands_here(helper)) {
            Some(helper) => self.helper_call(&helper, call, path.span()),
            None => self.companion_call(path, call),
        }
    }

    /// The function lowered together with this one that a path names: `g` or `self::g`.
    pub(super) fn together(&self, path: &ExprPath) -> Option<usize> {
        if path.qself.is_some() {
            return None;
        }
        let name = local_name(path)?;
        // An inner function hides an outer one: the last of a name is the innermost.
        self.known.iter().rposition(|known| *name == known.name)
    }
}

/// The name of a function that a path finds in its own module: `g` or `self::g`.
pub(super) fn local_name(path: &ExprPath) -> Option<&proc_macro2::Ident> {
    let segments: Vec<_> = path.path.segments.iter().collect();
    match segments.as_slice() {
        [name] => Some(&name.ident),
        [first, name] if first.ident == "self" => Some(&name.ident),
        _ => None,
    }
}

/// Why a path cannot name a function with companions, if it cannot.
fn without_companions(path: &ExprPath, name: &str) -> Option<Message> {
    let segments = &path.path.segments;
    let parent = segments.len().checked_sub(2).map(|position| &segments[position].ident);
    if path.qself.is_some() || parent.is_some_and(super::super::scope::is_constant_pattern) {
        return Some(match made_by_path(&path.path) {
            Some(container) => Message::container(&container.to_string()),
            None => Message::associated_function(name),
        });
    }
    let derivative = matches!(name, "grad" | "value_and_grad" | "vjp" | "jvp");
    (derivative && parent.is_some_and(|parent| parent != "self" && parent != "super" && parent != "crate"))
        .then(|| Message::derivative_inside(name))
}

/// The float type whose associated function a path names.
pub(super) fn associated_float(path: &ExprPath) -> Option<crate::graph::Float> {
    if let Some(qself) = &path.qself {
        let Ty::Float(float) = crate::syntax::types::ty_of(&qself.ty) else { return None };
        return (path.path.segments.len() == 1).then_some(float);
    }
    let mut prefix = path.path.clone();
    prefix.segments.pop()?;
    prefix.segments.pop_punct();
    float_of_path(&prefix)
}
