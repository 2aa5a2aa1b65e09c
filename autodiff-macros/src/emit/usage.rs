//! Where values are read, in the order in which everything is emitted.
//!
//! Reads:  a graph without mirrors, in the parts in which it is emitted.
//! Keeps:  where a read runs counts: what a loop reads of the values around it, its last iteration still reads.

use super::plan::{Closure, borrows, is_literal, is_place};
use crate::graph::{Graph, Inst, Loop, Map, Node, Region, Set, Step, Ty, Value};

/// Where a value is read.
#[derive(Clone, Copy)]
pub(super) struct Use {
    pub(super) position: usize,
    pub(super) region: Region,
    pub(super) frame: usize,
    /// The reader; none for the end of the region.
    pub(super) reader: Option<Inst>,
}

/// Where everything is read, and in which order everything is emitted.
#[derive(Default)]
pub(super) struct Usage {
    pub(super) uses: Map<Value, Vec<Use>>,
    pub(super) positions: Map<Inst, usize>,
    /// The region and the part of the function that an instruction is in.
    pub(super) regions: Map<Inst, (Region, usize)>,
    pub(super) homes: Map<Value, (Region, usize)>,
    /// The instruction around a region, and the region that instruction is in.
    pub(super) parents: Map<Region, (Inst, Region)>,
    pub(super) changed: Set<Value>,
    /// What loops carry.
    pub(super) carried: Set<Value>,
    /// The bodies of loops.
    pub(super) bodies: Set<Region>,
    /// What runs for each lane.
    pub(super) lanes: Set<Region>,
    /// Numbers for the next iteration that are not made of those of this one: computed where they stand, they come before
    /// what the iteration writes to memory, so that `rustc` can compute them for several iterations at once.
    pub(super) handed_on: Set<Value>,
    /// Operands of rules whose type `rustc` infers: a literal must be the very variable that the primal reads.
    pub(super) typed: Set<Value>,
    /// What a choice chooses between: arithmetic in there would become a jump.
    pub(super) chosen: Set<Value>,
    pub(super) counter: usize,
    /// Every read in the order in which it was found, and where each value was defined.
    pub(super) read_since: Vec<(usize, Value)>,
    pub(super) defined: Map<Value, usize>,
}

impl Usage {
    pub(super) fn region(&mut self, graph: &Graph, region: Region, insts: &[Inst], frame: usize) {
        for &parameter in &graph[region].parameters {
            self.homes.entry(parameter).or_insert((region, frame));
            self.defined.entry(parameter).or_insert(self.counter);
        }
        for &inst in insts {
            self.counter += 1;
            let position = self.counter;
            self.positions.insert(inst, position);
            self.regions.insert(inst, (region, frame));
            let data = &graph[inst];
            data.node.for_each_operand(|value| {
                self.uses.entry(value).or_default().push(Use { position, region, frame, reader: Some(inst) });
                self.read_since.push((position, value));
            });
            self.changed.extend(data.node.changes().into_iter().map(|(base, _)| base));
            match &data.node {
                // What is added is moved.
                Node::Accumulate { value, .. } if !graph[*value].ty.is_float() => {
                    self.changed.insert(*value);
                }
                Node::RulePullback { operands, .. }
                | Node::RuleTangent { operands, .. }
                | Node::Taken { payload: operands, .. } => {
                    self.typed.extend(operands.iter().filter(|value| is_literal(graph, **value)));
                }
                Node::Loop(Loop { records: true, initial, ends_early, body, .. }) => {
                    let payload = &graph[*body].yields()[initial.len() + usize::from(*ends_early)..];
                    self.typed.extend(payload.iter().filter(|value| is_literal(graph, **value)));
                }
                Node::Select { then, otherwise, .. } => self.chosen.extend([*then, *otherwise]),
                _ => {}
            }
            for &result in &data.results {
                self.homes.insert(result, (region, frame));
                self.defined.insert(result, position);
            }
            if let Node::Lanes { body } = &data.node {
                self.lanes.insert(*body);
            }
            for &inner in data.node.regions() {
                self.parents.insert(inner, (inst, region));
                self.region(graph, inner, &graph[inner].insts, frame);
                self.end_in(graph, inner, frame);
            }
            if let Node::Loop(Loop { body, initial, .. }) = &data.node {
                self.bodies.insert(*body);
                self.repeat(position);
                // What is carried has a variable: it is assigned to.
                let carried = graph.loop_parameters(*body, initial.len()).1;
                self.changed.extend(carried);
                self.carried.extend(carried);
                if graph[*body].insts.iter().all(|inst| graph[*inst].node.regions().is_empty()) {
                    self.handed_on.extend(handed_on(graph, *body, carried));
                }
            }
        }
    }

    /// The values that are read once, where they are made or in an arm there.
    pub(super) fn movable(&self, graph: &Graph) -> Set<Value> {
        let is_place = |value: Value| graph.definition(value).is_some_and(|inst| is_place(graph, inst));
        let read_once = |value: &Value| match (self.of(*value), self.homes.get(value)) {
            ([only], Some((home, frame))) => {
                only.frame == *frame && self.is_in_same_iteration(only.region, *home) && !is_place(*value)
            }
            _ => false,
        };
        self.uses.keys().copied().filter(read_once).collect()
    }

    /// The parts of unknown type that are cloned, not moved, out of what they are a part of: it is read afterwards, or it
    /// is an array. `root` is the variable of a value.
    pub(super) fn cloned_parts(&self, graph: &Graph, root: &dyn Fn(Value) -> Value) -> Set<Value> {
        let unknown = |inst: &Inst| match (&graph[*inst].node, graph[*inst].results.as_slice()) {
            (Node::Load { base, path }, [result])
                if matches!(graph[*result].ty, Ty::Unknown) && !graph[*result].constant =>
            {
                Some((*inst, *base, path.as_slice(), *result))
            }
            _ => None,
        };
        let parts: Vec<_> = self.positions.keys().filter_map(unknown).collect();
        if parts.is_empty() {
            return Set::default();
        }
        let mut readers: Map<Value, Vec<Use>> = Map::default();
        for (value, uses) in &self.uses {
            readers.entry(root(*value)).or_default().extend(uses);
        }
        let is_cloned = |(inst, base, path, result): &(Inst, Value, &[Step], Value)| {
            let [Step::Field(_)] = path else {
                // A number is read as it is; who reads parts of a part has no number.
                let mut readers = self.of(*result).iter().filter_map(|at| at.reader);
                return readers.any(|reader| borrows(&graph[reader].node, *result));
            };
            let (position, (region, frame)) = (self.positions[inst], self.regions[inst]);
            let reads_the_rest = |at: &Use| match at.reader.map(|reader| &graph[reader].node) {
                Some(Node::Load { path: other, .. }) => matches!(other.as_slice(), [Step::Field(_)]) && other != path,
                _ => false,
            };
            let read_again = readers[&root(*base)].iter().any(|at| {
                at.reader != Some(*inst) && (at.position >= position || at.frame != frame) && !reads_the_rest(at)
            });
            let is_own = self.homes.get(base).is_some_and(|(_, home)| *home == frame) && self.runs_once(*base, region);
            !matches!(graph[*base].ty, Ty::Reference(_)) && (read_again || !is_own)
        };
        parts.iter().filter(|part| is_cloned(part)).map(|(.., result)| *result).collect()
    }

    /// Whether a region is another one or in an arm of a branch in it.
    pub(super) fn is_in_same_iteration(&self, inner: Region, outer: Region) -> bool {
        let mut current = inner;
        while current != outer {
            match self.parents.get(&current) {
                Some(&(_, parent)) if !self.bodies.contains(&current) && !self.lanes.contains(&current) => {
                    current = parent;
                }
                _ => return false,
            }
        }
        true
    }

    /// Whether a region runs at most once for each time that a value is made.
    pub(super) fn runs_once(&self, value: Value, region: Region) -> bool {
        self.homes.get(&value).is_some_and(|(home, _)| self.is_in_same_iteration(region, *home))
    }

    /// What a loop reads of the values around it, the last iteration still reads.
    pub(super) fn repeat(&mut self, start: usize) {
        let end = self.counter;
        let last = self.read_since.partition_point(|(position, _)| *position <= start);
        let read: Set<Value> = self.read_since[last..].iter().map(|(_, value)| *value).collect();
        for value in read {
            if self.defined.get(&value).is_none_or(|defined| *defined < start) {
                for at in self.uses.get_mut(&value).into_iter().flatten().filter(|at| at.position > start) {
                    at.position = end;
                }
            }
        }
    }

    pub(super) fn end_in(&mut self, graph: &Graph, region: Region, frame: usize) {
        self.counter += 1;
        let position = self.counter;
        for &value in graph[region].yields() {
            self.uses.entry(value).or_default().push(Use { position, region, frame, reader: None });
            self.read_since.push((position, value));
        }
    }

    /// The end of the function: its results are read after the forward part, the rest after the backward part.
    pub(super) fn end(&mut self, graph: &Graph, closure: Option<Closure<'_>>) {
        self.counter += 1;
        let position = self.counter;
        for (index, &value) in graph.results().iter().enumerate() {
            let frame = usize::from(closure.is_some_and(|closure| index >= closure.results));
            self.uses.entry(value).or_default().push(Use { position, region: graph.body, frame, reader: None });
        }
    }

    pub(super) fn of(&self, value: Value) -> &[Use] {
        self.uses.get(&value).map_or(&[], Vec::as_slice)
    }

    /// Whether two regions are (in) different arms of one branch that runs at most once for each time that a value is
    /// made: only one of them sees it.
    pub(super) fn are_exclusive(&self, value: Value, left: Region, right: Region) -> bool {
        let mut around = Map::default();
        let mut current = left;
        while let Some(&(inst, outer)) = self.parents.get(&current) {
            around.insert(inst, current);
            current = outer;
        }
        let mut current = right;
        while let Some(&(inst, outer)) = self.parents.get(&current) {
            if let Some(&arm) = around.get(&inst) {
                return arm != current && self.runs_once(value, outer);
            }
            current = outer;
        }
        false
    }
}

/// The numbers that an iteration hands on to the next one and does not make of the ones that it got in their places.
fn handed_on(graph: &Graph, body: Region, carried: &[Value]) -> Vec<Value> {
    let is_new = |(parameter, next): (&Value, &Value)| {
        let mut made: Set<Value> = Set::from_iter([*parameter]);
        for inst in &graph[body].insts {
            if graph[*inst].node.operands().iter().any(|operand| made.contains(operand)) {
                made.extend(&graph[*inst].results);
            }
        }
        (graph[*next].ty.is_float() && !made.contains(next)).then_some(*next)
    };
    carried.iter().zip(graph[body].yields()).filter_map(is_new).collect()
}
