//! What one lane makes: the instructions of an iteration again, for one of several at once.

use super::LANES;
use super::calls::{is_call, own_ty};
use super::form::Form;
use super::lift::{Lift, of_lanes, step_with};
use crate::graph::{End, Float, Inst, Map, Name, Node, Origin, Region, SameForm, Step, Ty, Value};
use crate::transform::constant::{constant, operand};
use crate::transform::is_pinned;
use proc_macro2::Literal;
use quote::quote;
use std::rc::Rc;
use syn::parse_quote;

/// What one lane has made already.
pub(super) struct Lane {
    pub(super) body: Region,
    pub(super) number: Value,
    pub(super) made: Map<Value, Value>,
}

impl Lift<'_> {
    /// The numbers that an instruction makes in each lane.
    pub(super) fn of_lanes(&mut self, inst: Inst, region: Region) {
        if self.graph[inst].results.len() > 1 {
            return self.of_lanes_together(inst, region);
        }
        let result = self.graph[inst].results[0];
        let mut lane = self.lane();
        let number = self.in_lane(result, &mut lane);
        let lanes = self.lanes_of(lane, number, region, self.graph[inst].origin);
        self.describe(result, lanes);
        // What the user wrote down says which float it is.
        if let (Ty::Float(float @ (Float::F32 | Float::F64)), Node::Opaque(_)) =
            (&self.graph[result].ty, &self.graph[inst].node)
        {
            let float = if *float == Float::F32 { quote!(f32) } else { quote!(f64) };
            let len = Literal::usize_unsuffixed(LANES);
            self.graph[lanes].annotation = Some(Rc::new(parse_quote!([#float; #len])));
        }
        self.lifted.insert(result, lanes);
    }

    /// The numbers that an instruction makes in each lane, where these are several: a tuple first.
    pub(super) fn of_lanes_together(&mut self, inst: Inst, region: Region) {
        let (results, origin) = (self.graph[inst].results.clone(), self.graph[inst].origin);
        let mut lane = self.lane();
        let numbers = results.iter().map(|result| self.in_lane(*result, &mut lane)).collect();
        let ty = Ty::Tuple(results.iter().map(|result| self.graph[*result].ty.clone()).collect());
        let tuple = self.graph.push(lane.body, Node::Tuple(numbers), vec![ty.clone()], origin, self.span);
        let tuple = self.graph[tuple].results[0];
        let tuples = self.lanes_of(lane, tuple, region, origin);
        for (position, result) in (0..).zip(results) {
            let lane = self.lane();
            let path = vec![Step::Index(lane.number), Step::Field(position)];
            let ty = self.graph[result].ty.clone();
            let part =
                self.graph.push(lane.body, Node::Load { base: tuples, path }, vec![ty], Origin::Derivative, self.span);
            let part = self.graph[part].results[0];
            let lanes = self.lanes_of(lane, part, region, origin);
            self.describe(result, lanes);
            self.lifted.insert(result, lanes);
        }
    }

    /// What all lanes have made.
    pub(super) fn lanes_of(&mut self, lane: Lane, number: Value, region: Region, origin: Origin) -> Value {
        self.graph[lane.body].end = End::Yield(vec![number]);
        let ty = of_lanes(self.graph[number].ty.clone());
        let inst = self.graph.push(region, Node::Lanes { body: lane.body }, vec![ty], origin, self.span);
        self.graph[inst].results[0]
    }

    /// A lane that has made nothing yet.
    pub(super) fn lane(&mut self) -> Lane {
        let body = self.graph.add_region();
        let number = self.graph.add_parameter(body, Ty::Constant, Some(Name::generated("lane")), self.span);
        self.graph[number].constant = true;
        Lane { body, number, made: Map::default() }
    }

    /// The element of a lane.
    pub(super) fn element(&mut self, lanes: Value, lane: &mut Lane) -> Value {
        let ty = self.graph[lanes].ty.element();
        let node = Node::Load { base: lanes, path: vec![Step::Index(lane.number)] };
        let inst = self.graph.push(lane.body, node, vec![ty], Origin::Derivative, self.span);
        self.graph[inst].results[0]
    }

    /// The elements of a small array of each lane, for all lanes.
    pub(super) fn collected(&mut self, inst: Inst, base: Value, path: &[Step], region: Region) -> Vec<Value> {
        let (array, origin) = (self.graph[inst].results[0], self.graph[inst].origin);
        let ty = self.graph[array].ty.clone();
        let elements = 0..ty.literal_len().expect("the length of a small array is written down");
        elements
            .map(|position| {
                let mut lane = self.lane();
                let index = self.index(position, &lane);
                let node = self.load(base, [path, &[Step::Index(index)]].concat(), &mut lane);
                let element = self.graph.push(lane.body, node, vec![ty.element()], origin, self.span);
                let element = self.graph[element].results[0];
                self.lanes_of(lane, element, region, origin)
            })
            .collect()
    }

    fn index(&mut self, position: usize, lane: &Lane) -> Value {
        let position = Literal::usize_unsuffixed(position);
        let index = constant(self.graph, parse_quote!(#position), &[], Ty::Constant, self.span);
        self.graph[lane.body].insts.push(index);
        self.graph[index].results[0]
    }

    /// A number of a lane, or a few in an array.
    pub(super) fn of_lane(&mut self, value: Value, lane: &mut Lane) -> Value {
        let ty = self.graph[value].ty.clone();
        let (Some(Form::Wide), Some(len)) = (self.forms.get(value), ty.literal_len()) else {
            return self.in_lane(value, lane);
        };
        let wide = self.value(value);
        let mut elements = Vec::new();
        for position in 0..len {
            let path = vec![Step::Index(self.index(position, lane)), Step::Index(lane.number)];
            let node = Node::Load { base: wide, path };
            let element = self.graph.push(lane.body, node, vec![ty.element()], Origin::Derivative, self.span);
            elements.push(self.graph[element].results[0]);
        }
        let array = self.graph.push(lane.body, Node::Array(elements), vec![ty], Origin::Derivative, self.span);
        self.graph[array].results[0]
    }

    /// A value as one lane sees it.
    pub(super) fn in_lane(&mut self, value: Value, lane: &mut Lane) -> Value {
        if let Some(made) = lane.made.get(&value) {
            return *made;
        }
        if let Some(part) = self.part(value, lane) {
            lane.made.insert(value, part);
            return part;
        }
        let made = match (self.forms.get(value), self.lifted.get(&value).copied()) {
            (Some(Form::Lanes | Form::Own), Some(lanes)) => self.element(lanes, lane),
            (Some(Form::Lanes | Form::Taken), None) => match self.graph.definition(value) {
                Some(inst) => {
                    self.again(inst, lane);
                    return lane.made[&value];
                }
                None => self.number_of_iteration(lane),
            },
            (_, lifted) => lifted.unwrap_or(value),
        };
        lane.made.insert(value, made);
        made
    }

    /// The number of a lane's iteration.
    pub(super) fn number_of_iteration(&mut self, lane: &Lane) -> Value {
        let [first, number] = [0, 1].map(operand);
        let captures =
            [(first.clone(), self.first.expect("the batch has a first lane")), (number.clone(), lane.number)];
        let inst = constant(self.graph, parse_quote!((#first + #number)), &captures, Ty::Constant, self.span);
        self.graph[lane.body].insts.push(inst);
        self.graph[inst].results[0]
    }

    /// Makes the result of an instruction in a lane.
    pub(super) fn again(&mut self, inst: Inst, lane: &mut Lane) {
        let data = self.graph[inst].clone();
        let node = match data.node {
            Node::Load { base, path } => self.load(base, path, lane),
            Node::Branch { condition, arms } => {
                let condition = self.in_lane(condition, lane);
                Node::Branch { condition, arms: arms.map(|arm| self.arm(arm, lane)) }
            }
            mut node => {
                let is_call = is_call(&node);
                let operands = node.operands().into_iter().map(|operand| {
                    let own = if is_call { self.argument(operand, lane) } else { self.in_lane(operand, lane) };
                    (operand, own)
                });
                let operands: Map<Value, Value> = operands.collect();
                node.for_each_operand_mut(|operand| *operand = operands[operand]);
                node
            }
        };
        let is_constant = matches!(node, Node::Opaque(_));
        let types = data.results.iter().map(|result| match self.forms.get(*result) {
            Some(Form::Own) => own_ty(&self.graph[*result].ty),
            _ => self.graph[*result].ty.clone(),
        });
        let types = types.collect();
        let copy = self.graph.push(lane.body, node, types, data.origin, data.span);
        for (position, result) in data.results.into_iter().enumerate() {
            let copy = self.graph[copy].results[position];
            self.graph[copy].constant = self.graph[result].constant;
            if is_constant && !self.graph[result].ty.is_float() {
                self.graph[copy].annotation = self.graph[result].annotation.clone();
            }
            lane.made.insert(result, copy);
        }
    }

    /// What a lane reads of memory: through its reference to the range, where there is one.
    pub(super) fn load(&mut self, base: Value, path: Vec<Step>, lane: &mut Lane) -> Node {
        let view = path.first().and_then(|step| {
            let view = self.views.iter().rev().find(|(of, range, _)| *of == base && range == step);
            view.map(|(_, _, lanes)| *lanes)
        });
        let is_wide = self.forms.get(base) == Some(Form::Wide);
        let (base, path) = match view {
            Some(lanes) if path.len() > 1 => (self.element(lanes, lane), path[1..].to_vec()),
            _ => (self.in_lane(base, lane), path),
        };
        let mut path: Vec<Step> =
            path.into_iter().map(|step| step_with(step, |value| self.in_lane(value, lane))).collect();
        if is_wide {
            path.push(Step::Index(lane.number));
        }
        Node::Load { base, path }
    }

    /// An arm of a branch that only chooses between numbers, in a lane.
    pub(super) fn arm(&mut self, arm: Region, lane: &Lane) -> Region {
        let body = self.graph.add_region();
        let mut inner = Lane { body, number: lane.number, made: lane.made.clone() };
        for inst in self.graph[arm].insts.clone() {
            self.again(inst, &mut inner);
        }
        let yields = self.graph[arm].yields().to_vec();
        let yields = yields.into_iter().map(|value| self.in_lane(value, &mut inner)).collect();
        self.graph[body].end = End::Yield(yields);
        body
    }

    /// A range of memory that each lane refers to, so that the elements of it are found with one index.
    pub(super) fn view(&mut self, inst: Inst, node: &Node, region: Region) {
        let result = self.graph[inst].results[0];
        let Node::Load { base, path } = node else { return };
        let ([step @ Step::Range(..)], None) = (&path[..], self.forms.get(*base)) else { return };
        let origin = self.graph[inst].origin;
        // What only a derivative reads was not looked at by the user here.
        if origin == Origin::Derivative {
            return;
        }
        let known = self.views.iter().rev().find(|(of, range, _)| of == base && range == step);
        let lanes = match known.map(|(_, _, lanes)| *lanes) {
            Some(lanes) => lanes,
            None => {
                let mut lane = self.lane();
                let place = self.in_lane(result, &mut lane);
                let ty = Ty::Reference(Box::new(self.graph[result].ty.clone()));
                let node = Node::Same { form: SameForm::Borrow, operand: place };
                let reference = self.graph.push(lane.body, node, vec![ty], origin, self.span);
                let reference = self.graph[reference].results[0];
                let lanes = self.lanes_of(lane, reference, region, origin);
                let stem = self.graph[*base].name.as_ref().map_or("part".to_owned(), |name| name.stem.clone());
                self.graph[lanes].name = Some(Name::generated(format!("{stem}_views")));
                self.views.push((*base, step.clone(), lanes));
                lanes
            }
        };
        for (_, reader) in self.readers.get(&result).cloned().unwrap_or_default() {
            if let Some(reader) = reader
                && let Node::Same { form: SameForm::Borrow, .. } = self.graph[reader].node
            {
                self.lifted.insert(self.graph[reader].results[0], lanes);
            }
        }
    }

    /// Whether a number of a lane is written into the only one that reads it.
    pub(super) fn is_written_in_its_reader(&self, inst: Inst, region: Region) -> bool {
        let [result] = self.graph[inst].results[..] else { return false };
        if !self.readers.contains_key(&result) {
            return !is_pinned(self.graph, inst);
        }
        let reader = self.only_reader(result, region);
        reader.is_some_and(|reader| self.forms.is_of_lanes(self.graph, reader))
    }

    /// The only one that reads a number of a lane, in the same region, itself or behind a reference.
    pub(super) fn only_reader(&self, value: Value, region: Region) -> Option<Inst> {
        let [first @ (home, Some(reader)), rest @ ..] = self.readers.get(&value)?.as_slice() else { return None };
        if *home != region || rest.iter().any(|other| other != first) {
            return None;
        }
        match self.graph[*reader].node {
            Node::Same { form: SameForm::Borrow, .. } => self.only_reader(self.graph[*reader].results[0], region),
            _ => Some(*reader),
        }
    }
}
