//! Derivative rules of operators whose operands the macro cannot see.
//!
//! For `a * self.scale` the macro knows the operator, not the types. It leaves the product as it
//! stands and asks the traits here for the adjoints only: `pullback2_0::<op::Mul, _, _>(&a, &b, &y,
//! seed)` is the adjoint of `a`. Operands come by reference and are *peeled* first, so that `&f64`
//! counts as `f64`, as it does for std's operators. The implementations for floats are generated
//! from the rows of the rule table in `autodiff-macros`.

use crate::__private::Tangent;
use crate::Differentiable;

mod functions;
#[cfg(test)]
mod tests;
pub use functions::*;

autodiff_macros::__operator_rules!();

/// A possible operand: a value, or references to one.
#[diagnostic::on_unimplemented(
    message = "cannot differentiate an operator applied to `{Self}`",
    label = "`{Self}` has no derivative rules",
    note = "if nothing is to be differentiated by this operand, wrap it in `autodiff_core::stop_gradient(..)`, or put `#[constant]` on the parameter that it comes from"
)]
pub trait Peel {
    /// The value behind the references.
    type Owned: Differentiable;
    /// Looks through the references.
    fn peel(&self) -> &Self::Owned;
}

impl<T: Peel + ?Sized> Peel for &T {
    type Owned = T::Owned;
    #[inline(always)]
    fn peel(&self) -> &T::Owned {
        (**self).peel()
    }
}

impl<T: Peel + ?Sized> Peel for &mut T {
    type Owned = T::Owned;
    #[inline(always)]
    fn peel(&self) -> &T::Owned {
        (**self).peel()
    }
}

/// The rule of an operator with one operand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivative rule for the operator `{Op}`",
    label = "autodiff does not know how to differentiate this",
    note = "put `#[differentiable]` on a function that computes it, or wrap it in `autodiff_core::stop_gradient(..)` if it is a constant"
)]
pub trait UnaryRule<Op>: Differentiable {
    /// What the operator yields.
    type Output: Differentiable;
    /// The adjoint of the operand from that of the result.
    fn pullback(a: &Self, result: &Self::Output, seed: Tangent<Self::Output>) -> Self::Tangent;
    /// The tangent of the result from that of the operand.
    fn tangent(a: &Self, result: &Self::Output, tangent: Self::Tangent) -> Tangent<Self::Output>;
}

/// The rule of an operator with two operands, one function an operand: only what is active is asked for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` and `{Rhs}` have no derivative rule for the operator `{Op}`",
    label = "autodiff does not know how to differentiate this",
    note = "put `#[differentiable]` on a function that computes it, or wrap it in `autodiff_core::stop_gradient(..)` if it is a constant"
)]
pub trait BinaryRule<Op, Rhs: Differentiable>: Differentiable {
    /// What the operator yields.
    type Output: Differentiable;
    /// The adjoint of the first operand.
    fn pullback_0(a: &Self, b: &Rhs, result: &Self::Output, seed: Tangent<Self::Output>) -> Self::Tangent;
    /// The adjoint of the second operand.
    fn pullback_1(a: &Self, b: &Rhs, result: &Self::Output, seed: Tangent<Self::Output>) -> Rhs::Tangent;
    /// What the first operand's tangent contributes to that of the result.
    fn tangent_0(a: &Self, b: &Rhs, result: &Self::Output, tangent: Self::Tangent) -> Tangent<Self::Output>;
    /// What the second operand's tangent contributes to that of the result.
    fn tangent_1(a: &Self, b: &Rhs, result: &Self::Output, tangent: Rhs::Tangent) -> Tangent<Self::Output>;
}

/// The rule of an operator with three operands.
#[diagnostic::on_unimplemented(
    message = "`{Self}`, `{B}` and `{C}` have no derivative rule for the operator `{Op}`",
    label = "autodiff does not know how to differentiate this",
    note = "put `#[differentiable]` on a function that computes it, or wrap it in `autodiff_core::stop_gradient(..)` if it is a constant"
)]
pub trait TernaryRule<Op, B: Differentiable, C: Differentiable>: Differentiable {
    /// What the operator yields.
    type Output: Differentiable;
    /// The adjoint of the first operand.
    fn pullback_0(a: &Self, b: &B, c: &C, result: &Self::Output, seed: Tangent<Self::Output>) -> Self::Tangent;
    /// The adjoint of the second operand.
    fn pullback_1(a: &Self, b: &B, c: &C, result: &Self::Output, seed: Tangent<Self::Output>) -> B::Tangent;
    /// The adjoint of the third operand.
    fn pullback_2(a: &Self, b: &B, c: &C, result: &Self::Output, seed: Tangent<Self::Output>) -> C::Tangent;
    /// What the first operand's tangent contributes to that of the result.
    fn tangent_0(a: &Self, b: &B, c: &C, result: &Self::Output, tangent: Self::Tangent) -> Tangent<Self::Output>;
    /// What the second operand's tangent contributes to that of the result.
    fn tangent_1(a: &Self, b: &B, c: &C, result: &Self::Output, tangent: B::Tangent) -> Tangent<Self::Output>;
    /// What the third operand's tangent contributes to that of the result.
    fn tangent_2(a: &Self, b: &B, c: &C, result: &Self::Output, tangent: C::Tangent) -> Tangent<Self::Output>;
}

/// The rule of `x as To`.
#[diagnostic::on_unimplemented(
    message = "cannot differentiate a cast of `{Self}` to `{To}`",
    label = "no derivative rule for this cast",
    note = "casts between `f32`, `f64` and from integers have one"
)]
pub trait CastRule<To>: Differentiable {
    /// The adjoint of the operand from that of the result.
    fn cast_pullback(seed: To) -> Self::Tangent;
    /// The tangent of the result from that of the operand.
    fn cast_tangent(tangent: Self::Tangent) -> To;
}

/// The rules for one float that do not come from the table.
macro_rules! floats {
    ($($float:ident)*) => { $(
        impl Peel for $float {
            type Owned = $float;
            #[inline(always)]
            fn peel(&self) -> &$float { self }
        }

        floats! { @cast $float f32 }
        floats! { @cast $float f64 }
    )* };
    (@cast $from:ident $to:ident) => {
        impl CastRule<$to> for $from {
            #[inline(always)]
            fn cast_pullback(seed: $to) -> $from { seed as $from }
            #[inline(always)]
            fn cast_tangent(tangent: $from) -> $to { tangent as $to }
        }
    };
}
floats!(f32 f64);

/// Constants have the tangent `()` under every operator that they have.
macro_rules! constants {
    ($($constant:ident)*) => { $(
        impl Peel for $constant {
            type Owned = $constant;
            #[inline(always)]
            fn peel(&self) -> &$constant { self }
        }

        impl<Op> UnaryRule<Op> for $constant {
            type Output = $constant;
            #[inline(always)]
            fn pullback(_: &$constant, _: &$constant, _: ()) {}
            #[inline(always)]
            fn tangent(_: &$constant, _: &$constant, _: ()) {}
        }

        impl<Op> BinaryRule<Op, $constant> for $constant {
            type Output = $constant;
            #[inline(always)]
            fn pullback_0(_: &$constant, _: &$constant, _: &$constant, _: ()) {}
            #[inline(always)]
            fn pullback_1(_: &$constant, _: &$constant, _: &$constant, _: ()) {}
            #[inline(always)]
            fn tangent_0(_: &$constant, _: &$constant, _: &$constant, _: ()) {}
            #[inline(always)]
            fn tangent_1(_: &$constant, _: &$constant, _: &$constant, _: ()) {}
        }

        impl<Op> TernaryRule<Op, $constant, $constant> for $constant {
            type Output = $constant;
            #[inline(always)]
            fn pullback_0(_: &$constant, _: &$constant, _: &$constant, _: &$constant, _: ()) {}
            #[inline(always)]
            fn pullback_1(_: &$constant, _: &$constant, _: &$constant, _: &$constant, _: ()) {}
            #[inline(always)]
            fn pullback_2(_: &$constant, _: &$constant, _: &$constant, _: &$constant, _: ()) {}
            #[inline(always)]
            fn tangent_0(_: &$constant, _: &$constant, _: &$constant, _: &$constant, _: ()) {}
            #[inline(always)]
            fn tangent_1(_: &$constant, _: &$constant, _: &$constant, _: &$constant, _: ()) {}
            #[inline(always)]
            fn tangent_2(_: &$constant, _: &$constant, _: &$constant, _: &$constant, _: ()) {}
        }
    )* };
}
constants!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char);

/// A cast from an integer to a float starts a constant.
macro_rules! integer_casts {
    ($($integer:ident)*) => { $(
        integer_casts! { @cast $integer f32 }
        integer_casts! { @cast $integer f64 }
    )* };
    (@cast $integer:ident $to:ident) => {
        impl CastRule<$to> for $integer {
            #[inline(always)]
            fn cast_pullback(_: $to) {}
            #[inline(always)]
            fn cast_tangent((): ()) -> $to { 0.0 }
        }
    };
}
integer_casts!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
