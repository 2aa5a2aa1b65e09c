//! From tokens to the graph: the attribute's options, the signature, the fence, the lowering of the body.

pub(crate) mod lower;
mod options;
mod scope;
mod signature;
mod types;

pub(crate) use options::Options;
pub(crate) use signature::{Parameter, Signature};
