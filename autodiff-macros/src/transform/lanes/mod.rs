//! Several iterations of a loop at once: vector instructions for loops whose own iterations are too few, too short or in
//! an order that must stay.
//!
//! Reads:  a joint graph without mirrors.
//! Writes: the same graph, where a loop with independent iterations is one over batches of them, then one over the rest. A
//! number of an iteration is an array in the loop over batches, with an element for each *lane*.
//! Keeps:  every bit of the value: what is not a derivative's sum is added up lane by lane, in the order of the iterations.
//! A derivative changes by rounding, since a batch is added to it at once.
//! Absent: what differs from lane to lane in more than numbers; loops that would have to collect what their lanes need from
//! all over the memory in the innermost loop.

mod calls;
mod form;
mod lane;
mod lift;
mod pay;
mod summed;
mod sums;

use crate::analysis::{Integers, Scratch, Trips, is_usize, most_trips};
use crate::graph::{Graph, Inst, Loop, Node, Range, Region, Set, Space};
use form::Forms;
use lift::Lift;

/// As `LANES` in the core crate.
const LANES: usize = 16;

/// Takes several iterations at once in all loops where that pays.
pub(crate) fn lanes(graph: &mut Graph) {
    let mut tried: Set<Inst> = Set::default();
    while let Some((inst, range, forms)) = find(graph, &tried) {
        tried.insert(inst);
        let mut changed = graph.clone();
        if let Some(batches) = Lift::new(&mut changed, forms, inst, range).run() {
            tried.insert(batches);
            *graph = changed;
        }
    }
}

/// The next loop with independent iterations, outer ones first.
fn find(graph: &Graph, tried: &Set<Inst>) -> Option<(Inst, Range, Forms)> {
    let mut loops = Vec::new();
    nests(graph, graph.body, tried, &mut loops);
    if loops.is_empty() {
        return None;
    }
    let mut scratch = Scratch::of(graph);
    let mut integers = Integers::of(graph);
    loops.into_iter().find_map(|inst| {
        let Node::Loop(repeated) = &graph[inst].node else { return None };
        let (Space::Range(range) | Space::Again { range: Some(range), list: None, backwards: false }) = repeated.space
        else {
            return None;
        };
        let is_short = matches!(most_trips(&mut integers, repeated), Some(Trips::Number(trips)) if trips <= 2 * LANES);
        if range.inclusive || range.reversed || is_short || !is_usize(graph, range.end) {
            return None;
        }
        let forms = Forms::of(graph, &mut scratch, repeated)?;
        forms.pay(graph, repeated.body).then_some((inst, range, forms))
    })
}

/// Loops with loops in them, outer ones first.
fn nests(graph: &Graph, region: Region, tried: &Set<Inst>, found: &mut Vec<Inst>) {
    for &inst in graph[region].insts.iter().filter(|inst| !tried.contains(inst)) {
        if let Node::Loop(Loop { body, .. }) = &graph[inst].node {
            let insts = graph.walk(*body);
            if insts.iter().any(|inst| matches!(graph[*inst].node, Node::Loop(_))) {
                found.push(inst);
            }
        }
        graph[inst].node.regions().iter().for_each(|inner| nests(graph, *inner, tried, found));
    }
}
