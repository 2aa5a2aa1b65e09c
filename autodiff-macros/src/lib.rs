//! The `#[differentiable]` attribute. Use it through `autodiff-core`, which re-exports it.
//!
//! Everything is decided while `rustc` expands the attribute: the body becomes a graph, derivatives are graphs made of
//! that graph, and plain Rust is emitted. `docs/ARCHITECTURE.md` is the map.

mod analysis;
mod diagnostics;
mod emit;
mod expand;
mod graph;
mod rules;
mod syntax;
#[cfg(test)]
mod tests;
mod transform;

use proc_macro::TokenStream;

/// Makes the derivatives of a function, or of every function of a module.
///
/// See the documentation of `autodiff-core` for what is made of `fn f` and what a body may contain. Options:
/// `name = other` renames the twin, `crate = path` says where `autodiff-core` is re-exported, `skip` leaves a function
/// of an annotated module alone, `recursive` lets a function call itself (every function of a cycle says it): what a
/// call keeps is boxed. `checkpoint = K` lets long loops keep every `K`-th state only, and run again from there in the
/// reverse sweep. `#[constant]` on a parameter makes it a constant.
#[proc_macro_attribute]
pub fn differentiable(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::differentiable(options.into(), item.into()).into()
}

/// The operators' markers and trait implementations, for `autodiff-core` only.
#[doc(hidden)]
#[proc_macro]
pub fn __operator_rules(_input: TokenStream) -> TokenStream {
    rules::runtime::operator_rules().into()
}
