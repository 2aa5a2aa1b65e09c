//! Loops that hand an array on to each other, element by element, become one.
//!
//! Reads:  a primal graph.
//! Writes: the same graph, where loops over the same integers that stand behind each other are one loop, if arrays that one
//! of them fills only for the others need not be kept then: what an iteration reads of such an array is what it has just
//! written, or what the iteration before has, which the loop carries as a number.
//! Keeps:  every bit: each iteration computes what it did, from the same numbers. What panics still does, though the
//! panic that comes first may be another one of them.
//! Absent: loops that share nothing, or arrays that somebody else reads: one loop through many arrays is no faster.

mod accesses;
mod carried;
mod joined;
mod unread;

use crate::analysis::{Integers, is_usize};
use crate::graph::{Graph, Inst, Node, Range, Region, Set, Space, Value};
use accesses::{Families, may_move, one_element_after_the_other};
use joined::Joined;

/// Merges loops in a whole function.
pub(crate) fn merge(graph: &mut Graph) {
    let body = graph.body;
    merge_in(graph, body);
}

fn merge_in(graph: &mut Graph, region: Region) {
    for inst in graph[region].insts.clone() {
        for inner in graph[inst].node.regions().to_vec() {
            merge_in(graph, inner);
        }
    }
    let mut first = 0;
    while first < graph[region].insts.len() {
        let run = run_from(graph, region, first);
        // The longest run that saves an array.
        let merged = (2..=run.len()).rev().find_map(|count| merged(graph, region, &run[..count]));
        if let Some(merged) = merged {
            *graph = merged;
        }
        first += 1;
    }
}

/// A loop that may be merged with others.
#[derive(Clone)]
struct Part {
    inst: Inst,
    body: Region,
    initial: Vec<Value>,
    results: Vec<Value>,
    /// The number of the iteration, and the end of the numbers.
    item: Value,
    end: Value,
    /// How many iterations more it makes than the shortest loop of the run.
    further: i64,
}

impl Part {
    /// A loop that counts from zero and whose iterations do arithmetic on numbers and elements.
    fn of(graph: &Graph, inst: Inst) -> Option<Self> {
        let Node::Loop(repeated) = &graph[inst].node else { return None };
        let Space::Range(range) = repeated.space else { return None };
        let counts = !range.inclusive && !range.reversed && graph.integer(range.start) == Some(0);
        let body = repeated.body;
        if !counts || repeated.ends_early || repeated.records || graph[body].diverges() {
            return None;
        }
        let item = *graph[body].parameters.first()?;
        let (initial, results) = (repeated.initial.clone(), graph[inst].results.clone());
        Some(Part { inst, body, initial, results, item, end: range.end, further: 0 })
    }
}

/// The loops that could be one, from an instruction of a region on.
fn run_from(graph: &Graph, region: Region, first: usize) -> Vec<Part> {
    let mut run: Vec<Part> = Vec::new();
    let mut made: Set<Value> = Set::default();
    for &inst in &graph[region].insts[first..] {
        match Part::of(graph, inst) {
            Some(part) => {
                made.extend(&part.results);
                run.push(part);
            }
            None if run.is_empty() || !may_move(graph, inst, &made) => break,
            None => {}
        }
    }
    run
}

/// The graph where a run of loops is one loop, if that is right and saves an array.
fn merged(graph: &Graph, region: Region, run: &[Part]) -> Option<Graph> {
    let mut run = run.to_vec();
    count_iterations(graph, &mut run)?;
    let families = Families::of(graph, &run)?;
    if !one_element_after_the_other(graph, &run, &families) {
        return None;
    }
    let mut graph = graph.clone();
    let joined = Joined::of(&mut graph, region, &run, &families);
    let arrays = carried::carry(&mut graph, region, &joined)?;
    unread::drop_unread(&mut graph, region, &joined, &arrays).then_some(graph)
}

/// Finds by how much each loop is longer than the shortest one, which must be known: by one iteration at most.
fn count_iterations(graph: &Graph, run: &mut [Part]) -> Option<()> {
    let mut integers = Integers::of(graph);
    let first = integers.integer(run[0].end);
    for part in run.iter_mut() {
        part.further = integers.integer(part.end).minus(&first).constant()?;
    }
    let least = run.iter().map(|part| part.further).min()?;
    run.iter_mut().for_each(|part| part.further -= least);
    let one_more = |part: &Part| part.further == 1 && is_usize(graph, part.end);
    run.iter().all(|part| part.further == 0 || one_more(part)).then_some(())
}

/// The range over which all loops of a run go.
fn common_range(graph: &Graph, run: &[Part]) -> Range {
    let shortest = run.iter().find(|part| part.further == 0).expect("one of the loops is the shortest");
    match &graph[shortest.inst].node {
        Node::Loop(crate::graph::Loop { space: Space::Range(range), .. }) => *range,
        _ => unreachable!("the parts of a run are loops over ranges"),
    }
}
