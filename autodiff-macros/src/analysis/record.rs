//! What a reverse sweep must find again.
//!
//! Reads:  a graph with mirrors.
//! Writes: the same graph, where a mirror is an ordinary branch: on the condition of the branch it mirrors where
//! nothing was recorded, else on what the arm that ran has recorded, one case of an anonymous sum an arm.
//! Keeps:  a value is recorded only if a mirror's arm reads it. Straight-line values are plain locals.
//! Absent: where a record lives; that is `emit`'s business.

use super::Homes;
use crate::graph::{Arm, End, Graph, Inst, Map, Node, Origin, Region, Set, Ty, Value};

/// Turns mirrors into branches.
pub(crate) fn record(graph: &mut Graph) {
    let mut homes = Homes::of(graph);
    let body = graph.body;
    visit(graph, &mut homes, body);
}

fn visit(graph: &mut Graph, homes: &mut Homes, region: Region) {
    for inst in graph[region].insts.clone() {
        // Inner mirrors first: what they record is a value that an outer one may have to record.
        for inner in graph[inst].node.regions().to_vec() {
            visit(graph, homes, inner);
        }
        if let Node::Mirror { branch, arms } = graph[inst].node {
            mirror(graph, homes, region, inst, branch, arms);
        }
    }
}

fn mirror(graph: &mut Graph, homes: &mut Homes, region: Region, inst: Inst, branch: Inst, arms: [Region; 2]) {
    let Node::Branch { condition, arms: primal } = graph[branch].node else {
        unreachable!("a mirror belongs to a branch")
    };
    let payloads: Vec<Vec<Value>> = primal
        .into_iter()
        .zip(arms)
        .map(|(primal, mirrored)| {
            let payload = read_from(graph, homes, mirrored, primal);
            repeat_literals(graph, mirrored, payload)
        })
        .collect();
    let live: Vec<usize> = (0..2).filter(|arm| !graph[primal[*arm]].diverges()).collect();
    if let [only] = live[..] {
        // The other arm panics: whoever comes here came through this one.
        let types: Vec<Ty> = payloads[only].iter().map(|value| graph[*value].ty.clone()).collect();
        let results: Vec<Value> = types.into_iter().map(|ty| graph.add_result(branch, ty)).collect();
        if let End::Yield(values) = &mut graph[primal[only]].end {
            values.extend(&payloads[only]);
        }
        for (value, result) in payloads[only].iter().zip(&results) {
            copy_description(graph, *value, *result);
            homes.at_home_of_branch(*result, primal[only]);
        }
        substitute(graph, arms[only], &payloads[only], &results);
        splice(graph, homes, region, inst, arms[only]);
        return;
    }
    if payloads.iter().all(Vec::is_empty) {
        graph[inst].node = Node::Branch { condition, arms };
        return;
    }
    let span = graph[branch].span;
    for (arm, payload) in Arm::pair(primal).into_iter().zip(&payloads) {
        let node = Node::Taken { side: arm.side, payload: payload.clone() };
        let taken = graph.push(arm.region, node, vec![Ty::Pullback], Origin::Derivative, span);
        let value = graph[taken].results[0];
        if let End::Yield(values) = &mut graph[arm.region].end {
            values.push(value);
        }
    }
    let taken = graph.add_result(branch, Ty::Pullback);
    graph[taken].name = Some(crate::graph::Name::generated("taken"));
    homes.at_home_of_branch(taken, primal[0]);
    for (arm, payload) in arms.into_iter().zip(&payloads) {
        let parameters: Vec<Value> = payload
            .iter()
            .map(|value| {
                let (ty, span) = (graph[*value].ty.clone(), graph[*value].span);
                let parameter = graph.add_parameter(arm, ty, None, span);
                copy_description(graph, *value, parameter);
                parameter
            })
            .collect();
        substitute(graph, arm, payload, &parameters);
    }
    graph[inst].node = Node::Recall { taken, arms };
}

/// The values that one region reads and that another defines, each once.
fn read_from(graph: &Graph, homes: &Homes, reader: Region, definer: Region) -> Vec<Value> {
    let mut read = Vec::new();
    let mut visit = |value: Value| {
        if homes.is_inside(value, definer) && !read.contains(&value) {
            read.push(value);
        }
    };
    for inst in graph.walk(reader) {
        graph[inst].node.for_each_operand(&mut visit);
        for &inner in graph[inst].node.regions() {
            graph[inner].yields().iter().copied().for_each(&mut visit);
        }
    }
    graph[reader].yields().iter().copied().for_each(&mut visit);
    read
}

/// Literals are written again where they are read; the rest of a payload is recorded. So is a literal that a rule of
/// unknown types reads: its type is inferred where the primal reads it.
fn repeat_literals(graph: &mut Graph, reader: Region, payload: Vec<Value>) -> Vec<Value> {
    let mut recorded = Vec::new();
    let mut typed = Set::default();
    for inst in graph.walk(reader) {
        if let Node::RulePullback { operands, .. } | Node::RuleTangent { operands, .. } = &graph[inst].node {
            typed.extend(operands.iter().copied());
        }
    }
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for value in payload {
        let literal = match graph.node(value) {
            Some(Node::Opaque(opaque)) => opaque.is_literal() && graph[value].annotation.is_none(),
            Some(Node::Literal(_)) => true,
            _ => false,
        };
        match graph.definition(value).filter(|_| literal && !typed.contains(&value)) {
            Some(definition) => {
                let (node, origin, span) = (graph[definition].node.clone(), graph[definition].origin, graph[value].span);
                let copy = graph.add_inst(node, vec![graph[value].ty.clone()], origin, span);
                graph[reader].insts.insert(0, copy);
                from.push(value);
                to.push(graph[copy].results[0]);
            }
            None => recorded.push(value),
        }
    }
    substitute(graph, reader, &from, &to);
    recorded
}

fn copy_description(graph: &mut Graph, from: Value, to: Value) {
    graph[to].name = graph[from].name.clone();
    graph[to].constant = graph[from].constant;
}

/// Replaces values in a region and in those inside it.
fn substitute(graph: &mut Graph, region: Region, from: &[Value], to: &[Value]) {
    if from.is_empty() {
        return;
    }
    let map: Map<Value, Value> = from.iter().copied().zip(to.iter().copied()).collect();
    let replace = |value: &mut Value| {
        if let Some(by) = map.get(value) {
            *value = *by;
        }
    };
    let mut regions = vec![region];
    for inst in graph.walk(region) {
        graph[inst].node.for_each_operand_mut(replace);
        regions.extend(graph[inst].node.regions());
    }
    for region in regions {
        if let End::Yield(values) = &mut graph[region].end {
            values.iter_mut().for_each(replace);
        }
    }
}

/// Puts the only arm of a mirror in the mirror's place.
fn splice(graph: &mut Graph, homes: &mut Homes, region: Region, mirror: Inst, arm: Region) {
    let inner = std::mem::take(&mut graph[arm].insts);
    let yields = graph[arm].yields().to_vec();
    let results = graph[mirror].results.clone();
    let position = graph[region].insts.iter().position(|inst| *inst == mirror).expect("the mirror is in its region");
    graph[region].insts.splice(position..=position, inner);
    homes.dissolve(arm, region);
    substitute(graph, region, &results, &yields);
}
