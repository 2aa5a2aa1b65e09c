//! What branches and loops hand on, and where it comes from.

use crate::graph::{End, Graph, Inst, Loop, Node, Region, Ty, Value, call_of};

/// What a branch or a loop hands on.
pub(super) struct Handed {
    pub(super) inst: Inst,
    /// What is handed on behind it, before anything was changed.
    pub(super) results: Vec<Value>,
    /// The body of a loop.
    pub(super) body: Option<Region>,
}

/// A place at which values are handed on.
#[derive(Clone, Copy)]
pub(super) enum Source {
    /// The end of an arm or of a loop's body.
    End(Region),
    /// Before a loop.
    Before(Inst),
}

/// Everything that branches and loops hand on.
pub(super) fn handed_on(graph: &Graph) -> Vec<Handed> {
    let of = |inst: Inst| {
        let body = match &graph[inst].node {
            Node::Branch { .. } => None,
            Node::Loop(Loop { body, .. }) => Some(*body),
            _ => return None,
        };
        Some(Handed { inst, results: graph[inst].results.clone(), body })
    };
    graph.walk(graph.body).into_iter().filter_map(of).collect()
}

impl Handed {
    /// What a question about types answers for each thing that is handed on; none where it has no answer.
    pub(super) fn counts(&self, graph: &Graph, of: &dyn Fn(&Ty) -> Option<usize>) -> Vec<Option<usize>> {
        let count = |position| self.values(graph, position).into_iter().find_map(|value| of(&graph[value].ty));
        (0..self.results.len()).map(count).collect()
    }

    /// The versions of what is handed on at a position: of a loop, those in an iteration, too.
    pub(super) fn values(&self, graph: &Graph, position: usize) -> Vec<Value> {
        let results = &graph[self.inst].results;
        let parameter = self.body.map(|body| graph.loop_parameters(body, results.len()).1[position]);
        std::iter::once(results[position]).chain(parameter).collect()
    }

    /// Where it comes from.
    pub(super) fn sources(&self, graph: &Graph) -> Vec<Source> {
        let regions = graph[self.inst].node.regions().iter().copied().filter(|region| !graph[*region].diverges());
        let before = self.body.map(|_| Source::Before(self.inst));
        before.into_iter().chain(regions.map(Source::End)).collect()
    }
}

impl Source {
    /// The values that are handed on there; behind them may be others, such as whether a loop is over.
    pub(super) fn values(self, graph: &Graph) -> Vec<Value> {
        match self {
            Source::End(region) => graph[region].yields().to_vec(),
            Source::Before(inst) => match &graph[inst].node {
                Node::Loop(Loop { initial, .. }) => initial.clone(),
                _ => Vec::new(),
            },
        }
    }

    pub(super) fn set_values(self, graph: &mut Graph, values: Vec<Value>) {
        match self {
            Source::End(region) => graph[region].end = End::Yield(values),
            Source::Before(inst) => {
                if let Node::Loop(Loop { initial, .. }) = &mut graph[inst].node {
                    *initial = values;
                }
            }
        }
    }

    /// Where an instruction goes that is needed for what is handed on.
    pub(super) fn place(self, graph: &Graph) -> (Region, usize) {
        match self {
            Source::End(region) => (region, graph[region].insts.len()),
            Source::Before(inst) => {
                let region = graph.home(inst);
                let position = graph[region].insts.iter().position(|other| *other == inst);
                (region, position.expect("an instruction is in its home"))
            }
        }
    }
}

/// Whether a value is a constant that stands where no value is read.
pub(super) fn is_filler(graph: &Graph, value: Value) -> bool {
    matches!(graph.node(value), Some(Node::Opaque(opaque)) if call_of(&opaque.code, "Default", "default").is_some())
}
