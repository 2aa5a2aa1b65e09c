//! Runs the mirror of an arm together with the arm, and that of an iteration together with the iteration.
//!
//! Reads:  a joint graph.    Writes: the same graph, where a mirror whose inputs are known before its branch is a part
//! of the branch: forward and backward run in one arm, and nothing has to be recorded.
//! The mirror of a loop must only add up: then the order of its iterations does not matter but for rounding.
//! Keeps:  every value; only derivative nodes move, and only up to the branch or loop.
//! Absent: mirrors that wait for the seed of a pullback, or for more after the branch than it can take along
//! (`take_along`). Two of them that wait for the same become one.

use super::take_along::take_along;
use crate::analysis::{Uses, adds_up, only_adds_up};
use crate::graph::{Definition, End, Graph, Inst, Loop, Map, Node, Origin, Region, Set, Value};
use crate::transform::is_pinned;

/// Fuses mirrors into their branches, outermost first. `late` are parameters that come only after the forward part.
pub(crate) fn fuse(graph: &mut Graph, late: &[Value]) {
    let body = graph.body;
    fuse_region(graph, body, late);
}

fn fuse_region(graph: &mut Graph, region: Region, late: &[Value]) {
    let mut earlier: Map<Inst, Inst> = Map::default();
    for mirror in graph[region].insts.clone() {
        if let Node::MirrorLoop { of, body, .. } = graph[mirror].node {
            if !only_adds_up(graph, mirror, body) {
                continue;
            }
            let mut before = what_comes_first(graph, region, of, mirror, late);
            if before.is_none() {
                // Others may have added to its sums before: they can do so afterwards.
                let mut reordered = graph.clone();
                adds_first(&mut reordered, region, of, mirror);
                before = what_comes_first(&reordered, region, of, mirror, late);
                if before.is_some() {
                    *graph = reordered;
                }
            }
            if let Some(before) = before {
                move_up(graph, region, of, &before);
                merge_loop(graph, region, of, mirror, body);
            }
            continue;
        }
        let Node::Mirror { branch, arms } = graph[mirror].node else { continue };
        // Into the branch itself, else into a mirror of it that comes earlier: rows of a Jacobian.
        let target = [Some(branch), earlier.get(&branch).copied()]
            .into_iter()
            .flatten()
            .find_map(|target| what_comes_first(graph, region, target, mirror, late).map(|before| (target, before)));
        match target {
            Some((target, before)) => {
                move_up(graph, region, target, &before);
                merge(graph, region, target, mirror, arms);
            }
            None => {
                earlier.entry(branch).or_insert(mirror);
            }
        }
    }
    // What is left waits for something after its branch: all rows of a Jacobian for the same.
    for mirror in graph[region].insts.clone() {
        if let Node::Mirror { branch, arms } = graph[mirror].node
            && take_along(graph, region, branch, mirror, late)
        {
            merge(graph, region, branch, mirror, arms);
        }
    }
    for inst in graph[region].insts.clone() {
        for inner in graph[inst].node.regions().to_vec() {
            fuse_region(graph, inner, late);
        }
    }
}

/// The instructions between a branch and its mirror that the mirror needs, if all of them can move before the branch.
fn what_comes_first(graph: &Graph, region: Region, branch: Inst, mirror: Inst, late: &[Value]) -> Option<Vec<Inst>> {
    let insts = &graph[region].insts;
    let start = insts.iter().position(|inst| *inst == branch)?;
    let end = insts.iter().position(|inst| *inst == mirror)?;
    let mut needed: Set<Value> = Set::default();
    read_by(graph, mirror, &mut needed);
    if graph[branch].results.iter().any(|result| needed.contains(result)) {
        return None;
    }
    let mut before = Vec::new();
    for &inst in insts[start + 1..end].iter().rev() {
        let data = &graph[inst];
        if !data.results.iter().any(|result| needed.contains(result)) {
            continue;
        }
        // Arithmetic of the user's gives the same bits wherever it stands.
        let pure = data.origin == Origin::Derivative
            || matches!(data.node, Node::Opaque(_) | Node::Apply { .. } | Node::Load { .. } | Node::Cast { .. });
        let movable = pure && data.node.regions().is_empty() && !is_pinned(graph, inst);
        let reads_branch = data.node.operands().iter().any(|operand| graph[branch].results.contains(operand));
        if !movable || reads_branch || matches!(data.node, Node::Pull { .. }) {
            return None;
        }
        data.node.for_each_operand(|operand| {
            needed.insert(operand);
        });
        before.push(inst);
    }
    if late.iter().any(|late| needed.contains(late)) {
        return None;
    }
    before.reverse();
    Some(before)
}

/// Everything that an instruction and its regions read.
pub(super) fn read_by(graph: &Graph, inst: Inst, read: &mut Set<Value>) {
    graph[inst].node.for_each_operand(|operand| {
        read.insert(operand);
    });
    for &region in graph[inst].node.regions() {
        for &inner in &graph[region].insts {
            read_by(graph, inner, read);
        }
        read.extend(graph[region].yields());
    }
}

fn move_up(graph: &mut Graph, region: Region, branch: Inst, before: &[Inst]) {
    let insts = &mut graph[region].insts;
    insts.retain(|inst| !before.contains(inst));
    let position = insts.iter().position(|inst| *inst == branch).expect("the branch is in the region");
    insts.splice(position..position, before.iter().copied());
}

/// Lets the mirror of a loop add to its sums before all that stands between it and the loop and adds to them, too.
fn adds_first(graph: &mut Graph, region: Region, repeated: Inst, mirror: Inst) {
    let insts = graph[region].insts.clone();
    let place = |inst: Inst| insts.iter().position(|other| *other == inst);
    let (Some(first), Some(last)) = (place(repeated), place(mirror)) else { return };
    let between = &insts[first + 1..last];
    let Node::MirrorLoop { initial, .. } = graph[mirror].node.clone() else { return };
    for (position, end) in initial.into_iter().enumerate() {
        let uses = Uses::of(graph, region);
        // From the sum as the mirror finds it back to where it began.
        let mut chain: Vec<Inst> = Vec::new();
        let mut start = end;
        while let Some(inst) = graph.definition(start).filter(|inst| between.contains(inst)) {
            let Some(before) = sum_before(graph, inst, start) else { break };
            chain.push(inst);
            start = before;
        }
        let Some(&first) = chain.last() else { continue };
        // Nobody looks at the sum on its way.
        let is_sum = uses.only_readers(start, &[first])
            && uses.only_readers(end, &[mirror])
            && chain.windows(2).all(|pair| {
                let value = sum_after(graph, pair[1], pair[0]);
                value.is_some_and(|value| uses.only_readers(value, &[pair[0]]))
            })
            && chain.iter().all(|inst| adds(graph, *inst));
        if !is_sum {
            continue;
        }
        let result = graph[mirror].results[position];
        replace_reads(graph, region, result, end, mirror);
        replace_in(graph, first, start, result);
        if let Node::MirrorLoop { initial, .. } = &mut graph[mirror].node {
            initial[position] = start;
        }
    }
}

/// The sum that an instruction adds to, given what it makes of it.
fn sum_before(graph: &Graph, inst: Inst, after: Value) -> Option<Value> {
    let data = &graph[inst];
    match &data.node {
        Node::Accumulate { base, .. } => Some(*base),
        // A mirror, or a loop that one became a part of.
        Node::MirrorLoop { initial, body, .. } | Node::Loop(Loop { initial, body, .. }) => {
            let position = data.results.iter().position(|result| *result == after)?;
            initial.get(position).copied().filter(|_| adds_up(graph, inst, *body, position))
        }
        _ => None,
    }
}

/// What an instruction makes of a sum that the next one reads.
fn sum_after(graph: &Graph, inst: Inst, next: Inst) -> Option<Value> {
    let operands = graph[next].node.operands();
    graph[inst].results.iter().copied().find(|result| operands.contains(result))
}

/// Whether an instruction only adds to what it is given.
fn adds(graph: &Graph, inst: Inst) -> bool {
    match graph[inst].node {
        Node::Accumulate { base, value, .. } => base != value,
        // Of a loop, that was asked on the way.
        Node::MirrorLoop { .. } | Node::Loop(_) => true,
        _ => false,
    }
}

/// Replaces what stands behind an instruction reads.
fn replace_reads(graph: &mut Graph, region: Region, from: Value, to: Value, behind: Inst) {
    let insts = graph[region].insts.clone();
    let start = insts.iter().position(|inst| *inst == behind).map_or(0, |position| position + 1);
    for &inst in &insts[start..] {
        replace_in(graph, inst, from, to);
    }
    if let End::Yield(values) = &mut graph[region].end {
        values.iter_mut().filter(|value| **value == from).for_each(|value| *value = to);
    }
}

/// Replaces what an instruction and its regions read.
fn replace_in(graph: &mut Graph, inst: Inst, from: Value, to: Value) {
    let replace = |value: &mut Value| {
        if *value == from {
            *value = to;
        }
    };
    graph[inst].node.for_each_operand_mut(replace);
    for region in graph[inst].node.regions().to_vec() {
        for inner in graph[region].insts.clone() {
            replace_in(graph, inner, from, to);
        }
        if let End::Yield(values) = &mut graph[region].end {
            values.iter_mut().for_each(replace);
        }
    }
}

/// Appends the mirror's body to the loop's, and what it carries to what the loop carries.
fn merge_loop(graph: &mut Graph, region: Region, repeated: Inst, mirror: Inst, body: Region) {
    let Node::MirrorLoop { initial, .. } = graph[mirror].node.clone() else { return };
    let Node::Loop(data) = &mut graph[repeated].node else { return };
    let (into, carried) = (data.body, data.initial.len());
    data.initial.extend(initial);
    let insts = std::mem::take(&mut graph[body].insts);
    graph[into].insts.extend(insts);
    let parameters = std::mem::take(&mut graph[body].parameters);
    graph[into].parameters.extend(parameters);
    let yields = graph[body].yields().to_vec();
    if let End::Yield(values) = &mut graph[into].end {
        values.splice(carried..carried, yields);
    }
    let results = std::mem::take(&mut graph[mirror].results);
    graph[repeated].results.splice(carried..carried, results);
    for position in 0..graph[into].parameters.len() {
        let parameter = graph[into].parameters[position];
        graph[parameter].definition = Definition::Parameter(into, position);
    }
    graph.renumber(repeated, into);
    graph[region].insts.retain(|inst| *inst != mirror);
}

/// Appends the mirror's arms to the branch's, and its results to the branch's.
fn merge(graph: &mut Graph, region: Region, branch: Inst, mirror: Inst, arms: [Region; 2]) {
    let primal = graph[branch].node.regions().to_vec();
    for (arm, mirrored) in primal.into_iter().zip(arms) {
        let insts = std::mem::take(&mut graph[mirrored].insts);
        graph[arm].insts.extend(insts);
        let adjoints = graph[mirrored].yields().to_vec();
        if let End::Yield(values) = &mut graph[arm].end {
            values.extend(adjoints);
        }
    }
    for result in std::mem::take(&mut graph[mirror].results) {
        let position = graph[branch].results.len();
        graph[result].definition = Definition::Result(branch, position);
        graph[branch].results.push(result);
    }
    graph[region].insts.retain(|inst| *inst != mirror);
}
