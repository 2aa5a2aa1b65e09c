//! Functions that are given to functions: `integrate(|t| w * t, 0.0, 1.0)`, where the body of `integrate` is seen.

use super::Lowering;
use super::closure::Closure;
use crate::diagnostics::{Message, Place};
use crate::graph::Value;
use crate::syntax::functions::FunctionType;
use crate::syntax::items::mentions;
use crate::syntax::types::any_reference;
use proc_macro2::Ident;
use quote::ToTokens;
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprPath, Generics, ItemFn, Pat, PatType, ReturnType, Type, parse_quote};

impl Lowering<'_> {
    /// A call of a function that takes functions.
    pub(super) fn call_with_functions(&mut self, helper: &ItemFn, call: &ExprCall, path: &ExprPath) -> Value {
        if let Some(mut helper) = self.with_own_names(helper).filter(|helper| !self.is_hidden(helper)) {
            self.take_items(&mut helper);
            if self.stands_here(&helper)
                && let Some(instance) = self.instance(&helper, path, call)
            {
                return self.helper_call(&instance, call, path.span());
            }
        }
        self.error(Place::of(path), Message::taker_of_functions(&helper.sig.ident.to_string()));
        self.unit(path.span())
    }

    /// The function that an argument is, with the types that the parameter tells.
    pub(super) fn given_function(
        &mut self,
        function: &FunctionType,
        generics: &Generics,
        argument: &Expr,
    ) -> Option<Rc<Closure>> {
        let closure = self.closure_with(argument, function.inputs.len())?;
        let mut typed = (*closure).clone();
        for (pattern, ty) in typed.parameters.iter_mut().zip(&function.inputs) {
            if !matches!(pattern, Pat::Type(_)) && can_be_written(ty, generics) {
                *pattern = typed_pattern(pattern, ty);
            }
        }
        if let ReturnType::Type(_, ty) = &function.output
            && can_be_written(ty, generics)
            && any_reference(ty).is_none()
        {
            let body = &typed.body;
            typed.body = parse_quote!({ let result: #ty = #body; result });
        }
        Some(Rc::new(typed))
    }

    /// A parameter that is a function.
    pub(super) fn bind_function(&mut self, ident: &Ident, closure: Rc<Closure>) {
        self.bind(ident, None, false, None);
        if let Some(binding) = self.bindings.last_mut() {
            binding.closure = Some(closure);
        }
    }
}

/// A closure's parameter with its type.
fn typed_pattern(pattern: &Pat, ty: &Type) -> Pat {
    let colon_token = syn::Token![:](pattern.span());
    Pat::Type(PatType { attrs: Vec::new(), pat: Box::new(pattern.clone()), colon_token, ty: Box::new(ty.clone()) })
}

/// Whether a type means the same where the function is called: no lifetime and no generic parameter is in it.
fn can_be_written(ty: &Type, generics: &Generics) -> bool {
    let tokens = ty.to_token_stream();
    !tokens.to_string().contains('\'')
        && !generics.type_params().any(|parameter| mentions(tokens.clone(), &parameter.ident.to_string()))
}
