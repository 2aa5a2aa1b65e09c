//! Functions with `const` parameters that are lowered where they are called: their lengths are those of the arguments.

use super::Lowering;
use crate::graph::Ty;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::HashMap;
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprCall, ExprPath, FnArg, GenericArgument, GenericParam, ItemFn, PathArguments, Type};

impl Lowering<'_> {
    /// A function with the values of its `const` parameters in their places; none where they cannot be seen.
    pub(super) fn instance(&self, function: &ItemFn, path: &ExprPath, call: &ExprCall) -> Option<ItemFn> {
        let names: Vec<Ident> = function.sig.generics.const_params().map(|parameter| parameter.ident.clone()).collect();
        let mut lengths = Lengths { names: &names, found: written_lengths(function, path) };
        for (parameter, argument) in function.sig.inputs.iter().zip(&call.args) {
            if let FnArg::Typed(typed) = parameter {
                lengths.read(&typed.ty, &self.infer(argument));
            }
        }
        let found = lengths.found;
        if !names.iter().all(|name| found.contains_key(&name.to_string())) {
            return None;
        }
        let mut instance = function.clone();
        let kept = instance.sig.generics.params.into_iter();
        instance.sig.generics.params = kept.filter(|parameter| !matches!(parameter, GenericParam::Const(_))).collect();
        Values(&found).visit_item_fn_mut(&mut instance);
        Some(instance)
    }
}

/// The values that a call writes, as in `f::<3>(x)`: those of types come first in the list.
fn written_lengths(function: &ItemFn, path: &ExprPath) -> HashMap<String, TokenTree> {
    let Some(PathArguments::AngleBracketed(written)) = path.path.segments.last().map(|last| &last.arguments) else {
        return HashMap::new();
    };
    let generics = function.sig.generics.params.iter().filter(|one| !matches!(one, GenericParam::Lifetime(_)));
    let written = written.args.iter().filter(|one| !matches!(one, GenericArgument::Lifetime(_)));
    let pairs = generics.zip(written).filter_map(|(parameter, argument)| match parameter {
        GenericParam::Const(parameter) => Some((parameter.ident.to_string(), one_token(argument.to_token_stream())?)),
        _ => None,
    });
    pairs.collect()
}

/// The only token: of an expression it is not known whether it means the same elsewhere.
fn one_token(tokens: TokenStream) -> Option<TokenTree> {
    let mut tokens = tokens.into_iter();
    let first = tokens.next().filter(|token| matches!(token, TokenTree::Literal(_) | TokenTree::Ident(_)))?;
    tokens.next().is_none().then_some(first)
}

/// What the types of arguments tell of the lengths in the types of parameters.
struct Lengths<'n> {
    names: &'n [Ident],
    found: HashMap<String, TokenTree>,
}

impl Lengths<'_> {
    fn read(&mut self, parameter: &Type, argument: &Ty) {
        match (parameter, argument) {
            (Type::Reference(reference), Ty::Reference(inner)) => self.read(&reference.elem, inner),
            // The type of a place is that of what is in it.
            (Type::Reference(reference), argument) => self.read(&reference.elem, argument),
            (Type::Paren(inner), argument) => self.read(&inner.elem, argument),
            (Type::Group(inner), argument) => self.read(&inner.elem, argument),
            (Type::Slice(slice), Ty::Slice(element) | Ty::Array(element, _)) => self.read(&slice.elem, element),
            (Type::Tuple(tuple), Ty::Tuple(elements)) => {
                tuple.elems.iter().zip(elements).for_each(|(parameter, argument)| self.read(parameter, argument));
            }
            (Type::Array(array), Ty::Array(element, len)) => {
                if let Expr::Path(path) = &array.len
                    && let Some(name) = path.path.get_ident().filter(|name| self.names.contains(name))
                    && let Some(len) = one_token((**len).clone())
                {
                    self.found.entry(name.to_string()).or_insert(len);
                }
                self.read(&array.elem, element);
            }
            _ => {}
        }
    }
}

/// Puts values in the places of `const` parameters.
struct Values<'f>(&'f HashMap<String, TokenTree>);

impl Values<'_> {
    fn of(&self, path: &syn::Path) -> Option<&TokenTree> {
        self.0.get(&path.get_ident()?.to_string())
    }

    /// The value as an expression of its own, which has to keep its type.
    fn typed(&self, value: &TokenTree) -> Expr {
        match value.to_string().parse::<usize>() {
            Ok(number) => {
                let literal = proc_macro2::Literal::usize_suffixed(number);
                syn::parse_quote!(#literal)
            }
            Err(_) => syn::parse_quote!(#value),
        }
    }

    fn in_tokens(&self, tokens: TokenStream) -> TokenStream {
        let go = |token| match token {
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), self.in_tokens(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            TokenTree::Ident(ident) => self.0.get(&ident.to_string()).cloned().unwrap_or(TokenTree::Ident(ident)),
            token => token,
        };
        tokens.into_iter().map(go).collect()
    }
}

impl VisitMut for Values<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) if path.qself.is_none() => {
                if let Some(value) = self.of(&path.path) {
                    *expr = self.typed(value);
                }
            }
            _ => syn::visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_expr_repeat_mut(&mut self, repeat: &mut syn::ExprRepeat) {
        self.visit_expr_mut(&mut repeat.expr);
        self.length(&mut repeat.len);
    }

    fn visit_type_array_mut(&mut self, array: &mut syn::TypeArray) {
        self.visit_type_mut(&mut array.elem);
        self.length(&mut array.len);
    }

    fn visit_generic_argument_mut(&mut self, argument: &mut GenericArgument) {
        match argument {
            GenericArgument::Type(Type::Path(path)) if path.qself.is_none() => {
                if let Some(value) = self.of(&path.path) {
                    *argument = GenericArgument::Const(syn::parse_quote!(#value));
                    return;
                }
                syn::visit_mut::visit_generic_argument_mut(self, argument);
            }
            _ => syn::visit_mut::visit_generic_argument_mut(self, argument),
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        invocation.tokens = self.in_tokens(std::mem::take(&mut invocation.tokens));
    }
}

impl Values<'_> {
    /// A length is written as the type of the argument has it.
    fn length(&mut self, len: &mut Expr) {
        match len {
            Expr::Path(path) => {
                if let Some(value) = self.of(&path.path) {
                    *len = syn::parse_quote!(#value);
                }
            }
            len => self.visit_expr_mut(len),
        }
    }
}
