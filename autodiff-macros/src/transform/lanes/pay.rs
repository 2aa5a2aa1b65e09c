//! Where it pays to run several iterations at once.

use super::form::{Form, Forms};
use crate::graph::{Graph, Inst, Loop, Node, Region, Ty, Value};

impl Forms {
    /// Whether an instruction makes a number of each lane out of such numbers.
    pub(super) fn is_of_lanes(&self, graph: &Graph, inst: Inst) -> bool {
        let data = &graph[inst];
        let makes = match &data.node {
            Node::Load { base, .. } => !self.is_element(*base, data.node.operands()),
            Node::Apply { .. }
            | Node::Select { .. }
            | Node::Cast { .. }
            | Node::IsZero { .. }
            | Node::StrongZero { .. }
            | Node::Opaque(_)
            | Node::Tuple(_)
            | Node::Same { .. } => true,
            Node::Branch { condition, .. } => self.get(*condition).is_some(),
            _ => false,
        };
        makes && !data.results.is_empty() && data.results.iter().all(|result| self.get(*result) == Some(Form::Lanes))
    }

    /// Whether a load with such operands takes the same element for all lanes.
    fn is_element(&self, base: Value, operands: Vec<Value>) -> bool {
        self.get(base) == Some(Form::Wide)
            && operands.into_iter().all(|operand| operand == base || self.get(operand).is_none())
    }

    /// Whether an instruction reads memory at places that differ from lane to lane.
    fn gathers(&self, graph: &Graph, inst: Inst) -> bool {
        let is_reference = |value: Value| matches!(graph[value].ty, Ty::Reference(_) | Ty::Slice(_) | Ty::Array(..));
        match &graph[inst].node {
            Node::Load { .. } => self.is_of_lanes(graph, inst),
            Node::Opaque(opaque) => {
                opaque.captures.iter().any(|capture| is_reference(capture.value)) && self.is_of_lanes(graph, inst)
            }
            _ => false,
        }
    }

    /// Whether it pays to run several iterations at once: the innermost loops compute numbers of the lanes, and find what
    /// they need in one place for all of them.
    pub(super) fn pay(&self, graph: &Graph, body: Region) -> bool {
        let depth = depth(graph, body);
        let innermost = at_depth(graph, body, depth);
        let is_common = |region: &Region| {
            let inside = graph.defined_in(*region);
            graph.walk(*region).into_iter().all(|inst| {
                let again = graph[inst].node.operands().iter().any(|operand| inside.contains(operand));
                !again || !self.gathers(graph, inst)
            })
        };
        let computes = |inst: Inst| {
            matches!(graph[inst].node, Node::Apply { .. })
                && graph[inst].results.iter().any(|result| self.get(*result).is_some())
        };
        depth > 0
            && innermost.iter().all(is_common)
            && innermost.iter().any(|region| graph.walk(*region).into_iter().any(computes))
    }
}

/// How many loops are nested in a region.
fn depth(graph: &Graph, region: Region) -> usize {
    let insts = graph[region].insts.iter();
    let inner = insts.map(|inst| {
        let node = &graph[*inst].node;
        let regions = node.regions().iter().map(|region| depth(graph, *region)).max().unwrap_or(0);
        regions + usize::from(matches!(node, Node::Loop(_)))
    });
    inner.max().unwrap_or(0)
}

/// The bodies of the loops that are so deep in a region.
fn at_depth(graph: &Graph, region: Region, depth: usize) -> Vec<Region> {
    if depth == 0 {
        return vec![region];
    }
    let mut found = Vec::new();
    for &inst in &graph[region].insts {
        let node = &graph[inst].node;
        if let Node::Loop(Loop { body, .. }) = node {
            found.extend(at_depth(graph, *body, depth - 1));
        } else {
            node.regions().iter().for_each(|inner| {
                let nested = graph.walk(*inner).into_iter().any(|inst| matches!(graph[inst].node, Node::Loop(_)));
                if nested {
                    found.extend(at_depth(graph, *inner, depth));
                }
            });
        }
    }
    found
}
