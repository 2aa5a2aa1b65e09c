//! Sharing and removal.
//!
//! Reads:  any graph.    Writes: the same graph, where equal pure nodes are one and what nobody reads is gone.
//! Keeps:  pinned nodes and their order; the form in which the user wrote a primal node.

use super::invariant::take_out_invariants;
use super::operand::Operand;
use crate::graph::{End, Form, Graph, Inst, Map, Node, Origin, Region, Set, Step, Ty, Value};
use crate::rules::Op;

/// Shares equal nodes (where `share` says so), then removes dead ones.
pub(crate) fn simplify(graph: &mut Graph, share: bool) {
    take_out_invariants(graph);
    if share {
        let mut sharing = Sharing { graph, tables: Map::default(), open: Vec::new(), replaced: Map::default() };
        let body = sharing.graph.body;
        sharing.region(body, None);
    }
    let mut liveness = Liveness { used: vec![false; graph.value_count()], mirrored: Set::default(), marks_only: false };
    let body = graph.body;
    for &result in graph.results() {
        liveness.used[result.index()] = true;
    }
    liveness.region(graph, body);
}

/// Whether a node must stay where it is even if nobody reads its results: it may panic or has an effect.
pub(crate) fn is_pinned(graph: &Graph, inst: Inst) -> bool {
    let data = &graph[inst];
    match &data.node {
        Node::Opaque(opaque) => opaque.pinned || !opaque.changes.is_empty(),
        Node::Call { .. } | Node::CallVjp { .. } | Node::CallJvp { .. } => true,
        Node::Apply { op: Op::Clamp, .. } | Node::Pop { .. } | Node::Extremum { .. } => data.origin == Origin::Primal,
        Node::Load { base, path } | Node::Store { base, path, .. } => {
            data.origin == Origin::Primal && !is_in_bounds(graph, graph[*base].ty.clone(), path)
        }
        Node::Lanes { body } => graph.walk(*body).into_iter().any(|inst| is_pinned(graph, inst)),
        _ => false,
    }
}

/// Whether every index of a path is a literal below the literal length of what it indexes.
fn is_in_bounds(graph: &Graph, ty: Ty, path: &[Step]) -> bool {
    let mut ty = ty;
    for step in path {
        match step {
            Step::Field(position) => ty = ty.field(*position as usize),
            Step::Range(..) => return false,
            Step::Index(index) => {
                let (Some(len), Some(index)) = (ty.literal_len(), graph.integer(*index)) else { return false };
                if index >= len as u64 {
                    return false;
                }
                ty = ty.element();
            }
        }
    }
    true
}

/// A step of a path, as far as equality goes.
#[derive(PartialEq, Eq, Hash, Clone)]
enum KeyStep {
    Index(Operand),
    Range(Operand, Operand),
    Field(u32),
}

/// What makes two nodes equal.
#[derive(PartialEq, Eq, Hash, Clone)]
enum Key {
    Apply(Op, Option<Form>, Vec<Operand>),
    Select(crate::rules::Comparison, [Operand; 4]),
    Cast(crate::graph::Float, Value),
    Deref(Value),
    Load(Value, Vec<KeyStep>),
}

struct Sharing<'g> {
    graph: &'g mut Graph,
    /// What each region has computed.
    tables: Map<Region, Map<Key, Value>>,
    /// The regions whose values can be seen, innermost last.
    open: Vec<Region>,
    replaced: Map<Value, Value>,
}

impl Sharing<'_> {
    /// Visits a region; `dominating` is the arm of a branch that its mirror sees.
    fn region(&mut self, region: Region, dominating: Option<Region>) {
        let depth = self.open.len();
        self.open.extend(dominating);
        self.open.push(region);
        self.tables.insert(region, Map::default());
        let insts = std::mem::take(&mut self.graph[region].insts);
        let mut kept = Vec::with_capacity(insts.len());
        for inst in insts {
            let replaced = &self.replaced;
            self.graph[inst].node.for_each_operand_mut(|operand| {
                if let Some(value) = replaced.get(operand) {
                    *operand = *value;
                }
            });
            if let Some(value) = self.known(inst) {
                let result = self.graph[inst].results[0];
                self.replace(result, value);
                continue;
            }
            kept.push(inst);
            let (regions, mirrors) = match &self.graph[inst].node {
                Node::Mirror { branch, arms } => (arms.to_vec(), Some(*branch)),
                Node::MirrorLoop { of, body, .. } => (vec![*body], Some(*of)),
                node => (node.regions().to_vec(), None),
            };
            for (position, inner) in regions.into_iter().enumerate() {
                let dominating = mirrors.map(|branch| self.graph[branch].node.regions()[position]);
                self.region(inner, dominating);
            }
        }
        self.graph[region].insts = kept;
        if let End::Yield(values) = &mut self.graph[region].end {
            for value in values {
                if let Some(known) = self.replaced.get(value) {
                    *value = *known;
                }
            }
        }
        self.open.truncate(depth);
    }

    fn replace(&mut self, value: Value, by: Value) {
        if self.graph[by].name.is_none() {
            self.graph[by].name = self.graph[value].name.clone();
        }
        self.replaced.insert(value, by);
    }

    /// The value that was computed already, if there is one; otherwise this one is remembered.
    fn known(&mut self, inst: Inst) -> Option<Value> {
        let key = self.key(inst)?;
        for region in self.open.iter().rev() {
            if let Some(&value) = self.tables.get(region).and_then(|table| table.get(&key)) {
                let origin = |value: Value| self.graph.definition(value).map(|inst| self.graph[inst].origin);
                // A primal node is computed as the user wrote it, not as a rule would.
                if self.graph[inst].origin == Origin::Derivative || origin(value) == Some(Origin::Primal) {
                    return Some(value);
                }
            }
        }
        let result = self.graph[inst].results[0];
        let region = *self.open.last().expect("a region is open");
        let table = self.tables.entry(region).or_default();
        table.insert(key, result);
        // Derivative code asks for an operator without caring how it was written.
        if let Some(Key::Apply(op, Some(_), operands)) = self.key(inst) {
            self.tables.entry(region).or_default().entry(Key::Apply(op, None, operands)).or_insert(result);
        }
        None
    }

    fn key(&self, inst: Inst) -> Option<Key> {
        let data = &self.graph[inst];
        let &[result] = data.results.as_slice() else { return None };
        if self.graph[result].annotation.is_some() {
            return None;
        }
        let scalar = self.graph[result].ty.is_float();
        match &data.node {
            Node::Apply { op, form, operands } if scalar => {
                let mut operands: Vec<Operand> = operands.iter().map(|operand| self.operand(*operand)).collect();
                if matches!(op, Op::Add | Op::Mul) {
                    operands.sort_unstable();
                }
                let form = if data.origin == Origin::Primal { Some(*form) } else { None };
                Some(Key::Apply(*op, form, operands))
            }
            Node::Select { comparison, left, right, then, otherwise } => {
                Some(Key::Select(*comparison, [*left, *right, *then, *otherwise].map(|value| self.operand(value))))
            }
            Node::Cast { to, operand, .. } => Some(Key::Cast(*to, *operand)),
            Node::Same { form: crate::graph::SameForm::Deref, operand } if scalar => Some(Key::Deref(*operand)),
            Node::Load { base, path } if scalar => {
                let path = path.iter().map(|step| match step {
                    Step::Index(index) => KeyStep::Index(self.operand(*index)),
                    Step::Range(start, end) => KeyStep::Range(self.operand(*start), self.operand(*end)),
                    Step::Field(position) => KeyStep::Field(*position),
                });
                Some(Key::Load(*base, path.collect()))
            }
            _ => None,
        }
    }

    fn operand(&self, value: Value) -> Operand {
        Operand::of(self.graph, value)
    }
}

struct Liveness {
    used: Vec<bool>,
    /// Branches that a live mirror comes back to.
    mirrored: Set<Inst>,
    /// Whether nothing is removed yet: in a loop, later iterations decide.
    marks_only: bool,
}

impl Liveness {
    /// Whether a region holds anything that must run.
    fn holds_pinned(&self, graph: &Graph, region: Region) -> bool {
        graph[region].diverges() || graph.walk(region).into_iter().any(|inst| is_pinned(graph, inst))
    }

    fn region(&mut self, graph: &mut Graph, region: Region) {
        let insts = graph[region].insts.clone();
        let mut kept = Vec::with_capacity(insts.len());
        for inst in insts.into_iter().rev() {
            if self.inst(graph, inst) {
                kept.push(inst);
            }
        }
        kept.reverse();
        if !self.marks_only {
            graph[region].insts = kept;
        }
    }

    /// Whether an instruction stays; if so, what it reads is used.
    fn inst(&mut self, graph: &mut Graph, inst: Inst) -> bool {
        let read = graph[inst].results.iter().any(|result| self.used[result.index()]);
        let regions = graph[inst].node.regions().to_vec();
        let needed = read
            || is_pinned(graph, inst)
            || self.mirrored.contains(&inst)
            || regions.iter().any(|region| self.holds_pinned(graph, *region));
        if !needed {
            return false;
        }
        if let Node::Mirror { branch: of, .. } | Node::MirrorLoop { of, .. } = graph[inst].node {
            self.mirrored.insert(of);
        }
        if let &[body] = regions.as_slice() {
            self.body(graph, inst, body);
        } else if !regions.is_empty() {
            if !self.marks_only {
                self.drop_unread_results(graph, inst, &regions);
            }
            for region in regions {
                let results = graph[inst].results.clone();
                for (position, value) in graph[region].yields().to_vec().into_iter().enumerate() {
                    let is_read = |result: &Value| self.used[result.index()];
                    self.used[value.index()] |= !self.marks_only || results.get(position).is_none_or(is_read);
                }
                self.region(graph, region);
            }
        }
        graph[inst].node.for_each_operand(|operand| self.used[operand.index()] = true);
        true
    }

    /// The body of a loop: a carried variable stays if it is read after the loop or in a later iteration.
    fn body(&mut self, graph: &mut Graph, inst: Inst, body: Region) {
        let carried = match &graph[inst].node {
            Node::Loop(data) => data.initial.len(),
            Node::MirrorLoop { initial, .. } => initial.len(),
            _ => return,
        };
        let results = graph[inst].results.clone();
        let parameters = graph.loop_parameters(body, carried).1.to_vec();
        let yields = graph[body].yields().to_vec();
        let is_kept =
            |used: &[bool], position: usize| used[results[position].index()] || used[parameters[position].index()];
        // What is read in one iteration may be carried there from another.
        loop {
            let before = self.used.clone();
            for (position, value) in yields.iter().enumerate() {
                self.used[value.index()] |= position >= carried || is_kept(&self.used, position);
            }
            let outer = std::mem::replace(&mut self.marks_only, true);
            self.region(graph, body);
            self.marks_only = outer;
            if self.used == before {
                break;
            }
        }
        if self.marks_only {
            return;
        }
        self.region(graph, body);
        let keep: Vec<bool> = (0..carried).map(|position| is_kept(&self.used, position)).collect();
        if keep.contains(&false) {
            graph.drop_carried(inst, body, &keep);
        }
    }

    /// Removes the results of a branch that nobody reads, and what its arms yield for them.
    fn drop_unread_results(&self, graph: &mut Graph, inst: Inst, regions: &[Region]) {
        let keep: Vec<bool> = graph[inst].results.iter().map(|result| self.used[result.index()]).collect();
        if keep.iter().all(|keep| *keep) {
            return;
        }
        let filter = |values: &mut Vec<Value>| {
            let mut position = 0;
            values.retain(|_| {
                position += 1;
                keep.get(position - 1).copied().unwrap_or(true)
            });
        };
        for &region in regions {
            if let End::Yield(values) = &mut graph[region].end {
                filter(values);
            }
        }
        filter(&mut graph[inst].results);
        for (position, result) in graph[inst].results.clone().into_iter().enumerate() {
            graph[result].definition = crate::graph::Definition::Result(inst, position);
        }
    }
}
