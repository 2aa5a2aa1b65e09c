//! Companions that run forward and backward in one function: `grad`, `value_and_grad`, `grad_into`,
//! `value_and_grad_into`, `jacobian`, `value_and_jacobian`.

use super::body::Body;
use super::companions::{Companions, Differentiated, gradient_ident, seed_ident, tuple};
use super::outputs::Output;
use super::types::{buffer_type, zero_of};
use crate::graph::{Set, Ty, Value, assert_valid};
use crate::syntax::turbofish;
use crate::transform::{Seed, adjoint, finish, first_touch, jacobian};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

impl Companions<'_> {
    /// `grad` and `value_and_grad`.
    pub(super) fn gradient(&self, function: &Differentiated<'_>) -> TokenStream {
        if self.has_outputs() {
            return self.no_gradient();
        }
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

    /// `grad` and `value_and_grad` of a function with outputs through `&mut`: to call them is an error.
    pub(super) fn no_gradient(&self) -> TokenStream {
        let krate = self.krate();
        let gradient = self.gradient_type();
        let bound = quote!(for<'called> Self: #krate::__private::OneOutput);
        let body = quote!(<Self as #krate::__private::OneOutput>::gradient());
        let functions = ["grad", "value_and_grad"].map(|name| {
            let function =
                self.function("No gradient: call `vjp`.", name, &self.parameters(), &gradient, &bound, &body);
            quote!(#[doc(hidden)] #function)
        });
        quote!(#(#functions)*)
    }

    /// Forward and backward in one function.
    fn sweep(&self, function: &Differentiated<'_>) -> TokenStream {
        let seed = if self.is_scalar() { Seed::One } else { Seed::Parameters(&[0]) };
        let mut joint =
            adjoint(function.primal, function.activity, &self.positions(), seed, false, self.options.optimize);
        finish(&mut joint.graph, &[], self.options);
        let mut parameters = self.named_parameters(&joint.graph);
        let seed_ident = seed_ident();
        parameters.extend(joint.seeds.iter().map(|seed| (*seed, seed_ident.clone())));
        let (variables, outputs): (Vec<Value>, Vec<Output>) = self.variables(&joint.graph).into_iter().unzip();
        let mut body = Body::new(&joint.graph, None, &parameters, &variables, self.krate());
        let statements = body.forward();
        let results = body.results();
        let (value, gradients) = (&results[0], tuple(results[self.results()..].to_vec()));
        let (writes, both) = body.outputs(quote!((#value, #gradients)), &results, &outputs);
        let seed = joint.seeds.first().map(|_| self.seed(&seed_ident));
        let rest = quote!(#seed #statements #writes #both);
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
    pub(super) fn jacobian(&self, function: &Differentiated<'_>) -> TokenStream {
        let components = components(&self.signature.result).filter(|_| !self.has_outputs());
        let Some(components) = components else { return TokenStream::new() };
        let mut graph =
            jacobian(function.primal, function.activity, &self.positions(), components, self.options.optimize);
        finish(&mut graph, &[], self.options);
        let (variables, outputs): (Vec<Value>, Vec<Output>) = self.variables(&graph).into_iter().unzip();
        let mut body = Body::new(&graph, None, &self.named_parameters(&graph), &variables, self.krate());
        let statements = body.forward();
        let results = body.results();
        let (value, active) = (&results[0], self.positions().len());
        let rows = results[self.results()..].chunks(active).map(|row| tuple(row.to_vec()));
        let (writes, both) = body.outputs(quote!((#value, [#(#rows),*])), &results, &outputs);
        let rest = quote!(#statements #writes #both);
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
    pub(super) fn gradient_into(&self, function: &Differentiated<'_>) -> TokenStream {
        let krate = self.krate();
        let seed = if self.is_scalar() { Seed::One } else { Seed::Parameters(&[0]) };
        let mut joint =
            adjoint(function.primal, function.activity, &self.positions(), seed, true, self.options.optimize);
        finish(&mut joint.graph, &[], self.options);
        let sources: Vec<(Value, Value)> =
            joint.buffers.iter().map(|(position, buffer)| (*buffer, joint.graph.parameters()[*position])).collect();
        let stored = if self.options.optimize { first_touch(&mut joint.graph, &sources) } else { Set::default() };
        assert_valid(&joint.graph);
        let mut parameters = self.named_parameters(&joint.graph);
        let seed_ident = seed_ident();
        parameters.extend(joint.seeds.iter().map(|seed| (*seed, seed_ident.clone())));
        let (mut buffers, outputs): (Vec<Value>, Vec<Output>) = self.variables(&joint.graph).into_iter().unzip();
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
                if !stored.contains(value) {
                    clears.push(self.clear(parameter, &buffer));
                }
            }
        }
        let mut body = Body::new(&joint.graph, None, &parameters, &buffers, krate);
        let statements = body.forward();
        let results = body.results();
        for (index, ((position, parameter), result)) in
            self.signature.active().zip(&results[self.results()..]).enumerate()
        {
            let buffer = gradient_ident(&parameter.ident);
            match joint.buffers.iter().find(|(other, _)| *other == position) {
                None => writes.push(quote!(*#buffer = #result;)),
                Some((_, value)) if !body.lives_in(self.results() + index, *value) => {
                    writes.push(quote!(#buffer.copy_from_slice(&#result);));
                }
                Some(_) => {}
            }
        }
        let (changes, value) = body.outputs(results[0].clone(), &results, &outputs);
        let seed = joint.seeds.first().map(|_| self.seed(&seed_ident));
        let rest = quote!(#(#checks)* #(#clears)* #seed #statements #(#writes)* #changes #value);
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
                for (gradient, element) in #buffer.iter_mut().zip(#ident.iter()) {
                    *gradient = #krate::Differentiable::zero_tangent(element);
                }
            }
        }
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
