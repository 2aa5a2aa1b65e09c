//! From graphs to tokens: every generated name, expression and statement.

mod body;
mod calls;
mod code;
mod companions;
mod description;
mod disjoint;
mod emptied;
mod expression;
mod gradients;
mod lists;
mod loop_closures;
mod loops;
mod moved;
mod names;
mod outputs;
mod pairs;
mod partials;
mod plan;
mod products;
mod stub;
mod types;
mod usage;
mod views;

pub(crate) use companions::{Differentiated, companions};
pub(crate) use stub::stub;
