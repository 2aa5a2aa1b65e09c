//! The programs of GradBench that have one objective, one a file, and their gradients as written by hand.
//!
//! Every file has the program over flat slices, `hand` with its value and gradient, and a way to make a random input of
//! any size. Buffers that results go to are the caller's and are overwritten. The tests compare with the suite's own
//! inputs and outputs in `examples/data/gradbench`.

pub mod ba;
pub mod gmm;
pub mod hello;
pub mod llsq;
pub mod lse;
pub mod lstm;
pub mod ode;
#[cfg(test)]
mod suite;
