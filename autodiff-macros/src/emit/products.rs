//! Companions that multiply with the Jacobian: `vjp` and `jvp`, and `__vjp` and `__jvp`, which calls in other bodies use.

use super::body::Body;
use super::companions::{Companions, Differentiated, adjoint_ident, seed_ident, tangent_ident, tuple};
use super::outputs::Output;
use super::plan::Closure;
use super::types::{buffer_type, zero_of};
use crate::graph::{Ty, Value, assert_valid};
use crate::syntax::{Parameter, is_anonymous, turbofish};
use crate::transform::{Seed, adjoint, finish, simplify, tangent};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::GenericParam;

impl Companions<'_> {
    /// `vjp` and `__vjp`.
    pub(super) fn vjp(&self, function: &Differentiated<'_>) -> TokenStream {
        let outputs = self.signature.outputs();
        let seed = Seed::Parameters(&outputs);
        let mut joint =
            adjoint(function.primal, function.activity, &self.positions(), seed, false, self.options.optimize);
        finish(&mut joint.graph, &joint.seeds, self.options);
        let graph = &joint.graph;
        let mut parameters = self.named_parameters(graph);
        let seeds = self.seeds();
        parameters.extend(joint.seeds.iter().copied().zip(seeds.iter().map(|(ident, _)| ident.clone())));
        let (mut buffers, written): (Vec<Value>, Vec<Output>) = self.variables(graph).into_iter().unzip();
        // The adjoints that take the place of a seed.
        let through = outputs.iter().zip(&joint.seeds).filter(|(output, _)| **output > 0);
        let mutable = self.signature.active().enumerate().filter(|(_, (_, parameter))| parameter.mutable);
        let mut adjoints = Vec::new();
        for ((_, &seed), (index, (_, parameter))) in through.zip(mutable) {
            buffers.push(seed);
            let ident = adjoint_ident(&parameter.ident);
            adjoints.push(Output::new(seed, &ident, &parameter.ty, self.results() + index));
        }
        let closure = Closure { seeds: &joint.seeds, results: self.results() };
        let mut body = Body::new(graph, Some(closure), &parameters, &buffers, self.krate());
        let forward = body.forward();
        let backward = body.backward();
        let results = body.results();
        let active = self.signature.active().zip(&results[self.results()..]);
        let returned = active.filter(|((_, parameter), _)| !parameter.mutable).map(|(_, adjoint)| adjoint.clone());
        let (writes_back, gradients) = body.outputs(tuple(returned.collect()), &results, &adjoints);
        let copies = body.copies_of_arguments();
        let (writes, value) = body.outputs(results[0].clone(), &results, &written);
        let (lengths, checks) = self.seed_lengths();
        let formals = seeds.iter().map(|(ident, ty)| quote!(#ident: #ty));
        let rest = quote! {
            #forward
            #copies
            #writes
            #lengths
            (#value, #[inline(always)] move |#(#formals),*| { #checks #backward #writes_back #gradients })
        };
        let body = self.body(&body.imports(&rest), &rest);
        let (output, gradient, captures) = (&self.signature.output, self.gradient_type(), self.captures());
        let types = seeds.iter().map(|(_, ty)| ty);
        let result = quote!((#output, impl Fn(#(#types),*) -> #gradient #captures));
        let doc = if self.has_outputs() {
            "The value and the pullback, which takes the seed of the value, then for each `&mut` parameter the adjoint of what it refers to after the call, which it turns into that of what it referred to before, to the adjoints of the other active parameters."
        } else {
            "The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."
        };
        let public = self.function(doc, "vjp", &self.parameters(), &result, &TokenStream::new(), &body);
        let hidden = self.hidden_vjp(self.options.recursive.is_some());
        quote!(#public #hidden)
    }

    /// The lengths of what `&mut` slices and vectors hold after the call, and that their seeds must have them.
    fn seed_lengths(&self) -> (TokenStream, TokenStream) {
        let slices = self.signature.mutable().filter(|parameter| parameter.active);
        let slices = slices.filter(|parameter| matches!(parameter.value(), Ty::Slice(_)));
        slices
            .map(|parameter| {
                let (ident, adjoint) = (&parameter.ident, adjoint_ident(&parameter.ident));
                let len =
                    format_ident!("{}_len", ident.to_string().trim_start_matches("r#"), span = Span::mixed_site());
                let message = format!("`{ident}` has {{}} elements, but its adjoint has {{}}");
                let check = quote!(::core::assert!(#adjoint.len() == #len, #message, #len, #adjoint.len()););
                (quote!(let #len = #ident.len();), check)
            })
            .unzip()
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
    pub(super) fn hidden_vjp(&self, is_boxed: bool) -> TokenStream {
        let krate = self.krate();
        let output = &self.signature.output;
        let active = self.signature.active().count();
        let all = self.signature.parameters.len();
        let types: Vec<TokenStream> = self
            .signature
            .parameters
            .iter()
            .map(|parameter| {
                if parameter.mutable {
                    let left = self.left_behind(parameter);
                    quote!(#krate::__private::#left)
                } else if parameter.active || has_written_zero(&parameter.kind) {
                    self.owned(&parameter.ty)
                } else {
                    quote!(())
                }
            })
            .collect();
        let arguments = self.arguments();
        let turbofish = turbofish(&self.signature.generics);
        let call = quote!(Self::vjp #turbofish(#(#arguments),*));
        let returned: Vec<(usize, &Parameter)> =
            self.signature.active().filter(|(_, parameter)| !parameter.mutable).collect();
        let names = returned.iter().map(|(position, _)| format_ident!("adjoint_{position}").to_token_stream());
        let pattern = tuple(names.collect());
        let parts = self.signature.parameters.iter().enumerate().map(|(position, parameter)| {
            if parameter.active && !parameter.mutable {
                format_ident!("adjoint_{position}").to_token_stream()
            } else if parameter.mutable {
                let left = self.left_behind(parameter);
                quote!(#krate::__private::#left)
            } else if has_written_zero(&parameter.kind) {
                zero_of(&parameter.kind)
            } else {
                quote!(())
            }
        });
        // Of a function with outputs through `&mut`: a slot for each parameter, so that the caller need not know which.
        let (slots, slot_types) = self.slots();
        let (seed, seed_type) = (seed_ident(), self.owned(output));
        let (formals, taken) = if self.changes() {
            (quote!(#seed: #seed_type, #slots: #slot_types), quote!(#seed_type, #slot_types))
        } else {
            (quote!(#seed: #seed_type), seed_type)
        };
        let adjoints = quote!((#(#types,)*));
        let pullback = if is_boxed {
            quote!(#krate::__private::Box<dyn Fn(#taken) -> #adjoints>)
        } else {
            let captures = self.captures();
            quote!(impl Fn(#taken) -> #adjoints #captures)
        };
        let boxed = |closure: TokenStream| {
            if is_boxed { quote!(#krate::__private::Box::new(#closure)) } else { closure }
        };
        let result = if self.changes() { quote!(#krate::__private::InPlace<#pullback>) } else { pullback };
        let result = quote!((#output, #result));
        let body = if active == all && all > 1 && !self.changes() {
            if is_boxed {
                let pullback = boxed(quote!(pullback));
                quote! {
                    let (value, pullback) = #call;
                    (value, #pullback)
                }
            } else {
                call
            }
        } else {
            let seeds = self.seeds().into_iter().map(|(ident, _)| ident);
            let closure = boxed(quote! {
                #[inline(always)] move |#formals| {
                    let #pattern = pullback(#(#seeds),*);
                    (#(#parts,)*)
                }
            });
            let closure = if self.changes() { quote!(#krate::__private::InPlace(#closure)) } else { closure };
            quote! {
                let (value, pullback) = #call;
                (value, #closure)
            }
        };
        self.function("", "__vjp", &self.parameters(), &result, &TokenStream::new(), &body)
    }

    /// What the pullback says of a `&mut` parameter instead of an adjoint.
    fn left_behind(&self, parameter: &Parameter) -> TokenStream {
        if parameter.active { quote!(Changed) } else { quote!(Cut) }
    }

    /// The slots of a pullback, nested pairs: a `&mut` for each output, nothing for other parameters.
    fn slots(&self) -> (TokenStream, TokenStream) {
        let parameters = self.signature.parameters.iter().rev();
        parameters.fold((quote!(()), quote!(())), |(names, types), parameter| {
            if parameter.mutable && parameter.active {
                let (ident, ty) = (adjoint_ident(&parameter.ident), buffer_type(&parameter.ty, self.krate()));
                (quote!((#ident, #names)), quote!((#ty, #types)))
            } else {
                (quote!(((), #names)), quote!(((), #types)))
            }
        })
    }

    /// `jvp` and `__jvp`.
    pub(super) fn jvp(&self, function: &Differentiated<'_>) -> TokenStream {
        let krate = self.krate();
        let outputs = self.signature.outputs();
        let mut graph = tangent(function.primal, function.activity, &self.positions(), &outputs, self.options.optimize);
        assert_valid(&graph);
        simplify(&mut graph, self.options.optimize);
        assert_valid(&graph);
        let mut parameters = self.named_parameters(&graph);
        let values = graph.parameters()[self.signature.parameters.len()..].to_vec();
        let tangents = self.tangents();
        parameters.extend(values.iter().copied().zip(tangents.iter().map(|(ident, _)| ident.clone())));
        let mut formals = self.parameters();
        formals.extend(tangents.iter().map(|(ident, ty)| quote!(#ident: #ty)));
        let checks =
            self.signature.active().filter(|(_, parameter)| matches!(parameter.kind.peeled(), Ty::Slice(_))).map(
                |(_, parameter)| {
                    let (ident, tangent) = (&parameter.ident, tangent_ident(&parameter.ident));
                    let message = format!("`{ident}` has {{}} elements, but its tangent has {{}}");
                    quote!(::core::assert!(#tangent.len() == #ident.len(), #message, #ident.len(), #tangent.len());)
                },
            );
        let (mut buffers, mut written): (Vec<Value>, Vec<Output>) = self.variables(&graph).into_iter().unzip();
        let first = self.results() + usize::from(self.signature.returns_active());
        let changed = self.signature.active().zip(&values).filter(|((_, parameter), _)| parameter.mutable);
        for (index, ((_, parameter), &value)) in changed.enumerate() {
            buffers.push(value);
            written.push(Output::new(value, &tangent_ident(&parameter.ident), &parameter.ty, first + index));
        }
        let mut body = Body::new(&graph, None, &parameters, &buffers, krate);
        let statements = if self.changes() {
            let returned: Vec<usize> = if first > self.results() { vec![0, self.results()] } else { vec![0] };
            body.whole_with(&returned, &written)
        } else {
            body.whole()
        };
        let statements = quote!(#(#checks)* #statements);
        let body = self.body(&body.imports(&statements), &statements);
        let result = self.value_and_tangent();
        let doc = if self.has_outputs() {
            "The value, with its tangent if it has one, given the tangents of the active parameters; that of what a `&mut` parameter refers to is updated."
        } else {
            "The value and its tangent, given the tangents of the active parameters."
        };
        let public = self.function(doc, "jvp", &formals, &result, &TokenStream::new(), &body);
        let hidden = self.hidden_jvp();
        quote!(#public #hidden)
    }

    pub(super) fn hidden_jvp(&self) -> TokenStream {
        let mut formals = self.parameters();
        let mut tangents = self.tangents().into_iter();
        let krate = self.krate();
        let (mut clears, mut rests) = (TokenStream::new(), TokenStream::new());
        for parameter in &self.signature.parameters {
            let active = if parameter.active { tangents.next() } else { None };
            let (ident, ty) = active.unwrap_or_else(|| {
                let ident = tangent_ident(&parameter.ident);
                // Whatever the caller knows of a constant argument, nothing is made of its tangent.
                let ty = if let Some(vector) = vector_behind(parameter) {
                    let value = &parameter.ident;
                    rests.extend(quote!(#krate::__private::AtRest::rest(#ident, &*#value);));
                    quote!(impl #krate::__private::AtRest<#vector>)
                } else if parameter.mutable {
                    clears.extend(quote!(#krate::__private::Clear::clear(#ident);));
                    quote!(impl #krate::__private::Clear)
                } else {
                    quote!(impl ::core::marker::Sized)
                };
                (ident, ty)
            });
            formals.push(quote!(#ident: #ty));
        }
        let arguments = self.arguments();
        let tangents = self.tangents().into_iter().map(|(ident, _)| ident);
        let turbofish = turbofish(&self.signature.generics);
        let call = quote!(Self::jvp #turbofish(#(#arguments,)* #(#tangents),*));
        let (output, tangent) = (&self.signature.output, self.owned(&self.signature.output));
        let result = quote!((#output, #tangent));
        let body = if self.signature.returns_active() { call } else { quote!((#call, ())) };
        let body =
            if rests.is_empty() { quote!(#clears #body) } else { quote!(#clears let result = #body; #rests result) };
        self.function("", "__jvp", &formals, &result, &TokenStream::new(), &body)
    }
}

/// The vector that a constant `&mut` parameter refers to: a call may change its length.
fn vector_behind(parameter: &Parameter) -> Option<&syn::Type> {
    let syn::Type::Reference(reference) = &parameter.ty else { return None };
    let is_vector = parameter.mutable && parameter.value().has_slice() && parameter.value().may_be_active();
    (is_vector && !matches!(*reference.elem, syn::Type::Slice(_))).then_some(&*reference.elem)
}

/// Whether a constant parameter's adjoint is a zero that can be written down.
fn has_written_zero(ty: &Ty) -> bool {
    ty.has_written_zero() && ty.may_be_active()
}
