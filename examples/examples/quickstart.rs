//! Everything that `#[differentiable]` gives, on one function of two numbers and one of a slice.

use autodiff_core::differentiable;
use autodiff_core::gradcheck::{GradcheckError, Tolerance, gradcheck};

#[differentiable]
fn rosenbrock(x: f64, y: f64) -> f64 {
    let a = 1.0 - x;
    let b = y - x * x;
    a * a + 100.0 * b * b
}

/// The energy of two springs between three points; their stiffness is not differentiated.
#[differentiable]
fn energy(at: &[f64], #[constant] stiffness: f64) -> f64 {
    let (left, right) = (at[1] - at[0] - 1.0, at[2] - at[1] - 1.0);
    0.5 * stiffness * (left * left + right * right)
}

fn main() -> Result<(), GradcheckError> {
    // The function stays what it was. Beside it there is now a type of the same name, with functions.
    println!("value           {}", rosenbrock(-1.2, 1.0));

    // Reverse mode: derivatives by all parameters at once.
    let (dx, dy) = rosenbrock::grad(-1.2, 1.0);
    let (value, gradient) = rosenbrock::value_and_grad(-1.2, 1.0);
    println!("gradient        {dx} {dy}");
    assert_eq!((value, gradient), (rosenbrock(-1.2, 1.0), (dx, dy)));

    // The pullback takes the adjoint of the result to those of the parameters, as often as you like.
    let (_, pullback) = rosenbrock::vjp(-1.2, 1.0);
    println!("pullbacks       {:?} {:?}", pullback(1.0), pullback(2.0));

    // Forward mode: the arguments, then their tangents.
    let (_, slope) = rosenbrock::jvp(-1.2, 1.0, 1.0, 0.0);
    println!("slope along x   {slope}");

    // The fused forward function alone: the same bits, common parts computed once.
    assert_eq!(rosenbrock::value(-1.2, 1.0), value);

    // The gradient of a slice is a `Vec`, or is written into memory of yours.
    let at = [0.0, 1.5, 2.0];
    let mut slopes = [0.0; 3];
    let energy_there = energy::value_and_grad_into(&at, 10.0, &mut slopes);
    println!("energy          {energy_there}, its gradient {slopes:?}");
    assert_eq!(energy::grad(&at, 10.0), slopes);

    // Differences of nearby values agree.
    gradcheck(|at| energy(at, 10.0), &slopes, at, Tolerance::default())?;

    // What is computed from what: as text, or as a picture by `to_dot()`.
    print!("{}", rosenbrock::graph());
    Ok(())
}
