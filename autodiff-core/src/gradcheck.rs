//! A check of gradients against differences, in the style of PyTorch's `torch.autograd.gradcheck`.

use core::error::Error;
use core::fmt::{self, Display, Formatter};

/// How far a gradient may be from the difference quotient, and how that is computed.
///
/// An element agrees if `|gradient - quotient| <= absolute + relative * |quotient|`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// The difference that is always allowed. Default: 1e-5, as in PyTorch.
    pub absolute: f64,
    /// The difference that is allowed in proportion to the quotient. Default: 1e-5.
    pub relative: f64,
    /// How far an argument `x` is moved to either side, in units of `max(|x|, 1)`. Default: 6e-6, the cube root of the
    /// machine's precision, where truncation and rounding balance.
    pub step: f64,
}

impl Default for Tolerance {
    fn default() -> Self {
        Tolerance { absolute: 1e-5, relative: 1e-5, step: 6e-6 }
    }
}

/// Why [`gradcheck`] does not accept a gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum GradcheckError {
    /// The gradient has not one element for each argument.
    Length {
        /// How many elements the gradient has.
        gradient: usize,
        /// How many arguments there are.
        arguments: usize,
    },
    /// An element of the gradient is not what the differences say.
    Mismatch {
        /// Which argument it is.
        index: usize,
        /// The gradient's element.
        gradient: f64,
        /// The central difference quotient.
        quotient: f64,
    },
}

impl GradcheckError {
    /// How far gradient and difference quotient are apart; `None` where the lengths differ.
    pub fn difference(&self) -> Option<f64> {
        match *self {
            GradcheckError::Length { .. } => None,
            GradcheckError::Mismatch { gradient, quotient, .. } => Some((gradient - quotient).abs()),
        }
    }
}

impl Display for GradcheckError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            GradcheckError::Length { gradient, arguments } => {
                write!(f, "the gradient has {gradient} elements, but the function has {arguments} arguments")
            }
            GradcheckError::Mismatch { index, gradient, quotient } => write!(
                f,
                "element {index} of the gradient is {gradient:e}, but central differences give {quotient:e} \
                 (difference {:e})",
                (gradient - quotient).abs()
            ),
        }
    }
}

impl Error for GradcheckError {}

/// Compares the gradient of `f` at the point `at` with central differences, element by element.
///
/// `at` is an array, a `Vec` or a `&mut [f64]`; the latter is as before when the function returns. `f` is called twice
/// for each argument, and must be smooth within the step around the point: at a kink of `abs`, differences say
/// nothing about the derivative.
///
/// # Errors
///
/// The first element that is farther away than `tolerance` allows, or is not a number, is returned; so is a gradient
/// of the wrong length.
///
/// ```
/// use autodiff_core::gradcheck::{GradcheckError, Tolerance, gradcheck};
///
/// fn rosenbrock(at: &[f64]) -> f64 {
///     let (a, b) = (1.0 - at[0], at[1] - at[0] * at[0]);
///     a * a + 100.0 * b * b
/// }
///
/// gradcheck(rosenbrock, &[-215.6, -88.0], [-1.2, 1.0], Tolerance::default())?;
///
/// let error = gradcheck(rosenbrock, &[-215.6, 88.0], [-1.2, 1.0], Tolerance::default()).unwrap_err();
/// assert!(matches!(error, GradcheckError::Mismatch { index: 1, .. }));
/// # Ok::<(), GradcheckError>(())
/// ```
pub fn gradcheck(
    mut f: impl FnMut(&[f64]) -> f64,
    gradient: &[f64],
    mut at: impl AsMut<[f64]>,
    tolerance: Tolerance,
) -> Result<(), GradcheckError> {
    let at = at.as_mut();
    if gradient.len() != at.len() {
        return Err(GradcheckError::Length { gradient: gradient.len(), arguments: at.len() });
    }
    for (index, &gradient) in gradient.iter().enumerate() {
        let quotient = difference_quotient(&mut f, at, index, tolerance.step);
        let allowed = tolerance.absolute + tolerance.relative * quotient.abs();
        // Written so that a NaN on either side is a mismatch.
        let agrees = (gradient - quotient).abs() <= allowed;
        if !agrees {
            return Err(GradcheckError::Mismatch { index, gradient, quotient });
        }
    }
    Ok(())
}

fn difference_quotient(f: &mut impl FnMut(&[f64]) -> f64, at: &mut [f64], index: usize, step: f64) -> f64 {
    let x = at[index];
    let step = step * x.abs().max(1.0);
    let (above, below) = (x + step, x - step);
    at[index] = above;
    let value_above = f(at);
    at[index] = below;
    let value_below = f(at);
    at[index] = x;
    // The distance as rounded, which is not exactly twice the step.
    (value_above - value_below) / (above - below)
}

#[cfg(test)]
mod tests {
    use super::{GradcheckError, Tolerance, gradcheck};

    fn weighted_squares(at: &[f64]) -> f64 {
        at.iter().zip(1..).map(|(x, weight)| f64::from(weight) * x * x).sum()
    }

    #[test]
    fn the_right_gradient_is_accepted() {
        gradcheck(weighted_squares, &[2.0, 4e3], [1.0, 1e3], Tolerance::default()).unwrap();
    }

    #[test]
    fn the_point_is_restored() {
        let mut at = [0.1, -0.3];
        gradcheck(weighted_squares, &[0.2, -1.2], &mut at[..], Tolerance::default()).unwrap();
        assert_eq!(at, [0.1, -0.3]);
    }

    #[test]
    fn the_first_wrong_element_is_named() {
        let error = gradcheck(weighted_squares, &[2.0, 4.1, 0.0], [1.0, 1.0, 1.0], Tolerance::default()).unwrap_err();
        let GradcheckError::Mismatch { index, gradient, quotient } = error else { panic!("{error}") };
        assert_eq!((index, gradient), (1, 4.1));
        assert!((quotient - 4.0).abs() < 1e-8);
        assert!((error.difference().unwrap() - 0.1).abs() < 1e-8);
    }

    #[test]
    fn what_is_not_a_number_is_never_right() {
        let tolerance = Tolerance { absolute: f64::MAX, ..Tolerance::default() };
        assert!(gradcheck(weighted_squares, &[f64::NAN], [1.0], tolerance).is_err());
        assert!(gradcheck(|_| f64::NAN, &[0.0], [1.0], tolerance).is_err());
    }

    #[test]
    fn a_gradient_of_another_length_is_rejected() {
        let error = gradcheck(weighted_squares, &[2.0], [1.0, 1.0], Tolerance::default()).unwrap_err();
        assert_eq!(error, GradcheckError::Length { gradient: 1, arguments: 2 });
        assert_eq!(error.difference(), None);
    }

    #[test]
    #[cfg(feature = "alloc")]
    fn the_message_names_index_numbers_and_difference() {
        use alloc::string::ToString;
        let error = GradcheckError::Mismatch { index: 3, gradient: 1.5, quotient: 1.0 };
        let expected = "element 3 of the gradient is 1.5e0, but central differences give 1e0 (difference 5e-1)";
        assert_eq!(error.to_string(), expected);
    }
}
