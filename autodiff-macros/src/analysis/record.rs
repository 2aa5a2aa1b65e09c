//! What a reverse sweep must find again.
//!
//! Reads:  a graph with mirrors.
//! Writes: the same graph, where a mirror is an ordinary branch: on the condition of the branch it mirrors where
//! nothing was recorded, else on what the arm that ran has recorded, one case of an anonymous sum an arm.
//! Keeps:  a value is recorded only if a mirror's arm reads it. Straight-line values are plain locals.
//! Absent: where a record lives; that is `emit`'s business.

use super::owned::own_referents;
use super::read_once::read_once;
use super::replay::Replay;
use super::{Homes, only_adds_up};
use crate::graph::{
    Arm, Capture, End, Graph, Inst, Loop, Map, Name, Node, Origin, Region, Set, SideBySide, Space, Ty, Value,
};

/// Turns mirrors into branches. Several mirrors of one branch share one record.
pub(crate) fn record(graph: &mut Graph) {
    let homes = Homes::of(graph);
    let body = graph.body;
    let changed = super::replay::changed(graph);
    let read_once = read_once(graph);
    let unordered = graph.walk(body).into_iter().filter(|inst| match graph[*inst].node {
        Node::MirrorLoop { body, .. } => only_adds_up(graph, *inst, body),
        _ => false,
    });
    let unordered = unordered.collect();
    let mut recording = Recording {
        graph,
        homes,
        changed,
        read_once,
        unordered,
        records: Map::default(),
        lists: Map::default(),
        passed: Map::default(),
        owned: Map::default(),
    };
    recording.visit(body);
}

/// What a branch records.
struct Record {
    /// The result of the branch that holds the record.
    taken: Value,
    /// For each arm: the instruction that makes the record, and what is in it.
    makers: [Inst; 2],
    payloads: [Vec<Value>; 2],
    /// The arms of all that recall it; their parameters are the payload.
    recalls: Vec<[Region; 2]>,
}

struct Recording<'g> {
    graph: &'g mut Graph,
    homes: Homes,
    /// Aggregates whose memory may be overwritten.
    changed: Set<Value>,
    /// Elements that are not read again, so that the vectors need not be kept.
    read_once: Set<Value>,
    /// Mirrors of loops whose iterations may run in any order.
    unordered: Set<Inst>,
    records: Map<Inst, Record>,
    lists: Map<Inst, List>,
    /// Values that a branch with one arm that ends passes out of it.
    passed: Map<(Inst, Value), Value>,
    /// Copies of what references refer to.
    owned: Map<Value, Value>,
}

/// What the iterations of a loop record.
struct List {
    /// The result of the loop that holds the records.
    list: Value,
    payload: Vec<Value>,
    /// The bodies of all that read it, backwards: for each, the place of its first payload parameter.
    readers: Vec<(Inst, Region, usize)>,
}

impl Recording<'_> {
    fn visit(&mut self, region: Region) {
        for inst in self.graph[region].insts.clone() {
            // Inner mirrors first: what they record is a value that an outer one may have to record.
            for inner in self.graph[inst].node.regions().to_vec() {
                self.visit(inner);
            }
            if let Node::Mirror { branch, arms } = self.graph[inst].node {
                self.mirror(region, inst, branch, arms);
            }
            if let Node::MirrorLoop { of, initial, body } = self.graph[inst].node.clone() {
                self.mirror_loop(inst, of, initial, body);
            }
        }
    }

    fn mirror(&mut self, region: Region, inst: Inst, branch: Inst, arms: [Region; 2]) {
        let Node::Branch { condition, arms: primal } = self.graph[branch].node else {
            unreachable!("a mirror belongs to a branch")
        };
        let payloads = [0, 1].map(|arm| {
            let payload = without_references(self.graph, &self.homes, arms[arm], primal[arm]);
            let payload = repeat_cheap(self.graph, &self.homes, arms[arm], primal[arm], payload);
            own_referents(self.graph, &mut self.homes, &mut self.owned, arms[arm], payload)
        });
        let live: Vec<usize> = (0..2).filter(|arm| !self.graph[primal[*arm]].diverges()).collect();
        if let [only] = live[..] {
            // The other arm panics: whoever comes here came through this one.
            let results: Vec<Value> =
                payloads[only].iter().map(|value| self.pass_out(branch, primal[only], *value)).collect();
            substitute(self.graph, arms[only], &payloads[only], &results);
            splice(self.graph, &mut self.homes, region, inst, arms[only]);
        } else if payloads.iter().all(Vec::is_empty) {
            self.graph[inst].node = Node::Branch { condition, arms };
        } else {
            let taken = self.recall(branch, primal, arms, payloads);
            self.graph[inst].node = Node::Recall { taken, arms };
        }
    }

    fn mirror_loop(&mut self, inst: Inst, of: Inst, initial: Vec<Value>, body: Region) {
        let Node::Loop(primal) = self.graph[of].node.clone() else { unreachable!("a mirror belongs to a loop") };
        let range = match primal.space {
            Space::Range(range) if !primal.ends_early => Some(range),
            _ => None,
        };
        let mut first = 0;
        let item = range.map(|_| {
            let item = self.graph[primal.body].parameters[0];
            let ty = self.graph[item].ty.clone();
            let index = insert_parameter(self.graph, inst, body, 0, ty);
            copy_description(self.graph, item, index);
            first = 1;
            (item, index)
        });
        let payload = without_references(self.graph, &self.homes, body, primal.body);
        let backwards = !self.unordered.contains(&inst);
        let mut replay = Replay::new(self.graph, &self.homes, &self.changed, &self.read_once, body, &primal, item);
        if !backwards {
            replay.runs_along();
        }
        let (payload, carried) = replay.run(payload);
        let payload = own_referents(self.graph, &mut self.homes, &mut self.owned, body, payload);
        let initial = carry_along(self.graph, inst, body, initial, carried);
        let list =
            (range.is_none() || !payload.is_empty()).then(|| self.recorded(of, &primal, inst, body, first, payload));
        let range = range.map(|range| crate::graph::Range { reversed: range.reversed != backwards, ..range });
        let space = Space::Again { range, list, backwards };
        self.graph[inst].node =
            Node::Loop(Loop { space, initial, body, ends_early: false, records: false, side_by_side: SideBySide::No });
    }

    /// Makes or extends the record of a loop's iterations, and lets the body of a mirror read it.
    fn recorded(
        &mut self,
        of: Inst,
        primal: &Loop,
        reader: Inst,
        body: Region,
        first: usize,
        payload: Vec<Value>,
    ) -> Value {
        if !self.lists.contains_key(&of) {
            let list = self.graph.add_result(of, Ty::List(of));
            self.graph[list].name = Some(Name::generated("record"));
            self.homes.at_home_of_branch(list, primal.body);
            if let Node::Loop(primal) = &mut self.graph[of].node {
                primal.records = true;
            }
            self.lists.insert(of, List { list, payload: Vec::new(), readers: Vec::new() });
        }
        let record = self.lists.get_mut(&of).expect("the list was just made");
        let add = |graph: &mut Graph, (reader, body, first): (Inst, Region, usize), position: usize, value: Value| {
            let ty = graph[value].ty.clone();
            let parameter = insert_parameter(graph, reader, body, first + position, ty);
            copy_description(graph, value, parameter);
        };
        for (position, &value) in record.payload.iter().enumerate() {
            add(self.graph, (reader, body, first), position, value);
        }
        record.readers.push((reader, body, first));
        for value in payload {
            if record.payload.contains(&value) {
                continue;
            }
            for &reader in &record.readers {
                add(self.graph, reader, record.payload.len(), value);
            }
            record.payload.push(value);
            if let End::Yield(values) = &mut self.graph[primal.body].end {
                values.push(value);
            }
        }
        let parameters = self.graph[body].parameters[first..first + record.payload.len()].to_vec();
        substitute(self.graph, body, &record.payload, &parameters);
        record.list
    }

    /// A value of the only arm that ends, as a result of the branch.
    fn pass_out(&mut self, branch: Inst, arm: Region, value: Value) -> Value {
        if let Some(result) = self.passed.get(&(branch, value)) {
            return *result;
        }
        let ty = self.graph[value].ty.clone();
        let result = self.graph.add_result(branch, ty);
        if let End::Yield(values) = &mut self.graph[arm].end {
            values.push(value);
        }
        copy_description(self.graph, value, result);
        self.homes.at_home_of_branch(result, arm);
        self.passed.insert((branch, value), result);
        result
    }

    /// Makes or extends the record of a branch, and lets the arms of a mirror read it.
    fn recall(&mut self, branch: Inst, primal: [Region; 2], arms: [Region; 2], payloads: [Vec<Value>; 2]) -> Value {
        if !self.records.contains_key(&branch) {
            let record = self.empty_record(branch, primal);
            self.records.insert(branch, record);
        }
        let record = self.records.get_mut(&branch).expect("the record was just made");
        for arm in 0..2 {
            // What earlier mirrors read, in their order, so that all see one record.
            for value in record.payloads[arm].clone() {
                add_payload_parameter(self.graph, arms[arm], value);
            }
            for &value in &payloads[arm] {
                if !record.payloads[arm].contains(&value) {
                    record.payloads[arm].push(value);
                    for recall in &record.recalls {
                        add_payload_parameter(self.graph, recall[arm], value);
                    }
                    add_payload_parameter(self.graph, arms[arm], value);
                    if let Node::Taken { payload, .. } = &mut self.graph[record.makers[arm]].node {
                        payload.push(value);
                    }
                }
            }
            let parameters = self.graph[arms[arm]].parameters.clone();
            substitute(self.graph, arms[arm], &record.payloads[arm], &parameters);
        }
        record.recalls.push(arms);
        record.taken
    }

    fn empty_record(&mut self, branch: Inst, primal: [Region; 2]) -> Record {
        let span = self.graph[branch].span;
        let makers = Arm::pair(primal).map(|arm| {
            let node = Node::Taken { side: arm.side, payload: Vec::new() };
            let maker = self.graph.push(arm.region, node, vec![Ty::Pullback], Origin::Derivative, span);
            let value = self.graph[maker].results[0];
            if let End::Yield(values) = &mut self.graph[arm.region].end {
                values.push(value);
            }
            maker
        });
        let taken = self.graph.add_result(branch, Ty::Pullback);
        self.graph[taken].name = Some(Name::generated("taken"));
        self.homes.at_home_of_branch(taken, primal[0]);
        Record { taken, makers, payloads: [Vec::new(), Vec::new()], recalls: Vec::new() }
    }
}

/// Lets the mirror of a loop carry further variables: what each is before the loop, in an iteration, and for the next.
fn carry_along(
    graph: &mut Graph,
    inst: Inst,
    body: Region,
    mut initial: Vec<Value>,
    carried: Vec<(Value, Value, Value)>,
) -> Vec<Value> {
    for (before, parameter, next) in carried {
        initial.push(before);
        graph[body].parameters.push(parameter);
        if let End::Yield(values) = &mut graph[body].end {
            values.push(next);
        }
        let ty = graph[parameter].ty.clone();
        graph.add_result(inst, ty);
    }
    graph.renumber(inst, body);
    initial
}

/// One more parameter of a loop's body, before the carried ones.
fn insert_parameter(graph: &mut Graph, inst: Inst, body: Region, position: usize, ty: Ty) -> Value {
    let span = graph[inst].span;
    let parameter = graph.add_parameter(body, ty, None, span);
    let parameters = &mut graph[body].parameters;
    parameters.pop();
    parameters.insert(position, parameter);
    graph.renumber(inst, body);
    parameter
}

/// One more part of a record, as a parameter of an arm that recalls it.
fn add_payload_parameter(graph: &mut Graph, arm: Region, value: Value) {
    let (ty, span) = (graph[value].ty.clone(), graph[value].span);
    let parameter = graph.add_parameter(arm, ty, None, span);
    copy_description(graph, value, parameter);
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

/// The values that one region reads and that another defines. A record keeps no reference: what it refers to is read,
/// and the reference is taken again.
fn without_references(graph: &mut Graph, homes: &Homes, reader: Region, definer: Region) -> Vec<Value> {
    let mut references = Vec::new();
    for value in read_from(graph, homes, reader, definer) {
        collect_references(graph, homes, definer, value, &mut references);
    }
    if references.is_empty() {
        return read_from(graph, homes, reader, definer);
    }
    let (mut from, mut to): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    let mut copies = Vec::new();
    for value in references {
        let source = graph.definition(value).expect("a reference that can be taken again is a result");
        let data = graph[source].clone();
        let mut node = data.node;
        node.for_each_operand_mut(|operand| {
            if let Some(position) = from.iter().position(|known| known == operand) {
                *operand = to[position];
            }
        });
        let copy = graph.add_inst(node, vec![graph[value].ty.clone()], data.origin, data.span);
        let result = graph[copy].results[0];
        if graph[value].name.is_some() {
            copy_description(graph, value, result);
        }
        graph[result].constant = graph[value].constant;
        copies.push(copy);
        from.push(value);
        to.push(result);
    }
    substitute(graph, reader, &from, &to);
    graph[reader].insts.splice(0..0, copies);
    read_from(graph, homes, reader, definer)
}

/// The references that a value is made of, if it can be taken again; what is referred to first.
fn collect_references(graph: &Graph, homes: &Homes, definer: Region, value: Value, references: &mut Vec<Value>) {
    if !homes.is_inside(value, definer) || references.contains(&value) || !super::replay::is_reference(graph, value) {
        return;
    }
    for operand in graph.node(value).map(Node::operands).unwrap_or_default() {
        collect_references(graph, homes, definer, operand, references);
    }
    references.push(value);
}

/// Literals and conditions over numbers from outside the arm are written again where they are read; the rest of a
/// payload is recorded. So is a literal that a rule of unknown types reads: its type is inferred where the primal reads
/// it.
fn repeat_cheap(graph: &mut Graph, homes: &Homes, reader: Region, definer: Region, payload: Vec<Value>) -> Vec<Value> {
    let mut recorded = Vec::new();
    let typed = super::replay::typed(graph, reader);
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for value in payload {
        let from_outside = |capture: &Capture| {
            let is_number = matches!(graph[capture.value].ty, Ty::Float(_) | Ty::Constant);
            is_number && !homes.is_inside(capture.value, definer)
        };
        let cheap = match graph.node(value) {
            Some(Node::Opaque(opaque)) if opaque.is_literal() => graph[value].annotation.is_none(),
            Some(Node::Opaque(opaque)) => opaque.cut && !opaque.pinned && opaque.captures.iter().all(from_outside),
            Some(Node::Literal(_)) => true,
            _ => false,
        };
        match graph.definition(value).filter(|_| cheap && !typed.contains(&value)) {
            Some(definition) => {
                let (node, origin, span) =
                    (graph[definition].node.clone(), graph[definition].origin, graph[value].span);
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

pub(super) fn copy_description(graph: &mut Graph, from: Value, to: Value) {
    let name = graph[from].name.clone();
    graph[to].name = Some(name.unwrap_or_else(|| Name::generated(graph.stem(from))));
    graph[to].constant = graph[from].constant;
}

/// Replaces values in a region and in those inside it.
pub(super) fn substitute(graph: &mut Graph, region: Region, from: &[Value], to: &[Value]) {
    if from.is_empty() {
        return;
    }
    let map: Map<Value, Value> = from.iter().copied().zip(to.iter().copied()).collect();
    graph.replace_reads(region, |value| {
        if let Some(by) = map.get(value) {
            *value = *by;
        }
    });
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
