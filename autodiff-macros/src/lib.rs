//! The `#[differentiable]` attribute.

mod rules;

use proc_macro::TokenStream;

/// The operators' markers and trait implementations, for `autodiff-core` only.
#[doc(hidden)]
#[proc_macro]
pub fn __operator_rules(_input: TokenStream) -> TokenStream {
    rules::runtime::operator_rules().into()
}
