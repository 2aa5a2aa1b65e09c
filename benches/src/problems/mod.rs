//! The programs to differentiate, one a file: as a user writes them, and their gradients as written by hand.
//!
//! Every file has the same items, so that instruction counts and timings are the same code for all of them: `Input`,
//! `Output`, `inputs(count)`, `plain`, `hand` and `generated`. Where mathematics that the program does not contain gives a
//! cheaper gradient there is also `textbook`: what a custom derivative could reach, shown beside the others and not a gate.

pub mod black_scholes;
pub mod bundle_adjustment;
pub mod expression100;
pub mod huber;
pub mod rosenbrock10;
pub mod rosenbrock2;
