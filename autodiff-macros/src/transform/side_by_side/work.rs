//! What there is to do in an iteration, and whether iterations are independent enough to be computed at once.

use crate::analysis::{Integers, Trips, effects, is_arithmetic, is_usize, most_trips, own_elements};
use crate::graph::{Float, Graph, Inst, Loop, Node, Range, Set, Space, Step, Ty, Value};
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

/// What there is to do in an iteration of a loop whose iterations may run side by side.
pub(super) struct Work {
    /// Whether numbers go from an iteration to the next one, of which those that come after that do not depend.
    pub(super) hands_on: bool,
    /// Whether an iteration reads elements that do not lie beside those of the next one.
    gathers: bool,
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
    pub(super) fn pays_in_pairs(&self) -> bool {
        self.operations >= WORTHWHILE && (self.calls || self.compared > COMPARED || self.row >= ROW)
    }

    /// Whether `rustc` may compute iterations at once as soon as it knows that arrays are apart and finds the numbers of a record
    /// side by side.
    pub(super) fn pays_as_closure(&self) -> bool {
        let is_plain = !self.calls && !self.gathers;
        is_plain && self.operations >= WORTHWHILE && (self.compared > COMPARED || self.row >= ROW)
    }

    /// None where the iterations must not, or cannot, run side by side.
    pub(super) fn of(graph: &Graph, integers: &mut Integers<'_>, repeated: &Loop) -> Option<Work> {
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
        let inside = graph.defined_in(repeated.body);
        let mut changed = 0;
        let mut numbers: Vec<(Value, Value)> = Vec::new();
        for (position, parameter) in carried.iter().enumerate() {
            match &graph[*parameter].ty {
                Ty::Slice(element) | Ty::Array(element, _) if element.is_float() => {
                    changed += own_elements(graph, integers, repeated, position)?;
                }
                Ty::Float(Float::F32 | Float::F64) => {
                    numbers.push((*parameter, *graph[repeated.body].yields().get(position)?));
                }
                _ => return None,
            }
        }
        if !go_no_further(graph, &inside, &numbers) {
            return None;
        }
        let mut work = Work {
            hands_on: !numbers.is_empty(),
            gathers: false,
            operations: 0,
            calls: false,
            compared: 0,
            row: row.len(),
        };
        let mut read: Vec<(Value, &[Step])> = Vec::new();
        for &inst in &graph[repeated.body].insts {
            work.add(graph, inst)?;
            if let Node::Load { path, .. } = &graph[inst].node {
                work.gathers |= path.iter().any(|step| match step {
                    Step::Index(index) if inside.contains(index) => {
                        integers.integer(*index).offset_from(items[0]).is_none()
                    }
                    Step::Range(start, end) => inside.contains(start) || inside.contains(end),
                    _ => false,
                });
            }
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

/// Whether none of the numbers that a loop carries, given with what they become, is made of itself: then each goes as many
/// iterations as there are numbers at most.
fn go_no_further(graph: &Graph, inside: &Set<Value>, numbers: &[(Value, Value)]) -> bool {
    let made_of = |next: Value| {
        let mut found: Set<Value> = Set::default();
        let mut open = vec![next];
        while let Some(value) = open.pop() {
            if inside.contains(&value) && found.insert(value) {
                open.extend(graph.node(value).map(|node| node.operands()).unwrap_or_default());
            }
        }
        found
    };
    let mut left: Vec<(Value, Set<Value>)> = numbers.iter().map(|(number, next)| (*number, made_of(*next))).collect();
    loop {
        let carried: Vec<Value> = left.iter().map(|(number, _)| *number).collect();
        left.retain(|(_, made_of)| carried.iter().any(|number| made_of.contains(number)));
        if left.is_empty() || left.len() == carried.len() {
            return left.is_empty();
        }
    }
}

/// Whether a range counts upwards in steps of one, or backwards, and its integers are of type `usize`.
fn is_counted(graph: &Graph, range: &Range) -> bool {
    let is_start = graph.integer(range.start).is_some() || is_usize(graph, range.start);
    !range.inclusive && is_start && is_usize(graph, range.end)
}
