//! What an iteration leaves in an array although nobody looks at it again: a derivative need not store it.
//!
//! Reads:  a joint graph without mirrors.
//! Writes: the same graph, without the stores with which the iterations of a loop leave an array that nobody reads behind
//! the loop.
//! Keeps:  without a proof a store stays. The proof is that an iteration touches no element but the one with its own
//! number, at some distance that is the same in all of them: what it leaves there no other iteration sees.

use crate::analysis::{Integers, Uses, own_element};
use crate::graph::{Graph, Inst, Loop, Map, Node, Origin, Region, Value};

/// Removes such stores in a whole function.
pub(crate) fn last_touch(graph: &mut Graph) {
    let uses = Uses::of(graph, graph.body);
    let mut integers = Integers::of(graph);
    let mut unseen: Map<Value, Value> = Map::default();
    let mut stores: Vec<(Region, Inst)> = Vec::new();
    for inst in graph.walk(graph.body) {
        let Node::Loop(repeated) = &graph[inst].node else { continue };
        for (position, result) in graph[inst].results.iter().enumerate().take(repeated.initial.len()) {
            if uses.is_unread(*result)
                && let Some((store, before)) = last_store(graph, &uses, &mut integers, repeated, position)
            {
                unseen.insert(graph[store].results[0], before);
                stores.push((repeated.body, store));
            }
        }
    }
    for (region, store) in stores {
        graph[region].insts.retain(|inst| *inst != store);
    }
    graph.replace_reads(graph.body, |value| *value = *unseen.get(value).unwrap_or(value));
}

/// The store with which an iteration leaves an array although nobody sees it, and the version before.
fn last_store(
    graph: &Graph,
    uses: &Uses,
    integers: &mut Integers<'_>,
    repeated: &Loop,
    position: usize,
) -> Option<(Inst, Value)> {
    let body = repeated.body;
    let end = *graph[body].yields().get(position)?;
    let store = graph.definition(end).filter(|store| graph[body].insts.contains(store))?;
    let Node::Store { base, .. } = graph[store].node else { return None };
    let is_unseen = graph[store].origin == Origin::Derivative && uses.is_only_yielded(end);
    (is_unseen && own_element(graph, integers, repeated, position).is_some()).then_some((store, base))
}
