//! Companions of a function that was rejected: they have the right types, so that one mistake gives one error.

use super::companions::Companions;
use crate::syntax::{Options, Signature};
use proc_macro2::TokenStream;
use quote::quote;

/// The twin of a rejected function.
pub(crate) fn stub(signature: &Signature, options: &Options) -> TokenStream {
    Companions::new(signature, options, &[]).diverging(&quote!(::core::unreachable!("this function was rejected");))
}
