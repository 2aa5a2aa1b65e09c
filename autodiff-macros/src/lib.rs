//! The `#[differentiable]` attribute.
