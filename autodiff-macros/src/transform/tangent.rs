//! Forward mode.
//!
//! Reads:  a primal graph and its activity.
//! Writes: a graph that computes the value and its tangent side by side; the tangents of the active parameters are
//! parameters after the primal's.
//! Keeps:  the primal's values, by number.

use super::builder::Builder;
use super::tame::{Trusted, tame};
use super::term::{has_partial, is_plain, scaled_partial};
use crate::analysis::Activity;
use crate::graph::{
    Argument, Callee, CastForm, End, Graph, Inst, Loop, Map, Name, Node, Part, Region, SameForm, Ty, Unless, Value,
};
use crate::rules::{Comparison, Op};
use proc_macro2::Span;

/// The tangent of a primal graph along the parameters at the positions `wanted`: it yields the results of the primal, and
/// the tangents of those at the positions `outputs`.
pub(crate) fn tangent(
    primal: &Graph,
    activity: &Activity,
    wanted: &[usize],
    outputs: &[usize],
    optimize: bool,
) -> Graph {
    let builder = Builder::along(primal.clone(), optimize);
    let mut sweep = Sweep { builder: &builder, activity, tangents: Map::default() };
    for &position in wanted {
        let parameter = primal.parameters()[position];
        // A tangent has the form of its argument: by reference where the argument is.
        let ty = primal[parameter].ty.clone();
        let tangent = builder.change(|graph| {
            let stem = graph[parameter].name.as_ref().map_or("argument".to_owned(), |name| name.stem.clone());
            let name = Some(Name::generated(format!("{stem}_tangent")));
            graph.add_parameter(primal.body, ty, name, Span::mixed_site())
        });
        sweep.tangents.insert(parameter, tangent);
    }
    sweep.region(primal.body);
    if !primal.results().is_empty() {
        let mut yields = primal.results().to_vec();
        for &output in outputs {
            let tangent = sweep.tangent_or_zero(primal.results()[output]);
            yields.push(sweep.owned(tangent));
        }
        builder.change(|graph| graph[primal.body].end = End::Yield(yields));
    }
    builder.finish()
}

struct Sweep<'a> {
    builder: &'a Builder,
    activity: &'a Activity,
    tangents: Map<Value, Value>,
}

impl Sweep<'_> {
    fn set(&mut self, value: Value, tangent: Value) {
        self.builder.name_after(tangent, value, "tangent");
        self.tangents.insert(value, tangent);
    }

    fn tangent(&self, value: Value) -> Option<Value> {
        self.tangents.get(&value).copied()
    }

    fn tangent_or_zero(&self, value: Value) -> Value {
        self.tangent(value).unwrap_or_else(|| match self.builder.ty(value) {
            Ty::Constant => self.builder.push(Node::Tuple(Vec::new()), Ty::unit()),
            Ty::Float(_) => self.builder.literal(0.0),
            _ => self.builder.zero(value),
        })
    }

    /// A tangent without the borrow: what a function yields, or a loop carries.
    fn owned(&self, tangent: Value) -> Value {
        match self.builder.ty(tangent) {
            Ty::Reference(inner) => {
                let form = if matches!(*inner, Ty::Slice(_)) { SameForm::ToVec } else { SameForm::Deref };
                let target = self.builder.push(Node::Same { form, operand: tangent }, *inner);
                self.owned(target)
            }
            _ => tangent,
        }
    }

    /// Tangents of values of one type, in one form: borrowed only if all of them are.
    fn alike(&self, tangents: Vec<Value>) -> Vec<Value> {
        let borrowed = |tangent: &Value| matches!(self.builder.ty(*tangent), Ty::Reference(_));
        if tangents.iter().all(borrowed) {
            return tangents;
        }
        tangents.into_iter().map(|tangent| self.owned(tangent)).collect()
    }

    /// Whether a tangent is borrowed from what lives longer than a region.
    fn is_lent_to(&self, region: Region, tangent: Value) -> bool {
        self.builder.with(|graph| graph.is_lent_to(region, tangent))
    }

    /// Rebuilds a region with the tangent of each instruction behind it.
    fn region(&mut self, region: Region) {
        let insts = self.builder.change(|graph| std::mem::take(&mut graph[region].insts));
        let outer = self.builder.enter(region);
        for inst in insts {
            self.builder.change(|graph| graph[region].insts.push(inst));
            self.builder.know(region, inst);
            self.inst(inst);
        }
        self.builder.enter(outer);
    }

    fn inst(&mut self, inst: Inst) {
        let builder = self.builder;
        let data = builder.with(|graph| graph[inst].clone());
        builder.at(data.span);
        if let Node::Branch { arms, .. } = &data.node {
            self.branch(inst, *arms, &data.results);
            return;
        }
        if let Node::Loop(repeated) = &data.node {
            self.repeated(inst, repeated, &data.results);
            return;
        }
        if !data.results.iter().any(|result| self.activity.is_active(*result)) {
            return;
        }
        let Some(&result) = data.results.first() else { return };
        if let (Node::Pop { base }, [rest, last]) = (&data.node, &data.results[..]) {
            let base = self.tangent_or_zero(*base);
            let types = vec![builder.ty(*rest).tangent(), builder.ty(*last).tangent()];
            let pop = builder.push_all(Node::Pop { base }, types);
            let tangents = builder.with(|graph| graph[pop].results.clone());
            self.set(*rest, tangents[0]);
            self.set(*last, tangents[1]);
            return;
        }
        let tangent = match &data.node {
            Node::Apply { op, operands, .. } => self.apply(*op, operands, result),
            Node::Cast { to, operand, .. } => {
                self.tangent(*operand).map(|tangent| match builder.ty(*operand).peeled() {
                    Ty::Float(from) if from == to => tangent,
                    Ty::Float(_) => {
                        let tangent = builder.by_value(tangent);
                        builder.push(Node::Cast { to: *to, form: CastForm::As, operand: tangent }, Ty::Float(*to))
                    }
                    _ => builder.push(Node::CastTangent { operand: *operand, to: *to, tangent }, Ty::Float(*to)),
                })
            }
            Node::Same { form, operand } => self.tangent(*operand).map(|tangent| match (form, builder.ty(tangent)) {
                (SameForm::Borrow, ty) => {
                    builder.push(Node::Same { form: SameForm::Borrow, operand: tangent }, Ty::Reference(Box::new(ty)))
                }
                (SameForm::Deref, Ty::Reference(inner)) => {
                    builder.push(Node::Same { form: SameForm::Deref, operand: tangent }, *inner)
                }
                (SameForm::Deref, _) if matches!(builder.ty(*operand), Ty::Unknown) => {
                    builder.push(Node::Same { form: SameForm::Deref, operand: tangent }, Ty::Unknown)
                }
                (SameForm::ToVec, ty) => builder
                    .push(Node::Same { form: SameForm::ToVec, operand: tangent }, Ty::Slice(Box::new(ty.element()))),
                (SameForm::Clone, ty) => {
                    builder.push(Node::Same { form: SameForm::Clone, operand: tangent }, ty.peeled().clone())
                }
                (SameForm::Deref, _) => tangent,
            }),
            Node::Tuple(elements) => {
                let parts: Vec<Value> = elements.iter().map(|element| self.tangent_or_zero(*element)).collect();
                let ty = Ty::Tuple(parts.iter().map(|part| builder.ty(*part)).collect());
                Some(builder.push(Node::Tuple(parts), ty))
            }
            Node::Array(elements) => {
                let parts = self.alike(elements.iter().map(|element| self.tangent_or_zero(*element)).collect());
                let mut ty = builder.ty(result).tangent();
                if let (Ty::Array(element, _), Some(first)) = (&mut ty, parts.first()) {
                    **element = builder.ty(*first);
                }
                Some(builder.push(Node::Array(parts), ty))
            }
            Node::Repeat { element, len } => self
                .tangent(*element)
                .map(|element| builder.push(Node::Repeat { element, len: len.clone() }, builder.ty(result).tangent())),
            Node::RepeatVec { element, len } => self
                .tangent(*element)
                .map(|element| builder.push(Node::RepeatVec { element, len: *len }, builder.ty(result).tangent())),
            Node::Push { base, value } => {
                let (base, value) = (self.tangent_or_zero(*base), self.tangent_or_zero(*value));
                let value = builder.by_value(value);
                Some(builder.push(Node::Push { base, value }, builder.ty(result).tangent()))
            }
            Node::Load { base, path } => self.tangent(*base).map(|base| {
                let part = builder.ty(base).part(path);
                let ty = if part.holds_reference() { part } else { builder.ty(result).tangent() };
                builder.push(Node::Load { base, path: path.clone() }, ty)
            }),
            Node::Store { base, path, value } => {
                let (base, value) = (self.tangent_or_zero(*base), self.tangent_or_zero(*value));
                let value = builder.by_value(value);
                let ty = builder.ty(result).tangent();
                Some(builder.push(Node::Store { base, path: path.clone(), value }, ty))
            }
            Node::Call { callee, arguments } => {
                self.call(inst, callee, arguments, &data.results);
                return;
            }
            _ => None,
        };
        if let Some(tangent) = tangent {
            self.set(result, tangent);
        }
    }

    /// A call of the callee's forward mode: it yields the tangent of the value, and changes the tangents of the variables
    /// that it changes.
    fn call(&mut self, inst: Inst, callee: &Callee, arguments: &[Argument], results: &[Value]) {
        let builder = self.builder;
        let tangents: Vec<Argument> = arguments
            .iter()
            .map(|argument| match argument {
                Argument::Value(value) => Argument::Value(self.argument_tangent(*value)),
                Argument::Place { part, .. } if matches!(builder.ty(part.base), Ty::Constant) => {
                    Argument::Value(self.tangent_or_zero(part.base))
                }
                Argument::Place { part, cut } => {
                    let base = self.tangent(part.base).filter(|_| !cut).unwrap_or_else(|| self.at_rest(part.base));
                    let base = self.owned(base);
                    Argument::Place { part: Part { base, path: part.path.clone() }, cut: *cut }
                }
            })
            .collect();
        // The call needs its tangents first: it moves behind them.
        let (tangent, changed) = builder.change(|graph| {
            let region = builder.region();
            let position = graph[region].insts.iter().rposition(|other| *other == inst).expect("the call was pushed");
            graph[region].insts.remove(position);
            graph[region].insts.push(inst);
            let ty = graph[results[0]].ty.tangent();
            let tangent = graph.add_result(inst, ty);
            let bases: Vec<Value> = tangents.iter().filter_map(Argument::place).map(|part| part.base).collect();
            let changed: Vec<Value> = bases
                .into_iter()
                .map(|base| {
                    let ty = graph[base].ty.clone();
                    graph.add_result(inst, ty)
                })
                .collect();
            graph[inst].node =
                Node::CallJvp { callee: callee.clone(), arguments: arguments.to_vec(), tangents: tangents.clone() };
            (tangent, changed)
        });
        if self.activity.is_active(results[0]) {
            self.set(results[0], tangent);
        }
        let places = arguments.iter().zip(&tangents).filter(|(argument, _)| argument.place().is_some());
        let mut changed = changed.into_iter();
        for ((_, tangent), version) in places.zip(&results[1..]) {
            if tangent.place().is_some()
                && let Some(after) = changed.next()
                && self.activity.is_active(*version)
            {
                self.set(*version, after);
            }
        }
    }

    /// The zero tangent of a variable, whose type may have none.
    fn at_rest(&self, value: Value) -> Value {
        match self.builder.ty(value) {
            Ty::Unknown => self.builder.push(Node::ConstantTangent { like: value }, Ty::Unknown),
            _ => self.builder.zero(value),
        }
    }

    /// The tangent of an argument, in the form of the argument; zero for a constant.
    fn argument_tangent(&self, argument: Value) -> Value {
        let builder = self.builder;
        if let Some(tangent) = self.tangent(argument) {
            let borrowed = matches!(builder.ty(argument), Ty::Reference(_));
            return match builder.ty(tangent) {
                ty if borrowed && !matches!(ty, Ty::Reference(_)) => {
                    builder.push(Node::Same { form: SameForm::Borrow, operand: tangent }, Ty::Reference(Box::new(ty)))
                }
                _ => tangent,
            };
        }
        match builder.ty(argument) {
            Ty::Reference(inner) if inner.is_known() && inner.may_be_active() => {
                let zero = builder.zero(argument);
                builder.push(
                    Node::Same { form: SameForm::Borrow, operand: zero },
                    Ty::Reference(Box::new(inner.tangent())),
                )
            }
            Ty::Reference(_) => {
                let zero = builder.push(Node::ConstantTangent { like: argument }, Ty::Unknown);
                builder.push(Node::Same { form: SameForm::Borrow, operand: zero }, Ty::Reference(Box::new(Ty::Unknown)))
            }
            Ty::Unknown => {
                let tangent = builder.push(Node::ConstantTangent { like: argument }, Ty::Unknown);
                builder.push(Node::BesideArgument { argument, tangent }, Ty::Unknown)
            }
            _ => self.tangent_or_zero(argument),
        }
    }

    fn apply(&mut self, op: Op, operands: &[Value], result: Value) -> Option<Value> {
        let builder = self.builder;
        let plain = is_plain(builder, op, operands, result);
        let mut sum = None;
        for (position, &operand) in operands.iter().enumerate() {
            let Some(tangent) = self.tangent(operand) else { continue };
            if !has_partial(op, position) {
                continue;
            }
            let tangent = builder.by_value(tangent);
            let term = if plain {
                scaled_partial(builder, op, position, operands, result, tangent)
            } else {
                let node = Node::RuleTangent { op, operand: position, operands: operands.to_vec(), result, tangent };
                Some(builder.push(node, builder.ty(result).tangent()))
            };
            let is_guarded = op.is_steep() && tame(builder, op, position, operands, Trusted::Parameters).is_none();
            let term = term.map(|term| if is_guarded { self.guarded(tangent, term, plain) } else { term });
            sum = match (sum, term) {
                (Some(sum), Some(term)) => Some(builder.add(sum, term)),
                (sum, term) => sum.or(term),
            };
        }
        sum
    }

    /// A term that is zero where the tangent is: what does not move has no slope, not even where the partial is infinite.
    fn guarded(&self, tangent: Value, term: Value, plain: bool) -> Value {
        let builder = self.builder;
        let ty = builder.ty(term);
        let node = if plain {
            let zero = builder.literal(0.0);
            let (comparison, left, right) = (Comparison::Equal, tangent, zero);
            Node::Select { comparison, left, right, then: zero, otherwise: term }
        } else {
            let untouched = builder.push(Node::IsZero { tangent, unless: Unless::default() }, Ty::Constant);
            Node::StrongZero { untouched, contribution: term }
        };
        builder.push(node, ty)
    }

    fn branch(&mut self, inst: Inst, arms: [Region; 2], results: &[Value]) {
        for arm in arms {
            self.region(arm);
        }
        let builder = self.builder;
        let active: Vec<(usize, Value)> =
            results.iter().copied().enumerate().filter(|(_, result)| self.activity.is_active(*result)).collect();
        let mut ends = Vec::new();
        for arm in arms {
            let End::Yield(yields) = builder.with(|graph| graph[arm].end.clone()) else { continue };
            let outer = builder.enter(arm);
            let tangents: Vec<Value> =
                active.iter().map(|(position, _)| self.tangent_or_zero(yields[*position])).collect();
            builder.enter(outer);
            ends.push((arm, yields, tangents));
        }
        // Arms lend what lives longer than they do.
        let lent: Vec<bool> = (0..active.len())
            .map(|index| ends.iter().all(|(arm, _, tangents)| self.is_lent_to(*arm, tangents[index])))
            .collect();
        let first = ends.first().map(|(_, _, tangents)| tangents.clone());
        for (arm, mut yields, tangents) in ends {
            let outer = builder.enter(arm);
            let tangents = tangents.into_iter().zip(&lent);
            yields.extend(tangents.map(|(tangent, lent)| if *lent { tangent } else { self.owned(tangent) }));
            builder.enter(outer);
            builder.change(|graph| graph[arm].end = End::Yield(yields));
        }
        for (index, (_, result)) in active.into_iter().enumerate() {
            let ty = match &first {
                Some(tangents) if lent[index] => builder.ty(tangents[index]),
                _ => builder.ty(result).tangent(),
            };
            let tangent = builder.change(|graph| {
                let annotation = graph[result].annotation.clone();
                let tangent = graph.add_result(inst, ty);
                // The tangents of numbers are numbers: what the user wrote says for both that arms lend slices.
                let is_slice = matches!(&graph[tangent].ty, Ty::Reference(inner) if matches!(&**inner, Ty::Slice(element) if element.is_float()));
                graph[tangent].annotation = annotation.filter(|_| is_slice);
                tangent
            });
            self.tangents.insert(result, tangent);
            self.name_result(tangent, result);
        }
    }

    /// A loop carries the tangents of what it carries.
    fn repeated(&mut self, inst: Inst, repeated: &Loop, results: &[Value]) {
        let builder = self.builder;
        let body = repeated.body;
        let carried = repeated.initial.len();
        let parameters = builder.with(|graph| graph.loop_parameters(body, carried).1.to_vec());
        let active: Vec<usize> = (0..carried)
            .filter(|position| {
                self.activity.is_active(parameters[*position]) || self.activity.is_active(results[*position])
            })
            .collect();
        let mut initial = Vec::new();
        let mut lent = Vec::new();
        for &position in &active {
            let tangent = self.tangent_or_zero(repeated.initial[position]);
            let parameter = parameters[position];
            // What is always a part of what is there before the loop has tangents that are parts of those before it.
            let is_part = self.is_lent_to(body, tangent) && self.is_view(body, parameter, position);
            lent.push(is_part);
            let (tangent, ty) = if is_part {
                (tangent, builder.ty(tangent))
            } else {
                (self.owned(tangent), builder.ty(parameter).tangent())
            };
            initial.push(tangent);
            let tangent = builder.change(|graph| {
                let stem = graph[parameter].name.as_ref().map(|name| format!("{}_tangent", name.stem));
                graph.add_parameter(body, ty, stem.map(Name::generated), Span::mixed_site())
            });
            self.tangents.insert(parameter, tangent);
        }
        // The tangents come before the loop, which the builder has just appended.
        builder.change(|graph| {
            let region = builder.region();
            let position = graph[region].insts.iter().rposition(|other| *other == inst).expect("the loop was pushed");
            graph[region].insts.remove(position);
            graph[region].insts.push(inst);
        });
        self.region(body);
        let end = builder.with(|graph| graph[body].end.clone());
        if let End::Yield(mut yields) = end {
            let outer = builder.enter(body);
            let tangents: Vec<Value> = active
                .iter()
                .zip(&lent)
                .map(|(position, lent)| {
                    let tangent = self.tangent_or_zero(yields[*position]);
                    if *lent { tangent } else { self.owned(tangent) }
                })
                .collect();
            builder.enter(outer);
            yields.splice(carried..carried, tangents);
            builder.change(|graph| graph[body].end = End::Yield(yields));
        }
        for ((position, tangent), lent) in active.iter().zip(&initial).zip(&lent) {
            let result = results[*position];
            let ty = if *lent { builder.ty(*tangent) } else { builder.ty(result).tangent() };
            let added = builder.change(|graph| {
                if let Node::Loop(repeated) = &mut graph[inst].node {
                    repeated.initial.push(*tangent);
                }
                graph.add_result(inst, ty)
            });
            self.tangents.insert(result, added);
            self.name_result(added, result);
        }
    }

    /// Whether the next version of what a loop carries is always a part of the version before, or of something from
    /// around the loop that has a tangent.
    fn is_view(&self, body: Region, parameter: Value, position: usize) -> bool {
        self.builder.with(|graph| {
            let inside = graph.defined_in(body);
            let is_outside = |value: Value| !inside.contains(&value);
            let has_tangent = |value: Value| is_outside(value) && self.tangents.contains_key(&value);
            let next = graph[body].yields().get(position).copied();
            next.is_some_and(|next| {
                let referents = graph.referents(next, &|value| value == parameter || is_outside(value));
                referents.into_iter().all(|value| value == parameter || has_tangent(value))
            })
        })
    }

    /// A branch is the user's, but its further results are ours to name.
    fn name_result(&self, tangent: Value, result: Value) {
        self.builder.change(|graph| {
            if let Some(stem) = graph[result].name.as_ref().map(|name| name.stem.clone()) {
                graph[tangent].name = Some(Name::generated(format!("{stem}_tangent")));
            }
        });
    }
}
