//! Companions that multiply with the Jacobian: `vjp` and `jvp`, and `__vjp` and `__jvp`, which calls in other bodies use.

use super::body::Body;
use super::companions::{Companions, Differentiated, tangent_ident, tuple};
use super::types::{Passing, tangent_type, zero_of};
use crate::graph::{Ty, assert_valid};
use crate::syntax::{is_anonymous, turbofish};
use crate::transform::{Seed, adjoint, simplify, tangent};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::GenericParam;

impl Companions<'_> {
    /// `vjp` and `__vjp`.
    pub(super) fn vjp(&self, function: &Differentiated<'_>) -> TokenStream {
        let mut joint = adjoint(
            function.primal,
            function.activity,
            &self.positions(),
            Seed::Parameter,
            false,
            self.options.optimize,
        );
        self.finish(&mut joint.graph, joint.seed);
        let mut parameters = self.named_parameters(&joint.graph);
        let seed_ident = Ident::new("seed", Span::mixed_site());
        parameters.extend(joint.seed.map(|seed| (seed, seed_ident.clone())));
        let mut body = Body::new(&joint.graph, joint.seed, &parameters, &[], self.krate());
        let forward = body.forward();
        let backward = body.backward();
        let mut results = body.results();
        let value = results.remove(0);
        let gradients = tuple(results);
        let copies = body.copies_of_arguments();
        let output = &self.signature.output;
        let seed_type = self.owned(output);
        let rest = quote! {
            #forward
            #copies
            (#value, #[inline(always)] move |#seed_ident: #seed_type| { #backward #gradients })
        };
        let body = self.body(&body.imports(&rest), &rest);
        let captures = self.captures();
        let gradient = self.gradient_type();
        let result = quote!((#output, impl Fn(#seed_type) -> #gradient #captures));
        let doc = "The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.";
        let public = self.function(doc, "vjp", &self.parameters(), &result, &TokenStream::new(), &body);
        let hidden = self.hidden_vjp(&seed_type, self.options.recursive.is_some());
        quote!(#public #hidden)
    }

    /// What the pullback holds on to: no borrow, so no lifetime.
    pub(super) fn captures(&self) -> TokenStream {
        let generics = &self.signature.generics;
        if self.signature.parameters.iter().any(|parameter| is_anonymous(&parameter.ty)) {
            // `use<..>` cannot name an `impl Trait` argument, and must name every type parameter.
            return TokenStream::new();
        }
        let names = generics.params.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Const(parameter) => Some(&parameter.ident),
            GenericParam::Lifetime(_) => None,
        });
        quote!(+ use<#(#names),*>)
    }

    /// `__vjp`; a pullback that may hold one of its own type is boxed.
    pub(super) fn hidden_vjp(&self, seed_type: &TokenStream, is_boxed: bool) -> TokenStream {
        let output = &self.signature.output;
        let active = self.signature.active().count();
        let all = self.signature.parameters.len();
        let types: Vec<TokenStream> = self
            .signature
            .parameters
            .iter()
            .map(|parameter| {
                if parameter.active || has_written_zero(&parameter.kind) {
                    self.owned(&parameter.ty)
                } else {
                    quote!(())
                }
            })
            .collect();
        let adjoints = quote!((#(#types,)*));
        let (pullback, boxed) = if is_boxed {
            let krate = self.krate();
            let boxed = quote!(#krate::__private::Box);
            (quote!(#boxed<dyn Fn(#seed_type) -> #adjoints>), Some(quote!(#boxed::new)))
        } else {
            let captures = self.captures();
            (quote!(impl Fn(#seed_type) -> #adjoints #captures), None)
        };
        let result = quote!((#output, #pullback));
        let arguments = self.arguments();
        let turbofish = turbofish(&self.signature.generics);
        let call = quote!(Self::vjp #turbofish(#(#arguments),*));
        let body = if active == all && all > 1 {
            match boxed {
                None => call,
                Some(boxed) => quote! {
                    let (value, pullback) = #call;
                    (value, #boxed(pullback))
                },
            }
        } else {
            let names: Vec<Ident> =
                self.signature.active().map(|(position, _)| format_ident!("adjoint_{position}")).collect();
            let pattern = tuple(names.iter().map(ToTokens::to_token_stream).collect());
            let parts = self.signature.parameters.iter().enumerate().map(|(position, parameter)| {
                if parameter.active {
                    format_ident!("adjoint_{position}").to_token_stream()
                } else if has_written_zero(&parameter.kind) {
                    zero_of(&parameter.kind)
                } else {
                    quote!(())
                }
            });
            let closure = quote! {
                #[inline(always)] move |seed: #seed_type| {
                    let #pattern = pullback(seed);
                    (#(#parts,)*)
                }
            };
            let closure = boxed.map_or(closure.clone(), |boxed| quote!(#boxed(#closure)));
            quote! {
                let (value, pullback) = #call;
                (value, #closure)
            }
        };
        self.function("", "__vjp", &self.parameters(), &result, &TokenStream::new(), &body)
    }

    /// `jvp` and `__jvp`.
    pub(super) fn jvp(&self, function: &Differentiated<'_>) -> TokenStream {
        let krate = self.krate();
        let mut graph = tangent(function.primal, function.activity, &self.positions(), self.options.optimize);
        assert_valid(&graph);
        simplify(&mut graph, self.options.optimize);
        assert_valid(&graph);
        let mut parameters = self.named_parameters(&graph);
        let mut formals = self.parameters();
        let values = graph.parameters()[self.signature.parameters.len()..].to_vec();
        for ((_, parameter), value) in self.signature.active().zip(values) {
            let ident = tangent_ident(&parameter.ident);
            let ty = tangent_type(&parameter.ty, krate, Passing::AsPrimal);
            formals.push(quote!(#ident: #ty));
            parameters.push((value, ident));
        }
        let checks =
            self.signature.active().filter(|(_, parameter)| matches!(parameter.kind.peeled(), Ty::Slice(_))).map(
                |(_, parameter)| {
                    let (ident, tangent) = (&parameter.ident, tangent_ident(&parameter.ident));
                    let message = format!("`{ident}` has {{}} elements, but its tangent has {{}}");
                    quote!(::core::assert!(#tangent.len() == #ident.len(), #message, #ident.len(), #tangent.len());)
                },
            );
        let mut body = Body::new(&graph, None, &parameters, &[], krate);
        let statements = body.whole();
        let statements = quote!(#(#checks)* #statements);
        let body = self.body(&body.imports(&statements), &statements);
        let output = &self.signature.output;
        let tangent = self.owned(output);
        let result = quote!((#output, #tangent));
        let doc = "The value and its tangent, given the tangents of the active parameters.";
        let public = self.function(doc, "jvp", &formals, &result, &TokenStream::new(), &body);
        let hidden = self.hidden_jvp(&result);
        quote!(#public #hidden)
    }

    pub(super) fn hidden_jvp(&self, result: &TokenStream) -> TokenStream {
        let krate = self.krate();
        let mut formals = self.parameters();
        for parameter in &self.signature.parameters {
            let ident = tangent_ident(&parameter.ident);
            let ty = if parameter.active {
                tangent_type(&parameter.ty, krate, Passing::AsPrimal)
            } else {
                // Whatever the caller knows of the argument, nothing is made of its tangent.
                quote!(impl ::core::marker::Sized)
            };
            formals.push(quote!(#ident: #ty));
        }
        let arguments = self.arguments();
        let tangents = self.signature.active().map(|(_, parameter)| tangent_ident(&parameter.ident));
        let turbofish = turbofish(&self.signature.generics);
        let body = quote!(Self::jvp #turbofish(#(#arguments,)* #(#tangents),*));
        self.function("", "__jvp", &formals, result, &TokenStream::new(), &body)
    }
}

/// Whether a constant parameter's adjoint is a zero that can be written down.
fn has_written_zero(ty: &Ty) -> bool {
    ty.has_written_zero() && ty.may_be_active()
}
