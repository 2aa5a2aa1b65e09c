//! Loops whose iterations only add to what they carry: their order does not matter, but for rounding.
//!
//! Reads: a mirror of a loop, before it was recorded.

use crate::graph::{Graph, Inst, Map, Node, Origin, Region, Value};
use crate::rules::Op;

/// Whether all that the mirror of a loop carries is sums, to which its iterations add.
pub(crate) fn only_adds_up(graph: &Graph, mirror: Inst, body: Region) -> bool {
    let uses = Uses::of(graph, body);
    let carried = graph[mirror].results.len();
    let parameters = graph.loop_parameters(body, carried).1;
    let mut carried = parameters.iter().zip(graph[body].yields());
    carried.all(|(start, end)| graph[*start].scratch || uses.lead(graph, body, *start, *end))
}

/// Whether one of the variables that the mirror of a loop carries is a sum, to which its iterations add.
pub(crate) fn adds_up(graph: &Graph, mirror: Inst, body: Region, position: usize) -> bool {
    let carried = graph[mirror].results.len();
    let start = graph.loop_parameters(body, carried).1.get(position).copied();
    let end = graph[body].yields().get(position).copied();
    start.zip(end).is_some_and(|(start, end)| Uses::of(graph, body).lead(graph, body, start, end))
}

/// Who reads each value in a region and in those inside it; the end of a region is none of its instructions.
pub(crate) struct Uses(Map<Value, Vec<Option<Inst>>>);

impl Uses {
    pub(crate) fn of(graph: &Graph, region: Region) -> Self {
        let mut uses = Uses(Map::default());
        uses.visit(graph, region);
        uses
    }

    /// Whether nobody but certain instructions reads a value, each once.
    pub(crate) fn only_readers(&self, value: Value, readers: &[Inst]) -> bool {
        let found = self.0.get(&value).map_or(&[][..], Vec::as_slice);
        found.len() == readers.len() && readers.iter().all(|reader| found.contains(&Some(*reader)))
    }

    /// The instruction that reads a value, if no other one and no region's end does.
    pub(crate) fn only_reader(&self, value: Value) -> Option<Inst> {
        match self.0.get(&value).map(Vec::as_slice) {
            Some([Some(reader)]) => Some(*reader),
            _ => None,
        }
    }

    /// Whether nobody reads a value but the end of one region, once.
    pub(crate) fn is_only_yielded(&self, value: Value) -> bool {
        self.0.get(&value).is_some_and(|readers| readers[..] == [None])
    }

    /// Whether nobody reads a value.
    pub(crate) fn is_unread(&self, value: Value) -> bool {
        !self.0.contains_key(&value)
    }

    fn visit(&mut self, graph: &Graph, region: Region) {
        for &inst in &graph[region].insts {
            graph[inst].node.for_each_operand(|operand| self.0.entry(operand).or_default().push(Some(inst)));
            for &inner in graph[inst].node.regions() {
                self.visit(graph, inner);
            }
        }
        for &value in graph[region].yields() {
            self.0.entry(value).or_default().push(None);
        }
    }

    /// Whether a sum that starts with one value and ends as another is only added to on the way.
    fn lead(&self, graph: &Graph, region: Region, start: Value, end: Value) -> bool {
        let mut current = start;
        for &inst in &graph[region].insts {
            let data = &graph[inst];
            let read_here = self.0.get(&current).is_some_and(|uses| uses.contains(&Some(inst)));
            let next = match &data.node {
                Node::Accumulate { base, value, .. } if *base == current && *value != current => Some(data.results[0]),
                Node::Apply { op: Op::Add, operands, .. }
                    if data.origin == Origin::Derivative
                        && operands.iter().filter(|value| **value == current).count() == 1 =>
                {
                    Some(data.results[0])
                }
                Node::Apply { op: Op::Sub, operands, .. }
                    if data.origin == Origin::Derivative && operands[0] == current && operands[1] != current =>
                {
                    Some(data.results[0])
                }
                Node::MirrorLoop { initial, body, .. } => {
                    self.through_loop(graph, initial, *body, &data.results, current)
                }
                Node::Mirror { arms, .. } if !read_here => self.through_arms(graph, *arms, &data.results, current),
                _ => None,
            };
            match next {
                Some(next) if self.is_read_by(graph, current, inst) => current = next,
                _ if read_here => return false,
                _ => {}
            }
        }
        current == end && self.0.get(&end).is_some_and(|uses| uses.len() == 1)
    }

    fn through_loop(
        &self,
        graph: &Graph,
        initial: &[Value],
        body: Region,
        results: &[Value],
        current: Value,
    ) -> Option<Value> {
        let position = initial.iter().position(|value| *value == current)?;
        let parameter = *graph.loop_parameters(body, initial.len()).1.get(position)?;
        self.lead(graph, body, parameter, *graph[body].yields().get(position)?).then_some(results[position])
    }

    /// An aggregate that the arms of a mirror add to: each yields it, or what it made of it.
    fn through_arms(&self, graph: &Graph, arms: [Region; 2], results: &[Value], current: Value) -> Option<Value> {
        (0..results.len())
            .find(|position| {
                arms.iter().all(|arm| {
                    let end = graph[*arm].yields().get(*position).copied();
                    graph[*arm].diverges()
                        || end.is_some_and(|end| end == current || self.lead_from_outside(graph, *arm, current, end))
                }) && arms.iter().any(|arm| {
                    graph[*arm]
                        .yields()
                        .get(*position)
                        .is_some_and(|end| *end == current || self.reads_inside(graph, *arm, current))
                })
            })
            .map(|position| results[position])
    }

    fn reads_inside(&self, graph: &Graph, region: Region, value: Value) -> bool {
        graph.walk(region).into_iter().any(|inst| graph[inst].node.operands().contains(&value))
    }

    /// As [`lead`](Self::lead), for a value from around the region.
    fn lead_from_outside(&self, graph: &Graph, region: Region, start: Value, end: Value) -> bool {
        let inner = Uses::of(graph, region);
        inner.lead(graph, region, start, end)
    }

    /// Whether all reads of a value are those of an instruction and of the regions that belong to it.
    fn is_read_by(&self, graph: &Graph, value: Value, inst: Inst) -> bool {
        let mut own = graph[inst].node.operands().iter().filter(|operand| **operand == value).count();
        for &region in graph[inst].node.regions() {
            own += Uses::of(graph, region).0.get(&value).map_or(0, Vec::len);
        }
        self.0.get(&value).map_or(0, Vec::len) == own
    }
}
