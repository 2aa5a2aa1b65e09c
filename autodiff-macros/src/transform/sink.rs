//! What only the next iteration of a loop reads is made last, in the place of what it is made of.
//!
//! Reads:  a joint graph without mirrors.    Writes: the same graph with numbers of lanes that an iteration only hands on at its end.
//! Keeps:  every value. The registers do not hold an iteration's numbers and the next ones at the same time.

use super::simplify::is_pinned;
use crate::analysis::Uses;
use crate::graph::{Graph, Inst, Loop, Node};

/// Sinks in a whole function.
pub(crate) fn sink(graph: &mut Graph) {
    let uses = Uses::of(graph, graph.body);
    for inst in graph.walk(graph.body) {
        let Node::Loop(Loop { body, .. }) = graph[inst].node else { continue };
        let insts = std::mem::take(&mut graph[body].insts);
        let (last, mut kept): (Vec<Inst>, Vec<Inst>) = insts.into_iter().partition(|inst| {
            let is_handed_on = graph[*inst].results.iter().all(|result| uses.is_only_yielded(*result));
            matches!(graph[*inst].node, Node::Lanes { .. }) && is_handed_on && !is_pinned(graph, *inst)
        });
        kept.extend(last);
        graph[body].insts = kept;
    }
}
