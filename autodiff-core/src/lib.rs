#![doc = include_str!("../README.md")]
//!
//! # What is where
//!
//! - [`Differentiable`] says what the tangent of a type is, [`Accumulate`] how tangents add up.
//! - [`stop_gradient`] makes an expression a constant.
//! - [`Scalar`] is `f32` or `f64`, [`math`] has their functions, with and without the standard library.
//! - [`graph`] is what `f::graph()` returns: text, picture, and nodes to iterate over.
//! - [`gradcheck`] compares a gradient with difference quotients.
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;

pub mod gradcheck;
pub mod graph;
pub mod math;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[cfg(feature = "alloc")]
mod collections;
mod constant_tangent;
mod differentiable;
mod either;
mod extremum;
mod if_alloc;
mod in_place;
mod lanes;
mod list;
mod partials;
mod rules;
mod scalar;
mod scalar_output;
mod stop_gradient;

pub use autodiff_macros::differentiable;
pub use differentiable::{Accumulate, Differentiable};
pub use scalar::Scalar;
pub use stop_gradient::stop_gradient;
