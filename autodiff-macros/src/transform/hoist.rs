//! Takes out of loops what is the same in every iteration, and makes equal integers one.
//!
//! Reads:  a primal graph.    Writes: the same graph, where arithmetic on values from around a loop stands before it, and
//! where an integer that the macro made is one that was there before.
//! Keeps:  every bit; whatever may panic or has an effect stays where it is.

use crate::analysis::{Integers, Polynomial};
use crate::graph::{
    Capture, Definition, Float, Graph, Inst, Loop, Map, Node, Opaque, Region, SameForm, Set, Ty, Value, is_len,
};
use crate::transform::is_pinned;
use syn::{BinOp, Expr, UnOp};

/// Simplifies integers, then takes invariants out of loops, innermost first.
pub(crate) fn hoist(graph: &mut Graph) {
    share_integers(graph);
    unpin(graph);
    ask_before(graph);
    let body = graph.body;
    hoist_region(graph, body);
}

/// What was lowered before its type was known does not panic if it is arithmetic on floats, or the length of numbers.
fn unpin(graph: &mut Graph) {
    for inst in graph.walk(graph.body) {
        let Node::Opaque(opaque) = &graph[inst].node else { continue };
        if !opaque.pinned || !opaque.changes.is_empty() {
            continue;
        }
        if is_float_arithmetic(graph, opaque, &opaque.code) || is_length_of_numbers(graph, opaque) {
            let mut opaque = opaque.clone();
            opaque.pinned = false;
            graph[inst].node = Node::Opaque(opaque);
        }
    }
}

/// Whether an expression is the length of a slice, array or vector.
fn is_length_of_numbers(graph: &Graph, opaque: &Opaque) -> bool {
    let is_aggregate = |capture: &Capture| matches!(graph[capture.value].ty.peeled(), Ty::Slice(_) | Ty::Array(..));
    let Expr::MethodCall(call) = &*opaque.code else { return false };
    is_len(&opaque.code) && matches!(*call.receiver, Expr::Path(_)) && opaque.captures.iter().all(is_aggregate)
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

/// Lets lengths of what loops carry be those from before the loops, where no iteration changes them.
fn ask_before(graph: &mut Graph) {
    let mut earlier = Vec::new();
    find_earlier(graph, graph.body, &mut Integers::of(graph), &mut Vec::new(), &mut earlier);
    for (inst, value) in earlier {
        if let Node::Opaque(opaque) = &mut graph[inst].node {
            opaque.captures[0].value = value;
        }
    }
}

/// Lengths in a region, which is the body of the innermost of some loops, with what they can be asked of before these.
fn find_earlier<'g>(
    graph: &'g Graph,
    region: Region,
    integers: &mut Integers<'g>,
    loops: &mut Vec<&'g Loop>,
    earlier: &mut Vec<(Inst, Value)>,
) {
    for &inst in &graph[region].insts {
        match &graph[inst].node {
            Node::Opaque(opaque) if is_len(&opaque.code) && !opaque.pinned && opaque.captures.len() == 1 => {
                let asked = opaque.captures[0].value;
                let before = loops.iter().rev().try_fold(asked, |value, repeated| {
                    let before = carried_as(graph, repeated, value).map(|position| repeated.initial[position]);
                    match before.filter(|before| integers.length(*before) == integers.length(value)) {
                        Some(before) => Ok(before),
                        None => Err(value),
                    }
                });
                let (Ok(before) | Err(before)) = before;
                if before != asked {
                    earlier.push((inst, before));
                }
            }
            Node::Loop(repeated) => {
                loops.push(repeated);
                find_earlier(graph, repeated.body, integers, loops, earlier);
                loops.pop();
            }
            node => {
                for inner in node.regions() {
                    find_earlier(graph, *inner, integers, &mut Vec::new(), earlier);
                }
            }
        }
    }
}

/// What a value is a version of, among what a loop carries.
fn carried_as(graph: &Graph, repeated: &Loop, mut value: Value) -> Option<usize> {
    while let Definition::Result(inst, position) = graph[value].definition {
        value = match &graph[inst].node {
            Node::Store { base, .. } | Node::Same { operand: base, form: SameForm::Borrow } => *base,
            Node::Loop(inner) => *inner.initial.get(position)?,
            _ => return None,
        };
    }
    let carried = graph.loop_parameters(repeated.body, repeated.initial.len()).1;
    carried.iter().position(|parameter| *parameter == value)
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
