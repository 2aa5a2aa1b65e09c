//! Numbers out of iterators of constants and out of closures over constants, by value.
//!
//! Reads:  a graph after types were inferred.    Writes: the same graph, where arithmetic on such a number reads a copy.
//! Keeps:  the number in the user's words. `x * item` is a float whether `item` is one or a reference to one, which no
//! record could keep: only `rustc` knows what the iterator gives.

use crate::graph::{Capture, Float, Graph, Inst, Loop, Map, Node, Opaque, Origin, Region, Set, Space, Ty, Value};
use proc_macro2::{Ident, Span};
use std::rc::Rc;
use syn::{Expr, parse_quote};

/// Takes the numbers that operators read.
pub(crate) fn by_value(graph: &mut Graph) {
    let mut read = Set::default();
    for inst in graph.walk(graph.body) {
        if let Node::Apply { operands, .. } = &graph[inst].node {
            read.extend(operands);
        }
    }
    let mut taking = Taking { read, parts: Set::default(), copies: Map::default() };
    taking.visit(graph, graph.body);
}

struct Taking {
    /// What operators read.
    read: Set<Value>,
    /// Items of iterators, and parts of them.
    parts: Set<Value>,
    copies: Map<Value, Value>,
}

impl Taking {
    fn visit(&mut self, graph: &mut Graph, region: Region) {
        for inst in graph[region].insts.clone() {
            if let Node::Apply { operands, .. } = &mut graph[inst].node {
                operands.iter_mut().for_each(|operand| *operand = *self.copies.get(operand).unwrap_or(operand));
            }
            let Some(&result) = graph[inst].results.first() else { continue };
            let is_part = matches!(&graph[inst].node, Node::Load { base, .. } if self.parts.contains(base));
            if is_part {
                self.parts.insert(result);
            }
            if is_part
                || is_closure_call(&graph[inst].node)
                || is_named_by_pattern(&graph[inst].node)
                || is_unnamed_reference(graph, result)
            {
                let position = position_of(graph, region, inst) + 1;
                self.take(graph, region, position, result);
            }
            if let Node::Loop(Loop { space: Space::Items(_), body, .. }) = graph[inst].node {
                let item = graph[body].parameters[0];
                self.parts.insert(item);
                self.take(graph, body, 0, item);
            }
            for inner in graph[inst].node.regions().to_vec() {
                self.visit(graph, inner);
            }
        }
    }

    fn take(&mut self, graph: &mut Graph, region: Region, position: usize, number: Value) {
        if self.read.contains(&number) {
            self.copies.insert(number, copy(graph, region, position, number));
        }
    }
}

/// Whether a constant is what a closure of this function gives.
fn is_closure_call(node: &Node) -> bool {
    let Node::Opaque(opaque) = node else { return false };
    let Expr::Call(call) = &*opaque.code else { return false };
    let Expr::Path(path) = &*call.func else { return false };
    opaque.captures.iter().any(|capture| path.path.is_ident(&capture.ident))
}

/// Whether a constant is what a pattern names in another one: `match p { Point { x, .. } => x, _ => unreachable!() }`.
fn is_named_by_pattern(node: &Node) -> bool {
    let Node::Opaque(opaque) = node else { return false };
    let Expr::Match(taken) = &*opaque.code else { return false };
    matches!(taken.arms.as_slice(), [_, other] if matches!(other.pat, syn::Pat::Wild(_)) && matches!(*other.body, Expr::Macro(_)))
}

/// Whether a constant refers to a number that has no name here: `{ let part = &pair.0; part }`.
fn is_unnamed_reference(graph: &Graph, value: Value) -> bool {
    matches!(&graph[value].ty, Ty::Reference(inner) if inner.is_float())
        && matches!(graph.node(value), Some(Node::Opaque(opaque)) if !matches!(&*opaque.code, Expr::Reference(_)))
}

fn position_of(graph: &Graph, region: Region, inst: Inst) -> usize {
    graph[region].insts.iter().position(|other| *other == inst).expect("the instruction is in its region")
}

/// A copy of a number that may be behind a reference.
fn copy(graph: &mut Graph, region: Region, position: usize, number: Value) -> Value {
    let ident = Ident::new("operand_0", Span::mixed_site());
    let ty = match &graph[number].ty {
        Ty::Reference(inner) => (**inner).clone(),
        // It may be a reference as well.
        _ => std::mem::replace(&mut graph[number].ty, Ty::Unknown),
    };
    let code: Expr = match ty {
        Ty::Float(Float::F32) => parse_quote!(__ad::by_value::<f32, _>(#ident)),
        Ty::Float(Float::F64) => parse_quote!(__ad::by_value::<f64, _>(#ident)),
        _ => parse_quote!(*__ad::Peel::peel(&#ident)),
    };
    let opaque = Opaque {
        code: Rc::new(code),
        captures: vec![Capture::new(ident, number)],
        changes: Vec::new(),
        cut: false,
        pinned: false,
        obstacle: None,
    };
    let span = graph[number].span;
    let inst = graph.add_inst(Node::Opaque(opaque), vec![ty], Origin::Primal, span);
    graph[region].insts.insert(position, inst);
    let copied = graph[inst].results[0];
    graph[copied].constant = graph[number].constant;
    graph[copied].name = graph[number].name.clone();
    copied
}
