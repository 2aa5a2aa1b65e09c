//! The one loop that does what a run of loops did, and the iterations that are left over.

use super::accesses::Families;
use super::{Part, common_range};
use crate::graph::{Graph, Inst, Loop, Map, Node, Origin, Region, Set, SideBySide, Space, Value};
use crate::transform::duplicate::Duplicate;

/// A loop that was made of a run of loops.
pub(super) struct Joined {
    pub(super) inst: Inst,
    pub(super) body: Region,
    pub(super) item: Value,
    pub(super) end: Value,
    /// The arrays that the run changes.
    pub(super) arrays: Vec<Array>,
    /// The iterations of longer loops that come behind it, at the number `end`.
    pub(super) rest: Set<Inst>,
    /// Whether one of the loops goes on behind the others, so that it runs at least once.
    pub(super) runs: bool,
}

/// An array that a run of loops changes.
#[derive(Clone, Copy)]
pub(super) struct Array {
    pub(super) before: Value,
    pub(super) parameter: Value,
    pub(super) result: Value,
}

/// What the joined loop carries: its versions before the loop, in the iteration, and after it.
struct Carried {
    before: Vec<Value>,
    parameters: Vec<Value>,
    current: Vec<Value>,
}

impl Joined {
    /// Puts one loop in the place of a run of loops.
    pub(super) fn of(graph: &mut Graph, region: Region, run: &[Part], families: &Families) -> Self {
        let range = common_range(graph, run);
        let span = graph[run[0].inst].span;
        let body = graph.add_region();
        let item = copied_parameter(graph, body, run[0].item);
        let mut carried = Carried { before: Vec::new(), parameters: Vec::new(), current: Vec::new() };
        let mut copies = Duplicate::default();
        // The arrays first: a loop may read the version that only a later one changes.
        let made: Set<Value> = run.iter().flat_map(|part| part.results.iter().copied()).collect();
        let mut slots: Map<(Inst, usize), usize> = Map::default();
        let mut slot_of: Map<Value, usize> = Map::default();
        for part in run {
            let parameters = graph.loop_parameters(part.body, part.initial.len()).1.to_vec();
            for (position, before) in part.initial.iter().enumerate() {
                let slot = slot_of.get(before).copied().unwrap_or_else(|| {
                    let parameter = copied_parameter(graph, body, parameters[position]);
                    carried.before.push(*before);
                    carried.parameters.push(parameter);
                    carried.current.push(parameter);
                    if families.family(*before).is_some() && !made.contains(before) {
                        copies.values.insert(*before, parameter);
                    }
                    carried.before.len() - 1
                });
                slots.insert((part.inst, position), slot);
                if families.family(*before).is_some() {
                    slot_of.insert(part.results[position], slot);
                }
            }
        }
        for part in run {
            run_once(graph, part, item, &slots, &mut carried, &mut copies, &mut |graph, inst| {
                graph[body].insts.push(inst);
            });
        }
        graph[body].end = crate::graph::End::Yield(carried.current.clone());
        let types = carried.before.iter().map(|value| graph[*value].ty.clone()).collect();
        let space = Space::Range(range);
        let node = Loop {
            space,
            initial: carried.before.clone(),
            body,
            ends_early: false,
            records: false,
            side_by_side: SideBySide::No,
        };
        let inst = graph.add_inst(Node::Loop(node), types, Origin::Primal, span);
        for (position, parameter) in carried.parameters.iter().enumerate() {
            let result = graph[inst].results[position];
            graph[result].name = graph[*parameter].name.clone();
            graph[result].constant = graph[*parameter].constant;
        }
        let arrays =
            (0..carried.before.len()).filter(|slot| families.family(carried.before[*slot]).is_some()).map(|slot| {
                Array {
                    before: carried.before[slot],
                    parameter: carried.parameters[slot],
                    result: graph[inst].results[slot],
                }
            });
        let arrays = arrays.collect();

        // What longer loops do behind it.
        carried.current = graph[inst].results.clone();
        let mut rest = Vec::new();
        let mut last: Map<Value, Value> = Map::default();
        let mut copies = Duplicate::default();
        for (before, result) in carried.before.iter().zip(&carried.current) {
            if families.family(*before).is_some() {
                copies.values.insert(*before, *result);
            }
        }
        for part in run {
            if part.further == 1 {
                run_once(graph, part, range.end, &slots, &mut carried, &mut copies, &mut |_, inst| rest.push(inst));
            }
            for (position, result) in part.results.iter().enumerate() {
                let current = carried.current[slots[&(part.inst, position)]];
                copies.values.insert(*result, current);
                last.insert(*result, current);
            }
        }
        put_in_place(graph, region, run, inst, &rest);
        let whole = graph.body;
        graph.replace_reads(whole, |value| *value = *last.get(value).unwrap_or(value));
        let runs = run.iter().any(|part| part.further == 1);
        Joined { inst, body, item, end: range.end, arrays, rest: rest.into_iter().collect(), runs }
    }
}

/// An iteration of a loop, with the number `item`.
fn run_once(
    graph: &mut Graph,
    part: &Part,
    item: Value,
    slots: &Map<(Inst, usize), usize>,
    carried: &mut Carried,
    copies: &mut Duplicate,
    add: &mut dyn FnMut(&mut Graph, Inst),
) {
    copies.values.insert(part.item, item);
    let parameters = graph.loop_parameters(part.body, part.initial.len()).1.to_vec();
    for (position, parameter) in parameters.iter().enumerate() {
        copies.values.insert(*parameter, carried.current[slots[&(part.inst, position)]]);
    }
    for inst in graph[part.body].insts.clone() {
        let copy = copies.inst(graph, inst);
        add(graph, copy);
    }
    for (position, next) in graph[part.body].yields().to_vec().into_iter().enumerate() {
        let next = copies.values.get(&next).copied().unwrap_or(next);
        carried.current[slots[&(part.inst, position)]] = next;
        copies.values.insert(part.results[position], next);
    }
}

/// What stood between the loops stands before the one that they have become, and what is left over behind it.
fn put_in_place(graph: &mut Graph, region: Region, run: &[Part], joined: Inst, rest: &[Inst]) {
    let last = run[run.len() - 1].inst;
    let mut insts = Vec::new();
    for inst in std::mem::take(&mut graph[region].insts) {
        if inst == last {
            insts.push(joined);
            insts.extend(rest);
        } else if !run.iter().any(|part| part.inst == inst) {
            insts.push(inst);
        }
    }
    graph[region].insts = insts;
}

/// A parameter like another one.
fn copied_parameter(graph: &mut Graph, region: Region, parameter: Value) -> Value {
    let data = graph[parameter].clone();
    let copy = graph.add_parameter(region, data.ty, data.name, data.span);
    graph[copy].constant = data.constant;
    graph[copy].annotation = data.annotation;
    copy
}
