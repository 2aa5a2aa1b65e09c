//! Who reads a value in a way that its derivative flows through.

use super::Activity;
use crate::graph::{Graph, Inst, Map, Region, Value};

/// A reader of a value.
#[derive(Clone, Copy)]
pub(crate) enum Reader {
    /// An instruction.
    Inst(Inst),
    /// The end of a region.
    End(Region),
}

/// The readers of every active value, and the order of the instructions.
pub(crate) struct Readers {
    readers: Map<Value, Vec<Reader>>,
    order: Map<Inst, usize>,
}

impl Readers {
    /// Finds the readers with an active result; conditions and indices are none.
    pub(crate) fn of(graph: &Graph, activity: &Activity) -> Self {
        let mut found = Readers { readers: Map::default(), order: Map::default() };
        found.end(graph, graph.body);
        for (position, inst) in graph.walk(graph.body).into_iter().enumerate() {
            found.order.insert(inst, position);
            let data = &graph[inst];
            if !data.results.iter().any(|result| activity.is_active(*result)) {
                continue;
            }
            data.node.for_each_operand(|operand| found.readers.entry(operand).or_default().push(Reader::Inst(inst)));
            for &region in data.node.regions() {
                found.end(graph, region);
            }
        }
        found
    }

    fn end(&mut self, graph: &Graph, region: Region) {
        for &value in graph[region].yields() {
            self.readers.entry(value).or_default().push(Reader::End(region));
        }
    }

    /// The readers of a value.
    pub(crate) fn of_value(&self, value: Value) -> &[Reader] {
        self.readers.get(&value).map_or(&[], Vec::as_slice)
    }

    /// The place of an instruction in the function.
    pub(crate) fn position(&self, inst: Inst) -> usize {
        self.order.get(&inst).copied().unwrap_or(0)
    }
}
