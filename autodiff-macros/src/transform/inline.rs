//! Calls of functions that were lowered together, replaced by their bodies.
//!
//! Reads:  the primal graphs of all functions lowered together.    Writes: one of them.
//! Keeps:  order of evaluation, types of arguments; a constant parameter cuts the derivative of its argument.
//! Absent: functions that call themselves: no cycle is unrolled.

use crate::graph::{Capture, Definition, End, Graph, Inst, Map, Node, Opaque, Origin, Region, Target, Ty, Value};
use crate::syntax::Signature;
use quote::format_ident;
use std::rc::Rc;

/// A function of this size or less is inlined at every call.
const SMALL: usize = 400;
/// No function grows beyond this by inlining.
const LARGE: usize = 6000;

/// The functions lowered together, by number.
pub(crate) struct Callees<'a> {
    /// The signature and the finished graph; none where the function cannot be inlined.
    pub(crate) functions: Vec<(&'a Signature, Option<&'a Graph>)>,
}

/// Inlines calls where that pays: all of them, while the function stays of reasonable size.
pub(crate) fn inline(graph: &mut Graph, callees: &Callees<'_>) {
    let mut size = graph.walk(graph.body).len();
    let body = graph.body;
    let mut replaced = Map::default();
    inline_region(graph, body, callees, &mut size, &mut replaced);
}

fn inline_region(
    graph: &mut Graph,
    region: Region,
    callees: &Callees<'_>,
    size: &mut usize,
    replaced: &mut Map<Value, Value>,
) {
    let insts = std::mem::take(&mut graph[region].insts);
    for inst in insts {
        graph[inst].node.for_each_operand_mut(|operand| *operand = *replaced.get(operand).unwrap_or(operand));
        if let Some((signature, callee)) = inlined_callee(graph, inst, callees, size) {
            let result = graph[inst].results[0];
            let value = paste(graph, region, inst, signature, callee);
            if graph[value].name.is_none() {
                graph[value].name = graph[result].name.clone();
                graph[value].annotation = graph[result].annotation.clone();
            }
            replaced.insert(result, value);
            continue;
        }
        for inner in graph[inst].node.regions().to_vec() {
            inline_region(graph, inner, callees, size, replaced);
        }
        graph[region].insts.push(inst);
    }
    if let End::Yield(values) = &mut graph[region].end {
        values.iter_mut().for_each(|value| *value = *replaced.get(value).unwrap_or(value));
    }
}

/// The callee of an instruction, if the instruction is a call that is to be inlined.
fn inlined_callee<'a>(
    graph: &Graph,
    inst: Inst,
    callees: &Callees<'a>,
    size: &mut usize,
) -> Option<(&'a Signature, &'a Graph)> {
    let Node::Call { callee, arguments } = &graph[inst].node else { return None };
    // What a call changes was lowered in its place, if that could be.
    if arguments.iter().any(|argument| argument.place().is_some()) {
        return None;
    }
    let Target::Together(index) = callee.target else { return None };
    let (signature, callee) = callees.functions[index];
    let callee = callee?;
    let callee_size = callee.walk(callee.body).len();
    if callee[callee.body].diverges() || callee_size > SMALL || *size + callee_size > LARGE {
        return None;
    }
    *size += callee_size;
    Some((signature, callee))
}

/// Copies a callee's body to the end of a region; the result is what it yields.
fn paste(graph: &mut Graph, region: Region, call: Inst, signature: &Signature, callee: &Graph) -> Value {
    let Node::Call { arguments, .. } = graph[call].node.clone() else { unreachable!("only calls are inlined") };
    let mut copy = Copy { callee, values: Map::default() };
    for ((parameter, formal), argument) in callee.parameters().iter().zip(&signature.parameters).zip(arguments) {
        let argument = adapted(graph, region, formal, argument.value());
        copy.values.insert(*parameter, argument);
    }
    copy.region(graph, callee.body, region);
    copy.values[&callee.results()[0]]
}

/// An argument with the parameter's type, and without a derivative where the parameter is constant.
fn adapted(graph: &mut Graph, region: Region, formal: &crate::syntax::Parameter, argument: Value) -> Value {
    let typed = match (&formal.kind, &graph[argument].ty) {
        (Ty::Float(_), Ty::Float(crate::graph::Float::Literal)) => graph[argument].constant || !formal.active,
        (Ty::Constant, _) => true,
        _ => !formal.active,
    };
    if !typed {
        let met = graph[argument].ty.meet(&formal.kind);
        if !matches!(formal.kind, Ty::Reference(_)) {
            graph[argument].ty = met;
        }
        return argument;
    }
    let ident = format_ident!("argument");
    let opaque = Opaque {
        code: Rc::new(syn::parse_quote!(#ident)),
        captures: vec![Capture::new(ident, argument)],
        changes: Vec::new(),
        cut: !formal.active,
        pinned: false,
        obstacle: None,
    };
    let span = graph[argument].span;
    let inst = graph.push(region, Node::Opaque(opaque), vec![formal.kind.clone()], Origin::Primal, span);
    let value = graph[inst].results[0];
    graph[value].constant = true;
    graph[value].name = Some(crate::graph::Name::user(&formal.ident));
    // Lifetimes of the callee mean nothing here; what needs no coercion needs no annotation.
    if matches!(formal.kind, Ty::Float(_) | Ty::Constant) && !matches!(formal.ty, syn::Type::Reference(_)) {
        graph[value].annotation = Some(Rc::new(formal.ty.clone()));
    }
    value
}

struct Copy<'c> {
    callee: &'c Graph,
    values: Map<Value, Value>,
}

impl Copy<'_> {
    fn end(&self, region: Region) -> End {
        match &self.callee[region].end {
            End::Yield(values) => End::Yield(values.iter().map(|value| self.values[value]).collect()),
            End::Diverge => End::Diverge,
        }
    }

    fn region(&mut self, graph: &mut Graph, from: Region, to: Region) {
        for &inst in &self.callee[from].insts {
            let data = &self.callee[inst];
            let mut node = data.node.clone();
            node.for_each_operand_mut(|operand| *operand = self.values[operand]);
            let types = data.results.iter().map(|result| self.callee[*result].ty.clone()).collect();
            let copied = graph.add_inst(node, types, data.origin, data.span);
            for (position, result) in data.results.iter().enumerate() {
                let value = graph[copied].results[position];
                let from = &self.callee[*result];
                graph[value].name = from.name.clone();
                graph[value].constant = from.constant;
                graph[value].annotation = from.annotation.clone();
                debug_assert_eq!(graph[value].definition, Definition::Result(copied, position));
                self.values.insert(*result, value);
            }
            if let Node::Branch { arms, .. } = &data.node {
                let copies = arms.map(|arm| {
                    let region = graph.add_region();
                    self.region(graph, arm, region);
                    graph[region].end = self.end(arm);
                    region
                });
                if let Node::Branch { arms, .. } = &mut graph[copied].node {
                    *arms = copies;
                }
            }
            if let Node::Loop(repeated) = &data.node {
                let body = graph.add_region();
                for &parameter in &self.callee[repeated.body].parameters {
                    let from = &self.callee[parameter];
                    let copy = graph.add_parameter(body, from.ty.clone(), from.name.clone(), from.span);
                    graph[copy].constant = from.constant;
                    graph[copy].annotation = from.annotation.clone();
                    self.values.insert(parameter, copy);
                }
                self.region(graph, repeated.body, body);
                graph[body].end = self.end(repeated.body);
                if let Node::Loop(repeated) = &mut graph[copied].node {
                    repeated.body = body;
                }
            }
            graph[to].insts.push(copied);
        }
    }
}
