//! Gradients of the GradBench programs as written by hand, one program a file.
//!
//! The programs themselves are those of the examples. Every file here has `hand` with the program's value and gradient over
//! flat slices, and a way to make a random input of any size. Buffers that results go to are the caller's and are
//! overwritten. The tests compare with the suite's own inputs and outputs in `examples/data/gradbench`.

pub mod ba;
pub mod by_function;
pub mod gmm;
pub mod hello;
pub mod llsq;
pub mod llsq_by_powers;
pub mod lse;
pub mod lstm;
pub mod ode;
#[cfg(test)]
mod suite;
