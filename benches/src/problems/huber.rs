//! A robust fit of a line to a few points: every residual takes its own branch of Huber's loss.

use autodiff_core::differentiable;

use crate::inputs::Uniform;

/// Slope and intercept, then the points.
pub type Input = ([f64; 2], [[f64; 2]; 4]);
/// The loss, then its gradient by slope and intercept.
pub type Output = (f64, [f64; 2]);

/// The whole program in one annotated module, whose functions are lowered together.
#[differentiable]
pub mod fit {
    /// Where the loss turns from quadratic to linear.
    pub const DELTA: f64 = 1.345;

    /// Huber's loss of one residual.
    pub fn huber(residual: f64) -> f64 {
        if residual.abs() <= DELTA { 0.5 * residual * residual } else { DELTA * (residual.abs() - 0.5 * DELTA) }
    }

    /// How far a point lies above the line.
    pub fn residual(line: &[f64; 2], point: &[f64; 2]) -> f64 {
        point[1] - (line[0] * point[0] + line[1])
    }

    /// The loss of a line over four points.
    pub fn loss(line: &[f64; 2], #[constant] points: &[[f64; 2]; 4]) -> f64 {
        huber(residual(line, &points[0]))
            + huber(residual(line, &points[1]))
            + huber(residual(line, &points[2]))
            + huber(residual(line, &points[3]))
    }
}

/// Huber's loss and its slope, branching where the program branches.
fn huber_and_slope(residual: f64) -> (f64, f64) {
    let size = residual.abs();
    if size <= fit::DELTA {
        (0.5 * residual * residual, residual)
    } else {
        (fit::DELTA * (size - 0.5 * fit::DELTA), fit::DELTA.copysign(residual))
    }
}

/// Loss and gradient as written by hand.
pub fn loss_by_hand(line: &[f64; 2], points: &[[f64; 2]; 4]) -> Output {
    let [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = *points;
    let above = |x: f64, y: f64| y - (line[0] * x + line[1]);
    let (loss0, slope0) = huber_and_slope(above(x0, y0));
    let (loss1, slope1) = huber_and_slope(above(x1, y1));
    let (loss2, slope2) = huber_and_slope(above(x2, y2));
    let (loss3, slope3) = huber_and_slope(above(x3, y3));
    (
        loss0 + loss1 + loss2 + loss3,
        [-(slope0 * x0 + slope1 * x1 + slope2 * x2 + slope3 * x3), -(slope0 + slope1 + slope2 + slope3)],
    )
}

/// `count` lines and points, so that about half of the residuals are outliers.
pub fn inputs(count: usize) -> Vec<Input> {
    let mut uniform = Uniform::new(4);
    (0..count)
        .map(|_| {
            let line = uniform.array(-1.0, 1.0);
            (line, core::array::from_fn(|_| uniform.array(-3.0, 3.0)))
        })
        .collect()
}

/// The plain function.
pub fn plain((line, points): &Input) -> f64 {
    fit::loss(line, points)
}

/// The gradient written by hand.
pub fn hand((line, points): &Input) -> Output {
    loss_by_hand(line, points)
}

/// The generated gradient.
pub fn generated((line, points): &Input) -> Output {
    fit::loss::value_and_grad(line, points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{agrees, central_differences};

    #[test]
    fn generated_gradient_is_the_hand_written_one() {
        for input in inputs(100) {
            let (value, gradient) = generated(&input);
            assert_eq!(value.to_bits(), plain(&input).to_bits());
            agrees(&gradient, &hand(&input).1, 1e-13);
        }
    }

    #[test]
    fn hand_written_gradient_is_that_of_the_function() {
        for input in inputs(100) {
            let slopes = central_differences(|x| plain(&([x[0], x[1]], input.1)), &input.0);
            let (value, gradient) = hand(&input);
            agrees(&[value], &[plain(&input)], 1e-13);
            agrees(&gradient, &slopes, 1e-4);
        }
    }
}
