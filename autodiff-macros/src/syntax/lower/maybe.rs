//! Closures that give an `Option`: whether there is a value, and the value.

use super::Lowering;
use super::branch::Exit;
use super::closure::Closure;
use super::matching::{Lower, has_let};
use super::option_variable::is_none;
use super::sequence::Item;
use crate::diagnostics::{Message, Place};
use crate::graph::{Ty, Value};
use crate::syntax::scope::strip;
use crate::syntax::scope::visit_free_variables;
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Stmt, parse_quote};

/// A value that may not be there; where it is not, it stands for nothing.
#[derive(Clone)]
pub(super) struct Maybe {
    /// Whether it is.
    pub(super) test: Value,
    /// Without the references that its type has.
    pub(super) value: Value,
    /// Its type, as far as it is known.
    pub(super) shape: Ty,
}

impl Maybe {
    /// With a reference to its value.
    fn borrowed(self) -> Self {
        let shape = match self.shape {
            shape @ (Ty::Reference(_) | Ty::Unknown) => shape,
            shape => Ty::Reference(Box::new(shape)),
        };
        Maybe { shape, ..self }
    }

    /// What a reference to it refers to.
    pub(super) fn referent(&self) -> Self {
        let shape = match &self.shape {
            Ty::Reference(inner) => (**inner).clone(),
            shape => shape.clone(),
        };
        Maybe { shape, ..self.clone() }
    }
}

impl<'a> Lowering<'a> {
    /// What a closure gives.
    pub(super) fn maybe_of_closure(&mut self, closure: &Closure, arguments: Vec<Item>, span: Span) -> Maybe {
        let mut maybe = None;
        self.with_parameters(closure, arguments, span, |this, body| {
            let scan = visit_free_variables(&mut body.clone(), &mut |_: &Ident, _| None);
            if scan.escape.is_some() {
                this.error(Place::of(body), Message::optional());
            } else {
                maybe = Some(this.maybe(body));
            }
        });
        maybe.unwrap_or_else(|| self.nothing(span))
    }

    /// The value, where it is there.
    pub(super) fn content_of_maybe(&mut self, maybe: &Maybe, span: Span) -> Value {
        self.with_references(maybe.value, &maybe.shape, span)
    }

    pub(super) fn nothing(&mut self, span: Span) -> Maybe {
        let test = self.constant_code(parse_quote!(false), Ty::Constant, span);
        Maybe { test, value: self.filler(span), shape: Ty::Unknown }
    }

    pub(super) fn something(&mut self, value: Value, span: Span) -> Maybe {
        let shape = self.ty(value).clone();
        let value = self.without_references(value, span);
        let test = self.constant_code(parse_quote!(true), Ty::Constant, span);
        Maybe { test, value, shape }
    }

    pub(super) fn maybe(&mut self, expr: &Expr) -> Maybe {
        let span = expr.span();
        if let Some(variable) = self.option_variable(expr) {
            let maybe = self.read_option(&variable, span);
            return if matches!(strip(expr), Expr::Reference(_)) { maybe.borrowed() } else { maybe };
        }
        match strip(expr) {
            // It may have been given what has a derivative.
            _ if self.is_constant_option_variable(expr) => {
                let errors = self.diagnostics.count();
                if self.is_constant(expr) { self.constant_option(expr, span) } else { self.unseen(expr, errors) }
            }
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Macro(_) => {
                self.expr(expr);
                if self.exit == Exit::Falls {
                    self.error(Place::of(expr), Message::optional());
                }
                self.nothing(span)
            }
            Expr::Path(path) if is_none(path) => self.nothing(span),
            Expr::Call(call) if is_some(&call.func) && call.args.len() == 1 => {
                let value = self.expr(&call.args[0]);
                self.something(value, span)
            }
            Expr::Call(call) if self.is_option_call(call) => {
                let errors = self.diagnostics.count();
                self.option_call(call).unwrap_or_else(|| self.unseen(expr, errors))
            }
            Expr::Block(block) if block.label.is_none() => self.scoped(|this| {
                for (position, stmt) in block.block.stmts.iter().enumerate() {
                    match stmt {
                        Stmt::Expr(tail, None) if position + 1 == block.block.stmts.len() => return this.maybe(tail),
                        stmt => {
                            this.stmt(stmt);
                        }
                    }
                    if this.exit != Exit::Falls {
                        break;
                    }
                }
                this.nothing(span)
            }),
            Expr::If(branch) => {
                let Some((_, otherwise)) = &branch.else_branch else { return self.nothing(span) };
                let then =
                    Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: branch.then_branch.clone() });
                if !has_let(&branch.cond) {
                    let condition = self.condition(&branch.cond);
                    return self
                        .either(condition, span, &mut |this| this.maybe(&then), &mut |this| this.maybe(otherwise));
                }
                self.one_of(&mut |this, arm| {
                    // Both arms need it, one at a time.
                    let arm = std::cell::RefCell::new(arm);
                    this.if_arms(branch, &mut |this| (arm.borrow_mut())(this, &then), &mut |this| {
                        (arm.borrow_mut())(this, otherwise)
                    })
                })
            }
            Expr::Match(branch) => self.one_of(&mut |this, arm| this.match_with(branch, arm)),
            Expr::MethodCall(call) if call.method == "then" && call.args.len() == 1 => {
                let condition = self.condition(&call.receiver);
                let Some(closure) = self.closure_of(&call.args[0]) else { return self.nothing(span) };
                self.either(
                    condition,
                    span,
                    &mut |this| {
                        let item = this.call_closure(&closure, Vec::new(), span);
                        let value = this.item_value(item, span);
                        this.something(value, span)
                    },
                    &mut |this| this.nothing(span),
                )
            }
            Expr::MethodCall(call) if call.method == "then_some" && call.args.len() == 1 => {
                let test = self.condition(&call.receiver);
                let value = self.expr(&call.args[0]);
                Maybe { test, ..self.something(value, span) }
            }
            Expr::MethodCall(call) if self.is_mapping(call) || self.maps_constant(call) => {
                let errors = self.diagnostics.count();
                let maybe = self.taken_option(call).or_else(|| self.mapped(call, span));
                maybe.unwrap_or_else(|| self.unseen(expr, errors))
            }
            _ => match self.option_in_statements(expr) {
                Some(statements) => self.maybe(&statements),
                None => self.found(expr, span),
            },
        }
    }

    /// An `Option` that a method makes of another one.
    fn mapped(&mut self, call: &ExprMethodCall, span: Span) -> Option<Maybe> {
        let name = call.method.to_string();
        match (name.as_str(), call.args.first()) {
            ("as_ref", None) => {
                let maybe = self.maybe(&call.receiver);
                Some(maybe.borrowed())
            }
            ("clone", None) => Some(self.maybe(&call.receiver)),
            ("map" | "and_then", Some(closure)) => {
                let inner = if self.maps_constant(call) && !self.is_option_in_words(&call.receiver) {
                    self.supposed_option(&call.receiver, span)?
                } else {
                    self.maybe(&call.receiver)
                };
                let closure = self.closure_of(closure)?;
                Some(self.either(
                    inner.test,
                    span,
                    &mut |this| {
                        let content = Item::Value(this.content_of_maybe(&inner, span));
                        if name == "and_then" {
                            return this.maybe_of_closure(&closure, vec![content], span);
                        }
                        let item = this.call_closure(&closure, vec![content], span);
                        let value = this.item_value(item, span);
                        this.something(value, span)
                    },
                    &mut |this| this.nothing(span),
                ))
            }
            ("filter", Some(closure)) => {
                let inner = self.maybe(&call.receiver);
                let closure = self.closure_of(closure)?;
                let no = self.no(span);
                let test = self.branch(
                    inner.test,
                    span,
                    &mut |this| {
                        let content = this.content_of_maybe(&inner, span);
                        this.test_of(&closure, Item::Value(content), span)
                    },
                    &mut |_| no,
                );
                Some(Maybe { test, ..inner })
            }
            ("zip", Some(other)) => {
                let (left, right) = (self.maybe(&call.receiver), self.maybe(other));
                let no = self.no(span);
                let both = self.branch(left.test, span, &mut |_| right.test, &mut |_| no);
                Some(self.either(
                    both,
                    span,
                    &mut |this| {
                        let parts = [&left, &right].map(|maybe| this.content_of_maybe(maybe, span));
                        let pair = this.tuple(parts.to_vec(), span);
                        this.something(pair, span)
                    },
                    &mut |this| this.nothing(span),
                ))
            }
            ("or", Some(other)) => {
                let inner = self.maybe(&call.receiver);
                let other = self.maybe(other);
                Some(self.either(inner.test, span, &mut |_| inner.clone(), &mut |_| other.clone()))
            }
            ("or_else", Some(closure)) => {
                let inner = self.maybe(&call.receiver);
                let closure = self.closure_of(closure)?;
                Some(self.either(inner.test, span, &mut |_| inner.clone(), &mut |this| {
                    this.maybe_of_closure(&closure, Vec::new(), span)
                }))
            }
            _ => None,
        }
    }

    /// What an expression such as `xs.get(i)` finds.
    fn found(&mut self, expr: &Expr, span: Span) -> Maybe {
        let errors = self.diagnostics.count();
        if self.stays_in_words(expr) {
            return self.constant_option(expr, span);
        }
        if let Some(maybe) = self.optional_value(expr, span) {
            return maybe;
        }
        if self.is_constant(expr) {
            return self.constant_option(expr, span);
        }
        self.unseen(expr, errors)
    }

    /// An `Option` that the macro does not see through: that is reported, unless something was after so many errors.
    fn unseen(&mut self, expr: &Expr, errors: usize) -> Maybe {
        if self.diagnostics.count() == errors {
            self.error(Place::of(expr), Message::optional());
        }
        self.nothing(expr.span())
    }

    /// An `Option` of a constant.
    fn constant_option(&mut self, expr: &Expr, span: Span) -> Maybe {
        let option = self.expr(expr);
        self.parts_of_constant(option, span)
    }

    /// A constant that is an `Option`, a `Result` or a reference to one that is copied: only `rustc` knows which.
    pub(super) fn supposed_option(&mut self, expr: &Expr, span: Span) -> Option<Maybe> {
        let given = self.expr(expr);
        if !self.graph[given].constant {
            self.error(Place::of(expr), Message::optional());
            return None;
        }
        let option = self.template(&[given], Ty::Unknown, false, false, span, |idents| {
            let given = &idents[0];
            parse_quote!(#given.map_or(::core::option::Option::None, ::core::option::Option::Some))
        });
        Some(self.parts_of_constant(option, span))
    }

    fn parts_of_constant(&mut self, option: Value, span: Span) -> Maybe {
        let test = self.template(&[option], Ty::Constant, true, false, span, |idents| {
            let option = &idents[0];
            parse_quote!(::core::option::Option::is_some(&#option))
        });
        self.either(
            test,
            span,
            &mut |this| {
                let content = this.template(&[option], Ty::Unknown, false, false, span, |idents| {
                    let option = &idents[0];
                    parse_quote!(::core::option::Option::unwrap(::core::clone::Clone::clone(&#option)))
                });
                this.something(content, span)
            },
            &mut |this| this.nothing(span),
        )
    }

    /// An element that may not be there, as `xs.get(i)`.
    fn optional_value(&mut self, expr: &Expr, span: Span) -> Option<Maybe> {
        let optional = self.optional(expr)?;
        let test = optional.test;
        Some(self.either(
            test,
            span,
            &mut |this| {
                let value = this.content(&optional, span);
                this.something(value, span)
            },
            &mut |this| this.nothing(span),
        ))
    }

    /// What one of two arms gives.
    fn either(
        &mut self,
        condition: Value,
        span: Span,
        then: &mut dyn FnMut(&mut Self) -> Maybe,
        otherwise: &mut dyn FnMut(&mut Self) -> Maybe,
    ) -> Maybe {
        let test = self.hidden_binding("is_there");
        let (mut first, mut second) = (None, None);
        let value = self.branch(
            condition,
            span,
            &mut |this| {
                let maybe = then(this);
                this.set(test, Some(maybe.test));
                first = Some((this.literal_bool(maybe.test), maybe.shape));
                maybe.value
            },
            &mut |this| {
                let maybe = otherwise(this);
                this.set(test, Some(maybe.test));
                second = Some((this.literal_bool(maybe.test), maybe.shape));
                maybe.value
            },
        );
        let (first, second) = (first.unwrap_or((None, Ty::Unknown)), second.unwrap_or((None, Ty::Unknown)));
        let is_condition = (first.0, second.0) == (Some(true), Some(false));
        let test = if is_condition { condition } else { self.hidden(test) };
        Maybe { test, value, shape: first.1.meet(&second.1) }
    }

    /// What one of several arms gives, each of which is an expression: `lower` lowers them by what it is given.
    fn one_of(&mut self, lower: &mut dyn FnMut(&mut Lowering<'a>, Lower<'_, 'a>) -> Value) -> Maybe {
        let span = Span::mixed_site();
        let test = self.hidden_binding("is_there");
        let no = self.no(span);
        self.set(test, Some(no));
        let mut shape = Ty::Unknown;
        let value = lower(self, &mut |this, arm| {
            let maybe = this.maybe(arm);
            this.set(test, Some(maybe.test));
            shape = shape.meet(&maybe.shape);
            maybe.value
        });
        Maybe { test: self.hidden(test), value, shape }
    }

    fn literal_bool(&self, value: Value) -> Option<bool> {
        match self.graph.node(value)? {
            crate::graph::Node::Opaque(opaque) => match &*opaque.code {
                Expr::Lit(syn::ExprLit { lit: syn::Lit::Bool(literal), .. }) => Some(literal.value),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether an expression is the constructor `Some`.
pub(super) fn is_some(func: &Expr) -> bool {
    matches!(strip(func), Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Some"))
}
