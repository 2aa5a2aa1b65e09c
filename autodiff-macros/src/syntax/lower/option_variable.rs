//! Variables that are an `Option` over values with a derivative: whether there is a value, and the value.

use super::maybe::{Maybe, is_some};
use super::{BindingId, Lowering};
use crate::diagnostics::Message;
use crate::graph::{Ty, Value};
use crate::syntax::scope::strip;
use crate::syntax::types::ty_of;
use proc_macro2::Span;
use std::cell::RefCell;
use std::rc::Rc;
use syn::{Expr, ExprMethodCall, PatIdent, Type, parse_quote};

/// A variable that is an `Option`.
pub(super) struct OptionVariable {
    /// Whether there is a value.
    test: BindingId,
    /// The value, without the references that its type has.
    value: BindingId,
    shape: RefCell<Ty>,
}

impl OptionVariable {
    /// The variables that change when it is assigned.
    pub(super) fn changed(&self) -> [BindingId; 2] {
        [self.test, self.value]
    }
}

/// Methods of an `Option` that give another one.
const MAPPINGS: &[&str] = &["and_then", "filter", "map", "or", "or_else"];

impl Lowering<'_> {
    /// `let x = option;`; false where the expression is none over values with a derivative.
    pub(super) fn bind_option(&mut self, pattern: &PatIdent, expr: &Expr, annotation: Option<&Type>) -> bool {
        let written = annotation.and_then(content_type);
        let content = written.as_ref().map(ty_of);
        // What is a constant now may hold a derivative later, if its type can.
        let may_hold =
            pattern.mutability.is_some() && content.as_ref().is_some_and(|ty| ty.is_known() && ty.may_be_active());
        if (self.is_constant(expr) && !may_hold) || !self.is_option(expr) {
            return false;
        }
        let maybe = self.maybe(expr);
        let shape = content.unwrap_or(Ty::Unknown).meet(&maybe.shape);
        let name = pattern.ident.to_string();
        let [test, value] = ["is_there", "value"].map(|part| self.hidden_binding(&format!("{name}_{part}")));
        // What stands there for nothing has the type that was written.
        self.bindings[value].annotation = written.map(|ty| Rc::new(without_references(&ty)));
        let variable = Rc::new(OptionVariable { test, value, shape: RefCell::new(shape) });
        self.set_option(&variable, maybe);
        self.bind(&pattern.ident, None, pattern.mutability.is_some(), None);
        if let Some(binding) = self.bindings.last_mut() {
            binding.option = Some(variable);
        }
        true
    }

    /// The variable that an expression names, if it is an `Option`.
    pub(super) fn option_variable(&self, expr: &Expr) -> Option<Rc<OptionVariable>> {
        let expr = match strip(expr) {
            Expr::Reference(reference) => strip(&reference.expr),
            expr => expr,
        };
        let Expr::Path(path) = expr else { return None };
        let ident = path.path.get_ident().filter(|_| path.qself.is_none())?;
        let id = *self.names.get(&ident.to_string())?.last()?;
        self.bindings[id].option.clone()
    }

    /// `x = option;`; false where the variable is none.
    pub(super) fn assign_option(&mut self, left: &Expr, right: &Expr) -> bool {
        let Some(variable) = self.option_variable(left) else { return false };
        let maybe = self.maybe(right);
        self.set_option(&variable, maybe);
        true
    }

    fn set_option(&mut self, variable: &OptionVariable, maybe: Maybe) {
        let met = variable.shape.borrow().meet(&maybe.shape);
        *variable.shape.borrow_mut() = met;
        self.assign(variable.test, maybe.test);
        self.assign(variable.value, maybe.value);
    }

    /// What an `Option` holds now.
    pub(super) fn read_option(&self, variable: &OptionVariable) -> Maybe {
        let (test, value) = (self.hidden(variable.test), self.hidden(variable.value));
        Maybe { test, value, shape: variable.shape.borrow().clone() }
    }

    /// `x.take()`: what it holds, and nothing from now on.
    pub(super) fn taken_option(&mut self, call: &ExprMethodCall) -> Option<Maybe> {
        let variable =
            self.option_variable(&call.receiver).filter(|_| call.method == "take" && call.args.is_empty())?;
        let maybe = self.read_option(&variable);
        let no = self.no(call.method.span());
        self.set(variable.test, Some(no));
        Some(maybe)
    }

    /// An `Option` as the user's words see it.
    pub(super) fn option_in_words(&mut self, variable: &OptionVariable, span: Span) -> Value {
        let maybe = self.read_option(variable);
        let content = self.content_of_maybe(&maybe, span);
        let option = self.template(&[maybe.test, content], Ty::Unknown, false, false, span, |idents| {
            let (test, content) = (&idents[0], &idents[1]);
            parse_quote!(::core::primitive::bool::then_some(#test, #content))
        });
        self.set_obstacle(option, span.into(), Message::constructor("Some"));
        option
    }

    /// Whether all that an `Option` holds is constant.
    pub(super) fn is_constant_option(&self, variable: &OptionVariable) -> bool {
        variable.changed().iter().all(|id| self.bindings[*id].value.is_some_and(|value| self.graph[value].constant))
    }

    /// Whether an expression is an `Option` that the macro sees through.
    pub(super) fn is_option(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Path(path) if path.path.is_ident("None") => true,
            Expr::Path(_) | Expr::Reference(_) => self.option_variable(expr).is_some(),
            Expr::Call(call) => is_some(&call.func) && call.args.len() == 1,
            Expr::Block(block) => match block.block.stmts.last() {
                Some(syn::Stmt::Expr(tail, None)) => block.label.is_none() && self.is_option(tail),
                _ => false,
            },
            Expr::If(branch) => match &branch.else_branch {
                Some((_, otherwise)) => {
                    let then = branch.then_branch.stmts.last();
                    let is_then = matches!(then, Some(syn::Stmt::Expr(tail, None)) if self.is_option(tail));
                    !matches!(strip(&branch.cond), Expr::Let(_)) && (is_then || self.is_option(otherwise))
                }
                None => false,
            },
            Expr::MethodCall(call) => {
                let receiver = &call.receiver;
                match (call.method.to_string().as_str(), call.args.len()) {
                    ("copied" | "cloned" | "as_ref", 0) => self.is_option(receiver),
                    ("take", 0) => self.option_variable(receiver).is_some(),
                    ("first" | "last" | "first_mut" | "last_mut" | "split_first" | "split_last", 0)
                    | ("get" | "get_mut", 1)
                        if self.may_be_slice(receiver) && !self.is_sequence(receiver) =>
                    {
                        !self.is_constant(receiver)
                    }
                    ("pop", 0) => self.is_vector(receiver),
                    ("next" | "peek", 0) | ("nth", 1) if self.holds_iterator(receiver) => true,
                    ("last" | "next", 0) | ("nth" | "max_by" | "min_by" | "reduce" | "find" | "find_map", 1) => {
                        self.is_sequence(receiver) && !self.is_constant(receiver)
                    }
                    ("then" | "then_some", 1) => true,
                    (name, 1) if MAPPINGS.contains(&name) => self.is_option(receiver),
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

/// `T` of `Option<T>`.
fn content_type(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}

/// The type of what references to something with a size refer to.
fn without_references(ty: &Type) -> Type {
    match ty {
        Type::Reference(reference) if !matches!(*reference.elem, Type::Slice(_)) => without_references(&reference.elem),
        Type::Tuple(tuple) => {
            let elements = tuple.elems.iter().map(without_references);
            parse_quote!((#(#elements,)*))
        }
        other => other.clone(),
    }
}
