//! References that a pullback reads are taken again by it: what they refer to it keeps, but no reference.
//!
//! Reads:  a joint graph without mirrors, and the seeds of its pullback.
//! Writes: the same graph, where what depends on the seeds reads copies of aggregates of references.
//! Absent: references to slices and arrays by themselves: `emit` copies what they refer to.

use crate::graph::{Graph, Inst, Map, Node, Origin, SameForm, Set, Ty, Value};

/// Takes references again before the first instruction that depends on a seed.
pub(crate) fn retake(graph: &mut Graph, seeds: &[Value]) {
    let body = graph.body;
    let mut dependent: Set<Value> = seeds.iter().copied().collect();
    let mut late: Vec<Inst> = Vec::new();
    for inst in graph[body].insts.clone() {
        let pulls = matches!(graph[inst].node, Node::Pull { .. });
        if pulls || reads(graph, inst).iter().any(|value| dependent.contains(value)) {
            late.push(inst);
            dependent.extend(&graph[inst].results);
        }
    }
    let (Some(first), wanted) = (late.first().copied(), late.iter().flat_map(|inst| reads(graph, *inst))) else {
        return;
    };
    let before: Set<Value> = graph[body].insts.iter().flat_map(|inst| graph[*inst].results.clone()).collect();
    let wanted: Vec<Value> = wanted.filter(|value| before.contains(value) && !dependent.contains(value)).collect();
    let mut taking = Taking { graph, copies: Map::default(), insts: Vec::new() };
    for value in wanted {
        taking.copy(value);
    }
    let Taking { copies, insts, .. } = taking;
    if insts.is_empty() {
        return;
    }
    let replace = |value: &mut Value| *value = *copies.get(value).unwrap_or(value);
    for inst in late {
        graph[inst].node.for_each_operand_mut(replace);
        for region in graph[inst].node.regions().to_vec() {
            graph.replace_reads(region, replace);
        }
    }
    let position = graph[body].insts.iter().position(|inst| *inst == first).expect("the instruction is in its region");
    graph[body].insts.splice(position..position, insts);
}

/// Everything that an instruction reads, its regions included.
fn reads(graph: &Graph, inst: Inst) -> Vec<Value> {
    let mut values = graph[inst].node.operands();
    for region in graph[inst].node.regions() {
        for inner in graph.walk(*region) {
            values.extend(graph[inner].node.operands());
            values.extend(graph[inner].node.regions().iter().flat_map(|region| graph[*region].yields()));
        }
        values.extend(graph[*region].yields());
    }
    values
}

struct Taking<'g> {
    graph: &'g mut Graph,
    copies: Map<Value, Value>,
    insts: Vec<Inst>,
}

impl Taking<'_> {
    /// The copy of a value that a pullback could not keep as it is.
    fn copy(&mut self, value: Value) -> Value {
        if let Some(copy) = self.copies.get(&value) {
            return *copy;
        }
        let is_kept = match &self.graph[value].ty {
            Ty::Reference(inner) => matches!(**inner, Ty::Array(..) | Ty::Slice(_)) && !inner.holds_reference(),
            ty => !ty.holds_reference(),
        };
        let Some(inst) = self.graph.definition(value).filter(|inst| !is_kept && can_repeat(&self.graph[*inst].node))
        else {
            return value;
        };
        let data = self.graph[inst].clone();
        let mut node = data.node;
        node.for_each_operand_mut(|operand| *operand = self.copy(*operand));
        let again = self.graph.add_inst(node, vec![self.graph[value].ty.clone()], Origin::Derivative, data.span);
        let copy = self.graph[again].results[0];
        self.graph[copy].name = self.graph[value].name.clone();
        self.graph[copy].constant = self.graph[value].constant;
        self.insts.push(again);
        self.copies.insert(value, copy);
        copy
    }
}

/// Whether a node puts references together, or takes one.
fn can_repeat(node: &Node) -> bool {
    matches!(
        node,
        Node::Array(_)
            | Node::Tuple(_)
            | Node::Load { .. }
            | Node::Same { form: SameForm::Borrow | SameForm::ToVec | SameForm::Clone, .. }
    )
}
