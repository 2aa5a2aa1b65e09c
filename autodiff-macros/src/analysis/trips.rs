//! How often loops run at most, where that is known when they are compiled.
//!
//! Reads:  a graph.
//! Absent: where a loop ends early: it runs less often then.

use super::Integers;
use crate::graph::{Loop, Node, Range, Space, Ty};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// A number of iterations.
#[derive(Clone)]
pub(crate) enum Trips {
    Number(usize),
    /// The name of a constant, which need not be a `usize`.
    Constant(TokenStream),
}

/// How often a loop runs at most.
pub(crate) fn most_trips(integers: &mut Integers<'_>, repeated: &Loop) -> Option<Trips> {
    let (Space::Range(range) | Space::Again { range: Some(range), .. }) = &repeated.space else { return None };
    let difference = integers.integer(range.end).minus(&integers.integer(range.start));
    match difference.constant() {
        Some(number) => {
            let number = number.max(0) + i64::from(range.inclusive);
            usize::try_from(number).ok().map(Trips::Number)
        }
        None => constant(integers, range).map(Trips::Constant),
    }
}

/// The constant that a range ends at: `0..N`, or the length of an array `[f64; N]`.
fn constant(integers: &Integers<'_>, range: &Range) -> Option<TokenStream> {
    let graph = integers.graph();
    if range.inclusive || graph.integer(range.start) != Some(0) {
        return None;
    }
    let Some(Node::Opaque(opaque)) = graph.node(range.end) else { return None };
    match (&*opaque.code, opaque.captures.as_slice()) {
        (syn::Expr::Path(path), []) => Some(path.to_token_stream()),
        (syn::Expr::MethodCall(call), [capture]) if call.method == "len" => match graph[capture.value].ty.peeled() {
            Ty::Array(_, len) => {
                let is_name = |tokens: Vec<TokenTree>| matches!(tokens.as_slice(), [TokenTree::Ident(_)]);
                is_name((**len).clone().into_iter().collect()).then(|| (**len).clone())
            }
            _ => None,
        },
        _ => None,
    }
}
