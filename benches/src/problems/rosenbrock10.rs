//! Rosenbrock's function of ten variables: nine calls of a small helper that overlap in their arguments.

use autodiff_core::differentiable;

use crate::inputs::Uniform;

/// The ten variables.
pub type Input = [f64; 10];
/// The value, then its gradient.
pub type Output = (f64, [f64; 10]);

/// The whole program in one annotated module, whose functions are lowered together.
#[differentiable]
pub mod together {
    /// One of the summands.
    pub fn term(a: f64, b: f64) -> f64 {
        let t = 1.0 - a;
        let u = b - a * a;
        t * t + 100.0 * u * u
    }

    /// The sum over neighbours.
    pub fn rosenbrock(x: &[f64; 10]) -> f64 {
        term(x[0], x[1])
            + term(x[1], x[2])
            + term(x[2], x[3])
            + term(x[3], x[4])
            + term(x[4], x[5])
            + term(x[5], x[6])
            + term(x[6], x[7])
            + term(x[7], x[8])
            + term(x[8], x[9])
    }
}

/// The same functions annotated one by one, which meet only through their companions.
pub mod separately {
    use autodiff_core::differentiable;

    /// One of the summands.
    #[differentiable]
    pub fn term(a: f64, b: f64) -> f64 {
        let t = 1.0 - a;
        let u = b - a * a;
        t * t + 100.0 * u * u
    }

    /// The sum over neighbours.
    #[differentiable]
    pub fn rosenbrock(x: &[f64; 10]) -> f64 {
        term(x[0], x[1])
            + term(x[1], x[2])
            + term(x[2], x[3])
            + term(x[3], x[4])
            + term(x[4], x[5])
            + term(x[5], x[6])
            + term(x[6], x[7])
            + term(x[7], x[8])
            + term(x[8], x[9])
    }
}

/// Value and gradient as written by hand.
pub fn rosenbrock_by_hand(x: &[f64; 10]) -> Output {
    let mut value = 0.0;
    let mut gradient = [0.0; 10];
    // What the summand before contributes to its second variable, which is this summand's first.
    let mut carried = 0.0;
    for i in 0..9 {
        let t = 1.0 - x[i];
        let u = x[i + 1] - x[i] * x[i];
        let scaled = 100.0 * u;
        let slope = scaled + scaled;
        value += t * t + scaled * u;
        gradient[i] = carried - 2.0 * (t + slope * x[i]);
        carried = slope;
    }
    gradient[9] = carried;
    (value, gradient)
}

/// `count` points around the valley.
pub fn inputs(count: usize) -> Vec<Input> {
    let mut uniform = Uniform::new(2);
    (0..count).map(|_| uniform.array(-2.0, 2.0)).collect()
}

/// The plain function.
pub fn plain(x: &Input) -> f64 {
    together::rosenbrock(x)
}

/// The gradient written by hand.
pub fn hand(x: &Input) -> Output {
    rosenbrock_by_hand(x)
}

/// The generated gradient.
pub fn generated(x: &Input) -> Output {
    together::rosenbrock::value_and_grad(x)
}

/// The generated gradient of the functions annotated one by one.
pub fn generated_separately(x: &Input) -> Output {
    separately::rosenbrock::value_and_grad(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{agrees, central_differences};

    #[test]
    fn generated_gradient_is_the_hand_written_one() {
        for input in inputs(100) {
            for (value, gradient) in [generated(&input), generated_separately(&input)] {
                assert_eq!(value.to_bits(), plain(&input).to_bits());
                agrees(&gradient, &hand(&input).1, 1e-13);
            }
        }
    }

    #[test]
    fn hand_written_gradient_is_that_of_the_function() {
        for input in inputs(100) {
            let (value, gradient) = hand(&input);
            let slopes = central_differences(|x| plain(x.try_into().unwrap()), &input);
            agrees(&[value], &[plain(&input)], 1e-13);
            agrees(&gradient, &slopes, 1e-7);
        }
    }
}
