//! Puts derivative arithmetic where its operands are still at hand.
//!
//! Reads:  a graph whose forward and backward parts run in one function.
//! Writes: the same graph, where a derivative number is computed as soon as the last thing it needs is there: the
//! reverse of a term of a sum right behind the term, as a person writes it. Fewer values live at once, across calls of
//! `exp` above all.
//! Keeps:  the order of everything that is pinned, has regions or works on aggregates.
//! Absent: numbers made of parameters only, which are at hand anyway.

use crate::graph::{Graph, Inst, Map, Node, Origin, Region, Value};

/// Schedules a region and those inside it.
pub(crate) fn schedule(graph: &mut Graph) {
    let body = graph.body;
    schedule_region(graph, body);
}

fn schedule_region(graph: &mut Graph, region: Region) {
    let insts = std::mem::take(&mut graph[region].insts);
    // What moves is put behind the fixed instruction that it waits for.
    let mut slots: Vec<Vec<Inst>> = vec![Vec::new()];
    let mut slot_of: Map<Value, usize> = Map::default();
    for inst in insts {
        for inner in graph[inst].node.regions().to_vec() {
            schedule_region(graph, inner);
        }
        if matches!(graph[inst].node, Node::Literal(_)) {
            slots[0].push(inst);
            continue;
        }
        let last = slots.len() - 1;
        let slot = if is_movable(graph, inst) {
            let operands = graph[inst].node.operands();
            operands.iter().filter_map(|operand| slot_of.get(operand)).copied().max().unwrap_or(last)
        } else {
            slots.push(Vec::new());
            last + 1
        };
        slots[slot].push(inst);
        for result in &graph[inst].results {
            slot_of.insert(*result, slot);
        }
    }
    graph[region].insts = slots.into_iter().flatten().collect();
}

/// Whether an instruction is derivative arithmetic on numbers.
fn is_movable(graph: &Graph, inst: Inst) -> bool {
    let data = &graph[inst];
    data.origin == Origin::Derivative
        && matches!(data.node, Node::Apply { .. } | Node::Select { .. } | Node::Cast { .. })
        && data.results.iter().all(|result| graph[*result].ty.is_float())
}
