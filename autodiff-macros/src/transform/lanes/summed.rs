//! Numbers of which only the sum over the lanes is wanted: the lanes are added up before what is linear in them.
//!
//! Reads:  a loop of a joint graph without mirrors, and how its values live.
//! Writes: the form of numbers from which a derivative's sum is made by additions and factors that are the same in all
//! lanes: one number instead of one of each lane. `sum of (a w)` is `a (sum of w)`, as by hand a matrix is turned back once
//! for the sum of all points.
//! Keeps:  a derivative but for rounding. The value is left alone.
//! Absent: where the lanes would have to be added up in the innermost loop. What is read there must be the elements of an
//! aggregate that stays the same in two loops at least, so that its sums are few beside what is made of them.

use super::calls::is_flat;
use super::form::Form;
use crate::graph::{Definition, Form as Written, Graph, Inst, Loop, Map, Node, Origin, Region, Set, Step, Ty, Value};
use crate::rules::Op;

/// The sums over the lanes of the elements of an aggregate.
#[derive(Clone)]
pub(super) struct Sums {
    /// The aggregate.
    pub(super) base: Value,
    /// How it was made before the loop: as long as that are the sums.
    pub(super) origin: Inst,
    /// The loop in which they are read.
    pub(super) before: Inst,
    /// The loops that this loop is in, within an iteration.
    pub(super) around: Vec<Inst>,
}

/// Who reads a value.
#[derive(Clone, Copy)]
enum Reader {
    Operand(Inst),
    End(Region, usize),
}

struct Finder<'g> {
    graph: &'g Graph,
    repeated: &'g Loop,
    forms: &'g Map<Value, Form>,
    readers: Map<Value, Vec<Reader>>,
    homes: Map<Inst, Region>,
    owners: Map<Region, Inst>,
    found: Set<Value>,
}

/// Changes the forms of numbers of which only sums are wanted; the sums that these are made of.
pub(super) fn summed(graph: &Graph, repeated: &Loop, forms: &mut Map<Value, Form>) -> Vec<Sums> {
    let mut finder = Finder {
        graph,
        repeated,
        forms,
        readers: Map::default(),
        homes: Map::default(),
        owners: Map::default(),
        found: Set::default(),
    };
    finder.visit(repeated.body);
    let is_candidate = |value: &Value| finder.form(*value) == Some(Form::Lanes) && graph[*value].ty.is_float();
    finder.found = finder.readers.keys().copied().filter(is_candidate).collect();
    loop {
        let kept: Set<Value> = finder.found.iter().copied().filter(|value| finder.is_summed(*value)).collect();
        if kept.len() == finder.found.len() {
            break;
        }
        finder.found = kept;
    }
    let mut all: Vec<Sums> = Vec::new();
    for inst in graph.walk(repeated.body) {
        let reads = graph[inst].results.iter().any(|result| finder.found.contains(result));
        for operand in if reads { graph[inst].node.operands() } else { Vec::new() } {
            if let Some(sums) = finder.sums(operand)
                && !all.iter().any(|known| known.base == sums.base)
            {
                all.push(sums);
            }
        }
    }
    let found = finder.found;
    for value in found {
        forms.insert(value, Form::Summed);
    }
    all
}

impl Finder<'_> {
    fn visit(&mut self, region: Region) {
        for &inst in &self.graph[region].insts {
            self.homes.insert(inst, region);
            let node = &self.graph[inst].node;
            node.for_each_operand(|operand| self.readers.entry(operand).or_default().push(Reader::Operand(inst)));
            for &inner in node.regions() {
                self.owners.insert(inner, inst);
                self.visit(inner);
            }
        }
        for (position, &value) in self.graph[region].yields().iter().enumerate() {
            self.readers.entry(value).or_default().push(Reader::End(region, position));
        }
    }

    fn form(&self, value: Value) -> Option<Form> {
        self.forms.get(&value).copied()
    }

    fn is_common(&self, step: &Step) -> bool {
        match step {
            Step::Index(index) => self.form(*index).is_none(),
            Step::Range(start, end) => self.form(*start).is_none() && self.form(*end).is_none(),
            Step::Field(_) => true,
        }
    }

    fn is_summed(&self, value: Value) -> bool {
        self.is_linear(value) && self.readers[&value].iter().all(|reader| self.sums_up(*reader, value))
    }

    /// Whether a value is linear in sums, with the same factors in all lanes.
    fn is_linear(&self, value: Value) -> bool {
        let is_sum = |operand: Value| self.found.contains(&operand) || self.sums(operand).is_some();
        let is_common = |operand: Value| self.form(operand).is_none();
        if let Some((inst, repeated, position)) = self.carried(value) {
            let initial = repeated.initial[position];
            let parameter = self.graph.loop_parameters(repeated.body, repeated.initial.len()).1[position];
            let result = self.graph[inst].results[position];
            let end = self.graph[repeated.body].yields().get(position);
            return (self.found.contains(&initial) || self.graph.is_zero(initial))
                && self.found.contains(&parameter)
                && end.is_some_and(|end| self.found.contains(end))
                && (self.found.contains(&result) || !self.readers.contains_key(&result));
        }
        let Some(data) = self.graph.definition(value).map(|inst| &self.graph[inst]) else { return false };
        match &data.node {
            Node::Apply { op, form: Written::Symbol, operands } if data.origin == Origin::Derivative => {
                match (op, operands.as_slice()) {
                    (Op::Neg, [operand]) => is_sum(*operand),
                    (Op::Add | Op::Sub, [left, right]) => is_sum(*left) && is_sum(*right),
                    (Op::Mul, [left, right]) => {
                        is_sum(*left) && is_common(*right) || is_common(*left) && is_sum(*right)
                    }
                    (Op::Div, [left, right]) => is_sum(*left) && is_common(*right),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Whether a reader only wants the sum over the lanes of a value.
    fn sums_up(&self, reader: Reader, value: Value) -> bool {
        let is_derivative = |result: Value| matches!(self.form(result), Some(Form::Sum(_)));
        match reader {
            Reader::Operand(inst) => match &self.graph[inst].node {
                Node::Apply { .. } => {
                    let result = self.graph[inst].results[0];
                    self.found.contains(&result) || is_derivative(result)
                }
                Node::Accumulate { base, path, value: added } => {
                    let is_common = path.iter().all(|step| self.is_common(step));
                    is_derivative(self.graph[inst].results[0]) && is_common && *added == value && *base != value
                }
                Node::Loop(repeated) => {
                    let parameters = self.graph.loop_parameters(repeated.body, repeated.initial.len()).1;
                    let carried = repeated.initial.iter().zip(parameters);
                    carried
                        .filter(|(initial, _)| **initial == value)
                        .all(|(_, parameter)| self.found.contains(parameter))
                }
                _ => false,
            },
            Reader::End(region, position) => {
                let Some(Node::Loop(repeated)) = self.owners.get(&region).map(|inst| &self.graph[*inst].node) else {
                    return false;
                };
                let parameters = self.graph.loop_parameters(region, repeated.initial.len()).1;
                parameters.get(position).is_some_and(|parameter| self.found.contains(parameter))
            }
        }
    }

    /// The loop within an iteration that carries a value, and at which position.
    fn carried(&self, value: Value) -> Option<(Inst, &Loop, usize)> {
        let (inst, position) = match self.graph[value].definition {
            Definition::Parameter(region, position) => {
                let inst = *self.owners.get(&region)?;
                let Node::Loop(repeated) = &self.graph[inst].node else { return None };
                let items = self.graph.loop_parameters(region, repeated.initial.len()).0.len();
                (inst, position.checked_sub(items)?)
            }
            Definition::Result(inst, position) => (inst, position),
        };
        match &self.graph[inst].node {
            Node::Loop(repeated) if position < repeated.initial.len() => Some((inst, repeated, position)),
            _ => None,
        }
    }

    /// The sums of an aggregate of which a value is an element, where these can be known before two loops.
    fn sums(&self, value: Value) -> Option<Sums> {
        let load = self.graph.definition(value).filter(|_| self.form(value) == Some(Form::Lanes))?;
        let Node::Load { base, path } = &self.graph[load].node else { return None };
        let (Step::Index(_), ranges) = path.split_last()? else { return None };
        let is_element = ranges.iter().all(|step| matches!(step, Step::Range(..)));
        let is_wide = self.form(*base) == Some(Form::Wide) && is_flat(&self.graph[*base].ty);
        if !is_wide || !is_element || !path.iter().all(|step| self.is_common(step)) {
            return None;
        }
        let home = match self.graph[*base].definition {
            Definition::Parameter(region, _) => region,
            Definition::Result(inst, _) => *self.homes.get(&inst)?,
        };
        let between = self.loops_between(*self.homes.get(&load)?, home)?;
        let [_, .., before] = between[..] else { return None };
        let around = self.loops_between(home, self.repeated.body)?;
        let origin = self.origin(*base)?;
        let is_made = matches!(self.graph[origin].node, Node::RepeatVec { .. } | Node::Zero(Ty::Array(..)));
        (is_made && is_flat(&self.graph[self.graph[origin].results[0]].ty)).then_some(Sums {
            base: *base,
            origin,
            before,
            around,
        })
    }

    /// The loops that a region is in, up to another one, inner ones first; none where it is in something else.
    fn loops_between(&self, region: Region, outer: Region) -> Option<Vec<Inst>> {
        let mut loops = Vec::new();
        let mut current = region;
        while current != outer {
            let inst = *self.owners.get(&current)?;
            let Node::Loop(_) = self.graph[inst].node else { return None };
            loops.push(inst);
            current = self.homes[&inst];
        }
        Some(loops)
    }

    /// What an aggregate was made by, before the iterations. All its versions since are as long as the first one.
    fn origin(&self, value: Value) -> Option<Inst> {
        let mut current = value;
        while let Some(before) = self.version_before(current) {
            current = before;
        }
        let Definition::Parameter(region, position) = self.graph[current].definition else { return None };
        let items = self.graph.loop_parameters(region, self.repeated.initial.len()).0.len();
        let is_carried = region == self.repeated.body && position >= items;
        let initial = *self.repeated.initial.get(position.checked_sub(items)?)?;
        if !is_carried || !self.keeps_length(self.repeated, position - items) {
            return None;
        }
        self.graph.definition(super::lift::origin(self.graph, initial))
    }

    /// The version of an aggregate from which one was made, within an iteration, by changing elements.
    fn version_before(&self, version: Value) -> Option<Value> {
        if let Some((_, repeated, position)) = self.carried(version) {
            return self.keeps_length(repeated, position).then_some(repeated.initial[position]);
        }
        match self.graph.node(version)? {
            Node::Store { base, .. } | Node::Accumulate { base, .. } => Some(*base),
            _ => None,
        }
    }

    /// Whether a loop only changes elements of an aggregate that it carries.
    fn keeps_length(&self, repeated: &Loop, position: usize) -> bool {
        let parameter = self.graph.loop_parameters(repeated.body, repeated.initial.len()).1[position];
        let Some(&end) = self.graph[repeated.body].yields().get(position) else { return false };
        let mut current = end;
        while current != parameter {
            let is_parameter = matches!(self.graph[current].definition, Definition::Parameter(..));
            match self.version_before(current) {
                Some(before) if !is_parameter => current = before,
                _ => return false,
            }
        }
        true
    }
}
