//! The types in the companions' signatures.

use crate::graph::Ty;
use crate::syntax::ty_of;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Path, Type};

/// How a tangent is passed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Passing {
    /// As an owned value: gradients, seeds.
    Owned,
    /// In the form of the primal: by reference where that is.
    AsPrimal,
}

/// The type of the tangent of a type.
pub(super) fn tangent_type(ty: &Type, krate: &Path, passing: Passing) -> TokenStream {
    let go = |inner: &Type| tangent_type(inner, krate, passing);
    match ty {
        Type::Paren(inner) => go(&inner.elem),
        Type::Group(inner) => go(&inner.elem),
        Type::Reference(reference) => {
            let inner = go(&reference.elem);
            match passing {
                Passing::Owned => inner,
                Passing::AsPrimal => {
                    let lifetime = &reference.lifetime;
                    quote!(& #lifetime #inner)
                }
            }
        }
        Type::Slice(slice) => {
            let element = go(&slice.elem);
            match passing {
                Passing::Owned => quote!(#krate::__private::Vec<#element>),
                Passing::AsPrimal => quote!([#element]),
            }
        }
        Type::Array(array) => {
            let (element, len) = (go(&array.elem), &array.len);
            quote!([#element; #len])
        }
        Type::Tuple(tuple) => {
            let elements = tuple.elems.iter().map(go);
            quote!((#(#elements,)*))
        }
        _ => match ty_of(ty) {
            Ty::Float(_) => ty.to_token_stream(),
            Ty::Constant => quote!(()),
            _ => quote!(<#ty as #krate::Differentiable>::Tangent),
        },
    }
}

/// The type of the buffer that a gradient is written to.
pub(super) fn buffer_type(ty: &Type, krate: &Path) -> TokenStream {
    match peeled(ty) {
        Type::Slice(slice) => {
            let element = tangent_type(&slice.elem, krate, Passing::Owned);
            quote!(&mut [#element])
        }
        other => {
            let tangent = tangent_type(other, krate, Passing::Owned);
            quote!(&mut #tangent)
        }
    }
}

/// The type behind references and parentheses.
pub(super) fn peeled(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => peeled(&inner.elem),
        Type::Group(inner) => peeled(&inner.elem),
        Type::Reference(reference) => peeled(&reference.elem),
        other => other,
    }
}

/// The zero of a tangent whose type the macro knows.
pub(super) fn zero_of(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Float(_) => quote!(0.0),
        Ty::Tuple(elements) => {
            let zeros = elements.iter().map(zero_of);
            quote!((#(#zeros,)*))
        }
        Ty::Array(element, len) => {
            let zero = zero_of(element);
            quote!([#zero; #len])
        }
        Ty::Reference(inner) => zero_of(inner),
        Ty::Slice(_) | Ty::Constant | Ty::Pullback | Ty::List(_) | Ty::Unknown => quote!(()),
    }
}
