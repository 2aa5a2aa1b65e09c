//! Types that follow from other types: `x * G` is a float where `x` is one and the result is one, so `G` is, too.
//!
//! Reads:  the primal graph.    Writes: the types of its values.
//! Keeps:  a type that was known. A wrong guess cannot give a wrong number: `rustc` checks what is emitted.

use crate::graph::{Form, Graph, Node, Region, Step, Ty, Value};
use crate::rules::Op;

/// How often types are propagated there and back; each round crosses a whole function.
const ROUNDS: usize = 3;

/// Propagates types from results to operands and back until nothing changes.
pub(crate) fn infer_types(graph: &mut Graph) {
    let insts = graph.walk(graph.body);
    for _ in 0..ROUNDS {
        let mut inference = Inference { graph, changed: false };
        for &inst in insts.iter().rev() {
            inference.visit(inst);
        }
        for &inst in &insts {
            inference.visit(inst);
        }
        if !inference.changed {
            return;
        }
    }
}

struct Inference<'g> {
    graph: &'g mut Graph,
    changed: bool,
}

impl Inference<'_> {
    fn refine(&mut self, value: Value, ty: &Ty) {
        let before = &self.graph[value].ty;
        if before.is_known() && !before.holds_literal() {
            return;
        }
        let met = before.meet(ty);
        if !met.says_the_same(before) {
            self.graph[value].ty = met;
            self.changed = true;
        }
    }

    /// Two values of one type.
    fn unify(&mut self, left: Value, right: Value) {
        let (left_ty, right_ty) = (self.graph[left].ty.clone(), self.graph[right].ty.clone());
        self.refine(left, &right_ty);
        self.refine(right, &left_ty);
    }

    fn visit(&mut self, inst: crate::graph::Inst) {
        let results = self.graph[inst].results.clone();
        let Some(&result) = results.first() else { return };
        match self.graph[inst].node.clone() {
            Node::Apply { op, form, operands } => self.apply(op, form, &operands, result),
            Node::Tuple(elements) => {
                for (position, element) in elements.into_iter().enumerate() {
                    let ty = self.graph[result].ty.field(position);
                    self.refine(element, &ty);
                }
                let Node::Tuple(elements) = &self.graph[inst].node else { return };
                let ty = Ty::Tuple(elements.iter().map(|element| self.graph[*element].ty.clone()).collect());
                self.refine(result, &ty);
            }
            Node::Array(elements) => {
                for &element in &elements {
                    let ty = self.graph[result].ty.element();
                    self.refine(element, &ty);
                    if let Ty::Array(_, len) = self.graph[result].ty.clone() {
                        let element = self.graph[element].ty.clone();
                        self.refine(result, &Ty::Array(Box::new(element), len));
                    }
                }
            }
            Node::Repeat { element, .. } => {
                let ty = self.graph[result].ty.element();
                self.refine(element, &ty);
                if let Ty::Array(_, len) = self.graph[result].ty.clone() {
                    let element = self.graph[element].ty.clone();
                    self.refine(result, &Ty::Array(Box::new(element), len));
                }
            }
            Node::Same { form: crate::graph::SameForm::Borrow, operand } => {
                let ty = Ty::Reference(Box::new(self.graph[operand].ty.clone()));
                self.refine(result, &ty);
                if let Ty::Reference(inner) = self.graph[result].ty.clone() {
                    self.refine(operand, &inner);
                }
            }
            Node::Same { form: crate::graph::SameForm::Deref, operand } => {
                if let Ty::Reference(inner) = self.graph[operand].ty.clone() {
                    self.refine(result, &inner);
                }
            }
            Node::Same { form: crate::graph::SameForm::Clone, operand } => {
                let ty = self.graph[operand].ty.peeled().clone();
                self.refine(result, &ty);
            }
            Node::Load { base, path } => {
                let ty = self.part(base, &path);
                self.refine(result, &ty);
                let whole = with_part(&self.graph[base].ty, &path, &self.graph[result].ty);
                self.refine(base, &whole);
            }
            Node::Store { base, path, value } => {
                self.unify(base, result);
                let ty = self.part(base, &path);
                self.refine(value, &ty);
                let whole = with_part(&self.graph[base].ty, &path, &self.graph[value].ty);
                self.refine(base, &whole);
            }
            Node::Call { .. } => {
                for (base, version) in self.graph[inst].node.changes() {
                    self.unify(base, results[version]);
                }
            }
            Node::Branch { arms, .. } => {
                for arm in arms {
                    self.region_yields(arm, &results);
                }
            }
            Node::Loop(data) => {
                let parameters = self.graph.loop_parameters(data.body, data.initial.len()).1.to_vec();
                for (parameter, initial) in parameters.iter().zip(&data.initial) {
                    self.unify(*parameter, *initial);
                }
                self.region_yields(data.body, &parameters);
                self.region_yields(data.body, &results);
            }
            Node::Push { base, value } => {
                self.unify(base, result);
                let element = self.graph[base].ty.element();
                self.refine(value, &element);
                let vector = Ty::Slice(Box::new(self.graph[value].ty.clone()));
                self.refine(base, &vector);
            }
            Node::RepeatVec { element, .. } => {
                let ty = self.graph[result].ty.element();
                self.refine(element, &ty);
                let vector = Ty::Slice(Box::new(self.graph[element].ty.clone()));
                self.refine(result, &vector);
            }
            Node::Same { form: crate::graph::SameForm::ToVec, operand } => {
                let vector = Ty::Slice(Box::new(self.graph[operand].ty.element()));
                self.refine(result, &vector);
            }
            _ => {}
        }
    }

    fn region_yields(&mut self, arm: Region, results: &[Value]) {
        let yields = self.graph[arm].yields().to_vec();
        for (value, &result) in yields.into_iter().zip(results) {
            self.unify(value, result);
        }
    }

    fn part(&self, base: Value, path: &[Step]) -> Ty {
        self.graph[base].ty.part(path)
    }

    fn apply(&mut self, op: Op, form: Form, operands: &[Value], result: Value) {
        let is_float = |graph: &Graph, value: Value| matches!(graph[value].ty.peeled(), Ty::Float(_));
        match (op, form) {
            (Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Rem, Form::Symbol) => {
                let &[left, right] = operands else { return };
                let floats: Vec<Value> =
                    [left, right, result].into_iter().filter(|value| is_float(self.graph, *value)).collect();
                // A user's type times a float may be anything; but two floats of the three make the third one.
                if floats.len() >= 2 {
                    let ty = floats.into_iter().fold(Ty::Unknown, |ty, value| ty.meet(self.graph[value].ty.peeled()));
                    for value in [left, right, result] {
                        self.refine(value, &ty);
                    }
                }
            }
            _ => {
                // Negation and the float methods have one type throughout, except for integer operands.
                let values: Vec<Value> = operands
                    .iter()
                    .enumerate()
                    .filter(|(position, _)| !op.is_constant_operand(*position))
                    .map(|(_, value)| *value)
                    .chain([result])
                    .collect();
                if !is_float(self.graph, result) && !is_float(self.graph, operands[0]) {
                    return;
                }
                let ty = values.iter().fold(Ty::Unknown, |ty, value| ty.meet(self.graph[*value].ty.peeled()));
                if ty.is_float() {
                    for value in values {
                        self.refine(value, &ty);
                    }
                }
            }
        }
    }
}

/// The type of an aggregate whose part at a path is known to be of a type.
fn with_part(whole: &Ty, path: &[Step], part: &Ty) -> Ty {
    let Some((step, rest)) = path.split_first() else { return whole.meet(part) };
    match (whole, step) {
        (Ty::Reference(inner), _) => Ty::Reference(Box::new(with_part(inner, path, part))),
        (Ty::Array(element, len), Step::Index(_)) => Ty::Array(Box::new(with_part(element, rest, part)), len.clone()),
        (Ty::Slice(element), Step::Index(_)) => Ty::Slice(Box::new(with_part(element, rest, part))),
        (Ty::Tuple(elements), Step::Field(position)) => {
            let mut elements = elements.clone();
            if let Some(element) = elements.get_mut(*position as usize) {
                *element = with_part(element, rest, part);
            }
            Ty::Tuple(elements)
        }
        _ => whole.clone(),
    }
}
