//! Calls of functions that change what they are given, or take functions: their bodies are lowered where they are
//! called, with their `&mut` parameters bound to the places of the caller, and functions to what was passed.

use super::call::local_name;
use super::maybe::Maybe;
use super::option_calls::is_active_option;
use super::place::Alias;
use super::sequence::Item;
use super::typed::body_with_type;
use super::{BindingId, Lowering};
use crate::diagnostics::{Message, Place};
use crate::graph::{Ty, Value};
use crate::syntax::conditions::check_conditions;
use crate::syntax::functions::{function_type, takes_functions};
use crate::syntax::items::{mentions, names_of_items};
use crate::syntax::signature::is_constant;
use crate::syntax::types::ty_of;
use proc_macro2::{Ident, Span};
use std::rc::Rc;
use syn::{Expr, ExprCall, ExprPath, FnArg, ItemFn, Pat, PatType, Type, parse_quote};

impl Lowering<'_> {
    /// The function that a path names, if it changes what it is given, or takes functions.
    pub(super) fn helper(&self, path: &ExprPath) -> Option<Rc<ItemFn>> {
        let name = local_name(path).filter(|_| path.qself.is_none())?;
        // An import of the same name hides it.
        if path.path.get_ident().is_some_and(|name| self.own_names.contains(name))
            && !self.own_functions.contains(&name.to_string())
        {
            return None;
        }
        self.helpers.iter().rfind(|helper| helper.sig.ident == *name).cloned()
    }

    /// Whether the body of a helper means in this function what it means in its own place. If not, it is called.
    pub(super) fn stands_here(&self, helper: &ItemFn) -> bool {
        let name = helper.sig.ident.to_string();
        // In inner blocks, too: a second call would bring them twice.
        let (items, imports_all) = names_of_items(&helper.block);
        let has_items = imports_all
            || !items.is_empty()
            || helper.block.stmts.iter().any(|stmt| matches!(stmt, syn::Stmt::Item(_)));
        // The types are those of what is given, and the lengths are found where it is called.
        let generics = &helper.sig.generics;
        let has_parameters = generics.type_params().next().is_some() || generics.const_params().next().is_some();
        let is_generic = has_parameters && !takes_functions(helper);
        let is_recursive = mentions(quote::ToTokens::to_token_stream(&helper.block), &name);
        let changes_constants = helper.sig.inputs.iter().any(|input| match input {
            FnArg::Typed(typed) => is_exclusive(&typed.ty) && (typed.attrs.iter().any(is_constant)),
            FnArg::Receiver(_) => false,
        });
        !self.is_hidden(helper)
            && !has_items
            && !is_generic
            && !is_recursive
            && !changes_constants
            && !self.open_helpers.contains(&name)
    }

    /// Whether this function's own items and parameters would hide what a helper means.
    pub(super) fn is_hidden(&self, helper: &ItemFn) -> bool {
        let generics = &helper.sig.generics;
        let is_its_own = |name: &Ident| {
            generics.type_params().any(|own| own.ident == *name)
                || generics.const_params().any(|own| own.ident == *name)
        };
        let tokens = quote::quote!(#helper);
        let mut hiding = self.own_names.iter().filter(|name| !is_its_own(name));
        !self.own_functions.contains(&helper.sig.ident.to_string())
            && (self.imports_all || hiding.any(|own| mentions(tokens.clone(), &own.to_string())))
    }

    pub(super) fn helper_call(&mut self, helper: &ItemFn, call: &ExprCall, span: Span) -> Value {
        let value = self.helper_with(helper, call, span, |this| match &helper.sig.output {
            syn::ReturnType::Type(_, ty) => this.block_in_scope(&body_with_type(&helper.block, ty)),
            syn::ReturnType::Default => this.block_in_scope(&helper.block),
        });
        let Some(value) = value else { return self.unit(span) };
        if let syn::ReturnType::Type(_, ty) = &helper.sig.output {
            self.refine(value, &ty_of(ty));
        }
        value
    }

    /// Lowers the body of a helper, which `body` does, with its parameters bound to arguments; none where one of these cannot
    /// be one.
    pub(super) fn helper_with(
        &mut self,
        helper: &ItemFn,
        call: &ExprCall,
        span: Span,
        body: impl FnOnce(&mut Self) -> Value,
    ) -> Option<Value> {
        check_conditions(&helper.block, self.diagnostics);
        let parameters: Vec<&PatType> = helper
            .sig
            .inputs
            .iter()
            .filter_map(|argument| match argument {
                FnArg::Typed(typed) => Some(typed),
                FnArg::Receiver(_) => None,
            })
            .collect();
        let mut items = Vec::new();
        let mut changed: Vec<BindingId> = Vec::new();
        for (parameter, argument) in parameters.iter().zip(&call.args) {
            let item = self.argument(helper, parameter, argument)?;
            match &item {
                Argument::Item(Item::Place(alias)) => changed.push(alias.root),
                Argument::Item(Item::Function(closure)) => changed.extend(&closure.changed),
                _ => {}
            }
            items.push(item);
        }
        changed.sort_unstable();
        changed.dedup();
        let outside = std::mem::take(&mut self.names);
        self.open_helpers.push(helper.sig.ident.to_string());
        let item = self.inlined(&changed, span, |this| {
            for (parameter, item) in parameters.iter().zip(items) {
                match item {
                    Argument::Option(maybe) => match &*parameter.pat {
                        Pat::Ident(pattern) => this.bind_maybe(pattern, &maybe, Some(&parameter.ty)),
                        Pat::Wild(_) => {}
                        pattern => this.error(Place::of(pattern), Message::pattern()),
                    },
                    Argument::Item(Item::Value(value)) => {
                        // Lifetimes of the helper mean nothing here; what needs no coercion needs no annotation.
                        let typed = matches!(ty_of(&parameter.ty), Ty::Float(_) | Ty::Constant)
                            && !matches!(&*parameter.ty, Type::Reference(_));
                        let annotation = typed.then(|| Rc::new((*parameter.ty).clone()));
                        this.bind_pattern(&parameter.pat, value, annotation);
                    }
                    Argument::Item(item) => this.bind_item(&parameter.pat, item),
                }
            }
            Item::Value(body(this))
        });
        self.open_helpers.pop();
        self.names = outside;
        Some(self.item_value(item, span))
    }

    /// What is lent to a parameter has the type that is written there: of an integer without a suffix nothing else may say it.
    pub(super) fn note_referent(&mut self, place: &Alias, parameter: &Type) {
        let Type::Reference(reference) = parameter else { return };
        let binding = &self.bindings[place.root];
        let Some(value) = binding.value.filter(|_| place.path.is_empty() && binding.annotation.is_none()) else {
            return;
        };
        let is_untyped = self.graph[value].constant && self.graph[value].annotation.is_none();
        let is_number = match &*reference.elem {
            Type::Path(path) => !path.path.is_ident("String") && matches!(ty_of(&reference.elem), Ty::Constant),
            _ => false,
        };
        if !is_untyped || !is_number {
            return;
        }
        let (span, name) = (self.graph[value].span, binding.ident.clone());
        let typed = self.template(&[value], Ty::Constant, false, false, span, |idents| {
            let value = &idents[0];
            parse_quote!(#value)
        });
        self.graph[typed].annotation = Some(Rc::new((*reference.elem).clone()));
        self.name(typed, &name);
        self.set(place.root, Some(typed));
    }

    fn argument(&mut self, helper: &ItemFn, parameter: &PatType, argument: &Expr) -> Option<Argument> {
        if is_active_option(&parameter.ty) && !parameter.attrs.iter().any(is_constant) {
            return Some(Argument::Option(self.maybe(argument)));
        }
        if parameter.attrs.iter().any(is_constant) {
            let value = self.expr(argument);
            let ty = self.ty(value).meet(&ty_of(&parameter.ty));
            let span = self.graph[value].span;
            let value = self.template(&[value], ty, true, false, span, |idents| {
                let value = &idents[0];
                parse_quote!(#value)
            });
            return Some(Argument::Item(Item::Value(value)));
        }
        if let Some(function) = function_type(&parameter.ty, &helper.sig.generics) {
            let function = self.given_function(&function, &helper.sig.generics, argument)?;
            return Some(Argument::Item(Item::Function(function)));
        }
        if is_exclusive(&parameter.ty) {
            let place = self.alias(argument)?;
            self.note_referent(&place, &parameter.ty);
            return Some(Argument::Item(Item::Place(place)));
        }
        let value = self.expr(argument);
        self.refine(value, &ty_of(&parameter.ty));
        Some(Argument::Item(Item::Value(value)))
    }
}

/// What a parameter is bound to.
enum Argument {
    Item(Item),
    Option(Maybe),
}

/// Whether a type is a `&mut`.
pub(super) fn is_exclusive(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference) if reference.mutability.is_some())
}
