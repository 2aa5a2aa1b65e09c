//! Recurrences that only serve multiples of themselves.
//!
//! Reads:  a joint graph without mirrors.
//! Writes: the same graph, where a loop of the reverse sweep that carries `p = p q` only to multiply it with a number
//! that is the same in all iterations, `c p`, carries `c p` itself: the adjoints of a polynomial's coefficients.
//! Keeps:  the value; a derivative changes by rounding.

use crate::analysis::Uses;
use crate::graph::{Form, Graph, Inst, Loop, Name, Node, Origin, Region, Space, Value};
use crate::rules::Op;

/// Scales the recurrences of a whole function.
pub(crate) fn scale_recurrences(graph: &mut Graph) {
    let body = graph.body;
    scale_in(graph, body);
}

fn scale_in(graph: &mut Graph, region: Region) {
    let insts = graph[region].insts.clone();
    let mut kept = Vec::with_capacity(insts.len());
    for inst in insts {
        for inner in graph[inst].node.regions().to_vec() {
            scale_in(graph, inner);
        }
        if let Node::Loop(Loop { space: Space::Again { .. }, initial, .. }) = &graph[inst].node {
            for position in 0..initial.len() {
                if let Some(recurrence) = Recurrence::find(graph, region, inst, position) {
                    kept.extend(recurrence.scale(graph));
                }
            }
        }
        kept.push(inst);
    }
    graph[region].insts = kept;
}

/// A variable of a loop that is multiplied in each iteration, and the one multiple of it that is read.
struct Recurrence {
    repeated: Inst,
    position: usize,
    body: Region,
    variable: Value,
    factor: Value,
    multiple: Inst,
    /// What makes the factor, where that stands in the loop.
    fixed: Vec<Inst>,
}

impl Recurrence {
    fn find(graph: &Graph, region: Region, repeated: Inst, position: usize) -> Option<Self> {
        let Node::Loop(Loop { initial, body, .. }) = &graph[repeated].node else { return None };
        let body = *body;
        let variable = *graph.loop_parameters(body, initial.len()).1.get(position)?;
        let next = *graph[body].yields().get(position)?;
        let step = graph.definition(next)?;
        let step_factor = other_factor(graph, step, variable)?;
        let uses = Uses::of(graph, body);
        let place = |inst: Inst| graph[body].insts.iter().position(|other| *other == inst);
        let multiple = graph[body].insts.iter().copied().find(|inst| {
            *inst != step
                && graph[*inst].origin == Origin::Derivative
                && other_factor(graph, *inst, variable).is_some()
                && uses.only_readers(variable, &[step, *inst])
        })?;
        let factor = other_factor(graph, multiple, variable)?;
        // What steps the variable must not be made of the multiple.
        let is_earlier = graph.definition(step_factor).and_then(place).is_none_or(|step| Some(step) < place(multiple));
        let after = Uses::of(graph, region);
        let is_wanted = uses.is_only_yielded(next) && after.is_unread(graph[repeated].results[position]);
        let mut fixed = Vec::new();
        let is_fixed = collect_fixed(graph, body, factor, &mut fixed);
        (is_earlier && is_wanted && is_fixed && place(step).is_some()).then_some(Recurrence {
            repeated,
            position,
            body,
            variable,
            factor,
            multiple,
            fixed,
        })
    }

    /// Carries the multiple; the result is what has to stand before the loop.
    fn scale(self, graph: &mut Graph) -> Vec<Inst> {
        let Recurrence { repeated, position, body, variable, factor, multiple, fixed } = self;
        let product = graph[multiple].results[0];
        graph[body].insts.retain(|inst| *inst != multiple && !fixed.contains(inst));
        let mut before = fixed;
        let Node::Loop(Loop { initial, .. }) = &graph[repeated].node else { return before };
        let start = initial[position];
        let (ty, span) = (graph[product].ty.clone(), graph[multiple].span);
        let node = Node::Apply { op: Op::Mul, form: Form::Symbol, operands: vec![factor, start] };
        let scaled = graph.add_inst(node, vec![ty.clone()], Origin::Derivative, span);
        before.push(scaled);
        let scaled = graph[scaled].results[0];
        if let Node::Loop(Loop { initial, .. }) = &mut graph[repeated].node {
            initial[position] = scaled;
        }
        let stem = graph.stem(product);
        graph[variable].name = Some(Name::generated(stem));
        graph[variable].annotation = None;
        graph[variable].ty = ty;
        graph.replace_reads(body, |value| {
            if *value == product {
                *value = variable;
            }
        });
        before
    }
}

/// What a product multiplies a value with, if it does so once.
fn other_factor(graph: &Graph, inst: Inst, value: Value) -> Option<Value> {
    match &graph[inst].node {
        Node::Apply { op: Op::Mul, operands, .. } => match operands[..] {
            [left, right] if left == value && right != value => Some(right),
            [left, right] if right == value && left != value => Some(left),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a number is the same in all iterations; what makes it inside the body is collected in order.
fn collect_fixed(graph: &Graph, body: Region, value: Value, fixed: &mut Vec<Inst>) -> bool {
    if graph[body].parameters.contains(&value) {
        return false;
    }
    let Some(inst) = graph.definition(value).filter(|inst| graph[body].insts.contains(inst)) else { return true };
    if fixed.contains(&inst) {
        return true;
    }
    let arithmetic = matches!(graph[inst].node, Node::Apply { .. } | Node::Literal(_));
    let is_fixed = arithmetic
        && graph[inst].origin == Origin::Derivative
        && graph[inst].node.operands().into_iter().all(|operand| collect_fixed(graph, body, operand, fixed));
    if is_fixed {
        fixed.push(inst);
    }
    is_fixed
}
