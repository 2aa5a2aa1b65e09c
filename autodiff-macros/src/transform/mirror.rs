//! The adjoints of branches and loops: mirrors.
//!
//! Reads:  a branch or a loop, and the adjoints of its results.
//! Writes: a node that comes back to what ran: to the arm that was taken, to each iteration from the last to the first.
//! Keeps:  an arm or an iteration that does not touch a value leaves its adjoint alone.
//! Absent: what is recorded.

use super::adjoint::Sweep;
use crate::analysis::{Reader, Scratch};
use crate::graph::{End, Inst, Loop, Name, Node, Region, Set, Ty, Value};
use proc_macro2::Span;
use std::collections::BTreeMap;

impl Sweep<'_> {
    /// Reverses, inside the mirror of an arm, what stands before the branch but is read in that arm only.
    fn sink(&mut self, arm: Region) {
        loop {
            let touched: Vec<Value> = self.adjoints.last().expect("the arm's scope is open").keys().copied().collect();
            let candidate = touched
                .into_iter()
                .filter(|value| !self.homes.is_inside(*value, arm))
                .filter_map(|value| self.builder.with(|graph| graph.definition(value)).map(|inst| (inst, value)))
                .filter(|(inst, value)| !self.sunk.contains_key(inst) && self.is_read_only_in(*value, arm))
                .filter(|(inst, _)| {
                    self.builder.with(|graph| graph[*inst].node.regions().is_empty() && graph[*inst].results.len() == 1)
                })
                .max_by_key(|(inst, _)| self.readers.position(*inst));
            let Some((inst, value)) = candidate else { return };
            self.sunk.insert(inst, arm);
            let data = self.builder.with(|graph| graph[inst].clone());
            self.builder.at(data.span);
            if let Some(adjoint) = self.adjoint(value) {
                self.node(inst, &data.node, value, adjoint);
            }
            self.adjoints.last_mut().expect("the arm's scope is open").remove(&value);
        }
    }

    fn is_read_only_in(&self, value: Value, arm: Region) -> bool {
        // An adjoint from outside means that something after the branch reads the value, too.
        let outer = self.adjoints[..self.adjoints.len() - 1].iter().any(|scope| scope.contains_key(&value));
        let around = self.loops.last();
        // What stands before a loop would be reversed in each iteration.
        !outer
            && around.is_none_or(|body| self.homes.is_inside(value, *body))
            && self.readers.of_value(value).iter().all(|reader| match reader {
                Reader::Inst(inst) => {
                    self.builder.with(|graph| self.homes.is_inst_inside(graph, *inst, arm))
                        || self.sunk.get(inst).is_some_and(|region| self.homes.is_region_inside(*region, arm))
                }
                Reader::End(region) => self.homes.is_region_inside(*region, arm),
            })
    }

    pub(super) fn branch(&mut self, branch: Inst, arms: [Region; 2], results: &[Value]) {
        let builder = self.builder;
        let outer = builder.region();
        let mut mirrored = Vec::new();
        for arm in arms {
            let (insts, end) = builder.with(|graph| (graph[arm].insts.clone(), graph[arm].end.clone()));
            let region = builder.add_region();
            builder.sees(region, arm);
            let mut touched = BTreeMap::new();
            match end {
                End::Diverge => builder.change(|graph| graph[region].end = End::Diverge),
                End::Yield(yields) => {
                    builder.enter(region);
                    self.adjoints.push(BTreeMap::new());
                    for (value, result) in yields.into_iter().zip(results) {
                        if self.activity.is_active(*result)
                            && let Some(adjoint) = self.adjoint(*result)
                        {
                            self.contribute(value, adjoint);
                        }
                    }
                    self.region(&insts);
                    self.sink(arm);
                    touched = self.adjoints.pop().expect("the arm's scope is open");
                    touched.retain(|value, _| !self.homes.is_inside(*value, arm));
                    builder.enter(outer);
                }
            }
            mirrored.push((region, touched));
        }
        let mut values: Vec<Value> = mirrored.iter().flat_map(|(_, touched)| touched.keys().copied()).collect();
        values.sort_unstable();
        values.dedup();
        let regions = [mirrored[0].0, mirrored[1].0];
        for (region, touched) in &mirrored {
            if builder.with(|graph| graph[*region].diverges()) {
                continue;
            }
            builder.enter(*region);
            let mut yields = Vec::new();
            for value in &values {
                let adjoint = touched.get(value).copied();
                yields.push(adjoint.unwrap_or_else(|| self.untouched(*value)));
            }
            builder.change(|graph| graph[*region].end = End::Yield(yields));
        }
        builder.enter(outer);
        let types = values.iter().map(|value| builder.ty(*value).tangent()).collect();
        let mirror = builder.push_all(Node::Mirror { branch, arms: regions }, types);
        let adjoints = builder.with(|graph| graph[mirror].results.clone());
        for (value, adjoint) in values.into_iter().zip(adjoints) {
            let untouched_in_an_arm = mirrored.iter().any(|(region, touched)| {
                !builder.with(|graph| graph[*region].diverges())
                    && touched.get(&value).is_none_or(|adjoint| self.maybe_untouched.contains(adjoint))
            });
            if untouched_in_an_arm {
                self.maybe_untouched.insert(adjoint);
            }
            if builder.ty(value).tangent().is_float() {
                self.contribute(value, adjoint);
            } else {
                self.set(value, adjoint);
            }
        }
    }

    /// The adjoint of a loop.
    pub(super) fn repeated(&mut self, inst: Inst, repeated: &Loop, results: &[Value]) {
        let wanted = |result: &Value| {
            let adjoint = self.adjoint(*result).filter(|_| self.activity.is_active(*result));
            adjoint.is_some_and(|adjoint| self.builder.literal_of(adjoint) != Some(0.0))
        };
        if !results.iter().any(wanted) {
            return;
        }
        let mirror = MirroredLoop::of(self, inst, repeated, results);
        let scratch = self.scratch(repeated, &mirror);
        let (sunk, untouched) = (self.sunk.clone(), self.maybe_untouched.clone());
        let mut initial: Vec<Value> =
            mirror.carried.iter().map(|(_, _, result)| self.adjoint_or_zero(*result)).collect();
        initial.extend(mirror.around.iter().map(|value| self.untouched(*value)));
        let mut suspects: Set<usize> = (0..initial.len())
            .filter(|position| {
                let ty = self.builder.ty(initial[*position]);
                !ty.is_float()
                    || self.builder.literal_of(initial[*position]) == Some(0.0)
                    || self.maybe_untouched.contains(&initial[*position])
            })
            .collect();
        // Numbers that only add up have the same adjoint in every iteration.
        let mut invariant: Set<usize> = (0..mirror.carried.len())
            .filter(|position| self.builder.optimizes() && self.builder.ty(initial[*position]).is_float())
            .collect();
        loop {
            let (region, yields) = self.iteration(&mirror, &initial, &suspects, &invariant);
            let varies: Vec<usize> =
                invariant.iter().copied().filter(|position| yields[*position] != initial[*position]).collect();
            // An adjoint that one iteration may leave untouched is so for the iterations before it.
            let more: Vec<usize> = (0..yields.len())
                .filter(|position| !suspects.contains(position) && self.is_suspect(yields[*position]))
                .collect();
            if varies.is_empty() && more.is_empty() {
                self.builder.change(|graph| {
                    for position in &scratch {
                        let parameter = graph[region].parameters[*position];
                        graph[parameter].scratch = true;
                    }
                });
                self.close(&mirror, region, initial, yields, &suspects);
                return;
            }
            invariant.retain(|position| !varies.contains(position));
            suspects.extend(more);
            self.sunk = sunk.clone();
            self.maybe_untouched = untouched.clone();
        }
    }

    /// The carried adjoints that are zero between the iterations: nothing reads what is left after the loop, and no
    /// iteration what another one left.
    fn scratch(&self, repeated: &Loop, mirror: &MirroredLoop) -> Vec<usize> {
        let mut scratch = Scratch::of(self.primal);
        let found = mirror.carried.iter().enumerate().filter(|(_, (parameter, _, result))| {
            let parameters = self.primal.loop_parameters(repeated.body, repeated.initial.len()).1;
            let position = parameters.iter().position(|other| other == parameter);
            let is_aggregate = !self.builder.ty(*parameter).is_float();
            is_aggregate
                && self.adjoint(*result).is_none()
                && position.is_some_and(|position| scratch.is_scratch(repeated, position))
        });
        found.map(|(position, _)| position).collect()
    }

    fn is_suspect(&self, adjoint: Value) -> bool {
        self.maybe_untouched.contains(&adjoint) || self.builder.literal_of(adjoint) == Some(0.0)
    }

    /// The reverse of one iteration, in a region of its own, and what it yields.
    fn iteration(
        &mut self,
        mirror: &MirroredLoop,
        initial: &[Value],
        suspects: &Set<usize>,
        invariant: &Set<usize>,
    ) -> (Region, Vec<Value>) {
        let builder = self.builder;
        let outer = builder.region();
        let region = builder.add_region();
        builder.sees(region, mirror.body);
        let sources = mirror.carried.iter().map(|(parameter, ..)| *parameter).chain(mirror.around.iter().copied());
        let parameters: Vec<Value> = sources
            .map(|source| {
                let ty = builder.ty(source).tangent();
                builder.change(|graph| {
                    let stem = graph[source].name.as_ref().map_or_else(|| graph.stem(source), |name| name.stem.clone());
                    let name = Some(Name::generated(format!("{stem}_adjoint")));
                    graph.add_parameter(region, ty, name, Span::mixed_site())
                })
            })
            .collect();
        for position in suspects {
            self.maybe_untouched.insert(parameters[*position]);
        }
        builder.enter(region);
        self.loops.push(mirror.body);
        let (carried, around) = parameters.split_at(mirror.carried.len());
        self.adjoints.push(mirror.around.iter().copied().zip(around.iter().copied()).collect());
        for (position, ((_, value, _), adjoint)) in mirror.carried.iter().zip(carried).enumerate() {
            let adjoint = if invariant.contains(&position) { initial[position] } else { *adjoint };
            self.contribute(*value, adjoint);
        }
        self.region(&mirror.insts);
        let sources = mirror.carried.iter().map(|(parameter, ..)| *parameter).chain(mirror.around.iter().copied());
        let yields = sources.map(|value| self.untouched_or(value)).collect();
        self.adjoints.pop();
        self.loops.pop();
        builder.enter(outer);
        (region, yields)
    }

    /// The adjoint of a value at the end of an iteration.
    fn untouched_or(&mut self, value: Value) -> Value {
        let touched = self.adjoints.last().and_then(|scope| scope.get(&value)).copied();
        touched.unwrap_or_else(|| self.builder.zero(value))
    }

    fn close(
        &mut self,
        mirror: &MirroredLoop,
        region: Region,
        initial: Vec<Value>,
        mut yields: Vec<Value>,
        suspects: &Set<usize>,
    ) {
        let builder = self.builder;
        let first = mirror.carried.len();
        let mut known: Vec<Option<Value>> = Vec::new();
        let mut is_left: Vec<bool> = Vec::new();
        let parameters = builder.with(|graph| graph[region].parameters.clone());
        for (parameter, next) in parameters.into_iter().zip(&mut yields).skip(first) {
            let (rest, sum) = self.known_sum(mirror, region, parameter, *next);
            is_left.push(rest != parameter || sum.is_none());
            *next = rest;
            known.push(sum);
        }
        let types = initial.iter().map(|value| builder.ty(*value)).collect::<Vec<Ty>>();
        let types = yields.iter().zip(types).map(|(value, ty)| builder.ty(*value).meet(&ty)).collect();
        builder.change(|graph| graph[region].end = End::Yield(yields));
        let node = Node::MirrorLoop { of: mirror.inst, initial, body: region };
        let inst = builder.push_all(node, types);
        let results = builder.with(|graph| graph[inst].results.clone());
        for position in suspects {
            self.maybe_untouched.insert(results[*position]);
        }
        let (carried, around) = results.split_at(mirror.carried.len());
        // What goes around the loop has its adjoint replaced; what it starts from is added to that.
        for (((value, adjoint), known), is_left) in mirror.around.iter().zip(around).zip(known).zip(is_left) {
            if builder.ty(*value).tangent().is_float() {
                if is_left {
                    self.contribute(*value, *adjoint);
                }
                if let Some(known) = known {
                    self.maybe_untouched.insert(known);
                    self.contribute(*value, known);
                }
            } else {
                self.set(*value, *adjoint);
            }
        }
        for ((initial, adjoint), value) in mirror.initial.iter().zip(carried).zip(&mirror.carried) {
            self.builder.name_after(*adjoint, value.0, "adjoint");
            self.contribute(*initial, *adjoint);
        }
    }
}

/// What the adjoint of a loop is made of.
pub(super) struct MirroredLoop {
    inst: Inst,
    pub(super) body: Region,
    /// The loop's variables before it.
    pub(super) initial_of_all: Vec<Value>,
    /// What they are after it.
    pub(super) results: Vec<Value>,
    insts: Vec<Inst>,
    /// Each variable that is carried and active: in an iteration, after it, and after the loop.
    carried: Vec<(Value, Value, Value)>,
    /// The same variables before the loop.
    initial: Vec<Value>,
    /// Active values around the loop that it reads.
    around: Vec<Value>,
}

impl MirroredLoop {
    fn of(sweep: &Sweep<'_>, inst: Inst, repeated: &Loop, results: &[Value]) -> Self {
        sweep.builder.with(|graph| {
            let body = repeated.body;
            let parameters = graph.loop_parameters(body, repeated.initial.len()).1;
            let (mut carried, mut initial) = (Vec::new(), Vec::new());
            for (position, ((parameter, value), result)) in
                parameters.iter().zip(graph[body].yields()).zip(results).enumerate()
            {
                if sweep.activity.is_active(*parameter) || sweep.activity.is_active(*result) {
                    carried.push((*parameter, *value, *result));
                    initial.push(repeated.initial[position]);
                }
            }
            let mut around = Vec::new();
            let mut visit = |value: Value| {
                if sweep.activity.is_active(value) && !sweep.homes.is_inside(value, body) && !around.contains(&value) {
                    around.push(value);
                }
            };
            // The primal's own instructions: the copy that is swept has further ones.
            for inner in sweep.primal.walk(body) {
                let data = &sweep.primal[inner];
                if data.results.iter().any(|result| sweep.activity.is_active(*result)) {
                    data.node.for_each_operand(&mut visit);
                }
                for &region in data.node.regions() {
                    sweep.primal[region].yields().iter().copied().for_each(&mut visit);
                }
            }
            sweep.primal[body].yields().iter().copied().for_each(&mut visit);
            MirroredLoop {
                inst,
                body,
                initial_of_all: repeated.initial.clone(),
                results: results.to_vec(),
                insts: graph[body].insts.clone(),
                carried,
                initial,
                around,
            }
        })
    }
}
