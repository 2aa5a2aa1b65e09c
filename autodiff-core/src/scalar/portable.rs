//! What neither `core` nor `libm` has, defined as std defines it.

macro_rules! portable {
    ($($module:ident: $float:ident $trunc:ident $ln:ident;)*) => { $(
        pub(super) mod $module {
            #[inline(always)]
            pub(in crate::scalar) fn fract(x: $float) -> $float {
                x - libm::$trunc(x)
            }

            #[inline(always)]
            pub(in crate::scalar) fn log(x: $float, base: $float) -> $float {
                libm::$ln(x) / libm::$ln(base)
            }

            #[inline(always)]
            pub(in crate::scalar) fn rem_euclid(x: $float, y: $float) -> $float {
                let remainder = x % y;
                if remainder < 0.0 { remainder + y.abs() } else { remainder }
            }

            #[inline(always)]
            pub(in crate::scalar) fn div_euclid(x: $float, y: $float) -> $float {
                let quotient = libm::$trunc(x / y);
                if x % y >= 0.0 || (x % y).is_nan() {
                    quotient
                } else if y > 0.0 {
                    quotient - 1.0
                } else {
                    quotient + 1.0
                }
            }

            /// Squares as often as the exponent has bits.
            #[inline]
            pub(in crate::scalar) fn powi(x: $float, n: i32) -> $float {
                let mut power = 1.0;
                let mut square = x;
                let mut bits = n.unsigned_abs();
                while bits > 0 {
                    if bits & 1 == 1 {
                        power *= square;
                    }
                    square *= square;
                    bits >>= 1;
                }
                if n < 0 { 1.0 / power } else { power }
            }
        }
    )* };
}
portable! { double: f64 trunc log; single: f32 truncf logf; }
