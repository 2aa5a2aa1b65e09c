//! Which elements the iterations of loops touch, and whether they may run by turns.

use super::Part;
use crate::analysis::Integers;
use crate::graph::{Graph, Inst, Map, Node, SameForm, Set, Step, Ty, Value};
use crate::transform::is_pinned;

/// The versions of the arrays that a run of loops changes: values of one family are versions of one array.
pub(super) struct Families {
    of: Map<Value, usize>,
    /// For each array its version before the run.
    pub(super) first: Vec<Value>,
}

impl Families {
    /// Finds the arrays, if each loop goes on with the last version of each.
    pub(super) fn of(graph: &Graph, run: &[Part]) -> Option<Self> {
        let mut families = Families { of: Map::default(), first: Vec::new() };
        let mut consumed: Set<Value> = Set::default();
        for part in run {
            let parameters = graph.loop_parameters(part.body, part.initial.len()).1.to_vec();
            for (before, parameter) in part.initial.iter().zip(&parameters) {
                if !is_array(graph, *before) {
                    continue;
                }
                if !consumed.insert(*before) {
                    return None;
                }
                let family = families.of.get(before).copied().unwrap_or_else(|| {
                    families.first.push(*before);
                    families.first.len() - 1
                });
                families.of.insert(*before, family);
                families.of.insert(*parameter, family);
            }
            for &inst in &graph[part.body].insts {
                if let Node::Store { base, .. } = &graph[inst].node
                    && let Some(family) = families.family(*base)
                {
                    families.of.insert(graph[inst].results[0], family);
                }
            }
            for (position, parameter) in parameters.iter().enumerate() {
                let next = graph[part.body].yields().get(position)?;
                let family = families.family(*parameter);
                if families.family(*next) != family {
                    return None;
                }
                if let Some(family) = family {
                    families.of.insert(part.results[position], family);
                }
            }
            if !reads_last_versions(graph, part, &parameters, &families, &consumed) {
                return None;
            }
        }
        families.ends_with_the_last_versions(graph, run).then_some(families)
    }

    /// The array that a value is a version of.
    pub(super) fn family(&self, value: Value) -> Option<usize> {
        self.of.get(&value).copied()
    }

    /// Whether nobody behind the run reads a version that a later loop of it changes.
    fn ends_with_the_last_versions(&self, graph: &Graph, run: &[Part]) -> bool {
        let inner: Set<Value> = run
            .iter()
            .flat_map(|part| part.initial.iter().filter(|value| self.is_made(run, **value)))
            .copied()
            .collect();
        let own: Set<Inst> = run.iter().flat_map(|part| graph.walk(part.body).into_iter().chain([part.inst])).collect();
        let mut regions = vec![graph.body];
        for inst in graph.walk(graph.body) {
            regions.extend(graph[inst].node.regions());
            if !own.contains(&inst) && graph[inst].node.operands().iter().any(|operand| inner.contains(operand)) {
                return false;
            }
        }
        !regions.into_iter().any(|region| graph[region].yields().iter().any(|value| inner.contains(value)))
    }

    fn is_made(&self, run: &[Part], value: Value) -> bool {
        self.of.contains_key(&value) && run.iter().any(|part| part.results.contains(&value))
    }
}

/// Whether a loop reads of the arrays that the run changes only the versions that it carries, and those that are the last
/// ones before it.
fn reads_last_versions(
    graph: &Graph,
    part: &Part,
    parameters: &[Value],
    families: &Families,
    consumed: &Set<Value>,
) -> bool {
    let inside = graph.defined_in(part.body);
    let is_old = |value: Value| !inside.contains(&value) && consumed.contains(&value);
    let mut current: Map<usize, Value> = Map::default();
    for parameter in parameters {
        if let Some(family) = families.family(*parameter) {
            current.insert(family, *parameter);
        }
    }
    for &inst in &graph[part.body].insts {
        let data = &graph[inst];
        if data.node.operands().into_iter().any(is_old) {
            return false;
        }
        if let Node::Load { base, .. } | Node::Store { base, .. } = &data.node
            && let Some(family) = families.family(*base)
        {
            // A version from before a store of the same iteration is not there any more.
            if current.get(&family).is_some_and(|version| version != base) {
                return false;
            }
            if matches!(data.node, Node::Store { .. }) {
                current.insert(family, data.results[0]);
            }
        }
    }
    let yields = graph[part.body].yields();
    parameters
        .iter()
        .zip(yields)
        .all(|(parameter, next)| families.family(*parameter).is_none_or(|family| current.get(&family) == Some(next)))
}

/// Whether a value is an array whose elements are numbers.
fn is_array(graph: &Graph, value: Value) -> bool {
    matches!(&graph[value].ty, Ty::Slice(element) | Ty::Array(element, _) if element.is_float())
}

/// Whether an instruction that stands between loops can stand before them.
pub(super) fn may_move(graph: &Graph, inst: Inst, made: &Set<Value>) -> bool {
    let node = &graph[inst].node;
    let stays = is_pinned(graph, inst) && !matches!(node, Node::Load { .. });
    node.regions().is_empty()
        && !stays
        && node.changes().is_empty()
        && !node.operands().iter().any(|operand| made.contains(operand))
}

/// An element that an iteration touches.
#[derive(Clone, Copy)]
struct Access {
    family: usize,
    /// Its index, less the number of the iteration.
    distance: i64,
    changes: bool,
}

/// The index of the element that an iteration touches, less the number of the iteration.
pub(super) fn distance(integers: &mut Integers<'_>, path: &[Step], item: Value) -> Option<i64> {
    let index = match path {
        [Step::Index(index)] => integers.integer(*index),
        [Step::Range(start, _), Step::Index(index)] => integers.integer(*index).plus(&integers.integer(*start), 1),
        _ => return None,
    };
    index.offset_from(item)?.constant()
}

/// Whether the loops may run by turns: what a later loop touches of an array that one of them changes, an earlier one has
/// touched by then, if it ever does.
pub(super) fn one_element_after_the_other(graph: &Graph, run: &[Part], families: &Families) -> bool {
    let mut integers = Integers::of(graph);
    let made: Set<Value> = run.iter().flat_map(|part| part.results.iter().copied()).collect();
    let mut earlier: Vec<Access> = Vec::new();
    for part in run {
        // What an earlier loop leaves is there at its end only, but for the elements of arrays.
        let next = graph[part.body].yields();
        let mut handed_on = part.initial.iter().chain(next).filter(|value| families.family(**value).is_none());
        if handed_on.any(|value| made.contains(value)) {
            return false;
        }
        let Some(own) = accesses(graph, &mut integers, part, families, &made) else { return false };
        let disturbs = |before: &Access, after: &Access| {
            before.family == after.family && (before.changes || after.changes) && after.distance > before.distance
        };
        if earlier.iter().any(|before| own.iter().any(|after| disturbs(before, after))) {
            return false;
        }
        earlier.extend(own);
    }
    true
}

/// What an iteration of a loop touches, if it does nothing but arithmetic on elements.
fn accesses(
    graph: &Graph,
    integers: &mut Integers<'_>,
    part: &Part,
    families: &Families,
    made: &Set<Value>,
) -> Option<Vec<Access>> {
    let mut found = Vec::new();
    for &inst in &graph[part.body].insts {
        let data = &graph[inst];
        let is_ours = |value: &Value| families.family(*value).is_some() || made.contains(value);
        let (base, path) = match &data.node {
            Node::Load { base, path } => (Some(*base), path.as_slice()),
            Node::Store { base, path, .. } => (Some(families.family(*base).map(|_| *base)?), path.as_slice()),
            Node::Apply { .. } | Node::Select { .. } | Node::Cast { .. } | Node::Literal(_) | Node::Opaque(_)
                if !is_pinned(graph, inst) =>
            {
                (None, &[][..])
            }
            Node::Same { form: SameForm::Borrow | SameForm::Deref, .. } => (None, &[][..]),
            _ => return None,
        };
        let mut operands = data.node.operands();
        let of_family = base.filter(|base| families.family(*base).is_some());
        if let Some(position) = operands.iter().position(|operand| Some(*operand) == of_family) {
            operands.remove(position);
        }
        if operands.iter().any(is_ours) {
            return None;
        }
        let Some(family) = base.and_then(|base| families.family(base)) else { continue };
        let changes = matches!(data.node, Node::Store { .. });
        if !changes && !graph[data.results[0]].ty.is_float() {
            return None;
        }
        found.push(Access { family, distance: distance(integers, path, part.item)?, changes });
    }
    Some(found)
}
