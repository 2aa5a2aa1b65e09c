//! The floats, and the mathematics that generated code does with them.
//!
//! With the feature `std` every function is std's method, bit for bit. Without it `libm` computes
//! those that `core` lacks.

#[cfg(not(feature = "std"))]
mod portable;

#[cfg(not(any(feature = "std", feature = "libm")))]
compile_error!(
    "autodiff-core needs the mathematics of `std` or of `libm`: enable the feature `std`, or `libm` where there is no standard library"
);

/// Gives a macro the list of functions: name, hidden name, operands, and what computes it in `f64`
/// and in `f32` where there is no `std`.
///
/// `next_up` and `next_down` are missing: `core` has them, and no derivative needs them.
macro_rules! with_functions {
    ($callback:ident) => {
        $callback! {
            abs __ad_abs(x) f64::abs, f32::abs;
            acos __ad_acos(x) libm::acos, libm::acosf;
            acosh __ad_acosh(x) libm::acosh, libm::acoshf;
            asin __ad_asin(x) libm::asin, libm::asinf;
            asinh __ad_asinh(x) libm::asinh, libm::asinhf;
            atan __ad_atan(x) libm::atan, libm::atanf;
            atan2 __ad_atan2(y, x) libm::atan2, libm::atan2f;
            atanh __ad_atanh(x) libm::atanh, libm::atanhf;
            cbrt __ad_cbrt(x) libm::cbrt, libm::cbrtf;
            ceil __ad_ceil(x) libm::ceil, libm::ceilf;
            clamp __ad_clamp(x, low, high) f64::clamp, f32::clamp;
            copysign __ad_copysign(x, sign) f64::copysign, f32::copysign;
            cos __ad_cos(x) libm::cos, libm::cosf;
            cosh __ad_cosh(x) libm::cosh, libm::coshf;
            div_euclid __ad_div_euclid(x, y) portable::double::div_euclid, portable::single::div_euclid;
            exp __ad_exp(x) libm::exp, libm::expf;
            exp2 __ad_exp2(x) libm::exp2, libm::exp2f;
            exp_m1 __ad_exp_m1(x) libm::expm1, libm::expm1f;
            floor __ad_floor(x) libm::floor, libm::floorf;
            fract __ad_fract(x) portable::double::fract, portable::single::fract;
            hypot __ad_hypot(x, y) libm::hypot, libm::hypotf;
            ln __ad_ln(x) libm::log, libm::logf;
            ln_1p __ad_ln_1p(x) libm::log1p, libm::log1pf;
            log __ad_log(x, base) portable::double::log, portable::single::log;
            log10 __ad_log10(x) libm::log10, libm::log10f;
            log2 __ad_log2(x) libm::log2, libm::log2f;
            max __ad_max(x, y) f64::max, f32::max;
            midpoint __ad_midpoint(x, y) f64::midpoint, f32::midpoint;
            min __ad_min(x, y) f64::min, f32::min;
            mul_add __ad_mul_add(x, y, z) libm::fma, libm::fmaf;
            powf __ad_powf(x, y) libm::pow, libm::powf;
            powi __ad_powi(x, n: i32) portable::double::powi, portable::single::powi;
            recip __ad_recip(x) f64::recip, f32::recip;
            rem_euclid __ad_rem_euclid(x, y) portable::double::rem_euclid, portable::single::rem_euclid;
            round __ad_round(x) libm::round, libm::roundf;
            round_ties_even __ad_round_ties_even(x) libm::rint, libm::rintf;
            signum __ad_signum(x) f64::signum, f32::signum;
            sin __ad_sin(x) libm::sin, libm::sinf;
            sinh __ad_sinh(x) libm::sinh, libm::sinhf;
            sqrt __ad_sqrt(x) libm::sqrt, libm::sqrtf;
            tan __ad_tan(x) libm::tan, libm::tanf;
            tanh __ad_tanh(x) libm::tanh, libm::tanhf;
            to_degrees __ad_to_degrees(x) f64::to_degrees, f32::to_degrees;
            to_radians __ad_to_radians(x) f64::to_radians, f32::to_radians;
            trunc __ad_trunc(x) libm::trunc, libm::truncf;
        }
    };
}
pub(crate) use with_functions;

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// The type of an operand: a float unless the list says otherwise.
macro_rules! operand {
    () => {
        Self
    };
    ($integer:ty) => {
        $integer
    };
}

macro_rules! scalar {
    ($($name:ident $hidden:ident($($operand:ident $(: $integer:ty)?),+) $double:expr, $single:expr;)*) => {
        /// A float: `f32` or `f64`.
        ///
        /// Its functions are in [`math`](crate::math). They are not methods, so that a bound on this
        /// trait never makes `x.sin()` ambiguous.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` is not a float",
            label = "the functions of `autodiff_core::math` take `f32` or `f64`",
            note = "dereference a reference (`*x`) and convert an integer (`n as f64`) first"
        )]
        pub trait Scalar: sealed::Sealed + Copy {
            $(
                #[doc(hidden)]
                fn $hidden($($operand: operand!($($integer)?)),+) -> Self;
            )*
        }

        impl Scalar for f64 {
            $(
                #[inline(always)]
                fn $hidden($($operand: operand!($($integer)?)),+) -> Self {
                    #[cfg(feature = "std")]
                    { f64::$name($($operand),+) }
                    #[cfg(not(feature = "std"))]
                    { $double($($operand),+) }
                }
            )*
        }

        impl Scalar for f32 {
            $(
                #[inline(always)]
                fn $hidden($($operand: operand!($($integer)?)),+) -> Self {
                    #[cfg(feature = "std")]
                    { f32::$name($($operand),+) }
                    #[cfg(not(feature = "std"))]
                    { $single($($operand),+) }
                }
            )*
        }
    };
}
with_functions!(scalar);
