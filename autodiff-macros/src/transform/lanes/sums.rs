//! What is added up over the lanes: derivatives' sums.

use super::form::Form;
use super::lift::{Lift, of_lanes, step_with};
use super::summed::Sums;
use crate::graph::{End, Inst, Loop, Name, Node, Origin, Range, Region, SideBySide, Space, Step, Ty, Value};
use crate::transform::constant::constant;
use syn::parse_quote;

/// Sums of an aggregate's elements, and what holds them at the moment.
pub(super) struct Held {
    sums: Sums,
    len: Value,
    pub(super) current: Value,
}

impl Lift<'_> {
    /// What adds to a sum adds the sum over the lanes.
    pub(super) fn sum(&mut self, inst: Inst, node: Node, region: Region) -> Option<()> {
        let node = match node {
            Node::Accumulate { base, path, value }
                if path.iter().all(|step| self.is_common(step))
                    && !matches!(self.forms.get(value), Some(Form::Wide | Form::Own)) =>
            {
                let value = self.lane_sum(value, region)?;
                let path = path.into_iter().map(|step| step_with(step, |value| self.value(value))).collect();
                Node::Accumulate { base: self.value(base), path, value }
            }
            Node::Accumulate { base, path, value } => {
                let mut lane = self.lane();
                let carried = self.value(base);
                let parameter = self.graph.add_parameter(lane.body, self.graph[carried].ty.clone(), None, self.span);
                self.describe(base, parameter);
                let path = path.into_iter().map(|step| step_with(step, |value| self.in_lane(value, &mut lane)));
                let path: Vec<Step> = path.collect();
                let value = self.of_lane(value, &mut lane);
                let node = Node::Accumulate { base: parameter, path, value };
                let ty = self.graph[parameter].ty.clone();
                let added = self.graph.push(lane.body, node, vec![ty], Origin::Derivative, self.span);
                self.graph[lane.body].end = End::Yield(self.graph[added].results.clone());
                let [sum] = self.over_lanes(region, lane.body, vec![carried])[..] else {
                    unreachable!("a loop has a result for each variable")
                };
                let result = self.graph[inst].results[0];
                self.describe(result, sum);
                self.lifted.insert(result, sum);
                return Some(());
            }
            Node::Apply { op, form, operands } => {
                let mut both = Vec::new();
                for operand in operands {
                    let is_sum = matches!(self.forms.get(operand), Some(Form::Sum(_)));
                    both.push(if is_sum { self.value(operand) } else { self.lane_sum(operand, region)? });
                }
                Node::Apply { op, form, operands: both }
            }
            _ => unreachable!("a sum is only added to"),
        };
        self.push(inst, node, region);
        Some(())
    }

    fn is_common(&self, step: &Step) -> bool {
        match step {
            Step::Index(index) => self.forms.get(*index).is_none(),
            Step::Range(start, end) => self.forms.get(*start).is_none() && self.forms.get(*end).is_none(),
            Step::Field(_) => true,
        }
    }

    /// The sum of a number over the lanes.
    fn lane_sum(&mut self, value: Value, region: Region) -> Option<Value> {
        if self.forms.get(value) == Some(Form::Summed) {
            return Some(self.value(value));
        }
        let operand = self.widened(region, value)?;
        let ty = self.graph[value].ty.clone();
        let inst = self.graph.push(region, Node::LaneSum { operand }, vec![ty], Origin::Derivative, self.span);
        Some(self.graph[inst].results[0])
    }

    /// A number of which only the sum over the lanes is wanted, made of such sums.
    pub(super) fn summed(&mut self, inst: Inst, mut node: Node, region: Region) {
        node.for_each_operand_mut(|operand| {
            *operand = match self.forms.get(*operand) {
                Some(Form::Lanes) => self.sum_of_element(*operand, region),
                _ => self.value(*operand),
            };
        });
        self.push(inst, node, region);
    }

    /// The sum over the lanes of an element of an aggregate.
    fn sum_of_element(&mut self, element: Value, region: Region) -> Value {
        let Some(Node::Load { base, path }) = self.graph.node(element).cloned() else {
            unreachable!("what is known as a sum is an element")
        };
        let held = self.held.iter().find(|held| held.sums.base == base).expect("the elements are added up before");
        let path = path.into_iter().map(|step| step_with(step, |value| self.value(value))).collect();
        let (node, ty) = (Node::Load { base: held.current, path }, self.graph[element].ty.clone());
        let load = self.graph.push(region, node, vec![ty], Origin::Derivative, self.span);
        self.graph[load].results[0]
    }

    /// Whether nobody reads a number but those who want its sum over the lanes.
    pub(super) fn is_only_summed(&self, inst: Inst) -> bool {
        let [result] = self.graph[inst].results[..] else { return false };
        let of_sum = |reader: &Inst| self.forms.get(self.graph[*reader].results[0]) == Some(Form::Summed);
        let readers = self.readers.get(&result).map_or(&[][..], Vec::as_slice);
        matches!(self.graph[inst].node, Node::Load { .. })
            && !readers.is_empty()
            && readers.iter().all(|(_, reader)| {
                reader.is_some_and(|reader| matches!(self.graph[reader].node, Node::Apply { .. }) && of_sum(&reader))
            })
    }

    /// Makes room for the sums before the batches.
    pub(super) fn hold(&mut self, before: &mut Vec<Inst>) {
        for sums in self.forms.sums().to_vec() {
            let data = self.graph[sums.origin].clone();
            let ty = self.graph[data.results[0]].ty.clone();
            let (node, len) = match data.node {
                Node::RepeatVec { len, .. } => {
                    let zero =
                        self.graph.add_inst(Node::Literal(0.0), vec![ty.element()], Origin::Derivative, self.span);
                    before.push(zero);
                    (Node::RepeatVec { element: self.graph[zero].results[0], len }, len)
                }
                node => {
                    let Ty::Array(_, len) = &ty else { unreachable!("what is no vector is an array") };
                    let len = syn::parse2(len.as_ref().clone()).expect("the length of an array is an expression");
                    let len = constant(self.graph, len, &[], Ty::Constant, self.span);
                    before.push(len);
                    (node, self.graph[len].results[0])
                }
            };
            let room = self.graph.add_inst(node, vec![ty], Origin::Derivative, self.span);
            before.push(room);
            let current = self.graph[room].results[0];
            let stem = self.graph[sums.base].name.as_ref().map_or("lane", |name| &name.stem);
            self.graph[current].name = Some(Name::generated(format!("{stem}_sums")));
            self.held.push(Held { sums, len, current });
        }
    }

    /// Which sums a loop hands on from iteration to iteration, by position.
    pub(super) fn held_in(&self, inst: Inst) -> Vec<usize> {
        let positions = self.held.iter().enumerate();
        positions.filter(|(_, held)| held.sums.around.contains(&inst)).map(|(position, _)| position).collect()
    }

    /// A loop's body carries sums.
    pub(super) fn carry_held(&mut self, positions: &[usize], body: Region) {
        for &position in positions {
            let current = self.held[position].current;
            let (ty, name) = (self.graph[current].ty.clone(), self.graph[current].name.clone());
            self.held[position].current = self.graph.add_parameter(body, ty, name, self.span);
        }
    }

    /// Adds up the lanes of what is read in a loop, before that loop.
    pub(super) fn add_up_before(&mut self, inst: Inst, region: Region) {
        for position in 0..self.held.len() {
            if self.held[position].sums.before != inst {
                continue;
            }
            let (base, len, current) =
                (self.value(self.held[position].sums.base), self.held[position].len, self.held[position].current);
            let (ty, name) = (self.graph[current].ty.clone(), self.graph[current].name.clone());
            let body = self.graph.add_region();
            let index = self.graph.add_parameter(body, Ty::Constant, Some(Name::generated("index")), self.span);
            self.graph[index].constant = true;
            let room = self.graph.add_parameter(body, ty.clone(), name.clone(), self.span);
            let path = vec![Step::Index(index)];
            let load = Node::Load { base, path: path.clone() };
            let load = self.graph.push(body, load, vec![of_lanes(ty.element())], Origin::Derivative, self.span);
            let sum = Node::LaneSum { operand: self.graph[load].results[0] };
            let sum = self.graph.push(body, sum, vec![ty.element()], Origin::Derivative, self.span);
            let store = Node::Store { base: room, path, value: self.graph[sum].results[0] };
            let store = self.graph.push(body, store, vec![ty.clone()], Origin::Derivative, self.span);
            self.graph[body].end = End::Yield(self.graph[store].results.clone());
            let zero = constant(self.graph, parse_quote!(0), &[], Ty::Constant, self.span);
            self.graph[region].insts.push(zero);
            let zero = self.graph[zero].results[0];
            let range = Range { start: zero, end: len, inclusive: false, reversed: false };
            let node = Node::Loop(Loop {
                space: Space::Range(range),
                initial: vec![current],
                body,
                ends_early: false,
                records: false,
                side_by_side: SideBySide::No,
            });
            let inst = self.graph.push(region, node, vec![ty], Origin::Derivative, self.span);
            self.graph.renumber(inst, body);
            let filled = self.graph[inst].results[0];
            self.graph[filled].name = name;
            self.held[position].current = filled;
        }
    }
}
