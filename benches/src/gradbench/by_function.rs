//! The programs of the examples in which a function calls another one, with `#[differentiable]` on each function instead
//! of on their module. The build script writes them, from the text of the examples.

/// Bundle adjustment.
pub mod ba {
    include!(concat!(env!("OUT_DIR"), "/ba.rs"));
    pub use camera::{residual, weight_residual};
}

/// The mixture of Gaussians.
pub mod gmm {
    use autodiff_examples::gradbench::gmm::Wishart;

    include!(concat!(env!("OUT_DIR"), "/gmm.rs"));
    pub use program::objective;
}

/// The recurrent network.
pub mod lstm {
    include!(concat!(env!("OUT_DIR"), "/lstm.rs"));
    pub use program::objective;
}

/// The differential equation.
pub mod ode {
    include!(concat!(env!("OUT_DIR"), "/ode.rs"));
    pub use program::{last, solve};
}
