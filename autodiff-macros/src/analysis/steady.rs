//! What an integer is each time again, though it is computed in a loop.
//!
//! Reads:  a graph.

use crate::graph::{Graph, Node, Set, Value, is_len};
use syn::Expr;

/// Whether a constant is made by arithmetic of nothing but what is not in a set: it is the same each time.
pub(crate) fn is_steady(graph: &Graph, value: Value, inside: &Set<Value>) -> bool {
    if !inside.contains(&value) {
        return true;
    }
    let Some(Node::Opaque(opaque)) = graph.node(value) else { return false };
    opaque.changes.is_empty()
        && is_arithmetic(&opaque.code)
        && opaque.captures.iter().all(|capture| is_steady(graph, capture.value, inside))
}

/// Whether an expression is made of names, numbers, lengths, elements and operators.
pub(crate) fn is_arithmetic(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Paren(inner) => is_arithmetic(&inner.expr),
        Expr::Group(inner) => is_arithmetic(&inner.expr),
        Expr::Cast(cast) => is_arithmetic(&cast.expr),
        Expr::Unary(unary) => is_arithmetic(&unary.expr),
        Expr::Index(index) => is_arithmetic(&index.expr) && is_arithmetic(&index.index),
        Expr::Binary(binary) => is_arithmetic(&binary.left) && is_arithmetic(&binary.right),
        Expr::MethodCall(call) => is_len(expr) && is_arithmetic(&call.receiver),
        _ => false,
    }
}
