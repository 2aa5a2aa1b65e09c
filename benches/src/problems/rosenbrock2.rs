//! Rosenbrock's function of two scalars: the smallest gradient worth having.

use autodiff_core::differentiable;

use crate::inputs::Uniform;

/// `(x, y)`.
pub type Input = (f64, f64);
/// The value, then its gradient.
pub type Output = (f64, (f64, f64));

/// Rosenbrock's function, as a user writes it.
#[differentiable]
pub fn rosenbrock(x: f64, y: f64) -> f64 {
    let a = 1.0 - x;
    let b = y - x * x;
    a * a + 100.0 * b * b
}

/// Value and gradient as written by hand.
pub fn rosenbrock_by_hand(x: f64, y: f64) -> Output {
    let a = 1.0 - x;
    let b = y - x * x;
    let c = 100.0 * b;
    let dy = c + c;
    (a * a + c * b, (-2.0 * (a + dy * x), dy))
}

/// `count` points around the valley.
pub fn inputs(count: usize) -> Vec<Input> {
    let mut uniform = Uniform::new(1);
    (0..count).map(|_| (uniform.next(-2.0, 2.0), uniform.next(-1.0, 3.0))).collect()
}

/// The plain function.
pub fn plain(&(x, y): &Input) -> f64 {
    rosenbrock(x, y)
}

/// The gradient written by hand.
pub fn hand(&(x, y): &Input) -> Output {
    rosenbrock_by_hand(x, y)
}

/// The generated gradient.
pub fn generated(&(x, y): &Input) -> Output {
    rosenbrock::value_and_grad(x, y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{agrees, central_differences};

    #[test]
    fn generated_gradient_is_the_hand_written_one() {
        for input in inputs(100) {
            let (value, (dx, dy)) = generated(&input);
            let (_, expected) = hand(&input);
            assert_eq!(value.to_bits(), plain(&input).to_bits());
            agrees(&[dx, dy], &[expected.0, expected.1], 1e-13);
        }
    }

    #[test]
    fn hand_written_gradient_is_that_of_the_function() {
        for input in inputs(100) {
            let (value, (dx, dy)) = hand(&input);
            let slopes = central_differences(|x| plain(&(x[0], x[1])), &[input.0, input.1]);
            agrees(&[value], &[plain(&input)], 1e-13);
            agrees(&[dx, dy], &slopes, 1e-7);
        }
    }
}
