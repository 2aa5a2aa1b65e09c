//! The programs of [GradBench](https://github.com/gradbench/gradbench), a suite of benchmarks of automatic
//! differentiation, and the [`tool`] that the suite talks to.
//!
//! Each program is written as by someone who never heard of automatic differentiation.

pub mod ba;
pub mod gmm;
pub mod hello;
pub mod llsq;
pub mod lse;
pub mod lstm;
pub mod ode;
pub mod tool;
