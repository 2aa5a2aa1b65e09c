//! The tangent of a constant argument, whose type need not have tangents at all.
//!
//! Only `rustc` knows whether the type of an argument is [`Differentiable`]. Stable Rust cannot branch on that in a
//! trait bound, but method lookup does it: a method of `Constant<T>` is found before one of `&Constant<T>`, and its
//! bound is part of the question whether it is found.

use crate::Differentiable;

/// The value whose tangent is asked for.
#[derive(Debug)]
pub struct Constant<'a, T: ?Sized>(pub &'a T);

/// Found first, where `T` has tangents.
pub trait DifferentiableConstant {
    /// The tangent of `T`.
    type Tangent;
    /// Its zero, in the shape of the value.
    fn __ad_constant_tangent(&self) -> Self::Tangent;
}

impl<T: Differentiable + ?Sized> DifferentiableConstant for Constant<'_, T> {
    type Tangent = T::Tangent;
    #[inline(always)]
    fn __ad_constant_tangent(&self) -> T::Tangent {
        self.0.zero_tangent()
    }
}

/// Found where nothing better is: a value without tangents does not move.
pub trait OpaqueConstant {
    /// Nothing.
    fn __ad_constant_tangent(&self);
}

impl<T: ?Sized> OpaqueConstant for &Constant<'_, T> {
    #[inline(always)]
    fn __ad_constant_tangent(&self) {}
}

/// The argument beside which a tangent is passed: it is behind a reference if the argument is. What is inherent is found
/// before what is behind a `Deref`.
#[derive(Debug)]
pub struct Beside<'a, T>(pub &'a T);

/// An argument that is no reference.
#[derive(Debug)]
pub struct BesideOwned;

impl<T: ?Sized> Beside<'_, &T> {
    /// A reference to the tangent.
    #[inline(always)]
    pub fn form_of<'t, Z: ?Sized>(&self, tangent: &'t Z) -> &'t Z {
        tangent
    }
}

impl BesideOwned {
    /// The tangent itself.
    #[inline(always)]
    pub fn form_of<Z: Clone>(&self, tangent: &Z) -> Z {
        tangent.clone()
    }
}

impl<T> core::ops::Deref for Beside<'_, T> {
    type Target = BesideOwned;
    #[inline(always)]
    fn deref(&self) -> &BesideOwned {
        &BesideOwned
    }
}

/// The zero tangent of a place, or `()` where its type is not `Differentiable`. The place is borrowed, not moved.
#[macro_export]
#[doc(hidden)]
macro_rules! __constant_tangent {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::{DifferentiableConstant as _, OpaqueConstant as _};
        (&$crate::__private::Constant(&$value)).__ad_constant_tangent()
    }};
}

#[cfg(test)]
mod tests {
    use crate::Differentiable;

    struct Opaque;

    #[test]
    fn a_differentiable_constant_has_its_zero_tangent() {
        let values = [1.0_f64, 2.0];
        assert_eq!(__constant_tangent!(values), [0.0; 2]);
        assert_eq!(__constant_tangent!(&values), [0.0; 2]);
        assert_eq!(__constant_tangent!((values, 3_u8)), ([0.0; 2], ()));
        assert_eq!(__constant_tangent!(2.0), 0.0);
    }

    #[test]
    #[cfg(feature = "alloc")]
    fn a_constant_slice_has_as_many_zeros_as_elements() {
        let values: &[f64] = &[1.0, 2.0, 3.0];
        assert_eq!(__constant_tangent!(values), [0.0; 3]);
        assert_eq!(__constant_tangent!(*values), [0.0; 3]);
    }

    #[test]
    fn a_constant_without_tangents_has_the_empty_tangent() {
        let opaque = Opaque;
        let () = __constant_tangent!(opaque);
        let () = __constant_tangent!(&opaque);
        let () = __constant_tangent!([Opaque, Opaque]);
        let () = __constant_tangent!(|x: f64| x + 1.0);
        let Opaque = opaque;
    }

    #[test]
    fn a_generic_constant_is_judged_by_its_bounds() {
        fn bounded<T: Differentiable>(value: T) -> T::Tangent {
            __constant_tangent!(value)
        }
        fn unbounded<T>(value: T) {
            __constant_tangent!(value)
        }
        assert_eq!(bounded(1.5_f32), 0.0);
        unbounded(1.5_f32);
    }
}
