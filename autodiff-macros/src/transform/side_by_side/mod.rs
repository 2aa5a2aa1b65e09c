//! Several iterations of a loop at once: where there are many arrays, long rows of a record, or functions to call, `rustc` does not
//! find out by itself that it may compute for two at once.
//!
//! Reads:  a joint graph without mirrors.
//! Writes: the same graph, with marks at loops of which no iteration touches a number that another one does, for pairs; and at
//!         loops that also hand on numbers to the next iteration, for closures.
//! Keeps:  every bit: each iteration does what it did, and no sum is added up in another order.
//! Absent: loops with loops or branches in them, and what goes on and on from one iteration to the next.

mod work;

use crate::analysis::Integers;
use crate::graph::{Graph, Inst, Map, Node, SideBySide};
use work::Work;

/// Marks loops where it pays, with all that read their record or wrote it.
pub(super) fn side_by_side(graph: &mut Graph) {
    let mut integers = Integers::of(graph);
    let mut works: Map<Inst, Work> = Map::default();
    let mut groups: Map<Inst, Vec<Inst>> = Map::default();
    for inst in graph.walk(graph.body) {
        let Node::Loop(repeated) = &graph[inst].node else { continue };
        if let Some(work) = Work::of(graph, &mut integers, repeated) {
            works.insert(inst, work);
        }
        groups.entry(graph.writer(inst)).or_default().push(inst);
    }
    for group in groups.values() {
        let Some(works) = group.iter().map(|inst| works.get(inst)).collect::<Option<Vec<&Work>>>() else { continue };
        let Some(chosen) = chosen(&works) else { continue };
        for inst in group {
            if let Node::Loop(repeated) = &mut graph[*inst].node {
                repeated.side_by_side = chosen;
            }
        }
    }
}

/// How loops that write and read one record are written, if not iteration by iteration.
fn chosen(works: &[&Work]) -> Option<SideBySide> {
    if !works.iter().any(|work| work.hands_on) {
        return works.iter().any(|work| work.pays_in_pairs()).then_some(SideBySide::Pairs);
    }
    works.iter().all(|work| work.pays_as_closure()).then_some(SideBySide::Closure)
}
