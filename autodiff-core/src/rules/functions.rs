//! The rules as generated code calls them: on references to operands, which are peeled here.

use super::{BinaryRule, CastRule, Peel, TernaryRule, UnaryRule};
use crate::__private::Tangent;

/// What is left of an operand when its references are taken away.
type Peeled<T> = <T as Peel>::Owned;

/// The tangent of a peeled operand.
type TangentOf<T> = Tangent<Peeled<T>>;

/// What an operator yields for peeled operands.
type Output1<Op, A> = <Peeled<A> as UnaryRule<Op>>::Output;
type Output2<Op, A, B> = <Peeled<A> as BinaryRule<Op, Peeled<B>>>::Output;
type Output3<Op, A, B, C> = <Peeled<A> as TernaryRule<Op, Peeled<B>, Peeled<C>>>::Output;

/// The adjoint of the operand.
#[inline(always)]
pub fn pullback1<Op, A: Peel>(a: &A, result: &Output1<Op, A>, seed: Tangent<Output1<Op, A>>) -> TangentOf<A>
where
    Peeled<A>: UnaryRule<Op>,
{
    <Peeled<A> as UnaryRule<Op>>::pullback(a.peel(), result, seed)
}

/// What the tangent of the operand contributes to that of the result.
#[inline(always)]
pub fn tangent1<Op, A: Peel>(a: &A, result: &Output1<Op, A>, tangent: TangentOf<A>) -> Tangent<Output1<Op, A>>
where
    Peeled<A>: UnaryRule<Op>,
{
    <Peeled<A> as UnaryRule<Op>>::tangent(a.peel(), result, tangent)
}

/// The adjoint of the first of two operands.
#[inline(always)]
pub fn pullback2_0<Op, A: Peel, B: Peel>(
    a: &A,
    b: &B,
    result: &Output2<Op, A, B>,
    seed: Tangent<Output2<Op, A, B>>,
) -> TangentOf<A>
where
    Peeled<A>: BinaryRule<Op, Peeled<B>>,
{
    <Peeled<A> as BinaryRule<Op, Peeled<B>>>::pullback_0(a.peel(), b.peel(), result, seed)
}

/// What the tangent of the first of two operands contributes to that of the result.
#[inline(always)]
pub fn tangent2_0<Op, A: Peel, B: Peel>(
    a: &A,
    b: &B,
    result: &Output2<Op, A, B>,
    tangent: TangentOf<A>,
) -> Tangent<Output2<Op, A, B>>
where
    Peeled<A>: BinaryRule<Op, Peeled<B>>,
{
    <Peeled<A> as BinaryRule<Op, Peeled<B>>>::tangent_0(a.peel(), b.peel(), result, tangent)
}

/// The adjoint of the second of two operands.
#[inline(always)]
pub fn pullback2_1<Op, A: Peel, B: Peel>(
    a: &A,
    b: &B,
    result: &Output2<Op, A, B>,
    seed: Tangent<Output2<Op, A, B>>,
) -> TangentOf<B>
where
    Peeled<A>: BinaryRule<Op, Peeled<B>>,
{
    <Peeled<A> as BinaryRule<Op, Peeled<B>>>::pullback_1(a.peel(), b.peel(), result, seed)
}

/// What the tangent of the second of two operands contributes to that of the result.
#[inline(always)]
pub fn tangent2_1<Op, A: Peel, B: Peel>(
    a: &A,
    b: &B,
    result: &Output2<Op, A, B>,
    tangent: TangentOf<B>,
) -> Tangent<Output2<Op, A, B>>
where
    Peeled<A>: BinaryRule<Op, Peeled<B>>,
{
    <Peeled<A> as BinaryRule<Op, Peeled<B>>>::tangent_1(a.peel(), b.peel(), result, tangent)
}

/// The adjoint of the first of three operands.
#[inline(always)]
pub fn pullback3_0<Op, A: Peel, B: Peel, C: Peel>(
    a: &A,
    b: &B,
    c: &C,
    result: &Output3<Op, A, B, C>,
    seed: Tangent<Output3<Op, A, B, C>>,
) -> TangentOf<A>
where
    Peeled<A>: TernaryRule<Op, Peeled<B>, Peeled<C>>,
{
    <Peeled<A> as TernaryRule<Op, Peeled<B>, Peeled<C>>>::pullback_0(a.peel(), b.peel(), c.peel(), result, seed)
}

/// What the tangent of the first of three operands contributes to that of the result.
#[inline(always)]
pub fn tangent3_0<Op, A: Peel, B: Peel, C: Peel>(
    a: &A,
    b: &B,
    c: &C,
    result: &Output3<Op, A, B, C>,
    tangent: TangentOf<A>,
) -> Tangent<Output3<Op, A, B, C>>
where
    Peeled<A>: TernaryRule<Op, Peeled<B>, Peeled<C>>,
{
    <Peeled<A> as TernaryRule<Op, Peeled<B>, Peeled<C>>>::tangent_0(a.peel(), b.peel(), c.peel(), result, tangent)
}

/// The adjoint of the second of three operands.
#[inline(always)]
pub fn pullback3_1<Op, A: Peel, B: Peel, C: Peel>(
    a: &A,
    b: &B,
    c: &C,
    result: &Output3<Op, A, B, C>,
    seed: Tangent<Output3<Op, A, B, C>>,
) -> TangentOf<B>
where
    Peeled<A>: TernaryRule<Op, Peeled<B>, Peeled<C>>,
{
    <Peeled<A> as TernaryRule<Op, Peeled<B>, Peeled<C>>>::pullback_1(a.peel(), b.peel(), c.peel(), result, seed)
}

/// What the tangent of the second of three operands contributes to that of the result.
#[inline(always)]
pub fn tangent3_1<Op, A: Peel, B: Peel, C: Peel>(
    a: &A,
    b: &B,
    c: &C,
    result: &Output3<Op, A, B, C>,
    tangent: TangentOf<B>,
) -> Tangent<Output3<Op, A, B, C>>
where
    Peeled<A>: TernaryRule<Op, Peeled<B>, Peeled<C>>,
{
    <Peeled<A> as TernaryRule<Op, Peeled<B>, Peeled<C>>>::tangent_1(a.peel(), b.peel(), c.peel(), result, tangent)
}

/// The adjoint of the third of three operands.
#[inline(always)]
pub fn pullback3_2<Op, A: Peel, B: Peel, C: Peel>(
    a: &A,
    b: &B,
    c: &C,
    result: &Output3<Op, A, B, C>,
    seed: Tangent<Output3<Op, A, B, C>>,
) -> TangentOf<C>
where
    Peeled<A>: TernaryRule<Op, Peeled<B>, Peeled<C>>,
{
    <Peeled<A> as TernaryRule<Op, Peeled<B>, Peeled<C>>>::pullback_2(a.peel(), b.peel(), c.peel(), result, seed)
}

/// What the tangent of the third of three operands contributes to that of the result.
#[inline(always)]
pub fn tangent3_2<Op, A: Peel, B: Peel, C: Peel>(
    a: &A,
    b: &B,
    c: &C,
    result: &Output3<Op, A, B, C>,
    tangent: TangentOf<C>,
) -> Tangent<Output3<Op, A, B, C>>
where
    Peeled<A>: TernaryRule<Op, Peeled<B>, Peeled<C>>,
{
    <Peeled<A> as TernaryRule<Op, Peeled<B>, Peeled<C>>>::tangent_2(a.peel(), b.peel(), c.peel(), result, tangent)
}

/// The adjoint of `x` in `x as To`.
#[inline(always)]
pub fn cast_pullback<To, A: Peel>(_: &A, seed: To) -> TangentOf<A>
where
    Peeled<A>: CastRule<To>,
{
    <Peeled<A> as CastRule<To>>::cast_pullback(seed)
}

/// The tangent of `x as To`.
#[inline(always)]
pub fn cast_tangent<To, A: Peel>(_: &A, tangent: TangentOf<A>) -> To
where
    Peeled<A>: CastRule<To>,
{
    <Peeled<A> as CastRule<To>>::cast_tangent(tangent)
}
