//! What references refer to.

use super::{Definition, Graph, Node, Region, SameForm, Set, Value};

impl Graph {
    /// The values that a reference may refer to a part of: those at which the way back through views and branches
    /// `stops`, and those where it ends.
    pub(crate) fn referents(&self, reference: Value, stops: &dyn Fn(Value) -> bool) -> Vec<Value> {
        let Definition::Result(inst, position) = self[reference].definition else { return vec![reference] };
        if stops(reference) {
            return vec![reference];
        }
        match &self[inst].node {
            Node::Same { form: SameForm::Borrow, operand } => self.referents(*operand, stops),
            Node::Load { base, .. } => self.referents(*base, stops),
            Node::Branch { arms, .. } => {
                let yielded = arms.iter().filter_map(|arm| self[*arm].yields().get(position));
                yielded.flat_map(|value| self.referents(*value, stops)).collect()
            }
            _ => vec![reference],
        }
    }

    /// Whether a value is a reference to something that no instruction of a region made.
    pub(crate) fn is_lent_to(&self, region: Region, reference: Value) -> bool {
        let inside: Set<Value> = self.defined_in(region);
        let is_outside = |value: Value| !inside.contains(&value);
        self[reference].ty.holds_reference() && self.referents(reference, &is_outside).into_iter().all(is_outside)
    }
}
