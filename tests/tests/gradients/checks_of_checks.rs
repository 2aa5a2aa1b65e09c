//! The checks themselves: they accept right companions, and refuse each kind of wrong one.

use crate::helpers::check;

/// Declares `x * x` with companions written by hand, as a module in the twin's place.
macro_rules! square {
    ($name:ident: value $value:expr, reverse $reverse:expr, forward $forward:expr) => {
        fn $name(x: f64) -> f64 {
            x * x
        }

        mod $name {
            const VALUE: fn(f64) -> f64 = $value;
            const REVERSE: fn(f64) -> f64 = $reverse;
            const FORWARD: fn(f64) -> f64 = $forward;

            pub(super) fn value(x: f64) -> f64 {
                VALUE(x)
            }
            pub(super) fn grad(x: f64) -> f64 {
                REVERSE(x)
            }
            pub(super) fn value_and_grad(x: f64) -> (f64, f64) {
                (VALUE(x), REVERSE(x))
            }
            pub(super) fn vjp(x: f64) -> (f64, impl Fn(f64) -> f64) {
                (VALUE(x), move |seed| seed * REVERSE(x))
            }
            pub(super) fn jvp(x: f64, tangent: f64) -> (f64, f64) {
                (VALUE(x), FORWARD(x) * tangent)
            }
        }
    };
}

square!(right: value |x| x * x, reverse |x| 2.0 * x, forward |x| 2.0 * x);
square!(other_bits: value |x| x * x + 1e-15, reverse |x| 2.0 * x, forward |x| 2.0 * x);
square!(wrong_reverse: value |x| x * x, reverse |x| 2.0 * x + 1e-6, forward |x| 2.0 * x);
square!(wrong_both: value |x| x * x, reverse |x| 2.0 * x + 1e-5, forward |x| 2.0 * x + 1e-5);

#[test]
fn right_companions_pass() {
    check!(right; x = 1.3);
}

#[test]
#[should_panic(expected = "other_bits: value is")]
fn other_bits_are_found() {
    check!(other_bits; x = 1.3);
}

#[test]
#[should_panic(expected = "wrong_reverse: <J^T w, v> =")]
fn reverse_mode_that_differs_from_forward_mode_is_found() {
    check!(wrong_reverse; x = 1.3);
}

#[test]
#[should_panic(expected = "central differences")]
fn modes_that_agree_on_a_wrong_slope_are_found() {
    check!(wrong_both; x = 1.3);
}
