//! Dual numbers, the oracle of the random programs.
//!
//! A number carries its value, eight tangents, and for each tangent the *magnitude* of the terms
//! that were added up to it: every rounding error that forward or reverse mode can make is a small
//! multiple of the unit roundoff times that magnitude, however much of it cancels. Conventions at
//! kinks are those of the operator table, written down again.

use std::cell::Cell;
use std::cmp::Ordering;
use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

/// How many tangents a number carries.
pub(crate) const LANES: usize = 8;

thread_local! {
    /// Whether an operation had no finite partial since the flag was last taken.
    static SINGULAR: Cell<bool> = const { Cell::new(false) };
}

/// Whether an operation had no finite partial since the last call.
pub(crate) fn take_singular() -> bool {
    SINGULAR.replace(false)
}

/// Tangents and their magnitudes: the part of a dual number that both widths share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tangents {
    /// Whether any input reaches the number, through a derivative of zero (as of `floor`) too.
    active: bool,
    pub(crate) tangent: [f64; LANES],
    pub(crate) magnitude: [f64; LANES],
}

impl Tangents {
    const ZERO: Tangents = Tangents { active: false, tangent: [0.0; LANES], magnitude: [0.0; LANES] };

    fn unit(lane: usize) -> Self {
        let mut unit = Tangents { active: true, ..Tangents::ZERO };
        // The inputs behind the lanes have theirs in another run.
        if lane < LANES {
            unit.tangent[lane] = 1.0;
            unit.magnitude[lane] = 1.0;
        }
        unit
    }

    /// The sum of tangents times partials; `size` bounds a partial and what cancelled inside it.
    fn combine(terms: &[(&Tangents, f64, f64)]) -> Self {
        let mut sum = Tangents::ZERO;
        for (term, partial, size) in terms {
            sum.active |= term.active;
            if term.active && !partial.is_finite() {
                SINGULAR.set(true);
            }
            for lane in 0..LANES {
                // An operand that does not depend on the input contributes nothing, whatever the partial.
                if term.magnitude[lane] != 0.0 {
                    sum.tangent[lane] += partial * term.tangent[lane];
                    sum.magnitude[lane] += size.abs().max(partial.abs()) * term.magnitude[lane];
                }
            }
        }
        sum
    }
}

/// Shares a tie of `max` and `min`.
fn share(left: f64, right: f64, left_wins: bool) -> (f64, f64) {
    if left == right {
        (0.5, 0.5)
    } else if left_wins || right.is_nan() {
        (1.0, 0.0)
    } else {
        (0.0, 1.0)
    }
}

macro_rules! dual {
    ($Dual:ident, $float:ident) => {
        /// A float with its tangents.
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $Dual {
            pub(crate) value: $float,
            pub(crate) tangents: Tangents,
        }

        #[allow(dead_code, reason = "a few programs do not call every method")]
        impl $Dual {
            pub(crate) const fn constant(value: $float) -> Self {
                $Dual { value, tangents: Tangents::ZERO }
            }

            pub(crate) fn variable(value: $float, lane: usize) -> Self {
                $Dual { value, tangents: Tangents::unit(lane) }
            }

            fn x(self) -> f64 {
                f64::from(self.value)
            }

            fn one(self, value: $float, partial: f64) -> Self {
                self.sized(value, partial, partial)
            }

            fn sized(self, value: $float, partial: f64, size: f64) -> Self {
                $Dual { value, tangents: Tangents::combine(&[(&self.tangents, partial, size)]) }
            }

            fn two(self, other: Self, value: $float, (left, right): (f64, f64)) -> Self {
                let terms = [(&self.tangents, left, left), (&other.tangents, right, right)];
                $Dual { value, tangents: Tangents::combine(&terms) }
            }
        }

        #[allow(dead_code, reason = "a few programs do not call every method")]
        impl $Dual {
            pub(crate) fn sin(self) -> Self {
                self.one(self.value.sin(), self.x().cos())
            }
            pub(crate) fn cos(self) -> Self {
                self.one(self.value.cos(), -self.x().sin())
            }
            pub(crate) fn sin_cos(self) -> (Self, Self) {
                (self.sin(), self.cos())
            }
            pub(crate) fn tan(self) -> Self {
                self.one(self.value.tan(), self.x().cos().powi(-2))
            }
            pub(crate) fn asin(self) -> Self {
                self.one(self.value.asin(), (1.0 - self.x() * self.x()).sqrt().recip())
            }
            pub(crate) fn acos(self) -> Self {
                self.one(self.value.acos(), -(1.0 - self.x() * self.x()).sqrt().recip())
            }
            pub(crate) fn atan(self) -> Self {
                self.one(self.value.atan(), (1.0 + self.x() * self.x()).recip())
            }
            pub(crate) fn sinh(self) -> Self {
                self.one(self.value.sinh(), self.x().cosh())
            }
            pub(crate) fn cosh(self) -> Self {
                self.one(self.value.cosh(), self.x().sinh())
            }
            pub(crate) fn tanh(self) -> Self {
                // The derivative loses digits in 1 - y * y; its size says so.
                self.sized(self.value.tanh(), self.x().cosh().powi(-2), 1.0)
            }
            pub(crate) fn asinh(self) -> Self {
                self.one(self.value.asinh(), self.x().hypot(1.0).recip())
            }
            pub(crate) fn atanh(self) -> Self {
                self.one(self.value.atanh(), (1.0 - self.x() * self.x()).recip())
            }
            pub(crate) fn exp(self) -> Self {
                self.one(self.value.exp(), self.x().exp())
            }
            pub(crate) fn exp2(self) -> Self {
                self.one(self.value.exp2(), self.x().exp2() * std::f64::consts::LN_2)
            }
            pub(crate) fn exp_m1(self) -> Self {
                self.one(self.value.exp_m1(), self.x().exp())
            }
            pub(crate) fn ln(self) -> Self {
                self.one(self.value.ln(), self.x().recip())
            }
            pub(crate) fn ln_1p(self) -> Self {
                self.one(self.value.ln_1p(), (1.0 + self.x()).recip())
            }
            pub(crate) fn log2(self) -> Self {
                self.one(self.value.log2(), (self.x() * std::f64::consts::LN_2).recip())
            }
            pub(crate) fn log10(self) -> Self {
                self.one(self.value.log10(), (self.x() * std::f64::consts::LN_10).recip())
            }
            pub(crate) fn log(self, base: Self) -> Self {
                let (ln_x, ln_base) = (self.x().ln(), base.x().ln());
                let partials = ((self.x() * ln_base).recip(), -ln_x / (base.x() * ln_base * ln_base));
                self.two(base, self.value.log(base.value), partials)
            }
            pub(crate) fn sqrt(self) -> Self {
                self.one(self.value.sqrt(), 0.5 / self.x().sqrt())
            }
            pub(crate) fn cbrt(self) -> Self {
                self.one(self.value.cbrt(), (3.0 * self.x().cbrt().powi(2)).recip())
            }
            pub(crate) fn recip(self) -> Self {
                self.one(self.value.recip(), -(self.x() * self.x()).recip())
            }
            pub(crate) fn abs(self) -> Self {
                let partial = if self.value == 0.0 { 0.0 } else { self.x().signum() };
                self.one(self.value.abs(), partial)
            }
            pub(crate) fn signum(self) -> Self {
                self.one(self.value.signum(), 0.0)
            }
            pub(crate) fn floor(self) -> Self {
                self.one(self.value.floor(), 0.0)
            }
            pub(crate) fn ceil(self) -> Self {
                self.one(self.value.ceil(), 0.0)
            }
            pub(crate) fn round(self) -> Self {
                self.one(self.value.round(), 0.0)
            }
            pub(crate) fn trunc(self) -> Self {
                self.one(self.value.trunc(), 0.0)
            }
            pub(crate) fn fract(self) -> Self {
                self.one(self.value.fract(), 1.0)
            }
            pub(crate) fn to_degrees(self) -> Self {
                self.one(self.value.to_degrees(), 180.0 / std::f64::consts::PI)
            }
            pub(crate) fn to_radians(self) -> Self {
                self.one(self.value.to_radians(), std::f64::consts::PI / 180.0)
            }
            pub(crate) fn max(self, other: Self) -> Self {
                let partials = share(self.x(), other.x(), self.value > other.value);
                self.two(other, self.value.max(other.value), partials)
            }
            pub(crate) fn min(self, other: Self) -> Self {
                let partials = share(self.x(), other.x(), self.value < other.value);
                self.two(other, self.value.min(other.value), partials)
            }
            pub(crate) fn clamp(self, low: Self, high: Self) -> Self {
                // The programs' bounds are constants.
                let x = self.value;
                let partial = if x == low.value || x == high.value {
                    0.5
                } else if low.value < x && x < high.value {
                    1.0
                } else {
                    0.0
                };
                self.one(x.clamp(low.value, high.value), partial)
            }
            pub(crate) fn hypot(self, other: Self) -> Self {
                let length = self.x().hypot(other.x());
                let partial = |part: f64| if length == 0.0 { 0.0 } else { part / length };
                let partials = (partial(self.x()), partial(other.x()));
                self.two(other, self.value.hypot(other.value), partials)
            }
            pub(crate) fn atan2(self, other: Self) -> Self {
                let square = self.x() * self.x() + other.x() * other.x();
                let partials = if square == 0.0 { (0.0, 0.0) } else { (other.x() / square, -self.x() / square) };
                self.two(other, self.value.atan2(other.value), partials)
            }
            pub(crate) fn copysign(self, sign: Self) -> Self {
                let value = self.value.copysign(sign.value);
                let partial = if self.value == 0.0 { 0.0 } else { f64::from(value) / self.x() };
                self.one(value, partial)
            }
            pub(crate) fn powf(self, exponent: Self) -> Self {
                let (x, y) = (self.x(), exponent.x());
                let by_base = if y == 0.0 { 0.0 } else { y * x.powf(y - 1.0) };
                let by_exponent = if x == 0.0 && y >= 0.0 { 0.0 } else { x.powf(y) * x.ln() };
                self.two(exponent, self.value.powf(exponent.value), (by_base, by_exponent))
            }
            pub(crate) fn powi(self, exponent: i32) -> Self {
                let partial = match exponent {
                    0 => 0.0,
                    _ => f64::from(exponent) * self.x().powi(exponent - 1),
                };
                self.one(self.value.powi(exponent), partial)
            }
            pub(crate) fn mul_add(self, factor: Self, summand: Self) -> Self {
                let terms = [
                    (&self.tangents, factor.x(), factor.x()),
                    (&factor.tangents, self.x(), self.x()),
                    (&summand.tangents, 1.0, 1.0),
                ];
                let value = self.value.mul_add(factor.value, summand.value);
                $Dual { value, tangents: Tangents::combine(&terms) }
            }
            pub(crate) fn rem_euclid(self, other: Self) -> Self {
                let value = self.value.rem_euclid(other.value);
                let quotient = ((self.x() - f64::from(value)) / other.x()).round();
                self.two(other, value, (1.0, -quotient))
            }
            pub(crate) fn is_nan(self) -> bool {
                self.value.is_nan()
            }
            pub(crate) fn is_finite(self) -> bool {
                self.value.is_finite()
            }
            pub(crate) fn is_sign_positive(self) -> bool {
                self.value.is_sign_positive()
            }
            pub(crate) fn is_sign_negative(self) -> bool {
                self.value.is_sign_negative()
            }
        }

        impl Neg for $Dual {
            type Output = Self;
            fn neg(self) -> Self {
                self.one(-self.value, -1.0)
            }
        }
        impl Add for $Dual {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                self.two(other, self.value + other.value, (1.0, 1.0))
            }
        }
        impl Sub for $Dual {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                self.two(other, self.value - other.value, (1.0, -1.0))
            }
        }
        impl Mul for $Dual {
            type Output = Self;
            fn mul(self, other: Self) -> Self {
                self.two(other, self.value * other.value, (other.x(), self.x()))
            }
        }
        impl Div for $Dual {
            type Output = Self;
            fn div(self, other: Self) -> Self {
                let partials = (other.x().recip(), -self.x() / (other.x() * other.x()));
                self.two(other, self.value / other.value, partials)
            }
        }
        impl Rem for $Dual {
            type Output = Self;
            fn rem(self, other: Self) -> Self {
                let value = self.value % other.value;
                let quotient = ((self.x() - f64::from(value)) / other.x()).round();
                self.two(other, value, (1.0, -quotient))
            }
        }
        dual!(@by_reference $Dual, Add add, Sub sub, Mul mul, Div div, Rem rem);
        impl Neg for &$Dual {
            type Output = $Dual;
            fn neg(self) -> $Dual {
                -*self
            }
        }
        // Where the sums and products of floats start is the library's choice (of the sign of zero, for one).
        impl Sum for $Dual {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold($Dual::constant(std::iter::empty::<$float>().sum()), Add::add)
            }
        }
        impl Product for $Dual {
            fn product<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold($Dual::constant(std::iter::empty::<$float>().product()), Mul::mul)
            }
        }
        impl<'a> Sum<&'a $Dual> for $Dual {
            fn sum<I: Iterator<Item = &'a Self>>(items: I) -> Self {
                items.copied().sum()
            }
        }
        impl<'a> Product<&'a $Dual> for $Dual {
            fn product<I: Iterator<Item = &'a Self>>(items: I) -> Self {
                items.copied().product()
            }
        }
        impl AddAssign for $Dual {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }
        impl SubAssign for $Dual {
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }
        impl MulAssign for $Dual {
            fn mul_assign(&mut self, other: Self) {
                *self = *self * other;
            }
        }
        impl DivAssign for $Dual {
            fn div_assign(&mut self, other: Self) {
                *self = *self / other;
            }
        }
        impl RemAssign for $Dual {
            fn rem_assign(&mut self, other: Self) {
                *self = *self % other;
            }
        }
        impl PartialEq for $Dual {
            fn eq(&self, other: &Self) -> bool {
                self.value == other.value
            }
        }
        impl PartialOrd for $Dual {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                self.value.partial_cmp(&other.value)
            }
        }
    };
    (@by_reference $Dual:ident, $($Operator:ident $method:ident),+) => { $(
        impl $Operator<&$Dual> for $Dual {
            type Output = $Dual;
            fn $method(self, other: &$Dual) -> $Dual {
                self.$method(*other)
            }
        }
        impl $Operator<$Dual> for &$Dual {
            type Output = $Dual;
            fn $method(self, other: $Dual) -> $Dual {
                (*self).$method(other)
            }
        }
        impl $Operator for &$Dual {
            type Output = $Dual;
            fn $method(self, other: &$Dual) -> $Dual {
                (*self).$method(*other)
            }
        }
    )+ };
}

dual!(Dual, f64);
dual!(Dual32, f32);

impl Dual {
    #[allow(dead_code, reason = "a few programs do not call every method")]
    pub(crate) fn narrow(self) -> Dual32 {
        Dual32 { value: self.value as f32, tangents: self.tangents }
    }
}

impl Dual32 {
    pub(crate) fn widen(self) -> Dual {
        Dual { value: f64::from(self.value), tangents: self.tangents }
    }
}
