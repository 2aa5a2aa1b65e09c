//! The companions of a function: the twin and its functions.
//!
//! | companion | arguments | result |
//! | --- | --- | --- |
//! | `value` | the function's | the value |
//! | `grad`, `value_and_grad` | the function's | gradients of the active parameters, with the value |
//! | `grad_into`, `value_and_grad_into` | and one `&mut` for each active parameter, where one is a slice | the value |
//! | `jacobian`, `value_and_jacobian` | the function's, where the result is a few floats | a gradient for each component |
//! | `vjp` | the function's | the value and the pullback |
//! | `jvp` | and the tangents of the active parameters | the value and its tangent |
//! | `graph` | none | the description of the graph |
//! | `__vjp`, `__jvp` | as `vjp`, `jvp`, but for *every* parameter | what calls in other bodies use |
//! | `__PARTIALS` | none | a constant: what the partial derivatives are like |
//!
//! What `&mut` parameters refer to belongs to the result: the pullback turns the adjoint of what it is after the call into
//! that of what it was before, `jvp` updates its tangent, and instead of gradients there is an error that says so.

use super::body::Body;
use super::description::description;
use super::outputs::Output;
use super::types::{Passing, buffer_type, tangent_type};
use crate::analysis::Activity;
use crate::diagnostics::Message;
use crate::graph::{Graph, Ty, Value, assert_valid};
use crate::syntax::{Options, Signature};
use crate::transform::simplify;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

/// A function that has been lowered and checked.
pub(crate) struct Differentiated<'a> {
    pub(crate) signature: &'a Signature,
    pub(crate) options: &'a Options,
    /// The graph that derivatives are made of: calls inlined.
    pub(crate) primal: &'a Graph,
    pub(crate) activity: &'a Activity,
    /// The graph as the user wrote the function, for `graph()`.
    pub(crate) shown: &'a Graph,
    pub(crate) shown_activity: &'a Activity,
    /// Items of the body.
    pub(crate) items: &'a [TokenStream],
    /// Names in patterns that were taken for new variables.
    pub(crate) bound: &'a [Ident],
    /// Names that have to be `std::iter::zip`.
    pub(crate) zips: &'a [Ident],
}

/// The twin with all its functions.
pub(crate) fn companions(function: &Differentiated<'_>) -> TokenStream {
    let emitter = Companions::new(function.signature, function.options, function.items);
    if function.primal.results().is_empty() {
        let mut body =
            Body::new(function.primal, None, &emitter.named_parameters(function.primal), &[], emitter.krate());
        let statements = body.forward();
        let imports = body.imports(&statements);
        return emitter.diverging(&quote!(#imports #statements));
    }
    let always = [emitter.value(function), emitter.jvp(function), emitter.graph(function), emitter.partials(function)];
    let owned = [emitter.gradient(function), emitter.jacobian(function), emitter.vjp(function)];
    let into = (emitter.has_slice() && !emitter.has_outputs()).then(|| emitter.gradient_into(function));
    let (twin, krate) = (emitter.twin(), emitter.krate());
    if let Some(recursive) = emitter.options.recursive {
        let always = emitter.implementation(&quote!(#(#always)*));
        let message = Message::recursive_without_alloc().to_string();
        let boxed = emitter.implementation(&quote!(#into #(#owned)*));
        let boxed = quote_spanned!(recursive=> #krate::__private::needs_alloc! { #message #boxed });
        quote!(#twin #always #boxed)
    } else if emitter.has_slice() {
        let always = emitter.implementation(&quote!(#(#always)* #into));
        let owned = emitter.implementation(&quote!(#(#owned)*));
        quote!(#twin #always #krate::__private::if_alloc! { #owned })
    } else {
        let all = emitter.implementation(&quote!(#(#always)* #(#owned)*));
        quote!(#twin #all)
    }
}

/// What all companions of a function share.
pub(super) struct Companions<'a> {
    pub(super) signature: &'a Signature,
    pub(super) options: &'a Options,
    pub(super) items: &'a [TokenStream],
}

impl<'a> Companions<'a> {
    pub(super) fn new(signature: &'a Signature, options: &'a Options, items: &'a [TokenStream]) -> Self {
        Companions { signature, options, items }
    }

    pub(super) fn krate(&self) -> &'a syn::Path {
        &self.options.krate
    }

    pub(super) fn positions(&self) -> Vec<usize> {
        self.signature.active().map(|(position, _)| position).collect()
    }

    /// Whether the gradient of a parameter has no size known at compile time.
    pub(super) fn has_slice(&self) -> bool {
        self.signature.active().any(|(_, parameter)| parameter.kind.has_slice())
    }

    /// The twin itself: a type that has no values, only functions.
    pub(super) fn twin(&self) -> TokenStream {
        let Signature { ident, twin, visibility, conditions, .. } = self.signature;
        let doc = format!(" The derivatives of [`{ident}`](fn@{ident}), made by `#[differentiable]`.");
        quote! {
            #(#conditions)*
            #[doc = #doc]
            #[allow(dead_code, non_camel_case_types)]
            #visibility enum #twin {}
        }
    }

    pub(super) fn implementation(&self, functions: &TokenStream) -> TokenStream {
        let Signature { twin, conditions, .. } = self.signature;
        quote! {
            #(#conditions)*
            #[automatically_derived]
            #[allow(unused, unused_lifetimes, non_snake_case, clippy::all, clippy::nursery, clippy::pedantic)]
            impl #twin { #functions }
        }
    }

    /// The parameters of the function, as every companion takes them.
    pub(super) fn parameters(&self) -> Vec<TokenStream> {
        self.signature
            .parameters
            .iter()
            .map(|parameter| {
                let (ident, ty) = (&parameter.ident, &parameter.ty);
                quote!(#ident: #ty)
            })
            .collect()
    }

    pub(super) fn arguments(&self) -> Vec<&Ident> {
        self.signature.parameters.iter().map(|parameter| &parameter.ident).collect()
    }

    pub(super) fn named_parameters(&self, graph: &Graph) -> Vec<(Value, Ident)> {
        graph
            .parameters()
            .iter()
            .copied()
            .zip(self.signature.parameters.iter().map(|parameter| parameter.ident.clone()))
            .collect()
    }

    /// Whether the function changes what it is given, be it constant.
    pub(super) fn changes(&self) -> bool {
        self.signature.mutable().next().is_some()
    }

    /// Whether the function has outputs with a derivative through `&mut`.
    pub(super) fn has_outputs(&self) -> bool {
        self.signature.mutable().any(|parameter| parameter.active)
    }

    /// How many results the primal graph has: what is returned, and what `&mut` parameters refer to.
    pub(super) fn results(&self) -> usize {
        1 + self.signature.mutable().count()
    }

    /// The parameters of a graph that are `&mut`, and where among its results they stand.
    pub(super) fn variables(&self, graph: &Graph) -> Vec<(Value, Output)> {
        let parameters = graph.parameters().iter().zip(&self.signature.parameters);
        let mutable = parameters.filter(|(_, parameter)| parameter.mutable).enumerate();
        let outputs = mutable.map(|(position, (value, parameter))| {
            (*value, Output::new(*value, &parameter.ident, &parameter.ty, position + 1))
        });
        outputs.collect()
    }

    pub(super) fn owned(&self, ty: &Type) -> TokenStream {
        tangent_type(ty, self.krate(), Passing::Owned)
    }

    /// The type of the gradient: bare for one active parameter, a tuple for several. The adjoint of what a `&mut`
    /// parameter refers to takes the place of its seed.
    pub(super) fn gradient_type(&self) -> TokenStream {
        let returned = self.signature.active().filter(|(_, parameter)| !parameter.mutable);
        tuple(returned.map(|(_, parameter)| self.owned(&parameter.ty)).collect())
    }

    /// What a pullback takes: the seed of what is returned, then those of what `&mut` parameters refer to.
    pub(super) fn seeds(&self) -> Vec<(Ident, TokenStream)> {
        let value = (seed_ident(), self.owned(&self.signature.output));
        let through = self.signature.mutable().filter(|parameter| parameter.active);
        let through =
            through.map(|parameter| (adjoint_ident(&parameter.ident), buffer_type(&parameter.ty, self.krate())));
        self.signature.returns_active().then_some(value).into_iter().chain(through).collect()
    }

    /// The tangents of the active parameters.
    pub(super) fn tangents(&self) -> Vec<(Ident, TokenStream)> {
        let tangents = self.signature.active().map(|(_, parameter)| {
            let ty = if parameter.mutable {
                buffer_type(&parameter.ty, self.krate())
            } else {
                tangent_type(&parameter.ty, self.krate(), Passing::AsPrimal)
            };
            (tangent_ident(&parameter.ident), ty)
        });
        tangents.collect()
    }

    /// What `jvp` returns: the value, with its tangent where it has one.
    pub(super) fn value_and_tangent(&self) -> TokenStream {
        let output = &self.signature.output;
        if self.signature.returns_active() {
            let tangent = self.owned(output);
            quote!((#output, #tangent))
        } else {
            output.to_token_stream()
        }
    }

    /// A companion.
    pub(super) fn function(
        &self,
        doc: &str,
        name: &str,
        parameters: &[TokenStream],
        output: &TokenStream,
        bound: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let generics = &self.signature.generics;
        let predicates = generics.where_clause.as_ref().map(|clause| &clause.predicates);
        // A boxed pullback borrows nothing.
        let owned = generics.type_params().filter(|_| self.options.recursive.is_some()).map(|parameter| {
            let name = &parameter.ident;
            quote!(#name: 'static,)
        });
        let bound = &quote!(#(#owned)* #bound);
        let bounds = match predicates {
            None if bound.is_empty() => TokenStream::new(),
            None => quote!(where #bound),
            Some(predicates) if predicates.is_empty() || predicates.trailing_punct() => {
                quote!(where #predicates #bound)
            }
            Some(predicates) => quote!(where #predicates, #bound),
        };
        let params = if generics.params.is_empty() {
            TokenStream::new()
        } else {
            let params = &generics.params;
            quote!(<#params>)
        };
        let doc = format!(" {doc}");
        let attributes = if name.starts_with("__") { quote!(#[doc(hidden)]) } else { quote!(#[doc = #doc]) };
        let name = Ident::new(name, Span::mixed_site());
        quote! {
            #attributes
            #[inline]
            pub fn #name #params (#(#parameters),*) -> #output #bounds { #body }
        }
    }

    /// Items of the body, then imports, then the statements and the tail.
    pub(super) fn body(&self, imports: &TokenStream, rest: &TokenStream) -> TokenStream {
        let items = self.items;
        quote!(#(#items)* #imports #rest)
    }

    fn value(&self, function: &Differentiated<'_>) -> TokenStream {
        let mut graph = function.primal.clone();
        assert_valid(&graph);
        simplify(&mut graph, self.options.optimize);
        assert_valid(&graph);
        let (variables, outputs): (Vec<Value>, Vec<Output>) = self.variables(&graph).into_iter().unzip();
        let mut body = Body::new(&graph, None, &self.named_parameters(&graph), &variables, self.krate());
        let statements = if self.changes() { body.whole_with(&[0], &outputs) } else { body.whole() };
        // Should a name in a pattern be a constant, not a new variable, then `rustc` says so here.
        let bound = function.bound.iter().map(|name| quote!({ let #name @ _ = (); }));
        let zips = function.zips.iter().map(
            |name| quote_spanned!(name.span()=> { let _: fn([(); 0], [(); 0]) -> ::core::iter::Zip<_, _> = #name; }),
        );
        let statements = quote!(#(#zips)* #(#bound)* #statements);
        let body = self.body(&body.imports(&statements), &statements);
        let output = &self.signature.output;
        self.function(
            "The value, with common parts computed once.",
            "value",
            &self.parameters(),
            &output.to_token_stream(),
            &TokenStream::new(),
            &body,
        )
    }

    /// The bound that makes a call, not the definition, fail where the result is not one float.
    pub(super) fn scalar_bound(&self) -> TokenStream {
        let (krate, output) = (self.krate(), &self.signature.output);
        let tangent = self.owned(output);
        quote!(for<'called> #output: #krate::__private::ScalarOutput<#tangent>)
    }

    /// Whether the result is known to be one float, so that the seed is one.
    pub(super) fn is_scalar(&self) -> bool {
        matches!(self.signature.result, Ty::Float(_))
    }

    pub(super) fn graph(&self, function: &Differentiated<'_>) -> TokenStream {
        let krate = self.krate();
        let body = description(function.shown, function.shown_activity, self.signature, krate);
        quote! {
            /// The graph that derivatives are made of, for people to look at.
            pub fn graph() -> #krate::graph::Graph { #body }
        }
    }

    /// Companions that run `statements`, which never end: of functions that always panic, or were rejected.
    pub(super) fn diverging(&self, statements: &TokenStream) -> TokenStream {
        let krate = self.krate();
        let output = &self.signature.output;
        let gradient = self.gradient_type();
        let none = TokenStream::new();
        let plain = self.parameters();
        let mut tangents = plain.clone();
        tangents.extend(self.tangents().into_iter().map(|(ident, ty)| quote!(#ident: #ty)));
        let mut buffers = plain.clone();
        for (_, parameter) in self.signature.active() {
            let (buffer, ty) = (gradient_ident(&parameter.ident), buffer_type(&parameter.ty, krate));
            buffers.push(quote!(#buffer: #ty));
        }
        let seeds: Vec<TokenStream> = self.seeds().into_iter().map(|(_, ty)| ty).collect();
        let captures = self.captures();
        let body = self.body(&none, statements);
        let pullback = quote!(#statements (loop {}, move |#(_: #seeds),*| -> #gradient { loop {} }));
        let pullback = self.body(&none, &pullback);
        let always = [
            self.function("The value.", "value", &plain, &output.to_token_stream(), &none, &body),
            self.function("The value and its tangent.", "jvp", &tangents, &self.value_and_tangent(), &none, &body),
            self.function("The graph.", "graph", &[], &quote!(#krate::graph::Graph), &none, statements),
            self.any_partials(),
        ];
        let gradients = if self.has_outputs() {
            self.no_gradient()
        } else {
            let both = quote!((#output, #gradient));
            let only = self.function("The gradient.", "grad", &plain, &gradient, &none, &body);
            let both = self.function("The value and the gradient.", "value_and_grad", &plain, &both, &none, &body);
            quote!(#only #both)
        };
        let owned = [
            gradients,
            self.function(
                "The value and the pullback.",
                "vjp",
                &plain,
                &quote!((#output, impl Fn(#(#seeds),*) -> #gradient #captures)),
                &none,
                &pullback,
            ),
            self.hidden_vjp(false),
            self.hidden_jvp(),
        ];
        let into = if self.has_slice() && !self.has_outputs() {
            let both =
                self.function("The value.", "value_and_grad_into", &buffers, &output.to_token_stream(), &none, &body);
            let only = self.function("The gradient.", "grad_into", &buffers, &quote!(()), &none, &body);
            quote!(#both #only)
        } else {
            TokenStream::new()
        };
        let twin = self.twin();
        let functions = self.implementation(&quote!(#(#always)* #(#owned)* #into));
        quote!(#twin #functions)
    }
}

/// One alone, or several in a tuple.
pub(super) fn tuple(mut parts: Vec<TokenStream>) -> TokenStream {
    if parts.len() == 1 { parts.remove(0) } else { quote!((#(#parts),*)) }
}

pub(super) fn seed_ident() -> Ident {
    Ident::new("seed", Span::mixed_site())
}

pub(super) fn tangent_ident(ident: &Ident) -> Ident {
    Ident::new(&format!("{}_tangent", unraw(ident)), Span::mixed_site())
}

pub(super) fn adjoint_ident(ident: &Ident) -> Ident {
    Ident::new(&format!("{}_adjoint", unraw(ident)), Span::mixed_site())
}

pub(super) fn gradient_ident(ident: &Ident) -> Ident {
    Ident::new(&format!("{}_gradient", unraw(ident)), Span::mixed_site())
}

fn unraw(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map_or(text.clone(), str::to_owned)
}
