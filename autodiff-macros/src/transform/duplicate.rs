//! Copies of regions.
//!
//! Reads:  a region, with all regions inside it.    Writes: the same instructions again, with values of their own.
//! Keeps:  names, types, origins; what the region reads from around it.

use crate::graph::{End, Graph, Inst, Map, Node, Region, Value};

/// What was copied: each value and instruction, with its copy.
#[derive(Default)]
pub(super) struct Duplicate {
    pub(super) values: Map<Value, Value>,
    pub(super) insts: Map<Inst, Inst>,
}

impl Duplicate {
    fn value(&self, value: Value) -> Value {
        self.values.get(&value).copied().unwrap_or(value)
    }

    fn describe(&mut self, graph: &mut Graph, from: Value, to: Value) {
        let data = graph[from].clone();
        graph[to].name = data.name;
        graph[to].constant = data.constant;
        graph[to].scratch = data.scratch;
        graph[to].annotation = data.annotation;
        self.values.insert(from, to);
    }

    fn region(&mut self, graph: &mut Graph, from: Region) -> Region {
        let to = graph.add_region();
        for parameter in graph[from].parameters.clone() {
            let (ty, span) = (graph[parameter].ty.clone(), graph[parameter].span);
            let copy = graph.add_parameter(to, ty, None, span);
            self.describe(graph, parameter, copy);
        }
        for inst in graph[from].insts.clone() {
            let copy = self.inst(graph, inst);
            graph[to].insts.push(copy);
        }
        graph[to].end = match &graph[from].end {
            End::Yield(values) => End::Yield(values.iter().map(|value| self.value(*value)).collect()),
            End::Diverge => End::Diverge,
        };
        to
    }

    /// Copies an instruction, which is in no region yet.
    pub(super) fn inst(&mut self, graph: &mut Graph, inst: Inst) -> Inst {
        let data = graph[inst].clone();
        let mut node = data.node;
        node.for_each_operand_mut(|operand| *operand = self.value(*operand));
        match &mut node {
            Node::Branch { arms, .. } | Node::Recall { arms, .. } => {
                *arms = arms.map(|arm| self.region(graph, arm));
            }
            Node::Mirror { branch, arms } => {
                *branch = self.insts.get(branch).copied().unwrap_or(*branch);
                *arms = arms.map(|arm| self.region(graph, arm));
            }
            Node::Loop(repeated) => repeated.body = self.region(graph, repeated.body),
            Node::Lanes { body } => *body = self.region(graph, *body),
            Node::MirrorLoop { of, body, .. } => {
                *of = self.insts.get(of).copied().unwrap_or(*of);
                *body = self.region(graph, *body);
            }
            _ => {}
        }
        let types = data.results.iter().map(|result| graph[*result].ty.clone()).collect();
        let copy = graph.add_inst(node, types, data.origin, data.span);
        for (position, result) in data.results.iter().enumerate() {
            let value = graph[copy].results[position];
            self.describe(graph, *result, value);
        }
        self.insts.insert(inst, copy);
        copy
    }

    /// Lets a region, with those inside it, read the copies, and mirror them.
    pub(super) fn read_by(&self, graph: &mut Graph, region: Region) {
        for inst in graph[region].insts.clone() {
            graph[inst].node.for_each_operand_mut(|operand| *operand = self.value(*operand));
            if let Node::Mirror { branch: of, .. } | Node::MirrorLoop { of, .. } = &mut graph[inst].node {
                *of = self.insts.get(of).copied().unwrap_or(*of);
            }
            for inner in graph[inst].node.regions().to_vec() {
                self.read_by(graph, inner);
            }
        }
        if let End::Yield(values) = &mut graph[region].end {
            values.iter_mut().for_each(|value| *value = self.value(*value));
        }
    }
}
