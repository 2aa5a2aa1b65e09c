//! The loop over batches: the iteration again, for all lanes at once.

use super::LANES;
use super::form::{Form, Forms};
use super::sums::Held;
use crate::analysis::is_new_vector;
use crate::graph::{
    End, Form as Written, Graph, Inst, Loop, Map, Name, Node, Origin, Range, Region, SideBySide, Space, Step, Ty, Value,
};
use crate::rules::Op;
use crate::transform::constant::{constant, operand};
use proc_macro2::{Literal, Span};
use quote::ToTokens;
use std::rc::Rc;
use syn::{Expr, parse_quote};

/// Makes the loop over batches.
pub(super) struct Lift<'g> {
    pub(super) graph: &'g mut Graph,
    pub(super) forms: Forms,
    pub(super) inst: Inst,
    pub(super) repeated: Loop,
    pub(super) range: Range,
    pub(super) span: Span,
    /// What stands for a value in the loop over batches.
    pub(super) lifted: Map<Value, Value>,
    /// The copies of loops.
    pub(super) loops: Map<Inst, Inst>,
    /// Who reads each value, and where; none for the end of a region.
    pub(super) readers: Map<Value, Vec<(Region, Option<Inst>)>>,
    /// The slices that lanes refer to, by what they are ranges of.
    pub(super) views: Vec<(Value, Step, Value)>,
    /// The number of the first lane's iteration.
    pub(super) first: Option<Value>,
    /// The parts of tuples of each lane, by the tuples and their positions there.
    pub(super) parts: Map<Value, (Value, u32)>,
    /// Sums over the lanes of the elements of aggregates.
    pub(super) held: Vec<Held>,
}

impl<'g> Lift<'g> {
    pub(super) fn new(graph: &'g mut Graph, forms: Forms, inst: Inst, range: Range) -> Self {
        let Node::Loop(repeated) = graph[inst].node.clone() else { unreachable!("only loops have iterations") };
        let span = graph[inst].span;
        let mut lift = Lift {
            graph,
            forms,
            inst,
            repeated,
            range,
            span,
            lifted: Map::default(),
            loops: Map::default(),
            readers: Map::default(),
            views: Vec::new(),
            first: None,
            parts: Map::default(),
            held: Vec::new(),
        };
        lift.find_readers(lift.repeated.body);
        lift
    }

    fn find_readers(&mut self, region: Region) {
        for inst in self.graph[region].insts.clone() {
            for operand in self.graph[inst].node.operands() {
                self.readers.entry(operand).or_default().push((region, Some(inst)));
            }
            for inner in self.graph[inst].node.regions().to_vec() {
                self.find_readers(inner);
            }
        }
        for value in self.graph[region].yields().to_vec() {
            self.readers.entry(value).or_default().push((region, None));
        }
    }

    /// Puts the loop over batches before the loop, which is left with the rest. There is none if an array of the
    /// iteration cannot be made for all lanes.
    pub(super) fn run(mut self) -> Option<Inst> {
        let home = self.graph.home(self.inst);
        let mut before = Vec::new();
        let [start, end, batches] = [0, 1, 2].map(operand);
        let ends = [(start.clone(), self.range.start), (end.clone(), self.range.end)];
        let count = constant(self.graph, parse_quote!(__ad::batches(#start, #end)), &ends, Ty::Constant, self.span);
        let zero = constant(self.graph, parse_quote!(0), &[], Ty::Constant, self.span);
        before.extend([count, zero]);
        let [count, zero] = [count, zero].map(|inst| self.graph[inst].results[0]);
        self.graph[count].name = Some(Name::generated("batch_count"));

        let body = self.graph.add_region();
        let batch = self.graph.add_parameter(body, Ty::Constant, Some(Name::generated("batch")), self.span);
        self.graph[batch].constant = true;
        let lanes = Literal::usize_unsuffixed(LANES);
        let from = self.graph.integer(self.range.start) == Some(0);
        let first: Expr = if from { parse_quote!(#batches * #lanes) } else { parse_quote!(#start + #batches * #lanes) };
        let first_of = |batch| [(start.clone(), self.range.start), (batches.clone(), batch)];
        let first_of = [first_of(batch), first_of(count)].map(|captures| captures[usize::from(from)..].to_vec());
        let inst = constant(self.graph, first.clone(), &first_of[0], Ty::Constant, self.span);
        self.graph[body].insts.push(inst);
        let inst = self.graph[inst].results[0];
        self.graph[inst].name = Some(Name::generated("first"));
        self.first = Some(inst);

        let carried = self.repeated.initial.len();
        let parameters = self.graph.loop_parameters(self.repeated.body, carried).1.to_vec();
        let mut initial = Vec::new();
        for (position, parameter) in parameters.iter().enumerate() {
            let value = self.repeated.initial[position];
            let value = if self.forms.get(*parameter) == Some(Form::Wide) {
                let origin = origin(self.graph, value);
                let (made, wide) = self.widened_aggregate(origin)?;
                before.extend(made);
                wide
            } else {
                value
            };
            initial.push(value);
            self.parameter(body, *parameter);
        }
        self.hold(&mut before);
        initial.extend(self.held.iter().map(|held| held.current));
        self.carry_held(&(0..self.held.len()).collect::<Vec<usize>>(), body);
        self.region(self.repeated.body, body)?;
        let mut yields = Vec::new();
        for (position, value) in self.graph[self.repeated.body].yields().to_vec().into_iter().enumerate() {
            let form = self.forms.get(parameters[position]);
            yields.push(match form {
                // What goes from lane to lane is found at the end.
                Some(Form::Ordered(_)) => self.graph[body].parameters[1 + position],
                _ => self.of_form(body, value, form)?,
            });
        }
        self.ordered(body, &parameters, &mut yields);
        yields.extend(self.held.iter().map(|held| held.current));
        self.graph[body].end = End::Yield(yields);

        let types = initial.iter().map(|value| self.graph[*value].ty.clone()).collect();
        let range = Range { start: zero, end: count, inclusive: false, reversed: false };
        let space = match self.repeated.space {
            Space::Again { backwards, .. } => Space::Again { range: Some(range), list: None, backwards },
            _ => Space::Range(range),
        };
        let node =
            Node::Loop(Loop { space, initial, body, ends_early: false, records: false, side_by_side: SideBySide::No });
        let origin = self.graph[self.inst].origin;
        let all = self.graph.add_inst(node, types, origin, self.span);
        self.graph.renumber(all, body);
        before.push(all);
        let rest = constant(self.graph, first, &first_of[1], Ty::Constant, self.span);
        before.push(rest);
        let rest = self.graph[rest].results[0];
        self.graph[rest].name = Some(Name::generated("rest"));

        for (position, parameter) in parameters.iter().enumerate() {
            let result = self.graph[all].results[position];
            self.describe(*parameter, result);
            if self.forms.get(*parameter).is_some_and(|form| form != Form::Wide)
                && let Node::Loop(repeated) = &mut self.graph[self.inst].node
            {
                repeated.initial[position] = result;
            }
        }
        if let Node::Loop(repeated) = &mut self.graph[self.inst].node
            && let Space::Range(range) | Space::Again { range: Some(range), .. } = &mut repeated.space
        {
            range.start = rest;
        }
        let insts = &mut self.graph[home].insts;
        let position = insts.iter().position(|inst| *inst == self.inst).expect("the loop is in its home");
        insts.splice(position..position, before);
        Some(all)
    }

    /// What goes from lane to lane, one after the other.
    fn ordered(&mut self, body: Region, parameters: &[Value], yields: &mut [Value]) {
        let is_ordered = |value: Value| match self.forms.get(value) {
            Some(Form::Ordered(position)) => Some(position),
            _ => None,
        };
        let positions: Vec<usize> = parameters.iter().filter_map(|parameter| is_ordered(*parameter)).collect();
        if positions.is_empty() {
            return;
        }
        let original = self.repeated.body;
        let mut lane = self.lane();
        let mut initial = Vec::new();
        for &position in &positions {
            let parameter = parameters[position];
            initial.push(self.lifted[&parameter]);
            let copy = self.parameter(lane.body, parameter);
            lane.made.insert(parameter, copy);
        }
        for inst in self.graph[original].insts.clone() {
            let results = &self.graph[inst].results;
            if results.first().is_some_and(|result| matches!(self.forms.get(*result), Some(Form::Ordered(_)))) {
                self.again(inst, &mut lane);
            }
        }
        let ends: Vec<Value> = positions.iter().map(|position| self.graph[original].yields()[*position]).collect();
        let ends = ends.into_iter().map(|end| self.in_lane(end, &mut lane)).collect();
        self.graph[lane.body].end = End::Yield(ends);
        let results = self.over_lanes(body, lane.body, initial);
        for (position, result) in positions.into_iter().zip(results) {
            self.describe(parameters[position], result);
            yields[position] = result;
        }
    }

    /// A loop over the lanes.
    pub(super) fn over_lanes(&mut self, region: Region, body: Region, initial: Vec<Value>) -> Vec<Value> {
        let [zero, lanes] = [0, LANES].map(|number| {
            let number = Literal::usize_unsuffixed(number);
            let inst = constant(self.graph, parse_quote!(#number), &[], Ty::Constant, self.span);
            self.graph[region].insts.push(inst);
            self.graph[inst].results[0]
        });
        let types = initial.iter().map(|value| self.graph[*value].ty.clone()).collect();
        let range = Range { start: zero, end: lanes, inclusive: false, reversed: false };
        let node = Node::Loop(Loop {
            space: Space::Range(range),
            initial,
            body,
            ends_early: false,
            records: false,
            side_by_side: SideBySide::No,
        });
        let inst = self.graph.push(region, node, types, Origin::Derivative, self.span);
        self.graph.renumber(inst, body);
        self.graph[inst].results.clone()
    }

    /// A parameter of the iteration, in the loop over batches.
    fn parameter(&mut self, region: Region, parameter: Value) -> Value {
        let ty = self.ty(parameter);
        let copy = self.graph.add_parameter(region, ty, None, self.span);
        self.describe(parameter, copy);
        self.lifted.insert(parameter, copy);
        copy
    }

    /// Says of a value what is known of the one that it stands for.
    pub(super) fn describe(&mut self, from: Value, to: Value) {
        let data = self.graph[from].clone();
        let is_lifted = matches!(self.forms.get(from), Some(Form::Lanes | Form::Wide | Form::Own));
        self.graph[to].name = data.name;
        self.graph[to].constant = data.constant;
        self.graph[to].scratch = data.scratch && !is_lifted;
        self.graph[to].annotation = data.annotation.filter(|_| !is_lifted);
    }

    fn ty(&self, value: Value) -> Ty {
        let ty = &self.graph[value].ty;
        match self.forms.get(value) {
            Some(Form::Lanes | Form::Own) => of_lanes(ty.clone()),
            Some(Form::Wide) => wide(ty),
            _ => self.relisted(ty),
        }
    }

    /// A type that tells of the lists of the copies.
    fn relisted(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::List(inst) => Ty::List(self.loops.get(inst).copied().unwrap_or(*inst)),
            ty => ty.clone(),
        }
    }

    fn region(&mut self, from: Region, to: Region) -> Option<()> {
        let views = self.views.len();
        for inst in self.graph[from].insts.clone() {
            self.inst(inst, from, to)?;
        }
        self.views.truncate(views);
        Some(())
    }

    /// What stands for a value.
    pub(super) fn value(&self, value: Value) -> Value {
        self.lifted.get(&value).copied().unwrap_or(value)
    }

    /// What stands for a value where something of a form is wanted.
    fn of_form(&mut self, region: Region, value: Value, form: Option<Form>) -> Option<Value> {
        match form {
            Some(Form::Lanes | Form::Wide) => self.widened(region, value),
            _ => Some(self.value(value)),
        }
    }

    /// A number or an aggregate for all lanes.
    pub(super) fn widened(&mut self, region: Region, value: Value) -> Option<Value> {
        if self.parts.contains_key(&value) {
            let mut lane = self.lane();
            let part = self.in_lane(value, &mut lane);
            return Some(self.lanes_of(lane, part, region, Origin::Derivative));
        }
        if self.forms.get(value).is_some() {
            return Some(self.value(value));
        }
        if self.graph[value].ty.has_slice() || matches!(self.graph[value].ty, Ty::Array(..)) {
            let (made, wide) = self.widened_aggregate(value)?;
            self.graph[region].insts.extend(made);
            return Some(wide);
        }
        let value = self.value(value);
        let inst = self.repeat(value);
        self.graph[region].insts.push(inst);
        Some(self.graph[inst].results[0])
    }

    /// The same number for each lane.
    fn repeat(&mut self, element: Value) -> Inst {
        let len = Literal::usize_unsuffixed(LANES);
        let ty = of_lanes(self.graph[element].ty.clone());
        let node = Node::Repeat { element, len: Rc::new(parse_quote!(#len)) };
        self.graph.add_inst(node, vec![ty], Origin::Derivative, self.span)
    }

    /// An aggregate that is the same in all lanes, made again for each of them; and what makes it.
    fn widened_aggregate(&mut self, value: Value) -> Option<(Vec<Inst>, Value)> {
        let inst = self.graph.definition(value)?;
        let data = self.graph[inst].clone();
        let ty = wide(&self.graph[value].ty);
        let mut made = Vec::new();
        let mut part = |lift: &mut Self, part: Value| {
            if lift.graph[part].ty.is_float() {
                let part = lift.value(part);
                let inst = lift.repeat(part);
                made.push(inst);
                return Some(lift.graph[inst].results[0]);
            }
            let (inner, part) = lift.widened_aggregate(part)?;
            made.extend(inner);
            Some(part)
        };
        let node = match data.node {
            Node::Repeat { element, len } => Node::Repeat { element: part(self, element)?, len },
            Node::RepeatVec { element, len } => Node::RepeatVec { element: part(self, element)?, len: self.value(len) },
            Node::Array(elements) => {
                Node::Array(elements.into_iter().map(|element| part(self, element)).collect::<Option<_>>()?)
            }
            Node::Zero(_) if ty.has_written_zero() => Node::Zero(ty.clone()),
            Node::Opaque(opaque) if is_new_vector(&opaque) => {
                let mut opaque = opaque;
                opaque.captures.iter_mut().for_each(|capture| capture.value = self.value(capture.value));
                Node::Opaque(opaque)
            }
            _ => return None,
        };
        let copy = self.graph.add_inst(node, vec![ty], data.origin, data.span);
        made.push(copy);
        let result = self.graph[copy].results[0];
        self.graph[result].name = self.graph[value].name.clone();
        Some((made, result))
    }

    fn inst(&mut self, inst: Inst, from: Region, region: Region) -> Option<()> {
        let data = self.graph[inst].clone();
        let form = data.results.first().and_then(|result| self.forms.get(*result));
        self.add_up_before(inst, region);
        match (form, data.node) {
            (_, Node::Loop(repeated)) => self.repeated(inst, &repeated, region),
            (_, Node::Call { .. } | Node::CallVjp { .. } | Node::Pull { .. }) => {
                self.called(inst, region);
                Some(())
            }
            (_, Node::Branch { condition, arms }) if self.forms.get(condition).is_none() => {
                self.branch(inst, condition, arms, region)
            }
            (Some(Form::Ordered(_)), _) => Some(()),
            (Some(Form::Lanes), _) if self.is_only_summed(inst) => Some(()),
            (Some(Form::Summed), node) => {
                self.summed(inst, node, region);
                Some(())
            }
            (Some(Form::Taken), node) => {
                self.view(inst, &node, region);
                Some(())
            }
            (Some(Form::Sum(_)), node) => {
                self.sum(inst, node, region)?;
                Some(())
            }
            (Some(Form::Lanes), _) if self.forms.is_of_lanes(self.graph, inst) => {
                let is_there = self.lifted.contains_key(&data.results[0]);
                if !is_there && !self.is_written_in_its_reader(inst, from) {
                    self.of_lanes(inst, region);
                }
                Some(())
            }
            (Some(Form::Own), _) => {
                self.of_lanes(inst, region);
                Some(())
            }
            (Some(_), Node::Accumulate { base, path, value }) if self.forms.get(value) == Some(Form::Own) => {
                self.accumulate_own(inst, base, path, value, region)
            }
            (Some(_), node) => self.wide(inst, node, region),
            (None, _) => {
                self.copy(inst, region);
                Some(())
            }
        }
    }

    /// The same instruction for all lanes.
    fn copy(&mut self, inst: Inst, region: Region) {
        let data = self.graph[inst].clone();
        let mut node = data.node;
        node.for_each_operand_mut(|operand| *operand = self.lifted.get(operand).copied().unwrap_or(*operand));
        self.push(inst, node, region);
    }

    /// Appends what stands for an instruction.
    pub(super) fn push(&mut self, inst: Inst, node: Node, region: Region) {
        let data = self.graph[inst].clone();
        let types = data.results.iter().map(|result| self.ty(*result)).collect();
        let copy = self.graph.push(region, node, types, data.origin, data.span);
        let copies = self.graph[copy].results.clone();
        self.stand_for(inst, &copies);
    }

    pub(super) fn stand_for(&mut self, inst: Inst, copies: &[Value]) {
        for (result, &value) in self.graph[inst].results.clone().into_iter().zip(copies) {
            self.describe(result, value);
            self.lifted.insert(result, value);
        }
    }

    /// What makes or changes an aggregate of all lanes, or takes an element of one.
    fn wide(&mut self, inst: Inst, node: Node, region: Region) -> Option<()> {
        let path_of = |lift: &Self, path: Vec<Step>| -> Vec<Step> {
            path.into_iter().map(|step| step_with(step, |value| lift.value(value))).collect()
        };
        let node = match node {
            Node::Load { base, path } if self.forms.get(base) == Some(Form::Wide) => {
                Node::Load { base: self.value(base), path: path_of(self, path) }
            }
            Node::Load { base, path } => Node::Array(self.collected(inst, base, &path, region)),
            Node::Same { form, operand } => Node::Same { form, operand: self.value(operand) },
            Node::Store { base, path, value } => Node::Store {
                base: self.widened(region, base)?,
                path: path_of(self, path),
                value: self.widened(region, value)?,
            },
            Node::Accumulate { base, path, value } if self.forms.get(value) == Some(Form::Wide) => Node::Accumulate {
                base: self.widened(region, base)?,
                path: path_of(self, path),
                value: self.value(value),
            },
            Node::Accumulate { base, path, value } => {
                let (base, path) = (self.widened(region, base)?, path_of(self, path));
                let element = Node::Load { base, path: path.clone() };
                let ty = of_lanes(self.graph[value].ty.clone());
                let before = self.graph.push(region, element, vec![ty], Origin::Derivative, self.span);
                let before = self.graph[before].results[0];
                let mut lane = self.lane();
                let both = [self.element(before, &mut lane), self.in_lane(value, &mut lane)];
                let ty = self.graph[value].ty.clone();
                let node = Node::Apply { op: Op::Add, form: Written::Symbol, operands: both.to_vec() };
                let sum = self.graph.push(lane.body, node, vec![ty], Origin::Derivative, self.span);
                let sum = self.graph[sum].results[0];
                Node::Store { base, path, value: self.lanes_of(lane, sum, region, Origin::Derivative) }
            }
            Node::Push { base, value } => {
                Node::Push { base: self.widened(region, base)?, value: self.widened(region, value)? }
            }
            Node::Pop { base } => Node::Pop { base: self.value(base) },
            Node::Array(elements) => {
                Node::Array(elements.into_iter().map(|element| self.widened(region, element)).collect::<Option<_>>()?)
            }
            Node::Repeat { element, len } => Node::Repeat { element: self.widened(region, element)?, len },
            Node::RepeatVec { element, len } => {
                Node::RepeatVec { element: self.widened(region, element)?, len: self.value(len) }
            }
            Node::ZeroLike { like } => Node::ZeroLike { like: self.value(like) },
            _ => unreachable!("other nodes make no aggregates of all lanes"),
        };
        self.push(inst, node, region);
        Some(())
    }

    fn repeated(&mut self, inst: Inst, repeated: &Loop, region: Region) -> Option<()> {
        let original = repeated.body;
        let (items, parameters) = self.graph.loop_parameters(original, repeated.initial.len());
        let (items, parameters) = (items.to_vec(), parameters.to_vec());
        let body = self.graph.add_region();
        let mut initial = Vec::new();
        for (parameter, value) in parameters.iter().zip(&repeated.initial) {
            initial.push(self.of_form(region, *value, self.forms.get(*parameter))?);
        }
        for &parameter in items.iter().chain(&parameters) {
            self.parameter(body, parameter);
        }
        let held = self.held_in(inst);
        initial.extend(held.iter().map(|position| self.held[*position].current));
        self.carry_held(&held, body);
        self.region(original, body)?;
        let mut yields = Vec::new();
        for (position, value) in self.graph[original].yields().to_vec().into_iter().enumerate() {
            // What is carried has the form of its variable, what is recorded its own.
            let of = parameters.get(position).copied().unwrap_or(value);
            yields.push(self.of_form(body, value, self.forms.get(of))?);
        }
        let last = parameters.len().min(yields.len());
        yields.splice(last..last, held.iter().map(|position| self.held[*position].current));
        self.graph[body].end = if self.graph[original].diverges() { End::Diverge } else { End::Yield(yields) };
        let range = |range: &Range| Range { start: self.value(range.start), end: self.value(range.end), ..*range };
        let space = match &repeated.space {
            Space::Endless => Space::Endless,
            Space::Range(counted) => Space::Range(range(counted)),
            Space::Items(iterator) => Space::Items(self.value(*iterator)),
            Space::Again { range: counted, list, backwards } => Space::Again {
                range: counted.as_ref().map(range),
                list: list.map(|list| self.value(list)),
                backwards: *backwards,
            },
        };
        let node = Node::Loop(Loop { space, initial, body, ..repeated.clone() });
        let data = self.graph[inst].clone();
        let mut types: Vec<Ty> = data.results.iter().map(|result| self.ty(*result)).collect();
        let of_held = held.iter().map(|position| self.graph[self.held[*position].current].ty.clone());
        types.splice(parameters.len()..parameters.len(), of_held);
        let copy = self.graph.push(region, node, types, data.origin, data.span);
        self.graph.renumber(copy, body);
        self.loops.insert(inst, copy);
        let mut results = self.graph[copy].results.clone();
        let of_held = results.drain(parameters.len()..parameters.len() + held.len());
        for (position, result) in held.into_iter().zip(of_held.collect::<Vec<Value>>()) {
            self.graph[result].name = self.graph[self.held[position].current].name.clone();
            self.held[position].current = result;
        }
        self.stand_for(inst, &results);
        if repeated.records
            && let Some(&list) = self.graph[copy].results.last()
        {
            self.graph[list].ty = Ty::List(copy);
        }
        Some(())
    }

    fn branch(&mut self, inst: Inst, condition: Value, arms: [Region; 2], region: Region) -> Option<()> {
        let data = self.graph[inst].clone();
        let mut copies = Vec::new();
        for arm in arms {
            let copy = self.graph.add_region();
            self.region(arm, copy)?;
            let mut yields = Vec::new();
            for (position, value) in self.graph[arm].yields().to_vec().into_iter().enumerate() {
                yields.push(self.of_form(copy, value, self.forms.get(data.results[position]))?);
            }
            self.graph[copy].end = if self.graph[arm].diverges() { End::Diverge } else { End::Yield(yields) };
            copies.push(copy);
        }
        let arms = [copies[0], copies[1]];
        self.push(inst, Node::Branch { condition: self.value(condition), arms }, region);
        Some(())
    }
}

/// The array of a number of each lane.
pub(super) fn of_lanes(ty: Ty) -> Ty {
    Ty::Array(Box::new(ty), Rc::new(Literal::usize_unsuffixed(LANES).to_token_stream()))
}

/// The type of an aggregate with an element for each lane in the place of each float.
fn wide(ty: &Ty) -> Ty {
    match ty {
        Ty::Float(_) => of_lanes(ty.clone()),
        Ty::Array(element, len) => Ty::Array(Box::new(wide(element)), len.clone()),
        Ty::Slice(element) => Ty::Slice(Box::new(wide(element))),
        Ty::Reference(inner) => Ty::Reference(Box::new(wide(inner))),
        other => other.clone(),
    }
}

/// A step with other integers.
pub(super) fn step_with(step: Step, mut with: impl FnMut(Value) -> Value) -> Step {
    match step {
        Step::Index(index) => Step::Index(with(index)),
        Step::Range(start, end) => Step::Range(with(start), with(end)),
        Step::Field(position) => Step::Field(position),
    }
}

/// The first version of scratch: what is in it does not matter, only how much.
pub(super) fn origin(graph: &Graph, value: Value) -> Value {
    let mut current = value;
    while let Some(inst) = graph.definition(current) {
        current = match &graph[inst].node {
            Node::Store { base, .. } | Node::Accumulate { base, .. } => *base,
            Node::Loop(repeated) => {
                let position = graph[inst].results.iter().position(|result| *result == current);
                match position.and_then(|position| repeated.initial.get(position)) {
                    Some(before) => *before,
                    None => return current,
                }
            }
            _ => return current,
        };
    }
    current
}
