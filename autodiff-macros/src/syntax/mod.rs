//! From tokens to the graph: the attribute's options, the signature, the fence, the lowering of the body.

mod conditions;
mod functions;
mod items;
mod lower;
mod macros;
mod nested;
mod options;
mod scope;
mod signature;
mod types;

pub(crate) use conditions::is_condition;
pub(crate) use functions::takes_functions;
pub(crate) use scope::{Mention, root_of_place, visit_free_places, visit_free_variables};
pub(crate) use types::ty_of;

pub(crate) use lower::{Known, Lowered, STOP_GRADIENT, Surroundings, constant_types, lower};
pub(crate) use nested::NestedFunctions;
pub(crate) use options::Options;
pub(crate) use signature::{Parameter, Signature, is_anonymous, turbofish, without_markers};
