//! Constant expressions that a transform writes.

use crate::graph::{Capture, Graph, Inst, Node, Opaque, Origin, Ty, Value};
use proc_macro2::{Ident, Span};
use quote::format_ident;
use std::rc::Rc;
use syn::Expr;

/// The placeholder of a value in a constant expression.
pub(super) fn operand(position: usize) -> Ident {
    format_ident!("operand_{position}", span = Span::mixed_site())
}

/// A constant expression, in no region yet.
pub(super) fn constant(graph: &mut Graph, code: Expr, captures: &[(Ident, Value)], ty: Ty, span: Span) -> Inst {
    let captures = captures.iter().map(|(ident, value)| Capture::new(ident.clone(), *value)).collect();
    let code = Rc::new(code);
    let opaque = Opaque { code, captures, changes: Vec::new(), cut: true, pinned: false, obstacle: None };
    let inst = graph.add_inst(Node::Opaque(opaque), vec![ty], Origin::Primal, span);
    let result = graph[inst].results[0];
    graph[result].constant = true;
    inst
}
