//! Graph to graph: inlining, forward mode, reverse mode, sharing, removal of what nobody reads.

mod adjoint;
mod algebra;
mod builder;
mod by_value;
mod calls;
mod elements;
mod factor;
mod fuse;
mod hoist;
mod inline;
mod invariant;
mod known_sum;
mod mirror;
mod operand;
mod reserve;
mod scaled;
mod schedule;
mod simplify;
mod tame;
mod tangent;
mod term;

pub(crate) use adjoint::{Seed, adjoint, jacobian};
pub(crate) use by_value::by_value;
pub(crate) use elements::forward_elements;
pub(crate) use factor::factor;
pub(crate) use fuse::fuse;
pub(crate) use hoist::hoist;
pub(crate) use inline::{Callees, inline};
pub(crate) use reserve::reserve;
pub(crate) use scaled::scale_recurrences;
pub(crate) use schedule::schedule;
pub(crate) use simplify::{is_pinned, simplify};
pub(crate) use tangent::tangent;
