//! Elements that nobody reads need not be written.

use super::accesses::distance;
use super::joined::{Array, Joined};
use crate::analysis::{Integers, Polynomial};
use crate::graph::{Graph, Inst, Loop, Map, Node, Region, Set, Step, Value, is_len};

/// Removes what the joined loop writes to arrays, if of each of them only elements before those are read in the whole
/// function, and if each element is there.
pub(super) fn drop_unread(graph: &mut Graph, region: Region, joined: &Joined, arrays: &[Array]) -> bool {
    let mut dropped: Map<Value, Value> = Map::default();
    for array in arrays {
        let Some(versions) = Versions::of(graph, array.result) else { return false };
        let stores: Vec<Inst> = graph[joined.body]
            .insts
            .iter()
            .copied()
            .filter(|inst| matches!(&graph[*inst].node, Node::Store { base, .. } if versions.all.contains(base)))
            .collect();
        for inst in stores {
            let Node::Store { base, path, .. } = &graph[inst].node else { unreachable!("stores are stores") };
            let first = distance(&mut Integers::of(graph), path, joined.item);
            let is_unread = first.is_some_and(|first| versions.read.iter().all(|index| (*index as i64) < first));
            if !is_unread || !is_there(graph, region, joined, &versions, path) {
                return false;
            }
            dropped.insert(graph[inst].results[0], *base);
        }
    }
    let mut insts = std::mem::take(&mut graph[joined.body].insts);
    insts.retain(|inst| !graph[*inst].results.iter().any(|result| dropped.contains_key(result)));
    graph[joined.body].insts = insts;
    let whole = graph.body;
    graph.replace_reads(whole, |value| {
        while let Some(base) = dropped.get(value) {
            *value = *base;
        }
    });
    true
}

/// All versions of an array, and which of its elements are read.
struct Versions {
    all: Set<Value>,
    read: Vec<u64>,
}

impl Versions {
    /// None where more is read than elements with known numbers.
    fn of(graph: &Graph, version: Value) -> Option<Self> {
        let mut all: Set<Value> = Set::from_iter([version]);
        let insts = graph.walk(graph.body);
        loop {
            let count = all.len();
            for &inst in &insts {
                follow(graph, inst, &mut all);
            }
            if all.len() == count {
                break;
            }
        }
        let outside = graph.parameters().iter().chain(graph.results()).any(|value| all.contains(value));
        if outside {
            return None;
        }
        let mut read = Vec::new();
        for inst in insts {
            read.extend(reads(graph, inst, &all)?);
        }
        Some(Versions { all, read })
    }
}

/// Adds the versions that an instruction makes of others, or that it was made of.
fn follow(graph: &Graph, inst: Inst, all: &mut Set<Value>) {
    let data = &graph[inst];
    let mut same = |values: &[Value]| {
        if values.iter().any(|value| all.contains(value)) {
            all.extend(values);
        }
    };
    match &data.node {
        Node::Store { base, .. } | Node::Accumulate { base, .. } => same(&[*base, data.results[0]]),
        Node::Loop(Loop { initial, body, .. }) if !graph[*body].diverges() => {
            let parameters = graph.loop_parameters(*body, initial.len()).1;
            for (position, before) in initial.iter().enumerate() {
                same(&[*before, parameters[position], graph[*body].yields()[position], data.results[position]]);
            }
        }
        node => {
            for arm in node.regions() {
                let yields = graph[*arm].yields();
                yields.iter().zip(&data.results).for_each(|(value, result)| same(&[*value, *result]));
            }
        }
    }
}

/// The elements of some versions of an array that an instruction reads; none where it reads more.
fn reads(graph: &Graph, inst: Inst, versions: &Set<Value>) -> Option<Vec<u64>> {
    let data = &graph[inst];
    let read = data.node.operands().into_iter().filter(|operand| versions.contains(operand)).count();
    if read == 0 {
        return Some(Vec::new());
    }
    match &data.node {
        Node::Load { path, .. } if read == 1 => match path.as_slice() {
            [Step::Index(index)] => graph.integer(*index).map(|index| vec![index]),
            // It says only that there is such a part.
            [Step::Range(..)] if is_unread(graph, data.results[0]) => Some(Vec::new()),
            _ => None,
        },
        Node::Store { base, .. } if read == 1 && versions.contains(base) => Some(Vec::new()),
        Node::Loop(Loop { initial, .. }) => {
            (initial.iter().filter(|value| versions.contains(value)).count() == read).then(Vec::new)
        }
        Node::Opaque(opaque) if is_len(&opaque.code) => Some(Vec::new()),
        _ => None,
    }
}

fn is_unread(graph: &Graph, value: Value) -> bool {
    let mut regions = vec![graph.body];
    for inst in graph.walk(graph.body) {
        regions.extend(graph[inst].node.regions());
        if graph[inst].node.operands().contains(&value) {
            return false;
        }
    }
    !regions.into_iter().any(|region| graph[region].yields().contains(&value))
}

/// Whether the elements that the joined loop goes through are there: it ends where a part of the array does that was
/// taken before the loop, or where the array does.
fn is_there(graph: &Graph, region: Region, joined: &Joined, versions: &Versions, path: &[Step]) -> bool {
    let mut integers = Integers::of(graph);
    let end = integers.integer(joined.end);
    match path {
        [Step::Index(index)] => {
            let before = joined.arrays.iter().map(|array| array.before).find(|before| versions.all.contains(before));
            let length = before.map(|before| integers.length(before));
            integers.integer(*index) == Polynomial::value(joined.item) && length == Some(end)
        }
        [Step::Range(start, stop), Step::Index(index)] => {
            let (first, last) = (integers.integer(*start), integers.integer(*stop));
            let is_taken = graph[region].insts.iter().take_while(|inst| **inst != joined.inst).any(|inst| {
                matches!(&graph[*inst].node, Node::Load { base, path } if versions.all.contains(base)
                    && matches!(path[..], [Step::Range(start, stop)]
                        if integers.integer(start) == first && integers.integer(stop) == last))
            });
            is_taken && integers.integer(*index) == Polynomial::value(joined.item) && last.minus(&first) == end
        }
        _ => false,
    }
}
