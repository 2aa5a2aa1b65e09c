//! Automatic differentiation at compile time.
#![cfg_attr(not(feature = "std"), no_std)]
