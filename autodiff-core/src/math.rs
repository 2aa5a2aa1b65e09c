//! Mathematical functions of `f32` and `f64`, with or without the standard library.
//!
//! They are what `x.sin()` and the like are in std: the same functions there, bit for bit, and those
//! of `libm` in `no_std` programs, whose floats have no such methods.
//!
//! ```
//! use autodiff_core::math;
//!
//! assert_eq!(math::hypot(3.0, 4.0), 5.0);
//! assert_eq!(math::powi(2.0_f32, -1), 0.5);
//! ```

use crate::scalar::{Scalar, with_functions};

/// The type of an operand: the float unless the list says otherwise.
macro_rules! operand {
    ($float:ident) => {
        $float
    };
    ($float:ident $integer:ty) => {
        $integer
    };
}

macro_rules! functions {
    ($($name:ident $hidden:ident($($operand:ident $(: $integer:ty)?),+) $double:expr, $single:expr;)*) => { $(
        #[doc = concat!("What std calls `f64::", stringify!($name), "`.")]
        #[inline(always)]
        pub fn $name<T: Scalar>($($operand: operand!(T $($integer)?)),+) -> T {
            T::$hidden($($operand),+)
        }
    )* };
}
with_functions!(functions);

#[cfg(test)]
mod tests {
    use super::*;

    /// Not the digits but the choice of function is at stake, so a loose bound will do.
    fn close(computed: f64, expected: f64) {
        assert!((computed - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{computed} is not {expected}");
    }

    #[test]
    fn functions_without_a_library_are_those_of_std() {
        close(fract(-2.25), -0.25);
        close(log(8.0, 2.0), 3.0);
        close(rem_euclid(-7.0, 4.0), 1.0);
        close(rem_euclid(7.0, -4.0), 3.0);
        close(div_euclid(-7.0, 4.0), -2.0);
        close(div_euclid(7.0, -4.0), -1.0);
        close(div_euclid(-7.0, -4.0), 2.0);
        assert!(div_euclid(1.0, 0.0) == f64::INFINITY);
        close(powi(2.0, 10), 1024.0);
        close(powi(2.0, -2), 0.25);
        close(powi(0.0, 0), 1.0);
        close(powi(2.0, i32::MIN), 0.0);
    }

    #[test]
    fn functions_are_those_of_their_names() {
        close(ln(10.0), core::f64::consts::LN_10);
        close(log2(8.0), 3.0);
        close(log10(1000.0), 3.0);
        close(ln_1p(exp_m1(0.5)), 0.5);
        close(exp2(3.0), 8.0);
        close(exp(1.0), core::f64::consts::E);
        close(cbrt(-27.0), -3.0);
        close(mul_add(2.0, 3.0, 4.0), 10.0);
        close(round(2.5), 3.0);
        close(round_ties_even(2.5), 2.0);
        close(floor(-1.5), -2.0);
        close(ceil(-1.5), -1.0);
        close(trunc(-1.5), -1.0);
        close(atan2(1.0, -1.0), 2.356194490192345);
        close(powf(2.0, 0.5), core::f64::consts::SQRT_2);
        close(sin(0.5) / cos(0.5), tan(0.5));
        close(sinh(0.5) / cosh(0.5), tanh(0.5));
        close(asin(sin(0.5)), 0.5);
        close(acos(cos(0.5)), 0.5);
        close(atan(tan(0.5)), 0.5);
        close(asinh(sinh(0.5)), 0.5);
        close(acosh(cosh(0.5)), 0.5);
        close(atanh(tanh(0.5)), 0.5);
        close(hypot(3.0, 4.0), 5.0);
        close(sqrt(2.0), core::f64::consts::SQRT_2);
        close(f64::from(sqrt(2.0_f32)), core::f64::consts::SQRT_2);
        close(f64::from(powi(1.5_f32, 3)), 3.375);
    }

    #[cfg(feature = "std")]
    #[test]
    fn with_std_the_bits_are_those_of_its_methods() {
        for x in [0.1_f64, 0.7, 1.3, 2.9, 1e-300, 1e300] {
            assert_eq!(sin(x).to_bits(), x.sin().to_bits());
            assert_eq!(powi(x, 7).to_bits(), x.powi(7).to_bits());
            assert_eq!(powf(x, 0.3).to_bits(), x.powf(0.3).to_bits());
            assert_eq!(log(x, 3.0).to_bits(), x.log(3.0).to_bits());
            assert_eq!(exp(x).to_bits(), x.exp().to_bits());
        }
    }
}
