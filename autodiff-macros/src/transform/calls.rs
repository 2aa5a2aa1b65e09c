//! The adjoints of calls: the pullbacks that calls yield beside their values.

use super::adjoint::Sweep;
use super::tame::{Trusted, finite_arguments};
use crate::graph::{Argument, Callee, Inst, Name, Node, Part, Target, Ty, Unless, Value};

impl Sweep<'_> {
    /// The adjoint of a call that changes nothing.
    pub(super) fn call(&mut self, inst: Inst, callee: Callee, arguments: &[Argument], adjoint: Value) {
        let builder = self.builder;
        let unless =
            Unless { pulled: Some(callee.clone()), finite: finite_arguments(builder, arguments, Trusted::Parameters) };
        let pullback = self.pullback(inst, callee, arguments);
        let types = arguments.iter().map(|argument| builder.ty(argument.value()).tangent()).collect();
        // A pullback compares the parts of an aggregate itself, but for what is infinite in its arguments.
        let is_aggregate = matches!(builder.ty(adjoint), Ty::Tuple(_) | Ty::Array(..));
        let is_known = is_aggregate && unless.finite.as_ref().is_some_and(Vec::is_empty);
        let untouched = if is_known { None } else { self.untouched_flag(adjoint, unless) };
        let pull = builder.push_all(Node::Pull { pullback, seed: adjoint, slots: Vec::new() }, types);
        let contributions = builder.with(|graph| graph[pull].results.clone());
        for (argument, contribution) in arguments.iter().zip(contributions) {
            let argument = argument.value();
            if !self.activity.is_active(argument) {
                continue;
            }
            let contribution = if is_known {
                self.inherit(adjoint, contribution);
                contribution
            } else {
                self.guarded(adjoint, untouched, contribution)
            };
            // The callee need not touch every part.
            if !builder.ty(contribution).is_float() {
                self.maybe_untouched.insert(contribution);
            }
            self.argument(argument, contribution);
        }
    }

    /// Adds to the adjoint of an argument.
    fn argument(&mut self, argument: Value, contribution: Value) {
        // The callee may see an array as a slice: its adjoint is then added element by element.
        let ty = self.builder.ty(argument);
        let coerced = matches!(ty, Ty::Reference(inner) if !matches!(*inner, Ty::Float(_) | Ty::Slice(_)));
        if coerced {
            self.coerced(argument, contribution);
        } else {
            self.contribute(argument, contribution);
        }
    }

    /// The adjoint of a call that changes variables: its pullback changes their adjoints in their places.
    pub(super) fn changing_call(&mut self, inst: Inst, callee: Callee, arguments: &[Argument], results: &[Value]) {
        let builder = self.builder;
        let is_wanted = |sweep: &Self, result: &Value| {
            let adjoint = sweep.adjoint(*result).filter(|_| sweep.activity.is_active(*result));
            adjoint.is_some_and(|adjoint| builder.literal_of(adjoint) != Some(0.0))
        };
        if !results.iter().any(|result| is_wanted(self, result)) {
            return;
        }
        let elsewhere = callee.target == Target::Elsewhere;
        let pullback = self.pullback(inst, callee, arguments);
        let value = results[0];
        let seed = self.adjoint(value).filter(|_| self.activity.is_active(value));
        let seed = seed.unwrap_or_else(|| self.at_rest(value));
        let mut versions = results[1..].iter();
        let slots: Vec<Option<Part>> = arguments
            .iter()
            .map(|argument| match argument {
                Argument::Value(_) => None,
                Argument::Place { part, cut } => {
                    let version = *versions.next().expect("each place has a version");
                    let adjoint = self.adjoint(version).filter(|_| !cut);
                    // A constant parameter of a callee that is seen takes nothing.
                    let moves = !matches!(builder.ty(version), Ty::Constant) && (elsewhere || !cut);
                    moves.then(|| {
                        let base = adjoint.unwrap_or_else(|| self.at_rest(version));
                        Part { base, path: part.path.clone() }
                    })
                }
            })
            .collect();
        let mut types: Vec<Ty> = arguments
            .iter()
            .map(|argument| match argument {
                Argument::Value(value) => builder.ty(*value).tangent(),
                Argument::Place { .. } => Ty::Unknown,
            })
            .collect();
        types.extend(slots.iter().flatten().map(|part| builder.ty(part.base)));
        let pull = builder.push_all(Node::Pull { pullback, seed, slots: slots.clone() }, types);
        let pulled = builder.with(|graph| graph[pull].results.clone());
        let (contributions, changed) = pulled.split_at(arguments.len());
        let mut changed = changed.iter();
        for ((argument, contribution), slot) in arguments.iter().zip(contributions).zip(slots) {
            match argument {
                Argument::Value(value) => {
                    if self.activity.is_active(*value) {
                        // The callee may have been given nothing but zeros.
                        self.maybe_untouched.insert(*contribution);
                        self.argument(*value, *contribution);
                    }
                }
                Argument::Place { part, cut } => {
                    let Some(slot) = slot else { continue };
                    let mut before = *changed.next().expect("each slot has a version");
                    if *cut || !self.activity.is_active(part.base) {
                        continue;
                    }
                    // Only `rustc` knows whether the callee sees a `&mut`, which was changed in its place, or a `&`.
                    if elsewhere {
                        before = builder.accumulate(before, &slot.path, *contribution);
                    }
                    self.maybe_untouched.insert(before);
                    self.contribute(part.base, before);
                }
            }
        }
    }

    /// The zero tangent of what may have none: of what a call gives and nobody uses.
    fn at_rest(&self, value: Value) -> Value {
        match self.builder.ty(value) {
            Ty::Constant => self.builder.push(Node::Tuple(Vec::new()), Ty::unit()),
            Ty::Unknown => self.builder.push(Node::ConstantTangent { like: value }, Ty::Unknown),
            _ => self.builder.zero(value),
        }
    }

    /// The pullback of a call, which from now on yields it beside the value.
    fn pullback(&self, inst: Inst, callee: Callee, arguments: &[Argument]) -> Value {
        self.builder.change(|graph| {
            if let Node::CallVjp { .. } = &graph[inst].node {
                return *graph[inst].results.last().expect("the call yields its pullback");
            }
            let stem = callee.path.path.segments.last().map(|segment| segment.ident.to_string());
            graph[inst].node = Node::CallVjp { callee, arguments: arguments.to_vec() };
            let pullback = graph.add_result(inst, Ty::Pullback);
            graph[pullback].name = stem.map(|stem| Name::generated(format!("{stem}_pullback")));
            pullback
        })
    }
}
