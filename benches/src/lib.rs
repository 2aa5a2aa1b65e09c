//! Generated gradients beside hand-written ones and beside peers.
//!
//! - `cargo run --release -p autodiff-benches --bin instructions -- --check`: retired instructions, the gate.
//! - `cargo bench -p autodiff-benches --features peers`: time, with other libraries; without the feature only ours.
//! - `cargo run --release -p autodiff-benches --features peers --bin gradbench_table`: GradBench at its large sizes:
//!   instructions, time, memory, and the times of other libraries.
//! - `cargo run --release -p autodiff-benches --bin compile_time`: how long `#[differentiable]` takes to expand.

#[cfg(test)]
mod check;
pub mod gradbench;
pub mod inputs;
#[cfg(feature = "peers")]
pub mod peers;
pub mod problems;
