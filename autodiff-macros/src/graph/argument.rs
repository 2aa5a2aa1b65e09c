//! What functions are given, and which variables nodes change.

use super::{Node, Step, Value};

/// An argument of a call.
#[derive(Clone)]
pub(crate) enum Argument {
    /// A value.
    Value(Value),
    /// `&mut` of a part of a variable: the call makes a new version of the variable.
    Place {
        part: Part,
        /// No derivative goes through what the call leaves there.
        cut: bool,
    },
}

/// A part of an aggregate; the whole, where the path is empty.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) base: Value,
    pub(crate) path: Vec<Step>,
}

impl Argument {
    /// The value that is passed, or the aggregate a part of which is.
    pub(crate) fn value(&self) -> Value {
        match self {
            Argument::Value(value) => *value,
            Argument::Place { part, .. } => part.base,
        }
    }

    /// The part that is passed by `&mut`.
    pub(crate) fn place(&self) -> Option<&Part> {
        match self {
            Argument::Value(_) => None,
            Argument::Place { part, .. } => Some(part),
        }
    }
}

/// The aggregates of the arguments that are passed by `&mut`.
fn places(arguments: &[Argument]) -> impl Iterator<Item = Value> {
    arguments.iter().filter_map(Argument::place).map(|part| part.base)
}

impl Node {
    /// The aggregates that the node makes new versions of, with the numbers of the results that are these versions. What
    /// a loop carries is not among them.
    pub(crate) fn changes(&self) -> Vec<(Value, usize)> {
        let from = |first: usize, bases: &mut dyn Iterator<Item = Value>| {
            bases.enumerate().map(|(position, base)| (base, first + position)).collect()
        };
        match self {
            Node::Store { base, .. } | Node::Accumulate { base, .. } | Node::Push { base, .. } | Node::Pop { base } => {
                vec![(*base, 0)]
            }
            Node::Opaque(opaque) => {
                from(1, &mut opaque.changes.iter().map(|position| opaque.captures[*position].value))
            }
            Node::Call { arguments, .. } | Node::CallVjp { arguments, .. } => from(1, &mut places(arguments)),
            Node::CallJvp { arguments, tangents, .. } => {
                let mut changes: Vec<(Value, usize)> = from(1, &mut places(arguments));
                let tangent = changes.len() + 1;
                changes.extend(places(tangents).enumerate().map(|(position, base)| (base, tangent + 1 + position)));
                changes
            }
            Node::Pull { slots, .. } => from(slots.len(), &mut slots.iter().flatten().map(|part| part.base)),
            _ => Vec::new(),
        }
    }
}
