//! Assignment to what is no variable of the function.

use autodiff_core::differentiable;

struct State {
    last: f64,
}

#[differentiable]
fn stepped(x: f64, #[constant] mut state: State) -> f64 {
    state.last = x * x;
    state.last + x
}

fn main() {}
