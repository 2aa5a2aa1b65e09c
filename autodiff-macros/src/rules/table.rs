//! The derivative table: one row an operator, and nothing else to add when one is added.
//!
//! The rows' syntax is described in [`declare`](super::declare). Sources: the derivatives are those
//! of NIST's Digital Library of Mathematical Functions (DLMF, chapters 4.7, 4.20, 4.24, 4.34,
//! 4.38) or follow from the definition; rows name a source where they choose between forms.
//! Forms are chosen to reuse the result, and to lose no digits near the ends of the domain.

use std::f64::consts::{LN_2, LOG2_E, LOG10_E, PI};
use std::ops::{Add as _, Div as _, Mul as _, Neg as _, Rem as _, Sub as _};

use super::row::{Row, next_down_value, next_up_value, wrong_arity};
use super::term::{Comparison, Formula, Partial, Term, Zero, float, minus_one, number, select};

operators! {
    // Operators of the language.

    /// Negation.
    Neg "-": y = neg(x) { -1.0 } on [-3.0..3.0];
    /// Sum.
    Add "+": z = add(x, y) { 1.0, 1.0 } on [-3.0..3.0, -3.0..3.0];
    /// Difference.
    Sub "-": z = sub(x, y) { 1.0, -1.0 } on [-3.0..3.0, -3.0..3.0];
    /// Product.
    Mul "*": z = mul(x, y) { y, x } on [-3.0..3.0, -3.0..3.0];
    /// Quotient.
    Div "/": z = div(x, y) { 1.0 / y, -(z / y) } on [-3.0..3.0, 0.5..3.0];
    /// Remainder of the division that truncates: `x - y * trunc(x / y)`. The quotient is found
    /// from the result, because `x / y` may round up to the next integer.
    Rem "%": z = rem(x, y) { 1.0, -round((x - z) / y) } on [-6.0..6.0, 0.7..3.0]
        kinks "at the jumps, where `x` is a multiple of `y`, as beside them";

    // Powers and roots.

    /// Reciprocal.
    Recip: y = recip(x) { -(y * y) } on [0.5..3.0];
    /// Square root.
    Sqrt: y = sqrt(x) { 0.5 / y } on [0.2..4.0]
        kinks "infinite at 0";
    /// Cube root.
    Cbrt: y = cbrt(x) { 1.0 / (3.0 * y * y) } on [0.2..4.0]
        kinks "infinite at 0";
    /// Power with an integer exponent, which is a constant.
    Powi: y = powi(x, n: i32) {
        when!((float(n)) == 0.0 { 0.0 } else { float(n) * powi(x, minus_one(n)) }),
        Zero,
    } on [0.5..2.0, -3.0..4.0]
        kinks "0 for `n == 0`, even at `x == 0`";
    /// Power with a real exponent. At a zero base as PyTorch has it.
    Powf: z = powf(x, y) {
        when!(y == 0.0 { 0.0 } else { y * powf(x, y - 1.0) }),
        {
            let slope = z * ln(x);
            when!(x == 0.0 { when!(y < 0.0 { slope } else { 0.0 }) } else { slope })
        },
    } on [0.3..3.0, -2.0..3.0]
        kinks "by `x`: 0 for `y == 0`; by `y`: 0 for `x == 0` and `y >= 0`, not a number for `x < 0`";
    /// Length of the hypotenuse. The quotients neither overflow nor underflow.
    Hypot: h = hypot(x, y) {
        when!(h == 0.0 { 0.0 } else { x / h }),
        when!(h == 0.0 { 0.0 } else { y / h }),
    } on [0.3..3.0, 0.3..3.0]
        kinks "0 at the origin";

    // Exponentials and logarithms.

    /// Exponential.
    Exp: y = exp(x) { y } on [-2.0..2.0];
    /// Power of two.
    Exp2: y = exp2(x) { y * LN_2 } on [-2.0..2.0];
    /// Exponential less one. Its derivative is not taken as `y + 1.0`, which has no digits left
    /// where `y` is nearly -1.
    ExpM1: y = exp_m1(x) { exp(x) } on [-2.0..2.0];
    /// Natural logarithm.
    Ln: y = ln(x) { 1.0 / x } on [0.2..4.0];
    /// Natural logarithm of one more than the operand.
    Ln1p: y = ln_1p(x) { 1.0 / (1.0 + x) } on [-0.7..3.0];
    /// Logarithm to the base 2.
    Log2: y = log2(x) { LOG2_E / x } on [0.2..4.0];
    /// Logarithm to the base 10.
    Log10: y = log10(x) { LOG10_E / x } on [0.2..4.0];
    /// Logarithm to any base: `ln(x) / ln(b)`.
    Log: z = log(x, b) { 1.0 / (x * ln(b)), -(z / (b * ln(b))) } on [0.2..4.0, 1.5..4.0];

    // Circular functions.

    /// Sine.
    Sin: y = sin(x) { cos(x) } on [-3.0..3.0];
    /// Cosine.
    Cos: y = cos(x) { -sin(x) } on [-3.0..3.0];
    /// Tangent.
    Tan: y = tan(x) { 1.0 + y * y } on [-1.2..1.2];
    /// Arc sine. The product keeps its digits near the ends, where `1.0 - x * x` loses them.
    Asin: y = asin(x) { 1.0 / sqrt((1.0 - x) * (1.0 + x)) } on [-0.9..0.9]
        kinks "infinite at -1 and 1";
    /// Arc cosine.
    Acos: y = acos(x) { -1.0 / sqrt((1.0 - x) * (1.0 + x)) } on [-0.9..0.9]
        kinks "infinite at -1 and 1";
    /// Arc tangent.
    Atan: y = atan(x) { 1.0 / (1.0 + x * x) } on [-3.0..3.0];
    /// Angle of the point `(x, y)`. Dividing twice by its distance neither overflows nor underflows.
    Atan2: z = atan2(y, x) {
        { let h = hypot(x, y); when!(h == 0.0 { 0.0 } else { x / h / h }) },
        { let h = hypot(x, y); when!(h == 0.0 { 0.0 } else { -(y / h / h) }) },
    } on [0.3..3.0, 0.3..3.0]
        kinks "0 at the origin";
    /// Radians to degrees.
    ToDegrees: y = to_degrees(x) { 180.0 / PI } on [-3.0..3.0];
    /// Degrees to radians.
    ToRadians: y = to_radians(x) { PI / 180.0 } on [-90.0..90.0];

    // Hyperbolic functions.

    /// Hyperbolic sine.
    Sinh: y = sinh(x) { cosh(x) } on [-2.0..2.0];
    /// Hyperbolic cosine.
    Cosh: y = cosh(x) { sinh(x) } on [-2.0..2.0];
    /// Hyperbolic tangent.
    Tanh: y = tanh(x) { 1.0 - y * y } on [-2.0..2.0];
    /// Inverse hyperbolic sine. `hypot` does not overflow as `x * x` does.
    Asinh: y = asinh(x) { 1.0 / hypot(x, number(1.0)) } on [-3.0..3.0];
    /// Inverse hyperbolic cosine. Two roots neither overflow nor find a slope below -1.
    Acosh: y = acosh(x) { 1.0 / (sqrt(x - 1.0) * sqrt(x + 1.0)) } on [1.2..4.0]
        kinks "infinite at 1";
    /// Inverse hyperbolic tangent.
    Atanh: y = atanh(x) { 1.0 / ((1.0 - x) * (1.0 + x)) } on [-0.9..0.9]
        kinks "infinite at -1 and 1";

    // Absolute values, signs, extremes.

    /// Absolute value.
    Abs: y = abs(x) { when!(x == 0.0 { 0.0 } else { copysign(number(1.0), x) }) } on [0.2..3.0]
        kinks "0 at 0";
    /// Sign.
    Signum: y = signum(x) { Zero } on [0.2..3.0]
        kinks "0 at the jump";
    /// The absolute value of the first operand with the sign of the second.
    Copysign: z = copysign(x, sign) {
        when!(x == 0.0 { 0.0 } else { signum(x) * signum(z) }),
        Zero,
    } on [-3.0..-0.2, 0.2..3.0]
        kinks "by `x`: 0 at 0, as `abs`; by the sign: 0";
    /// Maximum. Where one operand is not a number, the other is the result and has the derivative.
    Max: z = max(x, y) {
        when!(x == y { 0.5 } else if z == x { 1.0 } else { 0.0 }),
        when!(x == y { 0.5 } else if z == y { 1.0 } else { 0.0 }),
    } on [-3.0..3.0, -3.0..3.0]
        kinks "a tie is shared half and half";
    /// Minimum. Where one operand is not a number, the other is the result and has the derivative.
    Min: z = min(x, y) {
        when!(x == y { 0.5 } else if z == x { 1.0 } else { 0.0 }),
        when!(x == y { 0.5 } else if z == y { 1.0 } else { 0.0 }),
    } on [-3.0..3.0, -3.0..3.0]
        kinks "a tie is shared half and half";
    /// Restriction to an interval.
    Clamp: z = clamp(x, low, high) {
        when!(x < low { 0.0 } else if high < x { 0.0 } else if x == low { 0.5 } else if x == high { 0.5 } else { 1.0 }),
        when!(x < low { 1.0 } else if x == low { 0.5 } else { 0.0 }),
        when!(high < x { 1.0 } else if x <= low { 0.0 } else if x == high { 0.5 } else { 0.0 }),
    } on [-3.0..3.0, -1.5..-0.5, 0.5..1.5]
        kinks "at a bound half to `x`, half to the bound";

    // Sums of products and means.

    /// Fused product and sum.
    MulAdd: r = mul_add(x, y, z) { y, x, 1.0 } on [-3.0..3.0, -3.0..3.0, -3.0..3.0];
    /// Mean of two numbers.
    Midpoint: z = midpoint(x, y) { 0.5, 0.5 } on [-3.0..3.0, -3.0..3.0];

    // Rounding.

    /// Largest integer not above.
    Floor: y = floor(x) { Zero } on [-3.0..3.0] kinks "0 at the jumps";
    /// Smallest integer not below.
    Ceil: y = ceil(x) { Zero } on [-3.0..3.0] kinks "0 at the jumps";
    /// Nearest integer, halves away from zero.
    Round: y = round(x) { Zero } on [-3.0..3.0] kinks "0 at the jumps";
    /// Nearest integer, halves to the even one.
    RoundTiesEven: y = round_ties_even(x) { Zero } on [-3.0..3.0] kinks "0 at the jumps";
    /// Integer part.
    Trunc: y = trunc(x) { Zero } on [-3.0..3.0] kinks "0 at the jumps";
    /// Fractional part.
    Fract: y = fract(x) { 1.0 } on [-3.0..3.0] kinks "1 at the jumps";
    /// Quotient rounded so that the remainder is not negative.
    DivEuclid: z = div_euclid(x, y) { Zero, Zero } on [-6.0..6.0, 0.7..3.0]
        kinks "0 at the jumps";
    /// Remainder that is not negative.
    RemEuclid: z = rem_euclid(x, y) { 1.0, -round((x - z) / y) } on [-6.0..6.0, 0.7..3.0]
        kinks "at the jumps, where `x` is a multiple of `y`, as beside them";
    /// Next float above.
    NextUp: y = next_up(x) { 1.0 } on [-3.0..3.0] value next_up_value;
    /// Next float below.
    NextDown: y = next_down(x) { 1.0 } on [-3.0..3.0] value next_down_value;
}
