//! What the companions say of the partial derivatives, as a constant that callers read.

use super::body::Body;
use super::companions::{Companions, Differentiated};
use crate::transform::{Limit, partials};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

impl Companions<'_> {
    /// The constant of a function that was differentiated.
    pub(super) fn partials(&self, function: &Differentiated<'_>) -> TokenStream {
        if self.options.recursive.is_some() || self.changes() {
            return self.any_partials();
        }
        let found = partials(function.primal, function.activity);
        if found.callees.is_empty() {
            let limit = limit(found.own);
            let krate = self.krate();
            return self.constant(&quote!(#krate::__private::Partials::#limit));
        }
        let mut body = Body::new(function.primal, None, &[], &[], self.krate());
        let callees: Vec<TokenStream> = found.callees.iter().map(|callee| body.partials(callee)).collect();
        let (own, otherwise) = (limit(found.own), limit(found.otherwise));
        let all = quote!(__ad::Partials::#own.with(&[#(#callees),*], __ad::Partials::#otherwise));
        self.constant(&self.body(&body.imports(&all), &all))
    }

    /// The constant of a function of which nothing is known.
    pub(super) fn any_partials(&self) -> TokenStream {
        let krate = self.krate();
        self.constant(&quote!(#krate::__private::Partials::Any))
    }

    fn constant(&self, value: &TokenStream) -> TokenStream {
        let krate = self.krate();
        quote!(#[doc(hidden)] pub const __PARTIALS: #krate::__private::Partials = { #value };)
    }
}

fn limit(limit: Limit) -> Ident {
    let name = match limit {
        Limit::Constant => "Constant",
        Limit::Finite => "Finite",
        Limit::Guarded => "Guarded",
        Limit::Any => "Any",
    };
    Ident::new(name, Span::mixed_site())
}
