//! Variables that are an `Option` over values with a derivative: whether there is a value, and the value.

use super::maybe::{Maybe, is_some};
use super::untyped_option::written_content;
use super::{BindingId, Lowering};
use crate::diagnostics::Message;
use crate::graph::{Ty, Value};
use crate::syntax::scope::{identifiers, strip, visit_free_variables};
use crate::syntax::types::{option_content, ty_of};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use std::cell::RefCell;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, Local, Pat, PatIdent, Stmt, Token, Type, parse_quote};

/// A variable that is an `Option`.
pub(super) struct OptionVariable {
    name: String,
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

    /// The type of what it may hold, as far as it is known.
    pub(super) fn shape(&self) -> Ty {
        self.shape.borrow().clone()
    }
}

impl Lowering<'_> {
    /// `let x = option;`; false where the expression is none that the macro sees through.
    pub(super) fn bind_option(&mut self, pattern: &PatIdent, expr: &Expr, annotation: Option<&Type>) -> bool {
        if !self.is_option(expr) {
            return false;
        }
        if self.lent_option_variable(expr).is_some() {
            self.error(expr.span(), Message::mutable_borrow());
            return true;
        }
        let content = self.declared_content(&pattern.ident, annotation);
        // What is a constant now may hold a derivative later, if its type can.
        let may_hold = pattern.mutability.is_some() && content.as_ref().is_some_and(Ty::may_be_active);
        if self.is_constant(expr) && !may_hold {
            self.bind_constant_option(pattern, expr, annotation);
            return true;
        }
        let maybe = self.maybe(expr);
        let shape = content.unwrap_or(Ty::Unknown).meet(&maybe.shape);
        let variable = self.new_option(&pattern.ident, annotation, shape);
        self.set_option(&variable, maybe);
        self.bind_option_variable(pattern, variable);
        true
    }

    /// `let x;`, which is given an option later; false where that is none over values with a derivative.
    pub(super) fn bind_deferred_option(&mut self, pattern: &PatIdent, annotation: Option<&Type>) -> bool {
        let Some(content) = self.declared_content(&pattern.ident, annotation).filter(Ty::may_be_active) else {
            return false;
        };
        let variable = self.new_option(&pattern.ident, annotation, content);
        self.bind_option_variable(pattern, variable);
        true
    }

    /// Binds a name to what an option holds.
    pub(super) fn bind_maybe(&mut self, pattern: &PatIdent, maybe: &Maybe, annotation: Option<&Type>) {
        let written = annotation.and_then(option_content).map_or(Ty::Unknown, ty_of);
        let variable = self.new_option(&pattern.ident, annotation, written.meet(&maybe.shape));
        self.set_option(&variable, maybe.clone());
        self.bind_option_variable(pattern, variable);
    }

    /// `let (x, y) = (option, iterator);`, a statement for each; none where that is no tuple of what is no value, or where one
    /// of them reads a variable that the names hide.
    pub(super) fn held_apart(&self, local: &Local) -> Option<Vec<Local>> {
        let (pattern, annotation) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pattern => (pattern, None),
        };
        let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
        let (Pat::Tuple(pattern), Expr::Tuple(values)) = (pattern, strip(&init.expr)) else { return None };
        let types = match annotation {
            Some(Type::Tuple(types)) if types.elems.len() == values.elems.len() => Some(&types.elems),
            Some(_) => return None,
            None => None,
        };
        let is_iterator = |value: &Expr| self.is_sequence(value) && !self.is_constant(value);
        let is_held = |value: &Expr| {
            let is_option = self.is_option(value) || self.option_tuple(value).is_some();
            is_option || is_iterator(value) || matches!(value, Expr::Closure(_))
        };
        if !values.elems.iter().any(is_held)
            || pattern.elems.len() != values.elems.len()
            || pattern.elems.iter().any(is_rest)
        {
            return None;
        }
        let mut names = Vec::new();
        identifiers(&local.pat, &mut names);
        let mut hidden = false;
        visit_free_variables(&mut (*init.expr).clone(), &mut |name: &Ident, _| {
            hidden |= names.contains(name);
            None
        });
        let statement = |(position, (pat, value)): (usize, (&Pat, &Expr))| {
            let ty = types.map(|types| types[position].to_token_stream());
            let colon = ty.is_some().then(<Token![:]>::default);
            match parse_quote!(let #pat #colon #ty = #value;) {
                Stmt::Local(local) => local,
                _ => unreachable!("a `let` is a local"),
            }
        };
        let parts = pattern.elems.iter().zip(&values.elems).enumerate().map(statement);
        (!hidden).then(|| parts.collect())
    }

    /// What an option holds whose type is written, or is known from elsewhere.
    fn declared_content(&self, variable: &Ident, annotation: Option<&Type>) -> Option<Ty> {
        let written = annotation.and_then(option_content).map(ty_of);
        match (written, self.known_content(variable)) {
            (Some(written), Some(known)) => Some(written.meet(known)),
            (Some(written), None) if written.is_known() => Some(written),
            (_, known) => known.cloned(),
        }
    }

    fn bind_option_variable(&mut self, pattern: &PatIdent, variable: Rc<OptionVariable>) {
        self.bind(&pattern.ident, None, pattern.mutability.is_some(), None);
        if let Some(binding) = self.bindings.last_mut() {
            binding.option = Some(variable);
        }
    }

    fn new_option(&mut self, ident: &Ident, annotation: Option<&Type>, shape: Ty) -> Rc<OptionVariable> {
        let name = ident.to_string();
        let [test, value] = ["is_there", "value"].map(|part| self.hidden_binding(&format!("{name}_{part}")));
        // What stands there for nothing has the type that was written.
        let written = annotation.and_then(option_content).filter(|ty| !matches!(ty, Type::Infer(_)));
        let written = written.map(without_references).or_else(|| written_content(&shape));
        self.bindings[value].annotation = written.map(Rc::new);
        let variable = Rc::new(OptionVariable { name, test, value, shape: RefCell::new(shape) });
        self.note_option(ident, &variable);
        variable
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

    /// The variable that is an `Option` in `&mut x` or `x.as_mut()`; not one over references.
    pub(super) fn lent_option_variable(&self, expr: &Expr) -> Option<Rc<OptionVariable>> {
        let lent = match strip(expr) {
            Expr::Reference(reference) if reference.mutability.is_some() => &reference.expr,
            Expr::MethodCall(call) if call.method == "as_mut" && call.args.is_empty() => &call.receiver,
            _ => return None,
        };
        self.option_variable(lent).filter(|variable| !variable.shape().holds_reference())
    }

    /// `x = option;`; false where the variable is none.
    pub(super) fn assign_option(&mut self, left: &Expr, right: &Expr) -> bool {
        let Some(variable) = self.option_variable(left) else {
            self.note_assigned_option(left, right);
            return false;
        };
        let maybe = self.maybe(right);
        self.set_option(&variable, maybe);
        true
    }

    pub(super) fn set_option(&mut self, variable: &OptionVariable, maybe: Maybe) {
        let met = variable.shape.borrow().meet(&maybe.shape);
        *variable.shape.borrow_mut() = met;
        self.assign(variable.test, maybe.test);
        self.assign(variable.value, maybe.value);
    }

    /// What an `Option` holds now.
    pub(super) fn read_option(&mut self, variable: &OptionVariable, span: Span) -> Maybe {
        let [test, value] = variable.changed().map(|id| self.bindings[id].value);
        let (Some(test), Some(value)) = (test, value) else {
            self.error(span, Message::uninitialised(&variable.name));
            return self.nothing(span);
        };
        Maybe { test, value, shape: variable.shape() }
    }

    /// An `Option` as the user's words see it.
    pub(super) fn option_in_words(&mut self, variable: &OptionVariable, span: Span) -> Value {
        let maybe = self.read_option(variable, span);
        if !maybe.shape.is_known() {
            return self.option_made_in_arms(&maybe, span);
        }
        let content = self.content_of_maybe(&maybe, span);
        // What is no number is read again elsewhere.
        let is_shared = matches!(self.ty(content), Ty::Unknown) || self.ty(content).holds_vector();
        let option = self.template(&[maybe.test, content], Ty::Unknown, false, false, span, |idents| {
            let (test, content) = (&idents[0], &idents[1]);
            if is_shared {
                parse_quote!(::core::primitive::bool::then_some(#test, ::core::clone::Clone::clone(&#content)))
            } else {
                parse_quote!(::core::primitive::bool::then_some(#test, #content))
            }
        });
        self.set_obstacle(option, span.into(), Message::constructor("Some"));
        option
    }

    /// The same where what it holds may be a constant that stands for nothing: that is read only where it is there.
    fn option_made_in_arms(&mut self, maybe: &Maybe, span: Span) -> Value {
        let some = &mut |this: &mut Self| {
            let content = this.content_of_maybe(maybe, span);
            let some = this.template(&[content], Ty::Unknown, false, false, span, |idents| {
                let content = &idents[0];
                parse_quote!(::core::option::Option::Some(::core::clone::Clone::clone(&#content)))
            });
            this.set_obstacle(some, span.into(), Message::constructor("Some"));
            some
        };
        let none =
            &mut |this: &mut Self| this.constant_code(parse_quote!(::core::option::Option::None), Ty::Unknown, span);
        self.branch(maybe.test, span, some, none)
    }

    /// Whether all that an `Option` holds is constant.
    pub(super) fn is_constant_option(&self, variable: &OptionVariable) -> bool {
        variable.changed().iter().all(|id| self.bindings[*id].value.is_some_and(|value| self.graph[value].constant))
    }

    /// Whether an expression is an `Option` that the macro sees through.
    pub(super) fn is_option(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::Path(path) if is_none(path) => true,
            Expr::Path(_) | Expr::Reference(_) => {
                self.option_variable(expr).is_some() || self.is_constant_option_variable(expr)
            }
            Expr::Call(call) => is_some(&call.func) && call.args.len() == 1 || self.is_option_call(call),
            Expr::Block(block) if block.label.is_none() => match block.block.stmts.last() {
                Some(syn::Stmt::Expr(tail, None)) => self.is_option(tail),
                _ => false,
            },
            Expr::Block(_) | Expr::Loop(_) => self.option_in_statements(expr).is_some(),
            Expr::If(branch) => match &branch.else_branch {
                Some((_, otherwise)) => {
                    let then = branch.then_branch.stmts.last();
                    let is_then = matches!(then, Some(syn::Stmt::Expr(tail, None)) if self.is_option(tail));
                    is_then || self.is_option(otherwise)
                }
                None => false,
            },
            Expr::Match(branch) => branch.arms.iter().any(|arm| self.is_option(&arm.body)),
            Expr::MethodCall(call) => {
                let receiver = &call.receiver;
                match (call.method.to_string().as_str(), call.args.len()) {
                    ("copied" | "cloned", 0) => self.is_option(receiver),
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
                    ("as_mut", 0) => self.lent_option_variable(expr).is_some(),
                    ("fold" | "try_fold", 2) => self.option_in_statements(expr).is_some(),
                    _ => self.is_mapping(call),
                }
            }
            _ => false,
        }
    }
}

/// Whether a path is `None`, with or without its type.
pub(super) fn is_none(path: &syn::ExprPath) -> bool {
    path.qself.is_none() && path.path.segments.last().is_some_and(|last| last.ident == "None")
}

fn is_rest(pat: &Pat) -> bool {
    matches!(pat, Pat::Rest(_))
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
