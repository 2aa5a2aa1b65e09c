//! What is known about a graph before it is transformed: types, activity, and what stands in the way.

mod activity;
mod check;
mod effects;
mod integers;
mod order;
mod own_elements;
mod owned;
mod read_once;
mod readers;
mod record;
mod recursion;
mod replay;
mod scratch;
mod steady;
mod sums;
mod trips;
mod types;

pub(crate) use activity::{Activity, activity};
pub(crate) use check::check;
pub(crate) use effects::effects;
pub(crate) use integers::{Atom, Integers, Polynomial, is_new_vector, is_usize};
pub(crate) use order::Homes;
pub(crate) use own_elements::{is_behind, own_element, own_elements};
pub(crate) use readers::{Reader, Readers};
pub(crate) use record::record;
pub(crate) use recursion::cycles;
pub(crate) use scratch::Scratch;
pub(crate) use steady::{is_arithmetic, is_steady};
pub(crate) use sums::{Uses, adds_up, only_adds_up};
pub(crate) use trips::{Trips, most_trips};
pub(crate) use types::infer_types;
