//! Arrays and vectors of tuples, as an array or vector for each element of the tuples.
//!
//! Reads:  a graph whose tuples were taken apart.    Writes: the same graph, where an aggregate whose elements are tuples of
//! numbers and constants of types that only `rustc` knows is handed on as its *columns*: that of the constants is a constant,
//! and nobody asks for its tangent.
//! Keeps:  aggregates that the function is given or gives, that are passed to others, or that the user's words read as a whole;
//! those that are constants altogether.
//! An element that is read as a whole is a tuple, put together where it is read.

mod rewrite;
mod seen;
mod shape;
mod words;

use crate::graph::Graph;
pub(super) use shape::holds_unknown;

/// Takes aggregates of tuples apart; whether there were any.
pub(super) fn take_columns(graph: &mut Graph) -> bool {
    let members = seen::members(graph);
    if members.is_empty() {
        return false;
    }
    rewrite::rewrite(graph, &members);
    true
}
