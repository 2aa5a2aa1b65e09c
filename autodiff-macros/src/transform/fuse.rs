//! Runs the mirror of an arm together with the arm, and that of an iteration together with the iteration.
//!
//! Reads:  a joint graph.    Writes: the same graph, where a mirror whose inputs are known before its branch is a part
//! of the branch: forward and backward run in one arm, and nothing has to be recorded.
//! The mirror of a loop must only add up: then the order of its iterations does not matter but for rounding.
//! Keeps:  every value; only derivative nodes move, and only up to the branch or loop.
//! Absent: mirrors that wait for something after the branch, the seed of a pullback above all. Two of them that wait
//! for the same become one.

use crate::analysis::only_adds_up;
use crate::graph::{Definition, End, Graph, Inst, Map, Node, Origin, Region, Set, Value};
use crate::transform::is_pinned;

/// Fuses mirrors into their branches, outermost first. `late` is a parameter that comes only after the forward part.
pub(crate) fn fuse(graph: &mut Graph, late: Option<Value>) {
    let body = graph.body;
    fuse_region(graph, body, late);
}

fn fuse_region(graph: &mut Graph, region: Region, late: Option<Value>) {
    let mut earlier: Map<Inst, Inst> = Map::default();
    for mirror in graph[region].insts.clone() {
        if let Node::MirrorLoop { of, body, .. } = graph[mirror].node {
            let before = what_comes_first(graph, region, of, mirror, late);
            if let Some(before) = before.filter(|_| only_adds_up(graph, mirror, body)) {
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
    for inst in graph[region].insts.clone() {
        for inner in graph[inst].node.regions().to_vec() {
            fuse_region(graph, inner, late);
        }
    }
}

/// The instructions between a branch and its mirror that the mirror needs, if all of them can move before the branch.
fn what_comes_first(
    graph: &Graph,
    region: Region,
    branch: Inst,
    mirror: Inst,
    late: Option<Value>,
) -> Option<Vec<Inst>> {
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
        let movable = data.origin == Origin::Derivative && data.node.regions().is_empty() && !is_pinned(graph, inst);
        let reads_branch = data.node.operands().iter().any(|operand| graph[branch].results.contains(operand));
        if !movable || reads_branch || matches!(data.node, Node::Pull { .. }) {
            return None;
        }
        data.node.for_each_operand(|operand| {
            needed.insert(operand);
        });
        before.push(inst);
    }
    if late.is_some_and(|late| needed.contains(&late)) {
        return None;
    }
    before.reverse();
    Some(before)
}

/// Everything that an instruction and its regions read.
fn read_by(graph: &Graph, inst: Inst, read: &mut Set<Value>) {
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
