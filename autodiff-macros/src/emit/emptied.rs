//! When lists are emptied: a list is kept only as long as an iteration of a loop around it can still read it.
//!
//! Reads: a graph without mirrors.

use crate::graph::{Graph, Inst, Loop, Map, Node, Region, Set, Space, Ty, Value};

/// For each instruction before which lists are emptied, the loops inside of it that write them: nothing that stands
/// around the iteration at hand holds on to what they recorded.
pub(super) fn emptied(graph: &Graph) -> Map<Inst, Vec<Inst>> {
    let nesting = Nesting::of(graph);
    let mut emptied: Map<Inst, Vec<Inst>> = Map::default();
    for inst in graph.walk(graph.body) {
        if !matches!(&graph[inst].node, Node::Loop(Loop { records: true, .. })) {
            continue;
        }
        let Some(&list) = graph[inst].results.last() else { continue };
        // From where the list is known, out to the loop that runs again, and down to what stands in its body.
        let mut region = nesting.outermost(&nesting.holders(list), graph);
        while let Some(&owner) = nesting.owner.get(&region) {
            if matches!(graph[owner].node, Node::Loop(_)) {
                break;
            }
            region = nesting.home[&owner];
        }
        let mut at = inst;
        while nesting.home[&at] != region {
            at = nesting.owner[&nesting.home[&at]];
        }
        if at != inst && region != graph.body {
            emptied.entry(at).or_default().push(inst);
        }
    }
    emptied
}

/// Where everything stands.
struct Nesting<'g> {
    graph: &'g Graph,
    insts: Vec<Inst>,
    /// The region that an instruction stands in.
    home: Map<Inst, Region>,
    /// The instruction that a region belongs to.
    owner: Map<Region, Inst>,
}

impl<'g> Nesting<'g> {
    fn of(graph: &'g Graph) -> Self {
        let insts = graph.walk(graph.body);
        let mut nesting = Nesting { graph, home: Map::default(), owner: Map::default(), insts: Vec::new() };
        let mut regions = vec![graph.body];
        for &inst in &insts {
            for &region in graph[inst].node.regions() {
                nesting.owner.insert(region, inst);
                regions.push(region);
            }
        }
        for region in regions {
            nesting.home.extend(graph[region].insts.iter().map(|inst| (*inst, region)));
        }
        nesting.insts = insts;
        nesting
    }

    /// The values that tell where a record lies: the list itself, what yields or records it, and what reads that again.
    fn holders(&self, list: Value) -> Vec<Value> {
        let graph = self.graph;
        let mut holders = vec![list];
        let mut seen: Set<Value> = Set::from_iter([list]);
        let mut next = 0;
        while let Some(&value) = holders.get(next) {
            next += 1;
            let mut found = Vec::new();
            for &inst in &self.insts {
                let data = &graph[inst];
                for &region in data.node.regions() {
                    for (position, yielded) in graph[region].yields().iter().enumerate() {
                        if *yielded == value {
                            // What a loop records is in its list, the last result.
                            found.extend(data.results.get(position).or(data.results.last()));
                        }
                    }
                }
                match &data.node {
                    Node::Taken { payload, .. } if payload.contains(&value) => found.extend(&data.results),
                    Node::Recall { taken, arms } if *taken == value => {
                        found.extend(arms.iter().flat_map(|arm| &graph[*arm].parameters));
                    }
                    Node::Loop(Loop { space: Space::Again { list: Some(list), .. }, body, .. }) if *list == value => {
                        found.extend(&graph[*body].parameters);
                    }
                    _ => {}
                }
            }
            let holds = |value: &Value| matches!(graph[*value].ty, Ty::List(_) | Ty::Pullback);
            holders.extend(found.into_iter().filter(holds).filter(|value| seen.insert(*value)));
        }
        holders
    }

    /// The outermost of the regions that define some values.
    fn outermost(&self, values: &[Value], graph: &Graph) -> Region {
        let homes = values.iter().filter_map(|value| graph.definition(*value)).map(|inst| self.home[&inst]);
        homes.min_by_key(|region| self.depth(*region)).unwrap_or(graph.body)
    }

    fn depth(&self, region: Region) -> usize {
        let mut depth = 0;
        let mut current = region;
        while let Some(owner) = self.owner.get(&current) {
            current = self.home[owner];
            depth += 1;
        }
        depth
    }
}
