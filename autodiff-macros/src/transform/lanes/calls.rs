//! Calls of other functions through their companions: each lane makes its own, one after the other.
//!
//! Reads:  a loop of a joint graph without mirrors.
//! Writes: the call, with the arguments of one lane, for each lane; its pullbacks are kept for all lanes, and each is
//! applied where the pullback of the iteration is.
//! Keeps:  the order of the calls: there are lanes only if an iteration makes one call, and always.
//! Absent: calls that change variables; arguments that hold more than the numbers of an array or a slice.

use super::form::{Failure, Finder, Form, holds_floats, is_copied};
use super::lane::Lane;
use super::lift::Lift;
use crate::graph::{Argument, Capture, Inst, Node, Opaque, Origin, Region, SameForm, Step, Ty, Value};
use crate::transform::constant::{constant, operand};
use std::rc::Rc;
use syn::{Expr, parse_quote};

/// Whether an instruction calls a function.
pub(super) fn is_call(node: &Node) -> bool {
    matches!(node, Node::Call { .. } | Node::CallVjp { .. })
}

/// The type of what a pullback gives: whether the adjoint of an array is an array or a vector only `rustc` knows, since the
/// callee may see a slice. So it is never copied.
pub(super) fn own_ty(ty: &Ty) -> Ty {
    match ty {
        Ty::Array(element, _) => Ty::Slice(element.clone()),
        ty => ty.clone(),
    }
}

/// Whether a type is that of an array or slice of floats.
pub(super) fn is_flat(ty: &Ty) -> bool {
    holds_floats(ty) && ty.element().is_float()
}

impl Finder<'_> {
    /// What a call gives: the value, then the pullback, of each lane.
    pub(super) fn call(&mut self, inst: Inst, arguments: &[Argument], is_outermost: bool) -> Result<(), Failure> {
        let insts = self.graph.walk(self.body);
        let is_only_call = insts.into_iter().filter(|inst| is_call(&self.graph[*inst].node)).count() == 1;
        let results = &self.graph[inst].results;
        if !is_outermost || !is_only_call || !self.is_number_of_callee(results[0]) {
            return Err(Failure::Never);
        }
        for argument in arguments {
            let Argument::Value(value) = argument else { return Err(Failure::Never) };
            self.argument(*value)?;
        }
        self.set(results[0], Some(Form::Lanes))?;
        results[1..].iter().try_for_each(|pullback| self.set(*pullback, Some(Form::Own)))
    }

    /// Whether what a callee gives is a number: others compute with it and a float, and get a float.
    fn is_number_of_callee(&self, value: Value) -> bool {
        let is_float = |value: &Value| self.graph[*value].ty.is_float();
        let computes = |reader: &Node, result: Value| match reader {
            Node::Apply { operands, .. } => operands.iter().any(is_float) && is_float(&result),
            _ => false,
        };
        is_float(&value)
            || self.graph[value].ty.says_the_same(&Ty::Unknown)
                && self.readers(value).is_some_and(|readers| {
                    readers.iter().all(|reader| computes(&self.graph[*reader].node, self.graph[*reader].results[0]))
                })
    }

    /// Whether a constant in the user's words is only handed on to a function: each lane makes it again.
    pub(super) fn is_only_argument(&self, inst: Inst) -> bool {
        let [result] = self.graph[inst].results[..] else { return false };
        let readers = self.readers(result).unwrap_or_default();
        readers.len() == 1 && is_call(&self.graph[readers[0]].node)
    }

    /// Who reads a value within an iteration; none if the end of a region does.
    fn readers(&self, value: Value) -> Option<Vec<Inst>> {
        let insts = self.graph.walk(self.body);
        let regions = insts.iter().flat_map(|inst| self.graph[*inst].node.regions());
        let is_yielded = [self.body].iter().chain(regions).any(|region| self.graph[*region].yields().contains(&value));
        let reads = |inst: &Inst| self.graph[*inst].node.operands().contains(&value);
        (!is_yielded).then(|| insts.into_iter().filter(reads).collect())
    }

    /// That a lane can hand an argument on.
    fn argument(&self, value: Value) -> Result<(), Failure> {
        let ty = &self.graph[value].ty;
        match self.get(value) {
            Some(Form::Lanes | Form::Taken) => Ok(()),
            Some(Form::Wide) if is_flat(ty) => Ok(()),
            Some(Form::Sum(position)) => Err(Failure::NoSum(position)),
            Some(_) => Err(Failure::Never),
            // What is moved into the call of an iteration is not there for the next lane.
            None => {
                let is_outside = !self.graph.defined_in(self.body).contains(&value);
                let is_copied = match self.graph.node(value) {
                    Some(Node::Opaque(opaque)) => {
                        let is_reference = matches!(&*opaque.code, Expr::Reference(to) if to.mutability.is_none());
                        matches!(ty, Ty::Constant) && (is_reference || is_copied(&opaque.code))
                    }
                    _ => false,
                };
                let is_there_again = ty.is_float() || matches!(ty, Ty::Reference(_)) || is_flat(ty);
                if is_outside || is_copied || is_there_again { Ok(()) } else { Err(Failure::Never) }
            }
        }
    }

    /// The adjoints that a pullback gives, of each lane.
    pub(super) fn pulled(&mut self, inst: Inst, pullback: Value, seed: Value, is_plain: bool) -> Result<(), Failure> {
        let is_number = self.graph[seed].ty.is_float();
        if !is_plain || !is_number || self.get(pullback) != Some(Form::Own) {
            return Err(Failure::Never);
        }
        self.are_numbers(&[seed])?;
        for &result in &self.graph[inst].results {
            let form = if self.graph[result].ty.is_float() { Form::Lanes } else { Form::Own };
            self.set(result, Some(form))?;
        }
        Ok(())
    }
}

impl Lift<'_> {
    /// The call, or the pullback, of each lane. What it gives are parts of a tuple, if that is more than one.
    pub(super) fn called(&mut self, inst: Inst, region: Region) {
        let origin = self.graph[inst].origin;
        let mut lane = self.lane();
        self.again(inst, &mut lane);
        let results = self.graph[inst].results.clone();
        let read: Vec<Value> = results.iter().copied().filter(|result| self.readers.contains_key(result)).collect();
        if let [result] = read[..] {
            let number = lane.made[&result];
            let lanes = self.lanes_of(lane, number, region, origin);
            self.describe(result, lanes);
            self.lifted.insert(result, lanes);
            return;
        }
        let made: Vec<Value> = read.iter().map(|result| lane.made[result]).collect();
        let ty = Ty::Tuple(made.iter().map(|value| self.graph[*value].ty.clone()).collect());
        let tuple = self.graph.push(lane.body, Node::Tuple(made), vec![ty], origin, self.span);
        let tuple = self.graph[tuple].results[0];
        let tuples = self.lanes_of(lane, tuple, region, origin);
        self.graph[tuples].name = read.iter().find_map(|result| self.graph[*result].name.clone());
        self.parts.extend((0..).zip(read).map(|(position, result)| (result, (tuples, position))));
    }

    /// A part of what a call gave in a lane.
    pub(super) fn part(&mut self, value: Value, lane: &Lane) -> Option<Value> {
        let &(base, position) = self.parts.get(&value)?;
        let node = Node::Load { base, path: vec![Step::Index(lane.number), Step::Field(position)] };
        let ty = own_ty(&self.graph[value].ty);
        let part = self.graph.push(lane.body, node, vec![ty], Origin::Derivative, self.span);
        Some(self.graph[part].results[0])
    }

    /// An argument of a call as one lane sees it: of an aggregate of all lanes, what is that lane's.
    pub(super) fn argument(&mut self, value: Value, lane: &mut Lane) -> Value {
        if self.forms.get(value) != Some(Form::Wide) {
            return self.in_lane(value, lane);
        }
        let ty = self.graph[value].ty.clone();
        if let Some(Node::Same { form: SameForm::Borrow, operand }) = self.graph.node(value).cloned() {
            let own = self.argument(operand, lane);
            let borrow = Node::Same { form: SameForm::Borrow, operand: own };
            let borrow = self.graph.push(lane.body, borrow, vec![ty], Origin::Derivative, self.span);
            return self.graph[borrow].results[0];
        }
        let [wide, number] = [0, 1].map(operand);
        let captures = [(wide.clone(), self.value(value)), (number.clone(), lane.number)];
        let own = constant(
            self.graph,
            parse_quote!(__ad::of_lane(&#wide, #number)),
            &captures,
            ty.peeled().clone(),
            self.span,
        );
        self.graph[lane.body].insts.push(own);
        let own = self.graph[own].results[0];
        self.graph[own].constant = false;
        if let Ty::Reference(_) = ty {
            let borrow = Node::Same { form: SameForm::Borrow, operand: own };
            let borrow = self.graph.push(lane.body, borrow, vec![ty], Origin::Derivative, self.span);
            return self.graph[borrow].results[0];
        }
        own
    }

    /// Adds to an aggregate of all lanes what each lane has for its own part of it.
    pub(super) fn accumulate_own(
        &mut self,
        inst: Inst,
        base: Value,
        path: Vec<Step>,
        value: Value,
        region: Region,
    ) -> Option<()> {
        let (base, value) = (self.widened(region, base)?, self.widened(region, value)?);
        let [wide, own] = [0, 1].map(operand);
        let opaque = Opaque {
            code: Rc::new(parse_quote!(__ad::accumulate_lanes(#wide, #own))),
            captures: vec![Capture { ident: wide, value: base, exclusive: Some(path) }, Capture::new(own, value)],
            changes: vec![0],
            cut: true,
            pinned: true,
            obstacle: None,
        };
        let types = vec![Ty::unit(), self.graph[base].ty.clone()];
        let changed = self.graph.push(region, Node::Opaque(opaque), types, Origin::Derivative, self.span);
        let version = self.graph[changed].results[1];
        self.stand_for(inst, &[version]);
        Some(())
    }
}
