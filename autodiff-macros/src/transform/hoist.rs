//! Takes out of loops what is the same in every iteration, and makes equal integers one.
//!
//! Reads:  a primal graph.    Writes: the same graph, where arithmetic on values from around a loop stands before it, and
//! where an integer that the macro made is one that was there before.
//! Keeps:  every bit; whatever may panic or has an effect stays where it is.

use crate::analysis::{Integers, Polynomial};
use crate::graph::{Float, Graph, Inst, Map, Node, Opaque, Region, Set, Ty, Value};
use crate::transform::is_pinned;
use syn::{BinOp, Expr, UnOp};

/// Simplifies integers, then takes invariants out of loops, innermost first.
pub(crate) fn hoist(graph: &mut Graph) {
    share_integers(graph);
    unpin_floats(graph);
    let body = graph.body;
    hoist_region(graph, body);
}

/// Arithmetic on numbers whose type was not known when it was lowered does not panic if they are floats.
fn unpin_floats(graph: &mut Graph) {
    for inst in graph.walk(graph.body) {
        let Node::Opaque(opaque) = &graph[inst].node else { continue };
        if opaque.pinned && opaque.changes.is_empty() && is_float_arithmetic(graph, opaque, &opaque.code) {
            let mut opaque = opaque.clone();
            opaque.pinned = false;
            graph[inst].node = Node::Opaque(opaque);
        }
    }
}

/// Whether an expression is arithmetic on variables and literals that are floats.
fn is_float_arithmetic(graph: &Graph, opaque: &Opaque, expr: &Expr) -> bool {
    let go = |inner: &Expr| is_float_arithmetic(graph, opaque, inner);
    match expr {
        Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Float(_)),
        Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
            let capture = opaque.captures.iter().find(|capture| capture.ident == *ident);
            capture.is_some_and(|capture| matches!(graph[capture.value].ty, Ty::Float(Float::F32 | Float::F64)))
        }),
        Expr::Paren(inner) => go(&inner.expr),
        Expr::Group(inner) => go(&inner.expr),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_)) && go(&unary.expr),
        Expr::Binary(binary) => {
            matches!(binary.op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_))
                && go(&binary.left)
                && go(&binary.right)
        }
        _ => false,
    }
}

/// Replaces integers of ours by equal ones that stand before them.
fn share_integers(graph: &mut Graph) {
    let mut replaced: Map<Value, Value> = Map::default();
    let mut integers = Integers::of(graph);
    let mut open: Vec<Map<Polynomial, Value>> = Vec::new();
    share_region(graph, graph.body, &mut integers, &mut open, &mut replaced);
    let body = graph.body;
    graph.replace_reads(body, |value| {
        while let Some(other) = replaced.get(value) {
            *value = *other;
        }
    });
}

fn share_region(
    graph: &Graph,
    region: Region,
    integers: &mut Integers<'_>,
    open: &mut Vec<Map<Polynomial, Value>>,
    replaced: &mut Map<Value, Value>,
) {
    open.push(Map::default());
    for &parameter in &graph[region].parameters {
        remember(graph, parameter, integers, open);
    }
    for &inst in &graph[region].insts {
        for &inner in graph[inst].node.regions() {
            share_region(graph, inner, integers, open, replaced);
        }
        let &[result] = graph[inst].results.as_slice() else { continue };
        if !matches!(graph[result].ty, Ty::Constant) {
            continue;
        }
        let is_ours = matches!(&graph[inst].node, Node::Opaque(opaque) if opaque.cut && !opaque.pinned && !opaque.captures.is_empty());
        let polynomial = integers.integer(result);
        if polynomial.constant().is_some() {
            continue;
        }
        let equal = open.iter().rev().find_map(|table| table.get(&polynomial)).copied();
        match equal.filter(|other| is_ours && *other != result && graph[result].annotation.is_none()) {
            Some(other) => {
                replaced.insert(result, other);
            }
            None => remember(graph, result, integers, open),
        }
    }
    open.pop();
}

fn remember(graph: &Graph, value: Value, integers: &mut Integers<'_>, open: &mut [Map<Polynomial, Value>]) {
    if matches!(graph[value].ty, Ty::Constant)
        && let Some(table) = open.last_mut()
    {
        let polynomial = integers.integer(value);
        if polynomial.constant().is_none() {
            table.entry(polynomial).or_insert(value);
        }
    }
}

fn hoist_region(graph: &mut Graph, region: Region) {
    let insts = std::mem::take(&mut graph[region].insts);
    let mut kept = Vec::with_capacity(insts.len());
    for inst in insts {
        for inner in graph[inst].node.regions().to_vec() {
            hoist_region(graph, inner);
        }
        if let Node::Loop(repeated) = &graph[inst].node {
            let body = repeated.body;
            kept.extend(take_out(graph, body));
        }
        kept.push(inst);
    }
    graph[region].insts = kept;
}

/// Takes the invariants out of the body of a loop.
fn take_out(graph: &mut Graph, body: Region) -> Vec<Inst> {
    let mut varies: Set<Value> = graph[body].parameters.iter().copied().collect();
    let insts = std::mem::take(&mut graph[body].insts);
    let (mut invariant, mut kept) = (Vec::new(), Vec::new());
    for inst in insts {
        let data = &graph[inst];
        let arithmetic = match &data.node {
            Node::Apply { .. } | Node::Select { .. } | Node::Cast { .. } => {
                data.results.iter().all(|result| graph[*result].ty.is_float())
            }
            Node::Opaque(opaque) if opaque.captures.is_empty() => {
                let anonymous = |result: &Value| graph[*result].name.is_none() && graph[*result].annotation.is_none();
                opaque.is_literal() && data.results.iter().all(anonymous)
            }
            Node::Opaque(_) => true,
            _ => false,
        };
        let fixed = data.node.operands().iter().all(|operand| !varies.contains(operand));
        if arithmetic && fixed && !is_pinned(graph, inst) {
            invariant.push(inst);
        } else {
            varies.extend(&graph[inst].results);
            kept.push(inst);
        }
    }
    graph[body].insts = kept;
    invariant
}
