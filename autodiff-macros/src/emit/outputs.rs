//! What a function or closure leaves behind: what it returns, and what it writes through `&mut`.
//!
//! Keeps:  everything is read before anything is written that it may be read from.

use super::body::{Body, mentions};
use super::companions::tuple;
use super::types::peeled;
use crate::graph::Value;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Type;

/// A parameter that is `&mut`, and the result that it refers to in the end.
pub(super) struct Output {
    place: Value,
    ident: Ident,
    /// Whether it refers to something without a size of its own.
    is_slice: bool,
    result: usize,
}

impl Output {
    pub(super) fn new(place: Value, ident: &Ident, ty: &Type, result: usize) -> Self {
        Output { place, ident: ident.clone(), is_slice: matches!(peeled(ty), Type::Slice(_)), result }
    }
}

impl Body<'_> {
    /// All statements of a function that returns some of the results, and writes others through `&mut`.
    pub(super) fn whole_with(&mut self, returned: &[usize], outputs: &[Output]) -> TokenStream {
        let statements = self.forward();
        let results = self.results();
        let value = tuple(returned.iter().map(|position| results[*position].clone()).collect());
        let (writes, value) = self.outputs(value, &results, outputs);
        let value = if is_unit(&value) { TokenStream::new() } else { value };
        quote!(#statements #writes #value)
    }

    /// The statements that write the outputs, given the expressions of all results, and what is returned after them.
    pub(super) fn outputs(
        &mut self,
        returned: TokenStream,
        results: &[TokenStream],
        outputs: &[Output],
    ) -> (TokenStream, TokenStream) {
        let written: Vec<&Output> =
            outputs.iter().filter(|output| !self.lives_in(output.result, output.place)).collect();
        if written.is_empty() {
            return (TokenStream::new(), returned);
        }
        let (kept, returned) = if is_settled(&returned) {
            (TokenStream::new(), returned)
        } else {
            let name = self.names.fresh("value", Span::mixed_site());
            (quote!(let #name = #returned;), name.to_token_stream())
        };
        let overlap = written.iter().enumerate().any(|(position, output)| {
            let earlier = &written[..position];
            earlier.iter().any(|other| mentions(results[output.result].clone(), &other.ident.to_string()))
        });
        let (mut values, mut writes) = (TokenStream::new(), TokenStream::new());
        for output in written {
            let mut value = results[output.result].clone();
            if overlap {
                let name = self.names.fresh("next", Span::mixed_site());
                values.extend(quote!(let #name = #value;));
                value = name.to_token_stream();
            }
            let ident = &output.ident;
            writes.extend(if output.is_slice {
                quote!(#ident.copy_from_slice(&#value);)
            } else {
                quote!(*#ident = #value;)
            });
        }
        (quote!(#kept #values #writes), returned)
    }
}

/// Whether an expression is a variable or the unit, which writing through references does not change.
fn is_settled(expr: &TokenStream) -> bool {
    let mut tokens = expr.clone().into_iter();
    is_unit(expr) || matches!((tokens.next(), tokens.next()), (Some(TokenTree::Ident(_)), None))
}

/// Whether an expression is `()`.
pub(super) fn is_unit(expr: &TokenStream) -> bool {
    let mut tokens = expr.clone().into_iter();
    matches!((tokens.next(), tokens.next()), (Some(TokenTree::Group(group)), None) if group.stream().is_empty())
}
