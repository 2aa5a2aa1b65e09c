//! Lets a branch take what stands between it and its mirror along, so that the mirror becomes a part of it.
//!
//! Reads:  a joint graph, a mirror that waits for something after its branch.
//! Writes: the same graph, where the mirror waits for nothing: each arm of the branch ends with a copy of the few
//! instructions that the mirror waits for, and the branch yields what others read of them.
//! Keeps:  every value; what is pinned, has regions or holds references stays where it is, and so does the mirror then.
//! Absent: mirrors that read nothing of their arms: those need no record. A seed that comes only after the forward part.
//!
//! No instruction runs more often than before, but the code grows. A second branch among those instructions is not taken
//! along, so it grows by no more than [`FEW`] instructions an arm.

use super::duplicate::Duplicate;
use super::fuse::read_by;
use crate::analysis::Uses;
use crate::graph::{Definition, End, Graph, Inst, Node, Origin, Region, Set, Value};
use crate::transform::is_pinned;

/// How many instructions a branch takes along.
const FEW: usize = 30;

/// Moves what a mirror waits for before its branch or to the end of the branch's arms, if all of it can move.
pub(super) fn take_along(graph: &mut Graph, region: Region, branch: Inst, mirror: Inst, late: &[Value]) -> bool {
    let Some(waits_for) = waits_for(graph, region, branch, mirror, late) else { return false };
    if waits_for.behind.len() > FEW || !reads_arms(graph, branch, mirror) {
        return false;
    }
    let insts = &mut graph[region].insts;
    insts.retain(|inst| !waits_for.before.contains(inst) && !waits_for.behind.contains(inst));
    let position = insts.iter().position(|inst| *inst == branch).expect("the branch is in the region");
    insts.splice(position..position, waits_for.before);
    let arms = graph[branch].node.regions().to_vec();
    let mirrored = graph[mirror].node.regions().to_vec();
    let results = graph[branch].results.clone();
    let copies: Vec<Option<Duplicate>> = arms
        .iter()
        .zip(mirrored)
        .map(|(&arm, mirrored)| {
            if graph[arm].diverges() {
                return None;
            }
            let mut copies = Duplicate::default();
            copies.values.extend(results.iter().copied().zip(graph[arm].yields().iter().copied()));
            for &inst in &waits_for.behind {
                let copy = copies.inst(graph, inst);
                graph[arm].insts.push(copy);
            }
            copies.read_by(graph, mirrored);
            Some(copies)
        })
        .collect();
    let uses = Uses::of(graph, region);
    for inst in waits_for.behind {
        for value in std::mem::take(&mut graph[inst].results) {
            if uses.is_unread(value) {
                continue;
            }
            for (arm, copies) in arms.iter().zip(&copies) {
                let (Some(copies), End::Yield(values)) = (copies, &mut graph[*arm].end) else { continue };
                values.push(copies.values[&value]);
            }
            graph[value].definition = Definition::Result(branch, graph[branch].results.len());
            graph[branch].results.push(value);
        }
    }
    true
}

/// What a mirror waits for: instructions that can run before the branch, and those that read what the branch yields.
struct WaitsFor {
    before: Vec<Inst>,
    behind: Vec<Inst>,
}

fn waits_for(graph: &Graph, region: Region, branch: Inst, mirror: Inst, late: &[Value]) -> Option<WaitsFor> {
    let insts = &graph[region].insts;
    let start = insts.iter().position(|inst| *inst == branch)?;
    let end = insts.iter().position(|inst| *inst == mirror)?;
    let mut needed: Set<Value> = Set::default();
    read_by(graph, mirror, &mut needed);
    let mut waited = Vec::new();
    for &inst in insts[start + 1..end].iter().rev() {
        if !graph[inst].results.iter().any(|result| needed.contains(result)) {
            continue;
        }
        if !is_movable(graph, inst) {
            return None;
        }
        graph[inst].node.for_each_operand(|operand| {
            needed.insert(operand);
        });
        waited.push(inst);
    }
    if late.iter().any(|late| needed.contains(late)) {
        return None;
    }
    let mut of_branch: Set<Value> = graph[branch].results.iter().copied().collect();
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    for inst in waited.into_iter().rev() {
        if graph[inst].node.operands().iter().any(|operand| of_branch.contains(operand)) {
            of_branch.extend(&graph[inst].results);
            behind.push(inst);
        } else {
            before.push(inst);
        }
    }
    Some(WaitsFor { before, behind })
}

/// Whether an instruction may run earlier, and in an arm: arithmetic of the user's gives the same bits wherever it stands.
fn is_movable(graph: &Graph, inst: Inst) -> bool {
    let data = &graph[inst];
    let pure = match &data.node {
        Node::Opaque(_) | Node::Apply { .. } | Node::Load { .. } | Node::Cast { .. } => true,
        Node::Tuple(_) | Node::Array(_) | Node::Literal(_) | Node::Select { .. } => true,
        Node::Pull { .. } => false,
        _ => data.origin == Origin::Derivative,
    };
    let owned = data.results.iter().all(|result| {
        let ty = &graph[*result].ty;
        ty.is_known() && !ty.holds_reference() && !ty.holds_vector()
    });
    pure && owned && data.node.regions().is_empty() && !is_pinned(graph, inst)
}

/// Whether a mirror reads what the arms of its branch computed.
fn reads_arms(graph: &Graph, branch: Inst, mirror: Inst) -> bool {
    let arms = graph[branch].node.regions().iter();
    let inside: Set<Value> = arms.flat_map(|arm| graph.defined_in(*arm)).collect();
    let mut read: Set<Value> = Set::default();
    read_by(graph, mirror, &mut read);
    read.iter().any(|value| inside.contains(value))
}
