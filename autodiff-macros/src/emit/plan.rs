//! How values become variables.
//!
//! Reads:  a graph without mirrors, and the seed if the backward part is a closure.
//! Writes: which part each top-level instruction belongs to; which values are written where they are read instead of
//! having a name; which versions of an aggregate share one variable, changed in place.
//! Keeps:  a variable is changed in place only if nobody reads any version in it afterwards; what reads memory that is
//! changed in place is never moved.

use super::moved::{copied_elements, measured, moved_constants};
use super::usage::{Usage, Use};
use crate::graph::{Graph, Inst, Loop, Map, Node, Opaque, Origin, Region, SameForm, Set, Space, Step, Ty, Value};
use crate::transform::is_pinned;

/// How many operators are written into one expression.
const EXPRESSION_SIZE: usize = 12;

/// The part of a function that is a closure: a pullback.
#[derive(Clone, Copy)]
pub(super) struct Closure<'a> {
    /// Its arguments.
    pub(super) seeds: &'a [Value],
    /// How many results the function has besides.
    pub(super) results: usize,
}

/// The decisions.
pub(super) struct Plan {
    pub(super) forward: Vec<Inst>,
    pub(super) backward: Vec<Inst>,
    inlined: Set<Value>,
    /// The value whose variable a value lives in, where that is another one.
    roots: Map<Value, Value>,
    mutable: Set<Value>,
    in_place: Set<Inst>,
    read: Set<Value>,
    movable: Set<Value>,
    /// Accumulations after which nobody reads what they add.
    last_readers: Set<Inst>,
    /// What the user's words or an aggregate move, although it is read afterwards: by instruction and value.
    pub(super) copied: Set<(Inst, Value)>,
    /// What the end of a region moves, although it is read afterwards.
    pub(super) copied_at_ends: Set<(Region, Value)>,
    receivers: Map<Region, Vec<Option<Value>>>,
    recorded: Set<Value>,
    forward_values: Set<Value>,
    cloned_parts: Set<Value>,
    /// Parts that cannot be copied out of their aggregates, of which only the length is asked.
    measured: Set<Value>,
    /// Carried variables of unknown type that begin as a value which is read on.
    cloned_beginnings: Set<Value>,
}

impl Plan {
    /// Whether a part of unknown type is cloned out of what it is a part of.
    pub(super) fn is_cloned_part(&self, value: Value) -> bool {
        self.cloned_parts.contains(&value)
    }

    /// Whether only the length of a part is asked.
    pub(super) fn is_measured(&self, value: Value) -> bool {
        self.measured.contains(&value)
    }

    /// Whether a carried variable begins as a clone.
    pub(super) fn begins_as_clone(&self, parameter: Value) -> bool {
        self.cloned_beginnings.contains(&parameter)
    }

    /// Whether a value is computed in the forward part.
    pub(super) fn is_forward(&self, value: Value) -> bool {
        self.forward_values.contains(&value)
    }

    /// Whether a value may be moved out of its variable: nobody else reads it.
    pub(super) fn may_move(&self, value: Value) -> bool {
        self.movable.contains(&value)
    }

    /// Whether an accumulation may move what it adds.
    pub(super) fn is_last_reader(&self, inst: Inst) -> bool {
        self.last_readers.contains(&inst)
    }

    /// Whether an instruction is given a copy of a value, because it moves it.
    pub(super) fn is_copied(&self, inst: Inst, value: Value) -> bool {
        self.copied.contains(&(inst, value))
    }

    /// Whether a region hands on a copy of a value.
    pub(super) fn is_copied_at_end(&self, region: Region, value: Value) -> bool {
        self.copied_at_ends.contains(&(region, value))
    }

    /// Whether a value is a part of a record.
    pub(super) fn is_recorded(&self, value: Value) -> bool {
        self.recorded.contains(&value)
    }

    /// For each value that a region yields, the variable or result that it goes to.
    pub(super) fn receivers(&self, region: Region) -> Vec<Option<Value>> {
        self.receivers.get(&region).cloned().unwrap_or_default()
    }

    /// Whether anything reads a value.
    pub(super) fn is_read(&self, value: Value) -> bool {
        self.read.contains(&value)
    }

    /// Whether a value is written where it is read.
    pub(super) fn is_inlined(&self, value: Value) -> bool {
        self.inlined.contains(&value)
    }

    /// The value whose variable holds this one.
    pub(super) fn root(&self, value: Value) -> Value {
        self.roots.get(&value).copied().unwrap_or(value)
    }

    /// Whether the variable of a value is changed after its declaration.
    pub(super) fn is_mutable(&self, value: Value) -> bool {
        self.mutable.contains(&value)
    }

    /// Whether a store or an accumulation changes the variable that holds its base.
    pub(super) fn is_in_place(&self, inst: Inst) -> bool {
        self.in_place.contains(&inst)
    }

    /// Makes the plan. `buffers` are parameters that may be changed in place.
    pub(super) fn of(graph: &Graph, closure: Option<Closure<'_>>, buffers: &[Value]) -> Self {
        let (forward, backward) = split(graph, closure);
        let mut usage = Usage::default();
        usage.region(graph, graph.body, &forward, 0);
        usage.region(graph, graph.body, &backward, 1);
        usage.end(graph, closure);
        let mut plan = Plan {
            forward,
            backward,
            inlined: Set::default(),
            roots: Map::default(),
            mutable: Set::default(),
            in_place: Set::default(),
            read: usage.uses.keys().copied().collect(),
            movable: usage.movable(graph),
            last_readers: Set::default(),
            copied: Set::default(),
            copied_at_ends: Set::default(),
            receivers: receivers(graph),
            recorded: recorded(graph),
            forward_values: usage.homes.iter().filter(|(_, (_, frame))| *frame == 0).map(|(value, _)| *value).collect(),
            cloned_parts: Set::default(),
            measured: Set::default(),
            cloned_beginnings: Set::default(),
        };
        let mut planner = Planner {
            graph,
            usage: &usage,
            plan: &mut plan,
            weights: Map::default(),
            buffers,
            sharing: Map::default(),
            moved: moved_constants(graph),
        };
        let parts = [planner.plan.forward.clone(), planner.plan.backward.clone()];
        for part in &parts {
            planner.insts(part);
        }
        let moved = std::mem::take(&mut planner.moved);
        let roots = plan.roots.clone();
        plan.cloned_parts = usage.cloned_parts(graph, &|value| roots.get(&value).copied().unwrap_or(value));
        plan.measured = measured(graph, &usage);
        plan.cloned_parts.extend(copied_elements(graph, &usage, &moved));
        plan
    }
}

/// Divides the top level: whatever depends on a seed is backward, and so is cheap derivative arithmetic that only
/// the backward part reads.
fn split(graph: &Graph, closure: Option<Closure<'_>>) -> (Vec<Inst>, Vec<Inst>) {
    let insts = graph[graph.body].insts.clone();
    let Some(closure) = closure else { return (insts, Vec::new()) };
    let mut dependent: Set<Value> = closure.seeds.iter().copied().collect();
    let mut backward: Set<Inst> = Set::default();
    for &inst in &insts {
        let pulls = matches!(graph[inst].node, Node::Pull { .. });
        if pulls || reads(graph, inst).iter().any(|value| dependent.contains(value)) {
            backward.insert(inst);
            dependent.extend(&graph[inst].results);
        }
    }
    let mut forward_reads: Set<Value> = graph.results().iter().take(closure.results).copied().collect();
    for &inst in insts.iter().rev() {
        if backward.contains(&inst) {
            continue;
        }
        let data = &graph[inst];
        let wanted = data.results.iter().any(|result| forward_reads.contains(result));
        if !wanted && data.origin == Origin::Derivative && is_cheap(graph, inst) {
            backward.insert(inst);
        } else {
            forward_reads.extend(reads(graph, inst));
        }
    }
    insts.into_iter().partition(|inst| !backward.contains(inst))
}

/// Everything that an instruction reads, its regions included.
fn reads(graph: &Graph, inst: Inst) -> Vec<Value> {
    let mut values = graph[inst].node.operands();
    for &region in graph[inst].node.regions() {
        for inner in graph[region].insts.clone() {
            values.extend(reads(graph, inner));
        }
        values.extend(graph[region].yields());
    }
    values
}

/// Where the values go that regions yield.
fn receivers(graph: &Graph) -> Map<Region, Vec<Option<Value>>> {
    let mut receivers = Map::default();
    for inst in graph.walk(graph.body) {
        let data = &graph[inst];
        match &data.node {
            Node::Loop(Loop { initial, body, .. }) => {
                let mut carried: Vec<Option<Value>> =
                    graph.loop_parameters(*body, initial.len()).1.iter().copied().map(Some).collect();
                carried.resize(graph[*body].yields().len(), None);
                receivers.insert(*body, carried);
            }
            node => {
                for &region in node.regions() {
                    receivers.insert(region, data.results.iter().copied().map(Some).collect());
                }
            }
        }
    }
    receivers
}

/// The parts of records, as those who read them see them.
fn recorded(graph: &Graph) -> Set<Value> {
    let mut recorded = Set::default();
    for inst in graph.walk(graph.body) {
        match &graph[inst].node {
            Node::Recall { arms, .. } => arms.iter().for_each(|arm| recorded.extend(&graph[*arm].parameters)),
            Node::Loop(Loop { space: Space::Again { .. }, initial, body, .. }) => {
                recorded.extend(graph.loop_parameters(*body, initial.len()).0);
            }
            _ => {}
        }
    }
    recorded
}

/// Whether a value is a literal of the user's.
pub(super) fn is_literal(graph: &Graph, value: Value) -> bool {
    matches!(graph.node(value), Some(Node::Opaque(opaque)) if opaque.is_literal())
}

/// Whether a value is a place: a part that cannot be copied out of its aggregate, which readers borrow or clone.
pub(super) fn is_place(graph: &Graph, inst: Inst) -> bool {
    matches!(graph[inst].node, Node::Load { .. })
        && graph[inst].results.first().is_some_and(|result| graph[*result].ty.holds_vector())
}

/// Whether a reader does not take the part that it reads.
pub(super) fn borrows(reader: &Node, part: Value) -> bool {
    match reader {
        Node::Same { form: SameForm::Borrow | SameForm::Clone | SameForm::ToVec, .. }
        | Node::ZeroLike { .. }
        | Node::ConstantTangent { .. }
        | Node::BesideArgument { .. } => true,
        Node::Load { base, .. } => *base == part,
        _ => false,
    }
}

/// Whether an instruction costs less than keeping its result.
fn is_cheap(graph: &Graph, inst: Inst) -> bool {
    match &graph[inst].node {
        Node::Apply { op, .. } => op.symbol().is_some(),
        Node::Literal(_) | Node::Zero(_) | Node::RepeatVec { .. } | Node::Select { .. } | Node::Cast { .. } => true,
        Node::Opaque(opaque) => opaque.is_literal(),
        Node::Accumulate { .. } | Node::Store { .. } | Node::Load { .. } | Node::Array(_) | Node::Tuple(_) => true,
        Node::Same { .. } => graph[inst].results.iter().any(|result| graph[*result].ty.holds_reference()),
        _ => false,
    }
}

pub(super) struct Planner<'a> {
    pub(super) graph: &'a Graph,
    pub(super) usage: &'a Usage,
    pub(super) plan: &'a mut Plan,
    weights: Map<Value, usize>,
    buffers: &'a [Value],
    /// The versions that live in each variable and are read on.
    sharing: Map<Value, Vec<Value>>,
    /// The constants that may be moved where they are read.
    pub(super) moved: Set<Value>,
}

impl Planner<'_> {
    fn insts(&mut self, insts: &[Inst]) {
        for &inst in insts {
            let data = &self.graph[inst];
            if let Node::Accumulate { value, .. } = data.node
                && self.is_last_read(inst, value)
            {
                self.plan.last_readers.insert(inst);
            }
            self.keep_what_is_moved(inst);
            match &data.node {
                Node::Branch { .. } | Node::Recall { .. } => {
                    let arms = data.node.regions().to_vec();
                    for &arm in &arms {
                        self.insts(&self.graph[arm].insts.clone());
                        self.keep_what_ends(arm);
                    }
                    for (position, &result) in data.results.iter().enumerate() {
                        self.join(&arms, position, result);
                    }
                }
                Node::Loop(repeated) => self.repeated(inst, repeated, &data.results),
                Node::Lanes { body } => {
                    self.insts(&self.graph[*body].insts.clone());
                    if self.may_inline(inst, data.results[0]) {
                        self.plan.inlined.insert(data.results[0]);
                    }
                }
                node => {
                    let changes = node.changes();
                    for (base, result) in &changes {
                        self.change(inst, *base, data.results[*result]);
                    }
                    if let [result] = data.results[..]
                        && changes.is_empty()
                        && self.may_inline(inst, result)
                    {
                        self.plan.inlined.insert(result);
                    }
                }
            }
        }
    }

    /// Whether nobody reads a value after an instruction does, in this iteration or in a later one.
    pub(super) fn is_last_read(&self, inst: Inst, value: Value) -> bool {
        let at = (self.usage.positions[&inst], Some(inst));
        self.plan.root(value) == value
            && self.sharing.get(&value).is_none_or(Vec::is_empty)
            && self.is_last(at, self.usage.regions[&inst], value)
    }

    /// Whether nobody reads a value after a reader at a position in a region does.
    fn is_last(&self, at: (usize, Option<Inst>), (region, frame): (Region, usize), value: Value) -> bool {
        let home = self.usage.homes.get(&value);
        let is_own = home.is_some_and(|(home, own)| *own == frame && self.usage.is_in_same_iteration(region, *home));
        is_own && self.is_over(at, region, value)
    }

    fn is_over(&self, (position, reader): (usize, Option<Inst>), region: Region, value: Value) -> bool {
        self.usage.of(value).iter().all(|other| {
            reader.is_some() && other.reader == reader
                || self.runs_at(value, *other) <= position
                || self.usage.are_exclusive(value, other.region, region)
        })
    }

    /// Whether nobody reads what is in the variable of a value after the end of a region does.
    pub(super) fn is_last_at_end(&self, end: Use, value: Value) -> bool {
        let at = (end.position, None);
        let others = self.sharing.get(&self.plan.root(value)).map_or(&[][..], Vec::as_slice);
        self.is_last(at, (end.region, end.frame), value)
            && others.iter().all(|version| self.is_over(at, end.region, *version))
    }

    /// A carried variable lives in the variable of what it was before the loop, if nobody reads that afterwards; its
    /// last version always lives where the others do.
    fn repeated(&mut self, inst: Inst, repeated: &Loop, results: &[Value]) {
        let position = self.usage.positions[&inst];
        let (home, frame) = self.usage.regions[&inst];
        let carried = self.graph.loop_parameters(repeated.body, repeated.initial.len()).1.to_vec();
        let mut taken: Set<Value> = Set::default();
        for (parameter, initial) in carried.iter().zip(&repeated.initial) {
            let root = self.plan.root(*initial);
            let is_dead = |value: &Value| {
                self.usage.of(*value).iter().all(|other| {
                    self.runs_at(*value, *other) <= position || self.usage.are_exclusive(*value, other.region, home)
                })
            };
            let others = self.sharing.get(&root).map_or(&[][..], Vec::as_slice);
            let same_type = self.graph[root].ty.says_the_same(&self.graph[*parameter].ty);
            // Two variables of the loop may begin with the same value.
            let free = !taken.contains(&root);
            if free && self.is_owned(root, frame) && same_type && is_dead(initial) && others.iter().all(is_dead) {
                taken.insert(root);
                self.plan.mutable.insert(root);
                self.share(*parameter, root);
            } else {
                let is_unknown = matches!(self.graph[*initial].ty, Ty::Unknown) && !self.graph[*initial].constant
                    || self.moved.contains(initial);
                let is_read_on = !self.usage.runs_once(*initial, home) || !is_dead(initial);
                self.plan.mutable.insert(*parameter);
                if is_unknown && is_read_on && !self.plan.is_inlined(*initial) {
                    self.plan.cloned_beginnings.insert(*parameter);
                }
            }
        }
        self.insts(&self.graph[repeated.body].insts.clone());
        self.keep_what_ends(repeated.body);
        for (parameter, result) in carried.into_iter().zip(results) {
            let root = self.plan.root(parameter);
            self.share(*result, root);
        }
    }

    /// Whether a variable belongs to this part of the function, so that it may be changed.
    fn is_owned(&self, root: Value, frame: usize) -> bool {
        let is_variable = self.graph.definition(root).is_some() || self.usage.carried.contains(&root);
        self.buffers.contains(&root)
            || (is_variable && !self.plan.is_inlined(root) && self.usage.homes[&root].1 == frame)
    }

    /// A new version of an aggregate: in the variable of the old one if nobody reads that afterwards.
    fn change(&mut self, inst: Inst, base: Value, result: Value) {
        let position = self.usage.positions[&inst];
        let (region, frame) = self.usage.homes[&result];
        let root = self.plan.root(base);
        let owned = self.is_owned(root, frame);
        // What is changed cannot be read under another name.
        let operands = self.graph[inst].node.operands();
        let alone = operands.into_iter().filter(|operand| self.plan.root(*operand) == root).count() == 1;
        // A call that is given a `&mut` cannot be given another reference to the same variable.
        let is_call = matches!(
            self.graph[inst].node,
            Node::Call { .. } | Node::CallVjp { .. } | Node::CallJvp { .. } | Node::Pull { .. }
        );
        let is_dead = |value: &Value| {
            // A later iteration reads what comes from around the loop again.
            let once = self.usage.runs_once(*value, region);
            self.usage.of(*value).iter().all(|other| {
                (once && other.reader == Some(inst))
                    || self.runs_at(*value, *other) < position + usize::from(!is_call)
                    || self.usage.are_exclusive(*value, other.region, region)
            })
        };
        // Not only the base may live in the variable: another result of a branch may be the same version.
        let others = self.sharing.get(&root).map_or(&[][..], Vec::as_slice);
        if owned && alone && is_dead(&base) && others.iter().all(is_dead) {
            self.plan.in_place.insert(inst);
            self.plan.mutable.insert(root);
            let over =
                |value: &Value| self.usage.of(*value).iter().all(|other| self.runs_at(*value, *other) <= position);
            let still_read = others.iter().copied().chain([base]).filter(|value| !over(value)).collect();
            self.sharing.insert(root, still_read);
            self.share(result, root);
        } else {
            self.plan.mutable.insert(result);
        }
    }

    /// Where the last of what a use makes is over: a reader that is written where its result is read runs there, and a
    /// reference reads on as long as it is read itself.
    fn runs_at(&self, value: Value, at: Use) -> usize {
        let is_reference = |value: Value| self.graph[value].ty.holds_reference();
        let holds = |result: &&Value| is_reference(**result) || self.plan.is_inlined(**result);
        let holder = match at.reader {
            Some(reader) => Some(reader),
            None if is_reference(value) => self.usage.parents.get(&at.region).map(|(branch, _)| *branch),
            None => None,
        };
        let results = holder.iter().flat_map(|holder| &self.graph[*holder].results).filter(holds);
        let later = results.flat_map(|result| self.usage.of(*result).iter().map(|next| self.runs_at(*result, *next)));
        later.fold(at.position, usize::max)
    }

    /// A value lives in the variable of another one.
    fn share(&mut self, value: Value, root: Value) {
        self.plan.roots.insert(value, root);
        self.sharing.entry(root).or_default().push(value);
    }

    /// The result of a branch lives in the variable that all arms changed, if they all changed one.
    fn join(&mut self, arms: &[Region], position: usize, result: Value) {
        let live: Vec<Value> = arms
            .iter()
            .filter(|arm| !self.graph[**arm].diverges())
            .map(|arm| self.graph[*arm].yields()[position])
            .collect();
        let Some(&first) = live.first() else { return };
        let root = self.plan.root(first);
        let same_variable = live.iter().all(|value| self.plan.root(*value) == root);
        let changed = live.iter().any(|value| *value != first) || live.len() == 1;
        let (home, _) = self.usage.homes[&root];
        let outside = !arms.iter().any(|arm| self.is_within(home, *arm));
        if same_variable && changed && outside && self.plan.is_mutable(root) {
            self.share(result, root);
        }
    }

    fn is_within(&self, region: Region, outer: Region) -> bool {
        let mut current = region;
        loop {
            if current == outer {
                return true;
            }
            match self.usage.parents.get(&current) {
                Some(&(_, parent)) => current = parent,
                None => return false,
            }
        }
    }

    fn may_inline(&mut self, inst: Inst, result: Value) -> bool {
        let data = &self.graph[inst];
        let value = &self.graph[result];
        let uses = self.usage.of(result);
        // What a loop carries on is written where its variable is assigned.
        let carried_on = matches!(uses, [only] if only.reader.is_none() && self.usage.bodies.contains(&only.region));
        let anonymous = (value.name.is_none() || carried_on) && value.annotation.is_none();
        let arithmetic = matches!(data.node, Node::Apply { .. } | Node::RulePullback { .. } | Node::RuleTangent { .. });
        let chosen_or_handed_on = self.usage.chosen.contains(&result) || self.usage.handed_on.contains(&result);
        if self.usage.typed.contains(&result) || (arithmetic && chosen_or_handed_on) {
            return false;
        }
        if is_place(self.graph, inst) {
            return !uses.is_empty() && self.is_read_in_place(inst, uses);
        }
        if let (Node::Load { .. }, Ty::Unknown | Ty::Constant) = (&data.node, &value.ty)
            && anonymous
            && !uses.is_empty()
            && self.is_only_borrowed(result, uses)
        {
            return data.node.operands().iter().all(|operand| !self.usage.changed.contains(operand));
        }
        // A pullback outlives what a reference of the forward sweep refers to: it refers to what it was moved itself.
        if let Node::Opaque(opaque) = &data.node
            && is_reference_to_variable(opaque)
            && data.node.operands().iter().all(|operand| !self.usage.changed.contains(operand))
            && uses.iter().any(|at| at.frame != self.usage.homes[&result].1)
        {
            return true;
        }
        match &data.node {
            Node::Literal(_) => return true,
            Node::Opaque(opaque)
                if anonymous
                    && opaque.captures.is_empty()
                    && !opaque.pinned
                    && (uses.len() <= 1 || matches!(&*opaque.code, syn::Expr::Lit(_) | syn::Expr::Path(_))) =>
            {
                return !uses.is_empty();
            }
            Node::Tuple(elements) if elements.is_empty() => return true,
            Node::Zero(_) if anonymous => return true,
            Node::Store { .. }
            | Node::Accumulate { .. }
            | Node::Push { .. }
            | Node::Pop { .. }
            | Node::Call { .. }
            | Node::CallVjp { .. }
            | Node::CallJvp { .. }
            | Node::Pull { .. }
            | Node::IsZero { .. } => return false,
            _ => {}
        }
        // Nothing changes while the lanes are computed.
        let is_in_lane = |region| {
            let around = self.usage.parents.get(&region).map(|(inst, _)| *inst);
            around.is_some_and(|inst| matches!(self.graph[inst].node, Node::Lanes { .. }))
        };
        let is_in_lane = is_in_lane(self.usage.homes[&result].0);
        let stable = is_in_lane || reads(self.graph, inst).iter().all(|operand| !self.usage.changed.contains(operand));
        let (region, frame) = self.usage.homes[&result];
        let &[only] = uses else { return false };
        if !anonymous || !stable || only.region != region || only.frame != frame {
            return false;
        }
        if is_pinned(self.graph, inst) && !self.is_condition_of_next(inst, only) {
            return false;
        }
        let weight = 1 + data.node.operands().iter().map(|operand| self.weight(*operand)).sum::<usize>();
        self.weights.insert(result, weight);
        weight <= EXPRESSION_SIZE
    }

    /// Whether all who read a part read parts of it or refer to it, so that it need not be copied out of its aggregate.
    fn is_only_borrowed(&self, result: Value, uses: &[Use]) -> bool {
        uses.iter().all(|at| at.reader.is_some_and(|reader| borrows(&self.graph[reader].node, result)))
    }

    /// Whether a part that cannot be copied is read where it is: an unsized one always, another one if nobody takes it
    /// or changes the aggregate.
    fn is_read_in_place(&self, inst: Inst, uses: &[Use]) -> bool {
        let Node::Load { path, .. } = &self.graph[inst].node else { return false };
        if matches!(path.last(), Some(Step::Range(..))) {
            return true;
        }
        let result = self.graph[inst].results[0];
        let stable = self.graph[inst].node.operands().iter().all(|operand| !self.usage.changed.contains(operand));
        stable
            && uses.iter().all(|at| {
                at.reader.is_some_and(|reader| match &self.graph[reader].node {
                    Node::Same { .. } | Node::Opaque(_) => true,
                    Node::Load { base, .. } => *base == result,
                    _ => false,
                })
            })
    }

    /// A condition that may panic is written into its `if` only where nothing comes between; an iterator into its loop.
    fn is_condition_of_next(&self, inst: Inst, only: Use) -> bool {
        only.reader.is_some_and(|reader| {
            let next = self.usage.positions[&reader] == self.usage.positions[&inst] + 1;
            match self.graph[reader].node {
                Node::Branch { .. } => next,
                // An iterator may borrow what lives as long as the loop's header only.
                Node::Loop(Loop { space: Space::Items(_), .. }) => true,
                _ => false,
            }
        })
    }

    fn weight(&self, value: Value) -> usize {
        if self.plan.is_inlined(value) { self.weights.get(&value).copied().unwrap_or(0) } else { 0 }
    }
}

/// Whether a constant is `&x` of a captured `x`.
fn is_reference_to_variable(opaque: &Opaque) -> bool {
    let syn::Expr::Reference(reference) = &*opaque.code else { return false };
    let syn::Expr::Path(path) = &*reference.expr else { return false };
    reference.mutability.is_none() && opaque.captures.iter().any(|capture| path.path.is_ident(&capture.ident))
}
