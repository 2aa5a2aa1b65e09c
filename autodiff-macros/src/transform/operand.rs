//! When two operands are equal, for whoever looks for equal nodes.

use crate::graph::{Graph, Node, Value};

/// An operand as far as equality goes: literals are equal by what they say, wherever they stand.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Clone)]
pub(super) enum Operand {
    Value(Value),
    Float(u64),
    Integer(u64),
}

impl Operand {
    pub(super) fn of(graph: &Graph, value: Value) -> Self {
        let anonymous = graph[value].name.is_none() && graph[value].annotation.is_none();
        let literal = match graph.node(value) {
            Some(Node::Literal(number)) => Some(Operand::Float(number.to_bits())),
            Some(Node::Opaque(opaque)) if anonymous => match (opaque.float_literal(), opaque.integer_literal()) {
                (Some(number), _) => Some(Operand::Float(number.to_bits())),
                (None, Some(number)) => Some(Operand::Integer(number)),
                (None, None) => None,
            },
            _ => None,
        };
        literal.unwrap_or(Operand::Value(value))
    }
}
