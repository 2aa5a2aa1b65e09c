//! Constants that may not be there are taken out of their `Option`s where they are read.
//!
//! Reads:  a graph in which branches and loops hand on options.    Writes: the same graph, where whoever reads the constant reads
//! what the option holds.
//! Keeps:  what only puts such a constant into a tuple or refers to it waits for who reads that: it may stand where the
//! constant is not there.

use super::absent::{Content, constant, is_kept};
use super::simplify::is_pinned;
use crate::graph::{Capture, End, Graph, Inst, Loop, Map, Node, Opaque, Region, SameForm, Set, Ty, Value, call_of};
use proc_macro2::{Ident, Span};
use std::rc::Rc;
use syn::{Expr, parse_quote};

/// What is known of the constants, and what is found on the way through a graph.
pub(super) struct Reading {
    pub(super) absent: Map<Value, Content>,
    /// References to what options refer to.
    pub(super) references: Map<Value, Value>,
    /// What is read anywhere.
    pub(super) read: Set<Value>,
    /// What is made of such constants where it is read.
    pub(super) deferred: Map<Value, Inst>,
}

/// Takes constants out of their options.
pub(super) fn take_out_where_read(graph: &mut Graph, mut reading: Reading) {
    reading.region(graph, graph.body, &Map::default());
}

/// A place in a region: what stands for values of the graph there, and the instructions before it.
struct Here {
    taken: Map<Value, Value>,
    insts: Vec<Inst>,
}

impl Reading {
    fn region(&mut self, graph: &mut Graph, region: Region, taken: &Map<Value, Value>) {
        let mut here = Here { taken: taken.clone(), insts: Vec::new() };
        for inst in graph[region].insts.clone() {
            if !is_kept(graph, inst, &self.read) || self.is_deferred(graph, inst, &mut here) {
                continue;
            }
            // What a loop begins with is handed on.
            let initial = match &mut graph[inst].node {
                Node::Loop(Loop { initial, .. }) => std::mem::take(initial),
                _ => Vec::new(),
            };
            let compared = self.compare_content(graph, inst);
            let mut node = graph[inst].node.clone();
            node.for_each_operand_mut(|operand| {
                if compared != Some(*operand) {
                    *operand = self.take(graph, *operand, &mut here);
                }
            });
            graph[inst].node = node;
            let initial = initial.into_iter().map(|value| self.hand_on(graph, value, &mut here)).collect();
            if let Node::Loop(Loop { initial: slot, .. }) = &mut graph[inst].node {
                *slot = initial;
            }
            for inner in graph[inst].node.regions().to_vec() {
                self.region(graph, inner, &here.taken);
            }
            here.insts.push(inst);
        }
        let yields = graph[region].yields().to_vec();
        let yields = yields.into_iter().map(|value| match region == graph.body {
            true => self.take(graph, value, &mut here),
            false => self.hand_on(graph, value, &mut here),
        });
        let yields: Vec<Value> = yields.collect();
        if let End::Yield(results) = &mut graph[region].end {
            *results = yields;
        }
        graph[region].insts = here.insts;
    }

    /// Whether an instruction waits for who reads its result; a reference to a place that there is one to already is that one.
    fn is_deferred(&mut self, graph: &Graph, inst: Inst, here: &mut Here) -> bool {
        let data = &graph[inst];
        let Some(&result) = data.results.first() else { return false };
        if let Node::Same { form: SameForm::Borrow, operand } = data.node
            && let Some(reference) = self.references.get(&operand)
        {
            if *reference != result {
                here.taken.insert(result, *reference);
            }
            return *reference != result;
        }
        let waits = !is_pinned(graph, inst)
            && matches!(data.node, Node::Same { .. } | Node::Tuple(_) | Node::Load { .. })
            && data
                .node
                .operands()
                .iter()
                .any(|operand| self.absent.contains_key(operand) || self.deferred.contains_key(operand));
        if waits {
            self.deferred.insert(result, inst);
        }
        waits
    }

    /// An option is handed on as it is.
    fn hand_on(&mut self, graph: &mut Graph, value: Value, here: &mut Here) -> Value {
        if self.absent.contains_key(&value) { value } else { self.take(graph, value, here) }
    }

    /// What stands for a value at a place.
    fn take(&mut self, graph: &mut Graph, value: Value, here: &mut Here) -> Value {
        if let Some(taken) = here.taken.get(&value) {
            return *taken;
        }
        let taken = if let Some(inst) = self.deferred.get(&value).copied() {
            self.make(graph, inst, here)
        } else if let Some(content) = self.absent.get(&value) {
            let (is_lent, ty) = (content.is_lent, content.ty.clone());
            let out = self.take_out(graph, value, here);
            if is_lent { clone(graph, out, ty, here) } else { out }
        } else {
            return value;
        };
        here.taken.insert(value, taken);
        taken
    }

    /// Does here what waited.
    fn make(&mut self, graph: &mut Graph, inst: Inst, here: &mut Here) -> Value {
        let data = graph[inst].clone();
        if let Node::Same { form: SameForm::Borrow, operand } = data.node
            && self.absent.get(&operand).is_some_and(|content| content.is_lent)
        {
            return self.take_out(graph, operand, here);
        }
        let mut node = data.node;
        node.for_each_operand_mut(|operand| *operand = self.take(graph, *operand, here));
        let old = graph[data.results[0]].clone();
        let made = graph.add_inst(node, vec![old.ty], data.origin, data.span);
        here.insts.push(made);
        let value = graph[made].results[0];
        graph[value].name = old.name;
        graph[value].annotation = old.annotation;
        graph[value].constant = old.constant;
        value
    }

    /// What an option holds, where it holds something.
    fn take_out(&self, graph: &mut Graph, value: Value, here: &mut Here) -> Value {
        let (content, ident) = (&self.absent[&value], Ident::new("constant", Span::mixed_site()));
        let is_reference = content.is_lent || matches!(content.ty, Ty::Reference(_));
        let code: Expr = if is_reference {
            parse_quote!(::core::option::Option::unwrap(#ident))
        } else {
            parse_quote!(::core::option::Option::unwrap(::core::clone::Clone::clone(&#ident)))
        };
        let ty = if content.is_lent { Ty::Reference(Box::new(content.ty.clone())) } else { content.ty.clone() };
        let inst = constant(graph, code, vec![Capture::new(ident, value)], true, ty, graph[value].span);
        here.insts.push(inst);
        graph[inst].results[0]
    }

    /// A condition from which `rustc` learns that two constants have one type looks at the content of an option, which need
    /// not be there.
    fn compare_content(&self, graph: &mut Graph, inst: Inst) -> Option<Value> {
        let Node::Opaque(opaque) = &graph[inst].node else { return None };
        let arguments = call_of(&opaque.code, "__ad", "of_one_type")?;
        let [condition, Expr::Reference(before), Expr::Reference(item)] = arguments.as_slice() else { return None };
        let (before, operand) = (&before.expr, operand_of(opaque, &before.expr)?);
        let content = self.absent.get(&operand)?;
        let (item, value) = (&item.expr, operand_of(opaque, &item.expr)?);
        let reference = self.references.get(&value).copied();
        let code = match reference {
            Some(_) => parse_quote!(__ad::of_one_referent(#condition, &#before, #item)),
            None if content.is_lent => parse_quote!(__ad::of_one_referent(#condition, &#before, &#item)),
            None => parse_quote!(__ad::of_one_content(#condition, &#before, &#item)),
        };
        if let Node::Opaque(opaque) = &mut graph[inst].node {
            opaque.code = Rc::new(code);
            let captures = opaque.captures.iter_mut().filter(|capture| capture.value == value);
            captures.for_each(|capture| capture.value = reference.unwrap_or(value));
        }
        Some(operand)
    }
}

fn clone(graph: &mut Graph, reference: Value, ty: Ty, here: &mut Here) -> Value {
    let ident = Ident::new("constant", Span::mixed_site());
    let code = parse_quote!(::core::clone::Clone::clone(#ident));
    let span = graph[reference].span;
    let inst = constant(graph, code, vec![Capture::new(ident, reference)], false, ty, span);
    here.insts.push(inst);
    graph[inst].results[0]
}

/// The value that an expression of a node's words stands for.
fn operand_of(opaque: &Opaque, expr: &Expr) -> Option<Value> {
    let Expr::Path(path) = expr else { return None };
    opaque.captures.iter().find(|capture| path.path.is_ident(&capture.ident)).map(|capture| capture.value)
}
