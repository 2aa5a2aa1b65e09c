//! Which values carry a derivative.
//!
//! Reads:  the primal graph.    Writes: for each value, whether it varies with an active parameter and whether the
//! result needs its derivative.
//! Keeps:  a value is active only if both hold. Conditions and indices need no derivative, so what only feeds them
//! stays plain Rust.

use crate::graph::{Graph, Node, Region, Ty, Value};

/// What varies, and what is useful.
pub(crate) struct Activity {
    varied: Vec<bool>,
    useful: Vec<bool>,
    active: Vec<bool>,
}

impl Activity {
    /// Whether a value depends on an active parameter in a way that is not cut.
    pub(crate) fn is_varied(&self, value: Value) -> bool {
        self.varied[value.index()]
    }

    /// Whether the derivative of the result goes through a value.
    pub(crate) fn is_useful(&self, value: Value) -> bool {
        self.useful[value.index()]
    }

    /// Whether a value carries a derivative.
    pub(crate) fn is_active(&self, value: Value) -> bool {
        self.active.get(value.index()).copied().unwrap_or(false)
    }
}

/// Analyses a primal graph; `parameters` are the positions of the active parameters.
pub(crate) fn activity(graph: &Graph, parameters: &[usize]) -> Activity {
    let count = graph.value_count();
    let mut analysis = Activity { varied: vec![false; count], useful: vec![false; count], active: Vec::new() };
    for &position in parameters {
        analysis.varied[graph.parameters()[position].index()] = true;
    }
    analysis.forward(graph, graph.body);
    for &result in graph.results() {
        analysis.useful[result.index()] = true;
    }
    analysis.backward(graph, graph.body);
    analysis.active = graph
        .values()
        .map(|value| {
            analysis.varied[value.index()] && analysis.useful[value.index()] && graph[value].ty.may_be_active()
        })
        .collect();
    analysis
}

impl Activity {
    fn forward(&mut self, graph: &Graph, region: Region) {
        for &inst in &graph[region].insts {
            let data = &graph[inst];
            let varied = match &data.node {
                Node::Branch { arms, .. } => {
                    for &arm in arms {
                        self.forward(graph, arm);
                        for (value, result) in graph[arm].yields().iter().zip(&data.results) {
                            self.varied[result.index()] |= self.varied[value.index()];
                        }
                    }
                    continue;
                }
                Node::Opaque(opaque) if opaque.cut => false,
                Node::Load { .. } | Node::Same { .. } if is_constant_part(graph, data.results[0]) => false,
                Node::Load { base, .. } => self.varied[base.index()],
                Node::Store { base, value, .. } => self.varied[base.index()] || self.varied[value.index()],
                node => node.operands().iter().any(|operand| self.varied[operand.index()]),
            };
            for result in &data.results {
                self.varied[result.index()] = varied;
            }
        }
    }

    fn backward(&mut self, graph: &Graph, region: Region) {
        for &inst in graph[region].insts.iter().rev() {
            let data = &graph[inst];
            if !data.results.iter().any(|result| self.useful[result.index()]) {
                continue;
            }
            match &data.node {
                Node::Branch { arms, .. } => {
                    for &arm in arms {
                        for (value, result) in graph[arm].yields().iter().zip(&data.results) {
                            self.useful[value.index()] |= self.useful[result.index()];
                        }
                        self.backward(graph, arm);
                    }
                }
                Node::Opaque(opaque) if opaque.cut => {}
                Node::Load { base, .. } => self.useful[base.index()] = true,
                Node::Store { base, value, .. } => {
                    self.useful[base.index()] = true;
                    self.useful[value.index()] = true;
                }
                Node::Apply { op, operands, .. } => {
                    for (position, operand) in operands.iter().enumerate() {
                        self.useful[operand.index()] |= !op.is_constant_operand(position);
                    }
                }
                node => node.for_each_operand(|operand| self.useful[operand.index()] = true),
            }
        }
    }
}

/// Whether a value is an integer (or the like) inside a parameter: it comes with the arguments, not from a float.
fn is_constant_part(graph: &Graph, value: Value) -> bool {
    if !matches!(graph[value].ty, Ty::Constant) {
        return false;
    }
    let mut current = value;
    loop {
        match graph.node(current) {
            None => return true,
            Some(Node::Load { base: operand, .. } | Node::Same { operand, .. }) => current = *operand,
            Some(_) => return false,
        }
    }
}
