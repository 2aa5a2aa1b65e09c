//! Two iterations of a loop side by side: where there are many arrays, or functions to call, `rustc` does not find out by itself
//! that it may compute for two at once.
//!
//! Reads:  a joint graph without mirrors.
//! Writes: the same graph, with marks at loops in which no iteration touches a number that another one does.
//! Keeps:  every bit: each iteration does what it did, and no sum is added up in another order.
//! Absent: loops with loops or branches in them, and what is carried on from one iteration to the next.

use crate::analysis::{Integers, Trips, effects, is_arithmetic, is_usize, most_trips, own_elements};
use crate::graph::{Graph, Inst, Loop, Map, Node, Range, Space, Step, Ty, Value};
use crate::rules::Op;

/// How much there must be to do in an iteration: pairs are more code.
const WORTHWHILE: usize = 16;
/// Up to how many pairs of arrays `rustc` compares before a loop, to see whether they overlap.
const COMPARED: usize = 8;
/// Rows with fewer numbers `rustc` takes apart by itself.
const ROW: usize = 4;
/// As in `emit`: of so many numbers in a row there is a default.
const LONGEST_ROW: usize = 32;
/// Loops that run no longer have no use for it.
const SHORT: usize = 4;

/// Marks loops that run in pairs: those where that pays, with all that read their record or wrote it.
pub(super) fn pairs(graph: &mut Graph) {
    let mut integers = Integers::of(graph);
    let mut independent: Map<Inst, bool> = Map::default();
    let mut groups: Map<Inst, Vec<Inst>> = Map::default();
    for inst in graph.walk(graph.body) {
        let Node::Loop(repeated) = &graph[inst].node else { continue };
        if let Some(work) = Work::of(graph, &mut integers, repeated) {
            independent.insert(inst, work.pays());
        }
        groups.entry(graph.writer(inst)).or_default().push(inst);
    }
    let is_taken = |group: &&Vec<Inst>| {
        group.iter().all(|inst| independent.contains_key(inst)) && group.iter().any(|inst| independent[inst])
    };
    let taken: Vec<Inst> = groups.values().filter(is_taken).flatten().copied().collect();
    for inst in taken {
        if let Node::Loop(repeated) = &mut graph[inst].node {
            repeated.in_pairs = true;
        }
    }
}

/// What there is to do in an iteration of a loop whose iterations may run in pairs.
struct Work {
    /// Arithmetic, and numbers that are read or written.
    operations: usize,
    /// Functions that are called.
    calls: bool,
    /// How many pairs of arrays would have to be compared.
    compared: usize,
    /// How many numbers a row of the record has.
    row: usize,
}

impl Work {
    fn pays(&self) -> bool {
        self.operations >= WORTHWHILE && (self.calls || self.compared > COMPARED || self.row >= ROW)
    }

    /// None where the iterations must not, or cannot, run in pairs.
    fn of(graph: &Graph, integers: &mut Integers<'_>, repeated: &Loop) -> Option<Work> {
        let (items, carried) = graph.loop_parameters(repeated.body, repeated.initial.len());
        let (range, row) = match &repeated.space {
            Space::Range(range) if repeated.records => (range, graph[repeated.body].yields().get(carried.len()..)?),
            Space::Range(range) => (range, &[][..]),
            Space::Again { range: Some(range), list, .. } if !repeated.records => {
                let row = items.get(1..)?;
                (list.is_some() != row.is_empty()).then_some((range, row))?
            }
            _ => return None,
        };
        let has_list = repeated.records || !row.is_empty();
        let is_short = match most_trips(integers, repeated) {
            Some(Trips::Number(trips)) => has_list || trips <= SHORT,
            Some(Trips::Constant(_)) => has_list,
            None => false,
        };
        if repeated.ends_early
            || is_short
            || graph[repeated.body].diverges()
            || !is_counted(graph, range)
            || (has_list && (row.len() > LONGEST_ROW || graph.common_float(row).is_none()))
            || !effects(graph, repeated.body).is_empty()
        {
            return None;
        }
        let mut changed = 0;
        for (position, parameter) in carried.iter().enumerate() {
            let is_array =
                matches!(&graph[*parameter].ty, Ty::Slice(element) | Ty::Array(element, _) if element.is_float());
            changed += is_array.then(|| own_elements(graph, integers, repeated, position)).flatten()?;
        }
        let mut work = Work { operations: 0, calls: false, compared: 0, row: row.len() };
        let inside = graph.defined_in(repeated.body);
        let mut read: Vec<(Value, &[Step])> = Vec::new();
        for &inst in &graph[repeated.body].insts {
            work.add(graph, inst)?;
            if let Node::Load { base, path } = &graph[inst].node
                && !inside.contains(base)
                && !read.contains(&(*base, path))
            {
                read.push((*base, path));
            }
        }
        // What does not change need not be compared with each other.
        work.compared = changed * changed.saturating_sub(1) / 2 + changed * read.len();
        Some(work)
    }

    /// Adds an instruction; none where it must stay where it is.
    fn add(&mut self, graph: &Graph, inst: Inst) -> Option<()> {
        let data = &graph[inst];
        match &data.node {
            Node::Apply { op, .. } => {
                self.operations += 1;
                self.calls |= op.symbol().is_none() && !matches!(op, Op::Sqrt | Op::Abs | Op::Max | Op::Min);
            }
            Node::Select { .. } | Node::Load { .. } | Node::Store { .. } | Node::Accumulate { .. } => {
                self.operations += 1;
            }
            Node::Literal(_) | Node::Zero(_) | Node::Cast { .. } | Node::Same { .. } => {}
            Node::Opaque(opaque) if opaque.changes.is_empty() && is_arithmetic(&opaque.code) => {}
            _ => return None,
        }
        let is_number = |value: &Value| match &graph[*value].ty {
            Ty::Constant | Ty::Float(_) => true,
            Ty::Reference(inner) => matches!(**inner, Ty::Float(_)),
            Ty::Slice(_) | Ty::Array(..) => matches!(data.node, Node::Store { .. } | Node::Accumulate { .. }),
            _ => false,
        };
        data.results.iter().all(is_number).then_some(())
    }
}

/// Whether a range counts upwards in steps of one, or backwards, and its integers are of type `usize`.
fn is_counted(graph: &Graph, range: &Range) -> bool {
    let is_start = graph.integer(range.start).is_some() || is_usize(graph, range.start);
    !range.inclusive && is_start && is_usize(graph, range.end)
}
