//! Elements that the iteration before, or this one, has written: numbers that the loop carries.

use super::accesses::distance;
use super::joined::{Array, Joined};
use crate::analysis::Integers;
use crate::graph::{End, Graph, Inst, Loop, Map, Node, Origin, Region, Step, Ty, Value};
use crate::transform::constant::constant;
use proc_macro2::Literal;
use syn::parse_quote;

/// An element that is read or written.
struct Touch {
    inst: Inst,
    base: Value,
    distance: i64,
}

/// Lets the joined loop carry what its iterations read of arrays that it has filled. The result is these arrays, if all
/// that is read of them in the loop can be carried.
pub(super) fn carry(graph: &mut Graph, region: Region, joined: &Joined) -> Option<Vec<Array>> {
    let mut arrays = Vec::new();
    for array in &joined.arrays {
        let (loads, stores) = touches(graph, joined, *array)?;
        if loads.iter().all(|load| load.base == array.parameter) {
            continue;
        }
        let [store] = stores.as_slice() else { return None };
        let written = graph[store.inst].results[0];
        let at_once = |load: &Touch| load.base == written && load.distance == store.distance;
        if !loads.iter().all(|load| at_once(load) || load.distance == store.distance - 1) {
            return None;
        }
        let Node::Store { value, .. } = graph[store.inst].node else { unreachable!("stores are stores") };
        let mut replaced: Map<Value, Value> = Map::default();
        for load in loads.iter().filter(|load| at_once(load)) {
            replaced.insert(graph[load.inst].results[0], value);
        }
        let before: Vec<&Touch> = loads.iter().filter(|load| !at_once(load)).collect();
        let rest = rest_loads(graph, joined, *array, store.distance - 1);
        if !before.is_empty() {
            if !joined.runs || rest.is_empty() {
                return None;
            }
            let first = usize::try_from(store.distance - 1).ok()?;
            let (parameter, result) = carried_number(graph, region, joined, *array, value, first);
            replaced.extend(before.iter().map(|load| (graph[load.inst].results[0], parameter)));
            replaced.extend(rest.iter().map(|inst| (graph[*inst].results[0], result)));
        }
        forget(graph, region, joined, &replaced);
        arrays.push(*array);
    }
    (!arrays.is_empty()).then_some(arrays)
}

/// What an iteration reads of an array, and what it writes to it.
fn touches(graph: &Graph, joined: &Joined, array: Array) -> Option<(Vec<Touch>, Vec<Touch>)> {
    let mut integers = Integers::of(graph);
    let mut versions = vec![array.parameter];
    let (mut loads, mut stores) = (Vec::new(), Vec::new());
    for &inst in &graph[joined.body].insts {
        match &graph[inst].node {
            Node::Load { base, path } if versions.contains(base) => {
                loads.push(Touch { inst, base: *base, distance: distance(&mut integers, path, joined.item)? });
            }
            Node::Store { base, path, .. } if versions.contains(base) => {
                stores.push(Touch { inst, base: *base, distance: distance(&mut integers, path, joined.item)? });
                versions.push(graph[inst].results[0]);
            }
            _ => {}
        }
    }
    Some((loads, stores))
}

/// The loads behind the loop of the element that its last iteration has written.
fn rest_loads(graph: &Graph, joined: &Joined, array: Array, wanted: i64) -> Vec<Inst> {
    let mut integers = Integers::of(graph);
    let end = integers.integer(joined.end);
    let mut found = Vec::new();
    for &inst in &joined.rest {
        let Node::Load { base, path } = &graph[inst].node else { continue };
        let index = match path.as_slice() {
            [Step::Index(index)] => integers.integer(*index),
            [Step::Range(start, _), Step::Index(index)] => integers.integer(*index).plus(&integers.integer(*start), 1),
            _ => continue,
        };
        if *base == array.result && index.minus(&end).constant() == Some(wanted) {
            found.push(inst);
        }
    }
    found
}

/// A number that the loop carries: what an iteration has written to an array, before the first one its element `first`.
/// The results are the number in an iteration, and after the loop.
fn carried_number(
    graph: &mut Graph,
    region: Region,
    joined: &Joined,
    array: Array,
    next: Value,
    first: usize,
) -> (Value, Value) {
    let span = graph[joined.inst].span;
    let literal = Literal::usize_unsuffixed(first);
    let index = constant(graph, parse_quote!(#literal), &[], Ty::Constant, span);
    let path = vec![Step::Index(graph[index].results[0])];
    let ty = graph[next].ty.clone();
    let node = Node::Load { base: array.before, path };
    let load = graph.add_inst(node, vec![ty.clone()], Origin::Primal, span);
    let place = graph[region].insts.iter().position(|inst| *inst == joined.inst).expect("the loop is in its region");
    graph[region].insts.splice(place..place, [index, load]);
    let initial = graph[load].results[0];
    let name = graph[array.parameter].name.clone();
    let parameter = graph.add_parameter(joined.body, ty.clone(), name.clone(), span);
    if let Node::Loop(Loop { initial: before, .. }) = &mut graph[joined.inst].node {
        before.push(initial);
    }
    if let End::Yield(values) = &mut graph[joined.body].end {
        values.push(next);
    }
    let result = graph.add_result(joined.inst, ty);
    graph[result].name = name;
    (parameter, result)
}

/// Removes loads whose results are known.
fn forget(graph: &mut Graph, region: Region, joined: &Joined, replaced: &Map<Value, Value>) {
    for place in [region, joined.body] {
        let mut insts = std::mem::take(&mut graph[place].insts);
        insts.retain(|inst| !graph[*inst].results.iter().any(|result| replaced.contains_key(result)));
        graph[place].insts = insts;
    }
    let whole = graph.body;
    graph.replace_reads(whole, |value| *value = *replaced.get(value).unwrap_or(value));
}
