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

use super::body::Body;
use super::description::description;
use super::types::{Passing, buffer_type, tangent_type, zero_of};
use crate::analysis::{Activity, record};
use crate::graph::{Graph, Ty, Value, assert_valid};
use crate::syntax::{Options, Signature, turbofish};
use crate::transform::{Seed, adjoint, factor, fuse, jacobian, schedule, simplify, tangent};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericParam, Type};

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
    let always = [emitter.value(function), emitter.jvp(function), emitter.graph(function)];
    let owned = [emitter.gradient(function), emitter.jacobian(function), emitter.vjp(function)];
    if emitter.has_slice() {
        let into = emitter.gradient_into(function);
        let always = emitter.implementation(&quote!(#(#always)* #into));
        let owned = emitter.implementation(&quote!(#(#owned)*));
        let krate = emitter.krate();
        let twin = emitter.twin();
        quote!(#twin #always #krate::__private::if_alloc! { #owned })
    } else {
        let twin = emitter.twin();
        let all = emitter.implementation(&quote!(#(#always)* #(#owned)*));
        quote!(#twin #all)
    }
}

/// What all companions of a function share.
pub(super) struct Companions<'a> {
    signature: &'a Signature,
    options: &'a Options,
    items: &'a [TokenStream],
}

impl<'a> Companions<'a> {
    pub(super) fn new(signature: &'a Signature, options: &'a Options, items: &'a [TokenStream]) -> Self {
        Companions { signature, options, items }
    }

    pub(super) fn krate(&self) -> &'a syn::Path {
        &self.options.krate
    }

    fn positions(&self) -> Vec<usize> {
        self.signature.active().map(|(position, _)| position).collect()
    }

    /// Whether the gradient of a parameter has no size known at compile time.
    fn has_slice(&self) -> bool {
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
            #[allow(unused, unused_lifetimes, non_snake_case, clippy::all, clippy::pedantic)]
            impl #twin { #functions }
        }
    }

    /// The parameters of the function, as every companion takes them.
    fn parameters(&self) -> Vec<TokenStream> {
        self.signature
            .parameters
            .iter()
            .map(|parameter| {
                let (ident, ty) = (&parameter.ident, &parameter.ty);
                quote!(#ident: #ty)
            })
            .collect()
    }

    fn arguments(&self) -> Vec<&Ident> {
        self.signature.parameters.iter().map(|parameter| &parameter.ident).collect()
    }

    fn named_parameters(&self, graph: &Graph) -> Vec<(Value, Ident)> {
        graph
            .parameters()
            .iter()
            .copied()
            .zip(self.signature.parameters.iter().map(|parameter| parameter.ident.clone()))
            .collect()
    }

    fn owned(&self, ty: &Type) -> TokenStream {
        tangent_type(ty, self.krate(), Passing::Owned)
    }

    /// The type of the gradient: bare for one active parameter, a tuple for several.
    fn gradient_type(&self) -> TokenStream {
        tuple(self.signature.active().map(|(_, parameter)| self.owned(&parameter.ty)).collect())
    }

    /// A companion.
    fn function(
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
    fn body(&self, imports: &TokenStream, rest: &TokenStream) -> TokenStream {
        let items = self.items;
        quote!(#(#items)* #imports #rest)
    }

    fn value(&self, function: &Differentiated<'_>) -> TokenStream {
        let mut graph = function.primal.clone();
        assert_valid(&graph);
        simplify(&mut graph, self.options.optimize);
        assert_valid(&graph);
        let mut body = Body::new(&graph, None, &self.named_parameters(&graph), &[], self.krate());
        let statements = body.whole();
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

    /// What every joint graph goes through before it is emitted; `late` is the seed of a pullback.
    fn finish(&self, joint: &mut Graph, late: Option<Value>) {
        assert_valid(joint);
        simplify(joint, self.options.optimize);
        assert_valid(joint);
        if self.options.optimize {
            factor(joint);
            simplify(joint, true);
            assert_valid(joint);
            fuse(joint, late);
            simplify(joint, true);
            assert_valid(joint);
            if late.is_none() {
                schedule(joint);
                assert_valid(joint);
            }
        }
        record(joint);
        assert_valid(joint);
    }

    /// The bound that makes a call, not the definition, fail where the result is not one float.
    fn scalar_bound(&self) -> TokenStream {
        let (krate, output) = (self.krate(), &self.signature.output);
        let tangent = self.owned(output);
        quote!(for<'called> #output: #krate::__private::ScalarOutput<#tangent>)
    }

    /// Whether the result is known to be one float, so that the seed is one.
    fn is_scalar(&self) -> bool {
        matches!(self.signature.result, Ty::Float(_))
    }

    /// `grad` and `value_and_grad`.
    fn gradient(&self, function: &Differentiated<'_>) -> TokenStream {
        let (output, gradient) = (&self.signature.output, self.gradient_type());
        let pair = quote!((#output, #gradient));
        let arguments = self.arguments();
        let turbofish = turbofish(&self.signature.generics);
        let bound = if self.is_scalar() { TokenStream::new() } else { self.scalar_bound() };
        let body = if self.has_slice() { self.gradient_through_buffers() } else { self.sweep(function) };
        let both =
            self.function("The value and the gradient.", "value_and_grad", &self.parameters(), &pair, &bound, &body);
        let only = quote!(Self::value_and_grad #turbofish(#(#arguments),*).1);
        let only = self.function("The gradient.", "grad", &self.parameters(), &gradient, &bound, &only);
        quote!(#both #only)
    }

    /// Forward and backward in one function.
    fn sweep(&self, function: &Differentiated<'_>) -> TokenStream {
        let seed = if self.is_scalar() { Seed::One } else { Seed::Parameter };
        let mut joint =
            adjoint(function.primal, function.activity, &self.positions(), seed, false, self.options.optimize);
        self.finish(&mut joint.graph, None);
        let mut parameters = self.named_parameters(&joint.graph);
        let seed_ident = Ident::new("seed", Span::mixed_site());
        parameters.extend(joint.seed.map(|seed| (seed, seed_ident.clone())));
        let mut body = Body::new(&joint.graph, None, &parameters, &[], self.krate());
        let statements = body.forward();
        let mut results = body.results();
        let value = results.remove(0);
        let gradients = tuple(results);
        let seed = joint.seed.map(|_| self.seed(&seed_ident));
        let rest = quote!(#seed #statements (#value, #gradients));
        self.body(&body.imports(&rest), &rest)
    }

    /// The seed of a result that turns out to be one float.
    fn seed(&self, ident: &Ident) -> TokenStream {
        let (krate, output) = (self.krate(), &self.signature.output);
        quote!(let #ident = <#output as #krate::__private::ScalarOutput<_>>::seed();)
    }

    /// `value_and_grad` where a gradient is a `Vec`: makes the buffers and fills them.
    fn gradient_through_buffers(&self) -> TokenStream {
        let krate = self.krate();
        let turbofish = turbofish(&self.signature.generics);
        let arguments = self.arguments();
        let buffers: Vec<Ident> =
            self.signature.active().map(|(_, parameter)| gradient_ident(&parameter.ident)).collect();
        let zeros: Vec<TokenStream> = self
            .signature
            .active()
            .map(|(_, parameter)| {
                let ident = &parameter.ident;
                if parameter.kind.has_written_zero() {
                    zero_of(&parameter.kind)
                } else {
                    quote!(#krate::Differentiable::zero_tangent(&#ident))
                }
            })
            .collect();
        let gradients = tuple(buffers.iter().map(ToTokens::to_token_stream).collect());
        quote! {
            #(let mut #buffers = #zeros;)*
            let value = Self::value_and_grad_into #turbofish(#(#arguments,)* #(&mut #buffers),*);
            (value, #gradients)
        }
    }

    /// `jacobian` and `value_and_jacobian`, where the result is known to be a few floats.
    fn jacobian(&self, function: &Differentiated<'_>) -> TokenStream {
        let Some(components) = components(&self.signature.result) else { return TokenStream::new() };
        let mut graph =
            jacobian(function.primal, function.activity, &self.positions(), components, self.options.optimize);
        self.finish(&mut graph, None);
        let mut body = Body::new(&graph, None, &self.named_parameters(&graph), &[], self.krate());
        let statements = body.forward();
        let mut results = body.results();
        let value = results.remove(0);
        let active = self.positions().len();
        let rows: Vec<TokenStream> = results.chunks(active).map(|row| tuple(row.to_vec())).collect();
        let rest = quote!(#statements (#value, [#(#rows),*]));
        let body = self.body(&body.imports(&rest), &rest);
        let (output, gradient) = (&self.signature.output, self.gradient_type());
        let length = proc_macro2::Literal::usize_unsuffixed(components);
        let matrix = quote!([#gradient; #length]);
        let (arguments, turbofish, none) = (self.arguments(), turbofish(&self.signature.generics), TokenStream::new());
        let doc = "The value and the Jacobian: for each component of the result its gradient.";
        let both =
            self.function(doc, "value_and_jacobian", &self.parameters(), &quote!((#output, #matrix)), &none, &body);
        let only = quote!(Self::value_and_jacobian #turbofish(#(#arguments),*).1);
        let doc = "The Jacobian: for each component of the result its gradient.";
        let only = self.function(doc, "jacobian", &self.parameters(), &matrix, &none, &only);
        quote!(#both #only)
    }

    /// `grad_into` and `value_and_grad_into`.
    fn gradient_into(&self, function: &Differentiated<'_>) -> TokenStream {
        let krate = self.krate();
        let seed = if self.is_scalar() { Seed::One } else { Seed::Parameter };
        let mut joint =
            adjoint(function.primal, function.activity, &self.positions(), seed, true, self.options.optimize);
        self.finish(&mut joint.graph, None);
        let mut parameters = self.named_parameters(&joint.graph);
        let seed_ident = Ident::new("seed", Span::mixed_site());
        parameters.extend(joint.seed.map(|seed| (seed, seed_ident.clone())));
        let mut buffers = Vec::new();
        let (mut checks, mut clears, mut writes, mut formals) = (Vec::new(), Vec::new(), Vec::new(), self.parameters());
        for (position, parameter) in self.signature.active() {
            let (ident, buffer) = (&parameter.ident, gradient_ident(&parameter.ident));
            let ty = buffer_type(&parameter.ty, krate);
            formals.push(quote!(#buffer: #ty));
            if let Some((_, value)) = joint.buffers.iter().find(|(other, _)| *other == position) {
                parameters.push((*value, buffer.clone()));
                buffers.push(*value);
                let message = format!("`{ident}` has {{}} elements, but its gradient buffer has {{}}");
                checks.push(
                    quote!(::core::assert!(#buffer.len() == #ident.len(), #message, #ident.len(), #buffer.len());),
                );
                clears.push(self.clear(parameter, &buffer));
            }
        }
        let mut body = Body::new(&joint.graph, None, &parameters, &buffers, krate);
        let statements = body.forward();
        let mut results = body.results();
        let value = results.remove(0);
        for ((position, parameter), result) in self.signature.active().zip(results) {
            if !joint.buffers.iter().any(|(other, _)| *other == position) {
                let buffer = gradient_ident(&parameter.ident);
                writes.push(quote!(*#buffer = #result;));
            }
        }
        let seed = joint.seed.map(|_| self.seed(&seed_ident));
        let rest = quote!(#(#checks)* #(#clears)* #seed #statements #(#writes)* #value);
        let body = self.body(&body.imports(&rest), &rest);
        let bound = if self.is_scalar() { TokenStream::new() } else { self.scalar_bound() };
        let output = self.signature.output.to_token_stream();
        let doc =
            "The value; the gradients overwrite the buffers. Panics where a buffer has not the length of its slice.";
        let both = self.function(doc, "value_and_grad_into", &formals, &output, &bound, &body);
        let arguments = self.arguments();
        let idents = self.signature.active().map(|(_, parameter)| gradient_ident(&parameter.ident));
        let turbofish = turbofish(&self.signature.generics);
        let only = quote!(Self::value_and_grad_into #turbofish(#(#arguments,)* #(#idents),*););
        let doc = "The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.";
        let only = self.function(doc, "grad_into", &formals, &quote!(()), &bound, &only);
        quote!(#[track_caller] #both #[track_caller] #only)
    }

    fn clear(&self, parameter: &crate::syntax::Parameter, buffer: &Ident) -> TokenStream {
        let (krate, ident) = (self.krate(), &parameter.ident);
        let element = parameter.kind.element();
        if element.has_written_zero() {
            let zero = zero_of(&element);
            quote!(#buffer.fill(#zero);)
        } else {
            quote! {
                for (gradient, element) in #buffer.iter_mut().zip(#ident) {
                    *gradient = #krate::Differentiable::zero_tangent(element);
                }
            }
        }
    }

    /// `vjp` and `__vjp`.
    fn vjp(&self, function: &Differentiated<'_>) -> TokenStream {
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
        let output = &self.signature.output;
        let seed_type = self.owned(output);
        let rest = quote! {
            #forward
            (#value, #[inline(always)] move |#seed_ident: #seed_type| { #backward #gradients })
        };
        let body = self.body(&body.imports(&rest), &rest);
        let captures = self.captures();
        let gradient = self.gradient_type();
        let result = quote!((#output, impl Fn(#seed_type) -> #gradient #captures));
        let doc = "The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.";
        let public = self.function(doc, "vjp", &self.parameters(), &result, &TokenStream::new(), &body);
        let hidden = self.hidden_vjp(&seed_type);
        quote!(#public #hidden)
    }

    /// What the pullback holds on to: no borrow, so no lifetime.
    fn captures(&self) -> TokenStream {
        let generics = &self.signature.generics;
        let anonymous = self
            .signature
            .parameters
            .iter()
            .any(|parameter| parameter.ty.to_token_stream().into_iter().any(|token| token.to_string() == "impl"));
        if anonymous {
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

    fn hidden_vjp(&self, seed_type: &TokenStream) -> TokenStream {
        let output = &self.signature.output;
        let active = self.signature.active().count();
        let all = self.signature.parameters.len();
        let captures = self.captures();
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
        let result = quote!((#output, impl Fn(#seed_type) -> (#(#types,)*) #captures));
        let arguments = self.arguments();
        let turbofish = turbofish(&self.signature.generics);
        let call = quote!(Self::vjp #turbofish(#(#arguments),*));
        let body = if active == all && all > 1 {
            call
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
            quote! {
                let (value, pullback) = #call;
                (value, #[inline(always)] move |seed: #seed_type| {
                    let #pattern = pullback(seed);
                    (#(#parts,)*)
                })
            }
        };
        self.function("", "__vjp", &self.parameters(), &result, &TokenStream::new(), &body)
    }

    /// `jvp` and `__jvp`.
    fn jvp(&self, function: &Differentiated<'_>) -> TokenStream {
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

    fn hidden_jvp(&self, result: &TokenStream) -> TokenStream {
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

    fn graph(&self, function: &Differentiated<'_>) -> TokenStream {
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
        let mut buffers = plain.clone();
        for (_, parameter) in self.signature.active() {
            let tangent = tangent_type(&parameter.ty, krate, Passing::AsPrimal);
            let (ident, buffer) = (tangent_ident(&parameter.ident), gradient_ident(&parameter.ident));
            tangents.push(quote!(#ident: #tangent));
            let ty = buffer_type(&parameter.ty, krate);
            buffers.push(quote!(#buffer: #ty));
        }
        let seed = self.owned(output);
        let captures = self.captures();
        let body = self.body(&none, statements);
        let pullback = self.body(&none, &quote!(#statements (loop {}, move |_: #seed| -> #gradient { loop {} })));
        let always = [
            self.function("The value.", "value", &plain, &output.to_token_stream(), &none, &body),
            self.function("The value and its tangent.", "jvp", &tangents, &quote!((#output, #seed)), &none, &body),
            self.function("The graph.", "graph", &[], &quote!(#krate::graph::Graph), &none, statements),
        ];
        let owned = [
            self.function("The gradient.", "grad", &plain, &gradient, &none, &body),
            self.function(
                "The value and the gradient.",
                "value_and_grad",
                &plain,
                &quote!((#output, #gradient)),
                &none,
                &body,
            ),
            self.function(
                "The value and the pullback.",
                "vjp",
                &plain,
                &quote!((#output, impl Fn(#seed) -> #gradient #captures)),
                &none,
                &pullback,
            ),
            self.hidden_vjp(&seed),
            self.hidden_jvp(&quote!((#output, #seed))),
        ];
        let into = if self.has_slice() {
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

/// How many rows the Jacobian of a result has, where the result is an array or tuple of so many floats that unrolled
/// rows make sense.
fn components(result: &Ty) -> Option<usize> {
    const MOST: usize = 16;
    let count = match result {
        Ty::Array(element, _) if element.is_float() => result.literal_len()?,
        Ty::Tuple(elements) if elements.iter().all(Ty::is_float) => elements.len(),
        _ => return None,
    };
    (1..=MOST).contains(&count).then_some(count)
}

/// One alone, or several in a tuple.
fn tuple(mut parts: Vec<TokenStream>) -> TokenStream {
    if parts.len() == 1 { parts.remove(0) } else { quote!((#(#parts),*)) }
}

fn tangent_ident(ident: &Ident) -> Ident {
    Ident::new(&format!("{}_tangent", unraw(ident)), Span::mixed_site())
}

fn gradient_ident(ident: &Ident) -> Ident {
    Ident::new(&format!("{}_gradient", unraw(ident)), Span::mixed_site())
}

fn unraw(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map_or(text.clone(), str::to_owned)
}

/// Whether a constant parameter's adjoint is a zero that can be written down.
fn has_written_zero(ty: &Ty) -> bool {
    ty.has_written_zero() && ty.may_be_active()
}
