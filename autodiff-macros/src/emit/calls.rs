//! Calls of other functions, and pullbacks of such calls.

use super::body::Body;
use super::expression::float_name;
use crate::graph::{Argument, Callee, Float, Inst, Node, Part, Ty, Unless, Value};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl Body<'_> {
    /// A call that changes variables, or that gives more than the value.
    pub(super) fn call_statement(&mut self, inst: Inst) -> TokenStream {
        let graph = self.graph;
        let (results, span) = (graph[inst].results.as_slice(), graph[inst].span);
        match &graph[inst].node {
            Node::Call { callee, arguments } => {
                let (before, arguments) = self.arguments(arguments, &results[1..]);
                let path = &callee.path;
                let call = quote_spanned!(span=> #path(#(#arguments),*));
                if self.is_read(results[0]) {
                    let (pattern, annotation) = (self.declaration(results[0]), self.annotation(results[0]));
                    quote!(#before let #pattern #annotation = #call;)
                } else {
                    quote!(#before #call;)
                }
            }
            Node::CallVjp { callee, arguments } => {
                let (before, arguments) = self.arguments(arguments, &results[1..]);
                let yielded = [results.first(), results.last()];
                let call = self.companion_call(callee, "__vjp", &arguments, yielded, span);
                quote!(#before #call)
            }
            Node::CallJvp { callee, arguments, tangents } => {
                let tangent = 1 + arguments.iter().filter(|argument| argument.place().is_some()).count();
                let (before, arguments) = self.arguments(arguments, &results[1..]);
                let (before_tangents, tangents) = self.arguments(tangents, &results[tangent + 1..]);
                let all: Vec<TokenStream> = arguments.into_iter().chain(tangents).collect();
                let call = self.companion_call(callee, "__jvp", &all, [results.first(), results.get(tangent)], span);
                quote!(#before #before_tangents #call)
            }
            Node::Pull { pullback, seed, slots } => {
                let (pullback, seed) = (self.code(*pullback).receiver(), self.owned(*seed));
                let (adjoints, versions) =
                    if slots.is_empty() { (results, &[][..]) } else { results.split_at(slots.len()) };
                let patterns: Vec<TokenStream> = adjoints
                    .iter()
                    .map(|result| if self.is_read(*result) { self.declaration(*result) } else { quote!(_) })
                    .collect();
                if slots.is_empty() {
                    return quote!(let (#(#patterns,)*) = #pullback(#seed););
                }
                let mut versions = versions.iter();
                let (mut before, mut lent) = (TokenStream::new(), Vec::new());
                for slot in slots {
                    lent.push(match slot {
                        Some(part) => {
                            let version = versions.next().expect("each slot has a version");
                            let (declaration, place) = self.exclusive_part(part, *version);
                            before.extend(declaration);
                            place
                        }
                        None => quote!(()),
                    });
                }
                quote!(#before let (#(#patterns,)*) = __ad::pull!(#pullback, #seed, #(#lent),*);)
            }
            _ => unreachable!("only calls and pullbacks are call statements"),
        }
    }

    fn companion_call(
        &mut self,
        callee: &Callee,
        companion: &str,
        arguments: &[TokenStream],
        yielded: [Option<&Value>; 2],
        span: proc_macro2::Span,
    ) -> TokenStream {
        let function = self.companion(callee, companion);
        let patterns: Vec<TokenStream> =
            yielded.into_iter().flatten().map(|result| self.declaration(*result)).collect();
        quote_spanned!(span=> let (#(#patterns),*) = #function(#(#arguments),*);)
    }

    /// What `rustc` knows to be false where nobody need ask whether an adjoint is zero.
    pub(super) fn asks(&mut self, unless: &Unless) -> Option<TokenStream> {
        let pulled = unless.pulled.as_ref().map(|callee| self.partials(callee));
        let Some(callees) = &unless.finite else {
            return pulled.map(|pulled| quote!(const { #pulled.asks() }));
        };
        let makers: Vec<TokenStream> = callees.iter().map(|callee| self.partials(callee)).collect();
        let pulled = pulled.unwrap_or_else(|| quote!(__ad::Partials::Finite));
        Some(quote!(const { #pulled.asks_given(&[#(#makers),*]) }))
    }

    /// What the companions of a callee say of its partial derivatives.
    pub(super) fn partials(&mut self, callee: &Callee) -> TokenStream {
        let mut path = (*callee.path).clone();
        if let Some(last) = path.path.segments.last_mut() {
            last.arguments = syn::PathArguments::None;
        }
        self.companion(&Callee { path: std::rc::Rc::new(path), ..callee.clone() }, "__PARTIALS")
    }

    /// The arguments of a call, and the declarations of the variables that it changes, where these are new.
    fn arguments(&mut self, arguments: &[Argument], versions: &[Value]) -> (TokenStream, Vec<TokenStream>) {
        let mut versions = versions.iter();
        let mut before = TokenStream::new();
        let codes = arguments
            .iter()
            .map(|argument| match argument {
                Argument::Value(value) => self.owned(*value),
                Argument::Place { part, .. } => {
                    let version = versions.next().expect("each place has a version");
                    let (declaration, place) = self.exclusive_part(part, *version);
                    before.extend(declaration);
                    place
                }
            })
            .collect();
        (before, codes)
    }

    /// `&mut` of a part of a variable, and the declaration of the variable where it is the new version's own.
    fn exclusive_part(&mut self, part: &Part, version: Value) -> (TokenStream, TokenStream) {
        if self.plan.root(version) == version {
            let before = self.owned(part.base);
            let ident = self.names.name(self.graph, version);
            let ty = match self.graph[version].ty {
                Ty::Float(float @ (Float::F32 | Float::F64)) => {
                    let ty = float_name(float);
                    quote!(: #ty)
                }
                _ => TokenStream::new(),
            };
            let path = self.path(&part.path);
            return (quote!(let mut #ident #ty = #before;), quote!(&mut #ident #path));
        }
        let place = self.indexed(part.base);
        if part.path.is_empty() && self.is_behind_reference(part.base) {
            return (TokenStream::new(), quote!(&mut *#place));
        }
        let path = self.path(&part.path);
        (TokenStream::new(), quote!(&mut #place #path))
    }
}
