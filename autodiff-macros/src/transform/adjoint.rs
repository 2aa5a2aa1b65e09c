//! Reverse mode.
//!
//! Reads:  a primal graph and its activity.
//! Writes: a graph that runs the primal and then, backwards, its adjoint: it yields the results of the primal and the
//! adjoint of each active parameter.
//! Keeps:  the primal's values, by number; a value that nothing flows back to gets no adjoint node.
//! Absent: what is recorded (`analysis::record`), and where forward ends and backward begins (`emit`): whatever
//! depends on the seed is backward.
//!
//! The adjoint of a branch is a mirror: its arms pass the adjoints of the values around them along, so that an arm
//! that does not touch one leaves it alone. An arm that is not taken contributes nothing, not zero times infinity (the
//! strong zero): what only one arm reads is reversed inside the mirror of that arm, and what several branches read has
//! its adjoint compared with zero first. So has a part of an aggregate, which its readers need not have touched.

use super::builder::Builder;
use super::shared_factors::is_in_a_sum;
use super::tame::{Given, Trusted, join, tame};
use super::term::{has_partial, is_plain, rule_pullback, scaled_partial};
use crate::analysis::{Activity, Homes, Readers};
use crate::graph::{
    CastForm, End, Float, Graph, Inst, Map, Name, Node, Region, SameForm, Set, Step, Ty, Unless, Value,
};
use crate::rules::{Comparison, Op};
use proc_macro2::Span;
use std::collections::BTreeMap;

/// What the reverse sweep starts from.
#[derive(Clone, Copy)]
pub(crate) enum Seed<'a> {
    /// One: the result is one float.
    One,
    /// A parameter of the graph for each of these results, after the primal's.
    Parameters(&'a [usize]),
}

/// A graph with its reverse sweep.
pub(crate) struct Adjoint {
    pub(crate) graph: Graph,
    /// The seeds that are parameters.
    pub(crate) seeds: Vec<Value>,
    /// For each active parameter that is a slice: the buffer that its adjoint is added to, a parameter.
    pub(crate) buffers: Vec<(usize, Value)>,
}

/// The adjoint of a primal graph with respect to the parameters at the positions `wanted`. With `buffers`, slices
/// accumulate into parameters that come after the primal's.
pub(crate) fn adjoint(
    primal: &Graph,
    activity: &Activity,
    wanted: &[usize],
    seed: Seed<'_>,
    buffers: bool,
    optimize: bool,
) -> Adjoint {
    let body = primal.body;
    let parameters = primal.parameters().to_vec();
    let builder = Builder::after(primal.clone(), optimize);
    let reverse = Reverse {
        primal,
        activity,
        homes: &Homes::of(primal),
        readers: &Readers::of(primal, activity),
        builder: &builder,
    };
    let mut buffer_parameters = Vec::new();
    if buffers {
        for &position in wanted {
            let parameter = parameters[position];
            if let ty @ Ty::Slice(_) = builder.ty(parameter).tangent() {
                let buffer = builder.change(|graph| {
                    let stem = graph[parameter].name.as_ref().map_or("argument".to_owned(), |name| name.stem.clone());
                    graph.add_parameter(body, ty, Some(Name::generated(format!("{stem}_gradient"))), Span::mixed_site())
                });
                buffer_parameters.push((position, buffer));
            }
        }
    }
    let mut seeds = Vec::new();
    let results = primal.results();
    if !results.is_empty() {
        let starts = match seed {
            Seed::One => vec![(results[0], builder.literal(1.0))],
            Seed::Parameters(positions) => {
                let seeded = positions.iter().map(|position| {
                    let ty = builder.ty(results[*position]).tangent();
                    let result = results[*position];
                    let seed = builder.change(|graph| {
                        let place = graph[result].name.as_ref().filter(|_| *position > 0);
                        let name = place.map_or("seed".to_owned(), |place| format!("{}_adjoint", place.stem));
                        graph.add_parameter(body, ty, Some(Name::generated(name)), Span::mixed_site())
                    });
                    (result, seed)
                });
                let seeded: Vec<(Value, Value)> = seeded.collect();
                seeds.extend(seeded.iter().map(|(_, seed)| *seed));
                seeded
            }
        };
        let initial = buffer_parameters.iter().map(|(position, buffer)| (parameters[*position], *buffer)).collect();
        let mut yields = results.to_vec();
        let through_references = matches!(seed, Seed::Parameters(positions) if positions != [0]);
        yields.extend(reverse.sweep(&starts, through_references, wanted, initial));
        builder.change(|graph| graph[body].end = End::Yield(yields));
    }
    Adjoint { graph: builder.finish(), seeds, buffers: buffer_parameters }
}

/// The value and, for each component of an array or tuple of floats, the adjoints of the parameters at the positions
/// `wanted`: the rows of the Jacobian, which share what they have in common.
pub(crate) fn jacobian(
    primal: &Graph,
    activity: &Activity,
    wanted: &[usize],
    components: usize,
    optimize: bool,
) -> Graph {
    let builder = Builder::after(primal.clone(), optimize);
    let reverse = Reverse {
        primal,
        activity,
        homes: &Homes::of(primal),
        readers: &Readers::of(primal, activity),
        builder: &builder,
    };
    if let Some(result) = primal.results().first().copied() {
        let mut yields = primal.results().to_vec();
        for component in 0..components {
            let unit =
                (0..components).map(|other| builder.literal(if other == component { 1.0 } else { 0.0 })).collect();
            let ty = builder.ty(result).tangent();
            let node = if matches!(ty, Ty::Tuple(_)) { Node::Tuple(unit) } else { Node::Array(unit) };
            let start = builder.push(node, ty);
            yields.extend(reverse.sweep(&[(result, start)], false, wanted, BTreeMap::new()));
        }
        builder.change(|graph| graph[primal.body].end = End::Yield(yields));
    }
    builder.finish()
}

/// What the reverse sweeps of one function share.
struct Reverse<'a> {
    primal: &'a Graph,
    activity: &'a Activity,
    homes: &'a Homes,
    readers: &'a Readers,
    builder: &'a Builder,
}

impl Reverse<'_> {
    /// One sweep from results and their seeds; the result is the adjoint of each wanted parameter. Of several outputs,
    /// `some` may not count.
    fn sweep(
        &self,
        seeds: &[(Value, Value)],
        some: bool,
        wanted: &[usize],
        initial: BTreeMap<Value, Value>,
    ) -> Vec<Value> {
        let mut sweep = Sweep {
            primal: self.primal,
            builder: self.builder,
            activity: self.activity,
            homes: self.homes,
            readers: self.readers,
            adjoints: vec![initial],
            sunk: Map::default(),
            maybe_untouched: Set::default(),
            loops: Vec::new(),
        };
        for &(result, seed) in seeds {
            if some || !self.builder.ty(seed).is_float() {
                sweep.maybe_untouched.insert(seed);
            }
            sweep.contribute(result, seed);
        }
        sweep.region(&self.primal[self.primal.body].insts);
        wanted
            .iter()
            .map(|position| {
                let parameter = self.primal.parameters()[*position];
                let adjoint = sweep.adjoint_or_zero(parameter);
                let adjoint = scalarised(self.builder, adjoint);
                self.builder.name_after(adjoint, parameter, "adjoint");
                adjoint
            })
            .collect()
    }
}

/// How long an array may be whose elements are computed one by one.
const SCALARISED: usize = 32;

/// A small array of floats that was filled at constant places, as the array of its elements.
fn scalarised(builder: &Builder, value: Value) -> Value {
    let ty = builder.ty(value);
    let (Some(len), true) = (ty.literal_len(), ty.element().is_float()) else { return value };
    let filled = builder.with(|graph| matches!(graph.node(value), Some(Node::Accumulate { .. } | Node::Store { .. })));
    if len > SCALARISED || !filled || !builder.optimizes() {
        return value;
    }
    let indices: Vec<Value> = (0..len).map(|index| super::term::index(builder, index)).collect();
    let elements: Option<Vec<Value>> =
        indices.iter().map(|index| builder.known_part(value, &[Step::Index(*index)], usize::from(u8::MAX))).collect();
    match elements {
        Some(elements) => builder.push(Node::Array(elements), ty),
        None => value,
    }
}

pub(super) struct Sweep<'a> {
    pub(super) primal: &'a Graph,
    pub(super) builder: &'a Builder,
    pub(super) activity: &'a Activity,
    pub(super) homes: &'a Homes,
    pub(super) readers: &'a Readers,
    /// The adjoints so far, by primal value: one map for each region that is open.
    pub(super) adjoints: Vec<BTreeMap<Value, Value>>,
    /// Instructions that are reversed inside the mirror of an arm, though they stand before the branch.
    pub(super) sunk: Map<Inst, Region>,
    /// Adjoints that are zero where no arm that reads the value was taken.
    pub(super) maybe_untouched: Set<Value>,
    /// The bodies of the loops that are being reversed, innermost last.
    pub(super) loops: Vec<Region>,
}

impl Sweep<'_> {
    pub(super) fn adjoint(&self, value: Value) -> Option<Value> {
        self.adjoints.iter().rev().find_map(|scope| scope.get(&value)).copied()
    }

    /// What a contribution is added to. An arm of a mirror yields the contributions to the numbers around it, so that it
    /// need not wait for others; aggregates it passes along, so that they are changed in place.
    fn before(&self, value: Value) -> Option<Value> {
        if self.builder.ty(value).tangent().is_float() {
            self.adjoints.last().and_then(|scope| scope.get(&value)).copied()
        } else {
            self.adjoint(value)
        }
    }

    /// What an arm yields for a value that it does not touch.
    pub(super) fn untouched(&mut self, value: Value) -> Value {
        if self.builder.ty(value).tangent().is_float() {
            self.builder.literal(0.0)
        } else {
            self.adjoint_or_zero(value)
        }
    }

    pub(super) fn adjoint_or_zero(&mut self, value: Value) -> Value {
        if let Some(adjoint) = self.adjoint(value) {
            return adjoint;
        }
        let body = self.builder.with(|graph| graph.body);
        if self.builder.ty(value).tangent().has_written_zero() || !self.homes.is_at(value, body) {
            return self.builder.zero(value);
        }
        let zero = self.builder.at_home(self.homes, value, || self.builder.zero(value));
        self.builder.name_after(zero, value, "adjoint");
        self.adjoints.first_mut().expect("the body's scope is open").insert(value, zero);
        zero
    }

    pub(super) fn set(&mut self, value: Value, adjoint: Value) {
        self.builder.name_after(adjoint, value, "adjoint");
        self.adjoints.last_mut().expect("a region is open").insert(value, adjoint);
    }

    /// Adds to the adjoint of a value.
    pub(super) fn contribute(&mut self, value: Value, contribution: Value) {
        let is_zero = matches!(self.builder.with(|graph| graph.node(contribution).cloned()), Some(Node::Literal(0.0)));
        if is_zero || !self.activity.is_active(value) {
            return;
        }
        let sum = match self.before(value) {
            Some(before) => {
                self.builder.unname(before);
                let sum = self.builder.add(before, contribution);
                if self.maybe_untouched.contains(&before) && self.maybe_untouched.contains(&contribution) {
                    self.maybe_untouched.insert(sum);
                }
                sum
            }
            None => contribution,
        };
        self.set(value, sum);
    }

    /// The reverse sweep of a list of instructions.
    pub(super) fn region(&mut self, insts: &[Inst]) {
        for &inst in insts.iter().rev() {
            let data = self.builder.with(|graph| graph[inst].clone());
            self.builder.at(data.span);
            if let Node::Branch { arms, .. } = &data.node {
                if data.results.iter().any(|result| self.activity.is_active(*result) && self.adjoint(*result).is_some())
                {
                    self.branch(inst, *arms, &data.results);
                }
                continue;
            }
            if let Node::Loop(repeated) = &data.node {
                self.repeated(inst, repeated, &data.results);
                continue;
            }
            if let Node::Pop { base } = &data.node {
                if data.results.iter().any(|result| self.activity.is_active(*result)) {
                    self.pop(inst, *base);
                }
                continue;
            }
            if let Node::Call { callee, arguments } | Node::CallVjp { callee, arguments } = &data.node
                && arguments.iter().any(|argument| argument.place().is_some())
            {
                let results = self.primal[inst].results.clone();
                self.changing_call(inst, callee.clone(), arguments, &results);
                continue;
            }
            let Some(&result) = data.results.first() else { continue };
            if !self.activity.is_active(result) || self.sunk.contains_key(&inst) {
                continue;
            }
            // What has a zero adjoint contributes nothing.
            if let Some(adjoint) = self.adjoint(result)
                && self.builder.literal_of(adjoint) != Some(0.0)
            {
                self.node(inst, &data.node, result, adjoint);
            }
        }
    }

    pub(super) fn node(&mut self, inst: Inst, node: &Node, result: Value, adjoint: Value) {
        let builder = self.builder;
        match node {
            Node::Apply { op, operands, .. } => self.apply(*op, operands, result, adjoint),
            Node::Cast { to, operand, .. } if self.activity.is_active(*operand) => {
                let contribution = match builder.ty(*operand).peeled() {
                    Ty::Float(from) if from == to => adjoint,
                    Ty::Float(from @ (Float::F32 | Float::F64)) => {
                        let node = Node::Cast { to: *from, form: CastForm::As, operand: adjoint };
                        builder.push(node, Ty::Float(*from))
                    }
                    _ => builder
                        .push(Node::CastPullback { operand: builder.borrowed(*operand), seed: adjoint }, Ty::Unknown),
                };
                self.inherit(adjoint, contribution);
                self.contribute(*operand, contribution);
            }
            Node::Same { form: SameForm::ToVec, operand } => self.coerced(*operand, adjoint),
            Node::Same { operand, .. } => self.contribute(*operand, adjoint),
            Node::Tuple(elements) => {
                for (position, &element) in elements.iter().enumerate() {
                    if self.activity.is_active(element) {
                        let part = self.part(adjoint, &[Step::Field(position as u32)]);
                        self.contribute(element, part);
                    }
                }
            }
            Node::Array(elements) => {
                for (position, &element) in elements.iter().enumerate() {
                    if self.activity.is_active(element) {
                        let index = super::term::index(builder, position);
                        let part = self.part(adjoint, &[Step::Index(index)]);
                        self.contribute(element, part);
                    }
                }
            }
            Node::Repeat { element, .. } => {
                let ty = builder.ty(*element).tangent();
                let sum = builder.push(Node::RepeatAdjoint { adjoint, zero: None }, ty);
                self.inherit(adjoint, sum);
                self.contribute(*element, sum);
            }
            Node::RepeatVec { element, .. } => {
                let ty = builder.ty(*element).tangent();
                let zero = Some(builder.zero(*element));
                let sum = builder.push(Node::RepeatAdjoint { adjoint, zero }, ty);
                self.inherit(adjoint, sum);
                self.contribute(*element, sum);
            }
            Node::Push { base, value } => {
                let types = vec![builder.ty(adjoint), builder.ty(*value).tangent()];
                let pop = builder.push_all(Node::Pop { base: adjoint }, types);
                let results = builder.with(|graph| graph[pop].results.clone());
                self.inherit(adjoint, results[0]);
                self.inherit(adjoint, results[1]);
                self.contribute(*value, results[1]);
                self.contribute(*base, results[0]);
            }
            Node::Load { base, path } if self.activity.is_active(*base) => {
                let before = self.adjoint_or_zero(*base);
                let after = builder.accumulate(before, path, adjoint);
                // Nobody may touch the other parts.
                self.maybe_untouched.insert(after);
                self.set(*base, after);
            }
            Node::Store { base, path, value } => {
                if self.activity.is_active(*value) {
                    let part = self.part(adjoint, path);
                    self.contribute(*value, part);
                }
                if self.activity.is_active(*base) {
                    let zero = if builder.ty(*value).has_slice() {
                        builder.zero_of_replaced(inst, *base, path)
                    } else {
                        builder.zero(*value)
                    };
                    let ty = builder.ty(adjoint);
                    let rest = builder.push(Node::Store { base: adjoint, path: path.clone(), value: zero }, ty);
                    self.inherit(adjoint, rest);
                    self.contribute(*base, rest);
                }
            }
            Node::Call { callee, arguments } | Node::CallVjp { callee, arguments } => {
                self.call(inst, callee.clone(), arguments, adjoint);
            }
            _ => {}
        }
    }

    /// The adjoint of a vector whose last element was taken.
    fn pop(&mut self, inst: Inst, base: Value) {
        let results = self.builder.with(|graph| graph[inst].results.clone());
        let [rest, last] = results[..] else { return };
        if self.adjoint(rest).is_none() && self.adjoint(last).is_none() {
            return;
        }
        let (shorter, part) = (self.adjoint_or_zero(rest), self.adjoint_or_zero(last));
        let ty = self.builder.ty(base).tangent();
        let adjoint = self.builder.push(Node::Push { base: shorter, value: part }, ty);
        self.maybe_untouched.insert(adjoint);
        self.contribute(base, adjoint);
    }

    /// Adds to the adjoint of an array what was seen as a slice or vector.
    pub(super) fn coerced(&mut self, value: Value, contribution: Value) {
        let before = self.adjoint_or_zero(value);
        let after = self.builder.accumulate(before, &[], contribution);
        self.maybe_untouched.insert(after);
        self.set(value, after);
    }

    fn apply(&mut self, op: Op, operands: &[Value], result: Value, adjoint: Value) {
        let builder = self.builder;
        let plain = is_plain(builder, op, operands, result);
        // Of what only `rustc` knows, a callee's result above all, nobody says that it is finite.
        let trusted = if plain { Trusted::Elements } else { Trusted::Parameters };
        let active: Vec<(usize, Value)> = operands
            .iter()
            .copied()
            .enumerate()
            .filter(|(position, operand)| !op.is_constant_operand(*position) && self.activity.is_active(*operand))
            .collect();
        let given: Vec<Option<Given>> =
            active.iter().map(|(position, _)| tame(builder, op, *position, operands, trusted)).collect();
        let all = given.iter().cloned().try_fold(Vec::new(), |all, given| Some(join(all, given?)));
        if is_in_a_sum(self.primal, self.activity, self.readers, result) {
            builder.share_factor(adjoint);
        }
        let mut untouched = None;
        for ((position, operand), given) in active.into_iter().zip(given) {
            // Two numbers are compared where the contribution is chosen, unless that is for `rustc` to decide.
            let is_flagged = match &given {
                Some(callees) => !callees.is_empty(),
                None => !plain,
            };
            if !has_partial(op, position) {
                continue;
            }
            if is_flagged && untouched.is_none() {
                untouched = self.untouched_flag(adjoint, Unless { pulled: None, finite: all.clone() });
            }
            let contribution = if plain {
                scaled_partial(builder, op, position, operands, result, adjoint)
            } else {
                Some(rule_pullback(builder, op, position, operands, result, adjoint))
            };
            let Some(contribution) = contribution else { continue };
            let is_tame = given.is_some_and(|callees| callees.is_empty());
            let contribution = self.unless_tame(is_tame, adjoint, untouched.filter(|_| is_flagged), contribution);
            self.contribute(operand, contribution);
        }
    }

    /// A contribution that is zero where the adjoint is, which it is by itself where the partial is finite.
    fn unless_tame(&mut self, tame: bool, adjoint: Value, untouched: Option<Value>, contribution: Value) -> Value {
        if !tame {
            return self.guarded(adjoint, untouched, contribution);
        }
        self.inherit(adjoint, contribution);
        contribution
    }

    /// A part of an adjoint. What made the adjoint may show that somebody touched this part.
    fn part(&mut self, adjoint: Value, path: &[Step]) -> Value {
        let part = self.builder.load(adjoint, path);
        if self.is_maybe_untouched(part) {
            self.maybe_untouched.insert(part);
        }
        part
    }

    fn is_maybe_untouched(&self, adjoint: Value) -> bool {
        self.maybe_untouched.contains(&adjoint)
            || match self.builder.with(|graph| graph.node(adjoint).cloned()) {
                Some(Node::Load { base, .. }) => self.maybe_untouched.contains(&base),
                Some(Node::Literal(number)) => number == 0.0,
                Some(Node::Apply { op: Op::Add, operands, .. }) => {
                    operands.into_iter().rev().all(|operand| self.is_maybe_untouched(operand))
                }
                _ => false,
            }
    }

    /// What is made of an adjoint that nothing may have touched may be untouched, too.
    pub(super) fn inherit(&mut self, adjoint: Value, made: Value) {
        if self.maybe_untouched.contains(&adjoint) {
            self.maybe_untouched.insert(made);
        }
    }

    /// Whether an adjoint is zero, where it may be so because no arm that ran touched it. Asked before a pullback is
    /// called, which takes the adjoint.
    pub(super) fn untouched_flag(&self, adjoint: Value, unless: Unless) -> Option<Value> {
        let wanted = self.maybe_untouched.contains(&adjoint);
        wanted.then(|| self.builder.push(Node::IsZero { tangent: adjoint, unless }, Ty::Constant))
    }

    /// A contribution that is zero where the adjoint is, whatever the partial is there.
    pub(super) fn guarded(&mut self, adjoint: Value, untouched: Option<Value>, contribution: Value) -> Value {
        if !self.maybe_untouched.contains(&adjoint) {
            return contribution;
        }
        let builder = self.builder;
        let ty = builder.ty(contribution);
        let node = match untouched {
            Some(untouched) => Node::StrongZero { untouched, contribution },
            None => {
                let zero = builder.literal(0.0);
                let (comparison, left, right) = (Comparison::Equal, adjoint, zero);
                Node::Select { comparison, left, right, then: zero, otherwise: contribution }
            }
        };
        let guarded = builder.push(node, ty);
        self.maybe_untouched.insert(guarded);
        guarded
    }
}
