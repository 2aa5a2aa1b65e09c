//! Expressions: the fence, and which part of the lowering takes what it lets through.

use super::Lowering;
use super::branch::Exit;
use crate::diagnostics::{Message, Place};
use crate::graph::{Node, SameForm, Ty, Value};
use proc_macro2::Span;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, UnOp};

impl Lowering<'_> {
    /// Lowers an expression to its value.
    pub(super) fn expr(&mut self, expr: &Expr) -> Value {
        if self.is_constant(expr)
            && let Some(value) = self.constant(expr)
        {
            return value;
        }
        let span = expr.span();
        match expr {
            Expr::Paren(inner) => self.expr(&inner.expr),
            Expr::Group(inner) => self.expr(&inner.expr),
            Expr::Path(path) => self.path(path, expr),
            Expr::Lit(_) => self.opaque(expr, None),
            Expr::Unary(unary) => match &unary.op {
                UnOp::Neg(_) => self.negation(&unary.expr, span),
                UnOp::Not(_) => self.condition(expr),
                _ => self.dereference(&unary.expr, span),
            },
            Expr::Binary(binary) => self.binary(binary, expr),
            Expr::Cast(cast) => self.cast(cast),
            Expr::MethodCall(call) => self.method_call(call, expr),
            Expr::Call(call) => self.call(call, expr),
            Expr::Index(_) | Expr::Field(_) => self.load(expr),
            Expr::Tuple(tuple) => {
                let elements: Vec<Value> = tuple.elems.iter().map(|element| self.expr(element)).collect();
                let ty = Ty::Tuple(elements.iter().map(|element| self.ty(*element).clone()).collect());
                self.push(Node::Tuple(elements), ty, span)
            }
            Expr::Array(array) => {
                let views = self.views_of_elements(array);
                let elements = views.as_ref().unwrap_or(&array.elems);
                let elements: Vec<Value> = elements.iter().map(|element| self.expr(element)).collect();
                let element = elements.iter().fold(Ty::Unknown, |ty, element| ty.meet(self.ty(*element)));
                let len = proc_macro2::Literal::usize_unsuffixed(elements.len());
                let ty = Ty::Array(Box::new(element), Rc::new(proc_macro2::TokenTree::Literal(len).into()));
                self.push(Node::Array(elements), ty, span)
            }
            Expr::Repeat(repeat) => {
                let element = self.expr(&repeat.expr);
                let len = quote::ToTokens::to_token_stream(&repeat.len);
                let ty = Ty::Array(Box::new(self.ty(element).clone()), Rc::new(len));
                self.push(Node::Repeat { element, len: Rc::new((*repeat.len).clone()) }, ty, span)
            }
            Expr::Reference(reference) => {
                if let Some(token) = reference.mutability {
                    self.error(token.span, Message::mutable_borrow());
                }
                let operand = self.expr(&reference.expr);
                let ty = Ty::Reference(Box::new(self.ty(operand).clone()));
                self.push(Node::Same { form: SameForm::Borrow, operand }, ty, span)
            }
            Expr::Block(block) => {
                if block.label.is_some() {
                    self.labelled_block(block)
                } else {
                    self.block(&block.block)
                }
            }
            Expr::If(branch) => self.if_expr(branch),
            Expr::Match(branch) => self.match_expr(branch),
            Expr::Assign(assign) => self.assignment(assign),
            Expr::Return(exit) => {
                let value = match &exit.expr {
                    Some(value) if self.is_in_option_body() => self.returned_option(value),
                    Some(value) => self.expr(value),
                    None => self.unit(span),
                };
                if matches!(self.exit, Exit::Falls) {
                    self.return_value(value, span);
                }
                value
            }
            Expr::Try(exit) => self.try_option(exit),
            Expr::Macro(invocation) => self.macro_call(&invocation.mac, span),
            Expr::Closure(_) => {
                self.error(Place::of(expr), Message::escaping_closure());
                self.unit(span)
            }
            Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) if self.is_constant_loop(expr) => {
                self.constant_loop(expr)
            }
            Expr::ForLoop(iteration) => self.for_loop(iteration),
            Expr::While(iteration) => self.while_loop(iteration),
            Expr::Loop(iteration) => self.endless_loop(iteration),
            Expr::Break(exit) => self.break_loop(exit),
            Expr::Continue(exit) => self.continue_loop(exit),
            other => self.fenced(other, span),
        }
    }

    /// Control leaves the current region here: whatever the expression around goes on to push is never reached, and
    /// goes to a region that belongs to nothing.
    pub(super) fn leave(&mut self, exit: Exit) {
        self.exit = exit;
        self.left = self.region;
        self.region = self.graph.add_region();
    }

    /// Everything that the fence keeps out.
    fn fenced(&mut self, expr: &Expr, span: Span) -> Value {
        let (span, message) = match expr {
            Expr::Unsafe(block) => {
                let help = "put the unsafe part into a safe function that is annotated, or wrap its call in `stop_gradient(..)`";
                (block.unsafe_token.span, Message::unsupported("an `unsafe` block", help))
            }
            Expr::Async(block) => {
                (block.async_token.span, Message::unsupported("an `async` block", "compute the value in ordinary code"))
            }
            Expr::Await(wait) => (
                wait.await_token.span,
                Message::unsupported("`.await`", "await the value outside, and pass it as an argument"),
            ),
            Expr::Struct(literal) => (
                literal.path.span(),
                Message::unsupported("a struct built from a value with a derivative yet", "use tuples and arrays"),
            ),
            Expr::Range(_) => (span, Message::unsupported("a range over values with a derivative", "use integers")),
            Expr::Let(_) => (span, Message::unsupported("`let` in this condition", "use a nested `if let` or `match`")),
            Expr::RawAddr(_) => (span, Message::unsupported("a raw pointer", "use a reference")),
            Expr::Const(block) => {
                (block.const_token.span, Message::unsupported("a `const` block over a variable", "use a `const` item"))
            }
            _ => (span, Message::unsupported("this expression", "write it with arithmetic, calls, `if` and `match`")),
        };
        self.error(span, message);
        self.unit(span)
    }

    fn path(&mut self, path: &syn::ExprPath, expr: &Expr) -> Value {
        let span = path.span();
        let Some(ident) = path.path.get_ident().filter(|_| path.qself.is_none()) else {
            return self.opaque(expr, None);
        };
        let Some(id) = self.lookup(ident) else { return self.opaque(expr, None) };
        match self.read(id, span) {
            Some(value) => value,
            None if self.bindings[id].closure.is_some() => {
                self.error(span, Message::escaping_closure());
                self.unit(span)
            }
            None if self.bindings[id].iterator.is_some() => {
                self.error(span, Message::partly_used());
                self.unit(span)
            }
            None => {
                self.error(span, Message::uninitialised(&ident.to_string()));
                self.unit(span)
            }
        }
    }

    fn dereference(&mut self, inner: &Expr, span: Span) -> Value {
        let operand = self.expr(inner);
        self.dereferenced(operand, span)
    }
}
