//! What holds references leaves an arm in parts: those that refer to numbers by value, as what refers to a value of an
//! arm cannot leave the arm.

use super::{BindingId, Lowering};
use crate::graph::{Node, SameForm, Step, Ty, Value, call_of};
use proc_macro2::Span;

fn is_copied(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) => true,
        Ty::Tuple(elements) => !elements.is_empty() && elements.iter().all(is_copied),
        Ty::Array(element, _) | Ty::Reference(element) => is_copied(element),
        Ty::Constant | Ty::Slice(_) | Ty::Pullback | Ty::List(_) | Ty::Unknown => false,
    }
}

/// The types of the parts that a type is taken apart into; none where it stays whole.
fn parts_of(ty: &Ty) -> Option<Vec<Ty>> {
    match ty {
        Ty::Tuple(elements) if ty.holds_reference() => Some(elements.clone()),
        Ty::Array(element, _) if ty.holds_reference() => Some(vec![(**element).clone(); ty.literal_len()?]),
        _ => None,
    }
}

impl Lowering<'_> {
    /// Whether a type is a reference to numbers that are copied; where the function returns a reference it stays one.
    pub(super) fn refers_to_numbers(&self, ty: &Ty) -> bool {
        !self.returns_reference && matches!(ty, Ty::Reference(inner) if is_copied(inner))
    }

    /// Whether a value refers to a vector that an expression made, which does not outlive the arm that it is made in;
    /// `changes` are the variables that the arm changed.
    pub(super) fn is_reference_to_own(&self, value: Value, changes: &[(BindingId, Option<Value>)]) -> bool {
        let Some(Node::Same { form: SameForm::Borrow, operand }) = self.graph.node(value) else { return false };
        let is_place = matches!(
            self.graph.node(*operand),
            None | Some(Node::Load { .. } | Node::Same { form: SameForm::Deref | SameForm::Borrow, .. })
        );
        let holds = |value: Option<Value>| value == Some(*operand);
        let is_variable = changes.iter().any(|(_, value)| holds(*value))
            || self.names.values().flatten().any(|id| holds(self.bindings[*id].value));
        matches!(self.ty(*operand), Ty::Slice(_)) && !is_place && !is_variable
    }

    /// What a reference to a slice or vector refers to, as a vector of its own.
    pub(super) fn owned_referent(&mut self, value: Value, is_own: bool, ty: &Ty, span: Span) -> Value {
        match self.graph.node(value) {
            Some(Node::Same { form: SameForm::Borrow, operand }) if is_own => *operand,
            _ => {
                let constant = self.graph[value].constant;
                let owned = self.push(Node::Same { form: SameForm::ToVec, operand: value }, ty.clone(), span);
                self.graph[owned].constant = constant;
                owned
            }
        }
    }

    /// The parts of a value whose type, as far as both arms tell it, is `shape`.
    pub(super) fn take_apart(&mut self, value: Value, shape: &Ty, span: Span, parts: &mut Vec<Value>) {
        // What stands where no value is read has no parts.
        let is_filler = matches!(self.graph.node(value), Some(Node::Opaque(opaque)) if call_of(&opaque.code, "Default", "default").is_some());
        if self.refers_to_numbers(shape) {
            parts.push(if is_filler { value } else { self.dereferenced(value, span) });
            return;
        }
        let Some(types) = parts_of(shape) else {
            parts.push(value);
            return;
        };
        let elements = match self.graph.node(value) {
            _ if is_filler => types.iter().map(|_| self.filler(span)).collect(),
            Some(Node::Tuple(elements) | Node::Array(elements)) => elements.clone(),
            _ => (0..types.len())
                .map(|position| {
                    let step = match shape {
                        Ty::Tuple(_) => Step::Field(position as u32),
                        _ => Step::Index(self.literal_index(position, span)),
                    };
                    self.load_path(value, vec![step], span)
                })
                .collect(),
        };
        for (element, ty) in elements.into_iter().zip(&types) {
            self.take_apart(element, ty, span, parts);
        }
    }

    /// The value that was taken apart.
    pub(super) fn put_together(&mut self, parts: &mut impl Iterator<Item = Value>, shape: &Ty, span: Span) -> Value {
        if let Some(types) = parts_of(shape) {
            let elements: Vec<Value> = types.iter().map(|ty| self.put_together(parts, ty, span)).collect();
            return match shape {
                Ty::Tuple(_) => self.tuple(elements, span),
                _ => self.push(Node::Array(elements), shape.clone(), span),
            };
        }
        let part = parts.next().expect("a branch yields every part");
        if self.refers_to_numbers(shape) { self.borrow(part, span) } else { part }
    }
}
