//! Tests of the pipeline as a whole.

mod architecture;
mod expansion;
mod validity;
