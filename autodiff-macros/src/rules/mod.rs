//! The derivative table: the only place that knows a derivative.
//!
//! * [`table`] holds the rows, [`declare`] the macro that reads them, [`row`] their plain data;
//! * [`term`] is the algebra in which partials are written, [`tokens`] writes it as Rust;
//! * [`runtime`] makes the trait implementations of `autodiff-core` out of the rows;
//! * [`reference`] renders `docs/OPERATORS.md`.
//!
//! Absent: graphs and syntax. Whoever wants partials as graph nodes implements [`Term`].

#[macro_use]
mod declare;
mod named;
#[cfg(test)]
mod reference;
mod row;
pub(crate) mod runtime;
mod table;
mod term;
#[cfg(test)]
mod tests;
mod tokens;

pub(crate) use named::{Named, named};
pub(crate) use table::Op;
pub(crate) use term::{Comparison, Term};
