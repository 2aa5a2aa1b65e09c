//! How a call in another body lends the adjoints of the variables that it changes to the pullback of its callee.
//!
//! The caller sees `f(x)`, where `x` is a `&mut`: whether `f` takes a `&mut` or sees it as a `&`, only `rustc` knows. The
//! pullback of a function with `&mut` parameters is therefore an [`InPlace`], which takes a slot for every parameter; that
//! of any other function is a closure, which takes none.

use crate::__private::Contribution;
use crate::{Accumulate, Differentiable};

/// The pullback of a function with `&mut` parameters: it takes the seed of the value and a slot for every parameter.
#[derive(Debug)]
pub struct InPlace<F>(pub F);

impl<F> InPlace<F> {
    /// Applies the pullback to a seed, with places lent to it.
    #[inline(always)]
    pub fn pull<Seed, Slots, Taken, Adjoints>(&self, seed: Seed, slots: Slots) -> Adjoints
    where
        F: Fn(Seed, Taken) -> Adjoints,
        Slots: Lend<Taken>,
    {
        (self.0)(seed, slots.lend())
    }
}

/// The pullback of a function without `&mut` parameters, which leaves all slots as they are.
pub trait PlainPull<Seed, Slots> {
    /// One for each parameter.
    type Adjoints;
    /// Applies the pullback to a seed; zero for a seed that is zero, whatever the partials are.
    fn pull(&self, seed: Seed, slots: Slots) -> Self::Adjoints;
}

impl<F, Seed, Slots, Adjoints> PlainPull<Seed, Slots> for F
where
    F: Fn(Seed) -> Adjoints,
    Seed: Accumulate,
    Adjoints: Accumulate,
{
    type Adjoints = Adjoints;
    #[inline(always)]
    fn pull(&self, seed: Seed, _slots: Slots) -> Adjoints {
        let untouched = seed.is_zero_tangent();
        let mut adjoints = self(seed);
        if untouched {
            adjoints.set_zero_tangent();
        }
        adjoints
    }
}

/// A slot as the callee takes it: an adjoint, in the form in which it takes the argument; or nothing.
pub trait Lend<Taken> {
    /// The slot.
    fn lend(self) -> Taken;
}

impl<Slot> Lend<()> for Slot {
    #[inline(always)]
    fn lend(self) {}
}

impl<'a, T: ?Sized> Lend<&'a mut T> for &'a mut T {
    #[inline(always)]
    fn lend(self) -> &'a mut T {
        self
    }
}

impl<'a, T, const N: usize> Lend<&'a mut [T]> for &'a mut [T; N] {
    #[inline(always)]
    fn lend(self) -> &'a mut [T] {
        self
    }
}

#[cfg(feature = "alloc")]
impl<'a, T> Lend<&'a mut [T]> for &'a mut alloc::vec::Vec<T> {
    #[inline(always)]
    fn lend(self) -> &'a mut [T] {
        self
    }
}

impl<First: Lend<A>, Rest: Lend<B>, A, B> Lend<(A, B)> for (First, Rest) {
    #[inline(always)]
    fn lend(self) -> (A, B) {
        (self.0.lend(), self.1.lend())
    }
}

/// A place that takes the elements of a vector: a slice of as many elements, or a vector.
#[cfg(feature = "alloc")]
pub trait Assign<T> {
    /// Takes the elements.
    fn assign(&mut self, value: alloc::vec::Vec<T>);
}

#[cfg(feature = "alloc")]
impl<T> Assign<T> for alloc::vec::Vec<T> {
    #[inline(always)]
    fn assign(&mut self, value: alloc::vec::Vec<T>) {
        *self = value;
    }
}

#[cfg(feature = "alloc")]
impl<T> Assign<T> for [T] {
    #[inline(always)]
    fn assign(&mut self, value: alloc::vec::Vec<T>) {
        for (place, value) in self.iter_mut().zip(value) {
            *place = value;
        }
    }
}

/// `place = value`, where the place need not have a size of its own.
#[cfg(feature = "alloc")]
#[inline(always)]
pub fn assign<T, Place: Assign<T> + ?Sized>(place: &mut Place, value: alloc::vec::Vec<T>) {
    place.assign(value);
}

/// A vector.
#[cfg(feature = "alloc")]
#[diagnostic::on_unimplemented(
    message = "cannot differentiate through a `{Self}`: it is no vector",
    label = "this is made of values with a derivative",
    note = "collect into a `Vec`; a map or a set can hold the indices of its elements"
)]
pub trait Vector {}

#[cfg(feature = "alloc")]
impl<T> Vector for alloc::vec::Vec<T> {}

/// Only a vector has this.
#[cfg(feature = "alloc")]
#[inline(always)]
pub const fn is_vector<V: Vector>() {}

/// What changes places with another one of its kind.
pub trait Exchange {
    /// Changes places.
    fn exchange(&mut self, other: &mut Self);
}

#[cfg(feature = "alloc")]
impl<T> Exchange for alloc::vec::Vec<T> {
    #[inline(always)]
    fn exchange(&mut self, other: &mut Self) {
        core::mem::swap(self, other);
    }
}

impl<T> Exchange for [T] {
    #[inline(always)]
    fn exchange(&mut self, other: &mut Self) {
        self.swap_with_slice(other);
    }
}

/// What a pullback says of a `&mut` parameter: the adjoint was changed in its place.
#[derive(Debug)]
pub struct Changed;

impl<T: ?Sized> Contribution<T> for Changed {
    #[inline(always)]
    fn add_to(self, _into: &mut T) {}
}

/// What a pullback says of a constant `&mut` parameter: what was behind it before the call does not move what is there
/// afterwards.
#[derive(Debug)]
pub struct Cut;

impl<T: Accumulate> Contribution<T> for Cut {
    #[inline(always)]
    fn add_to(self, into: &mut T) {
        into.set_zero_tangent();
    }
}

impl<T: Accumulate> Contribution<[T]> for Cut {
    #[inline(always)]
    fn add_to(self, into: &mut [T]) {
        into.iter_mut().for_each(T::set_zero_tangent);
    }
}

/// The tangent of what a constant `&mut` parameter refers to: it does not move after the call.
pub trait Clear {
    /// Makes it zero.
    fn clear(self);
}

impl Clear for () {
    #[inline(always)]
    fn clear(self) {}
}

impl<T: Accumulate> Clear for &mut T {
    #[inline(always)]
    fn clear(self) {
        self.set_zero_tangent();
    }
}

impl<T: Accumulate> Clear for &mut [T] {
    #[inline(always)]
    fn clear(self) {
        self.iter_mut().for_each(T::set_zero_tangent);
    }
}

/// The tangent of what a constant `&mut` parameter refers to, where its length may change in the call.
pub trait AtRest<V: ?Sized> {
    /// Makes it the zero of a value after the call.
    fn rest(self, value: &V);
}

impl<V: ?Sized> AtRest<V> for () {
    #[inline(always)]
    fn rest(self, _: &V) {}
}

impl<V: Differentiable<Tangent = T> + ?Sized, T> AtRest<V> for &mut T {
    #[inline(always)]
    fn rest(self, value: &V) {
        *self = value.zero_tangent();
    }
}

/// A pullback applied to a seed, with a slot for each argument: `&mut` of an adjoint, or `()`.
#[macro_export]
#[doc(hidden)]
macro_rules! __pull {
    (@slots) => { () };
    (@slots $first:expr $(, $rest:expr)*) => { ($first, $crate::__pull!(@slots $($rest),*)) };
    ($pullback:expr, $seed:expr $(, $slot:expr)*) => {{
        #[allow(unused_imports)]
        use $crate::__private::PlainPull as _;
        $pullback.pull($seed, $crate::__pull!(@slots $($slot),*))
    }};
}

#[cfg(test)]
mod tests {
    use super::{Changed, Clear, Cut, InPlace};
    use crate::__private::accumulate;

    #[test]
    fn a_pullback_changes_what_it_is_lent() {
        let scaled = InPlace(|seed: f64, (x, ((), ())): (&mut [f64], ((), ()))| {
            x[0] *= 2.0;
            x[1] += seed;
            (Changed, 3.0 * seed)
        });
        let mut adjoint = [1.0, 2.0];
        let (changed, factor) = __pull!(scaled, 10.0, &mut adjoint, ());
        accumulate(&mut adjoint, changed);
        assert_eq!((adjoint, factor), ([2.0, 12.0], 30.0));
    }

    #[test]
    fn a_plain_pullback_contributes_to_what_it_is_lent() {
        let sum = |seed: f64| ([seed, seed], f64::INFINITY * seed);
        let mut adjoint = [1.0, 2.0];
        let (contribution, infinite) = __pull!(sum, 10.0, &mut adjoint, ());
        accumulate(&mut adjoint, contribution);
        assert_eq!((adjoint, infinite), ([11.0, 12.0], f64::INFINITY));
        let (_, untouched) = __pull!(sum, 0.0, &mut adjoint, ());
        assert_eq!(untouched, 0.0);
    }

    #[test]
    fn what_a_constant_parameter_leaves_does_not_move() {
        let (mut number, mut row) = (3.0, [1.0, 2.0]);
        accumulate(&mut number, Cut);
        accumulate(&mut row[..], Cut);
        assert_eq!((number, row), (0.0, [0.0; 2]));
        let mut tangent = [5.0, 6.0];
        (&mut tangent[..1]).clear();
        assert_eq!(tangent, [0.0, 6.0]);
        (&mut tangent).clear();
        assert_eq!(tangent, [0.0; 2]);
    }
}
