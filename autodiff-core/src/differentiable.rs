//! What the tangent of a type is, and how tangents add up.
//!
//! A *tangent* is a direction in which a value can move, and an *adjoint* how much the result moves with it; both have
//! the same type, [`Differentiable::Tangent`]. What cannot move (an integer, a `bool`, a string) has the tangent `()`,
//! so that generated code needs no special case for it and the compiler removes what is done with it.

/// A type whose values have derivatives, or which is constant by its nature.
///
/// | type | tangent |
/// | --- | --- |
/// | `f32`, `f64` | the same type |
/// | integers, `bool`, `char`, `str`, `String`, `()` | `()` |
/// | `[T; N]` | `[T::Tangent; N]` |
/// | tuples of up to 12 elements | the tuple of the tangents |
/// | `&T`, `&mut T` | `T::Tangent` |
/// | `[T]`, `Vec<T>` (feature `alloc`) | `Vec<T::Tangent>` |
/// | `Option<T>` | `Option<T::Tangent>` |
///
/// ```
/// use autodiff_core::Differentiable;
///
/// assert_eq!((2.5_f64, 3_usize).zero_tangent(), (0.0, ()));
/// assert_eq!([[1.0_f32; 2]; 3].zero_tangent(), [[0.0; 2]; 3]);
/// ```
///
/// A type of your own may implement it too; its tangent then says for each part how it moves:
///
/// ```
/// use autodiff_core::{Accumulate, Differentiable};
///
/// struct Ray { origin: [f64; 3], direction: [f64; 3], bounces: u32 }
///
/// #[derive(Clone)]
/// struct RayTangent { origin: [f64; 3], direction: [f64; 3], bounces: () }
///
/// impl Accumulate for RayTangent {
///     fn accumulate(&mut self, contribution: Self) {
///         self.origin.accumulate(contribution.origin);
///         self.direction.accumulate(contribution.direction);
///         self.bounces.accumulate(contribution.bounces);
///     }
///     fn is_zero_tangent(&self) -> bool {
///         self.origin.is_zero_tangent() && self.direction.is_zero_tangent()
///     }
///     fn set_zero_tangent(&mut self) {
///         self.origin.set_zero_tangent();
///         self.direction.set_zero_tangent();
///     }
/// }
///
/// impl Differentiable for Ray {
///     type Tangent = RayTangent;
///     fn zero_tangent(&self) -> RayTangent {
///         RayTangent {
///             origin: self.origin.zero_tangent(),
///             direction: self.direction.zero_tangent(),
///             bounces: self.bounces.zero_tangent(),
///         }
///     }
/// }
///
/// let ray = Ray { origin: [1.0, 2.0, 3.0], direction: [0.0, 0.0, 1.0], bounces: 4 };
/// assert_eq!(ray.zero_tangent().direction, [0.0; 3]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivative: it does not implement `Differentiable`",
    label = "autodiff does not know what the tangent of `{Self}` is",
    note = "tangents are known for floats, integers, `bool`, strings, and for arrays, tuples, slices, references and options of these",
    note = "put `#[constant]` on the parameter if nothing is to be differentiated by it, or implement `autodiff_core::Differentiable` for `{Self}`"
)]
pub trait Differentiable {
    /// How a value of this type moves; also the type of its gradient.
    type Tangent: Clone + Accumulate;

    /// The tangent of a value that does not move, in the shape (the length, say) of this one.
    fn zero_tangent(&self) -> Self::Tangent;
}

/// Sums of tangents: a value that is used more than once has the sum of the adjoints of its uses.
///
/// ```
/// use autodiff_core::Accumulate;
///
/// let mut adjoint = ([1.0, 2.0], 3.0);
/// adjoint.accumulate(([10.0, 20.0], 30.0));
/// assert_eq!(adjoint, ([11.0, 22.0], 33.0));
/// assert!(!adjoint.is_zero_tangent());
/// adjoint.set_zero_tangent();
/// assert_eq!(adjoint, ([0.0; 2], 0.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the tangent of a type: it does not implement `Accumulate`",
    label = "adjoints of type `{Self}` cannot be added up"
)]
pub trait Accumulate {
    /// Adds `contribution` to `self`, element by element.
    fn accumulate(&mut self, contribution: Self);

    /// Whether every element is zero: what moved by nothing moves nothing, even where a slope is infinite.
    fn is_zero_tangent(&self) -> bool;

    /// Makes every element zero and keeps the shape.
    fn set_zero_tangent(&mut self);
}

macro_rules! floats {
    ($($float:ty)*) => { $(
        impl Differentiable for $float {
            type Tangent = $float;
            #[inline(always)]
            fn zero_tangent(&self) -> $float {
                0.0
            }
        }

        impl Accumulate for $float {
            #[inline(always)]
            fn accumulate(&mut self, contribution: $float) {
                *self += contribution;
            }
            #[inline(always)]
            fn is_zero_tangent(&self) -> bool {
                *self == 0.0
            }
            #[inline(always)]
            fn set_zero_tangent(&mut self) {
                *self = 0.0;
            }
        }
    )* };
}
floats!(f32 f64);

macro_rules! constants {
    ($($constant:ty)*) => { $(
        impl Differentiable for $constant {
            type Tangent = ();
            #[inline(always)]
            fn zero_tangent(&self) {}
        }
    )* };
}
constants!(() i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char str);

impl Accumulate for () {
    #[inline(always)]
    fn accumulate(&mut self, _contribution: ()) {}
    #[inline(always)]
    fn is_zero_tangent(&self) -> bool {
        true
    }
    #[inline(always)]
    fn set_zero_tangent(&mut self) {}
}

macro_rules! tuples {
    ($($($element:ident $index:tt)*;)*) => { $(
        impl<$($element: Differentiable),*> Differentiable for ($($element,)*) {
            type Tangent = ($($element::Tangent,)*);
            #[inline(always)]
            fn zero_tangent(&self) -> Self::Tangent {
                ($(self.$index.zero_tangent(),)*)
            }
        }

        impl<$($element: Accumulate),*> Accumulate for ($($element,)*) {
            #[inline(always)]
            fn accumulate(&mut self, contribution: Self) {
                $(self.$index.accumulate(contribution.$index);)*
            }
            #[inline(always)]
            fn is_zero_tangent(&self) -> bool {
                true $(&& self.$index.is_zero_tangent())*
            }
            #[inline(always)]
            fn set_zero_tangent(&mut self) {
                $(self.$index.set_zero_tangent();)*
            }
        }
    )* };
}
tuples! {
    A 0;
    A 0 B 1;
    A 0 B 1 C 2;
    A 0 B 1 C 2 D 3;
    A 0 B 1 C 2 D 3 E 4;
    A 0 B 1 C 2 D 3 E 4 F 5;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11;
}

impl<T: Differentiable, const N: usize> Differentiable for [T; N] {
    type Tangent = [T::Tangent; N];
    #[inline(always)]
    fn zero_tangent(&self) -> Self::Tangent {
        self.each_ref().map(T::zero_tangent)
    }
}

impl<T: Accumulate, const N: usize> Accumulate for [T; N] {
    #[inline(always)]
    fn accumulate(&mut self, contribution: Self) {
        for (into, contribution) in self.iter_mut().zip(contribution) {
            into.accumulate(contribution);
        }
    }
    #[inline(always)]
    fn is_zero_tangent(&self) -> bool {
        self.iter().all(T::is_zero_tangent)
    }
    #[inline(always)]
    fn set_zero_tangent(&mut self) {
        self.iter_mut().for_each(T::set_zero_tangent);
    }
}

impl<T: Differentiable + ?Sized> Differentiable for &T {
    type Tangent = T::Tangent;
    #[inline(always)]
    fn zero_tangent(&self) -> T::Tangent {
        (**self).zero_tangent()
    }
}

impl<T: Differentiable + ?Sized> Differentiable for &mut T {
    type Tangent = T::Tangent;
    #[inline(always)]
    fn zero_tangent(&self) -> T::Tangent {
        (**self).zero_tangent()
    }
}

impl<T: Differentiable> Differentiable for Option<T> {
    type Tangent = Option<T::Tangent>;
    #[inline(always)]
    fn zero_tangent(&self) -> Self::Tangent {
        self.as_ref().map(T::zero_tangent)
    }
}

/// `None` adds nothing: it is the tangent of a value that is not there.
impl<T: Accumulate> Accumulate for Option<T> {
    #[inline(always)]
    fn accumulate(&mut self, contribution: Self) {
        match (self, contribution) {
            (Some(into), Some(contribution)) => into.accumulate(contribution),
            (into @ None, Some(contribution)) => *into = Some(contribution),
            (_, None) => {}
        }
    }
    #[inline(always)]
    fn is_zero_tangent(&self) -> bool {
        self.as_ref().is_none_or(T::is_zero_tangent)
    }
    #[inline(always)]
    fn set_zero_tangent(&mut self) {
        if let Some(tangent) = self {
            tangent.set_zero_tangent();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Accumulate, Differentiable};

    #[test]
    fn zero_tangent_has_the_shape_of_the_value() {
        assert_eq!(1.5_f64.zero_tangent(), 0.0);
        assert_eq!((1.0_f32, [2.0_f64; 3], 7_u8).zero_tangent(), (0.0, [0.0; 3], ()));
        assert_eq!((&&[[1.0_f64; 2]; 2]).zero_tangent(), [[0.0; 2]; 2]);
        let exclusive: &mut (f64, bool) = &mut (1.0, true);
        assert_eq!(<&mut _>::zero_tangent(&exclusive), (0.0, ()));
        assert_eq!(Some(3.0_f64).zero_tangent(), Some(0.0));
        assert_eq!(None::<f64>.zero_tangent(), None);
    }

    #[test]
    fn constants_have_the_empty_tangent() {
        let () = 3_usize.zero_tangent();
        let () = 'c'.zero_tangent();
        let () = "text".zero_tangent();
        let () = ().zero_tangent();
    }

    #[test]
    fn contributions_are_added_element_by_element() {
        let mut adjoint = (1.0_f64, [[1.0_f64, 2.0], [3.0, 4.0]], ());
        adjoint.accumulate((0.5, [[10.0, 20.0], [30.0, 40.0]], ()));
        assert_eq!(adjoint, (1.5, [[11.0, 22.0], [33.0, 44.0]], ()));
    }

    #[test]
    fn an_absent_contribution_adds_nothing() {
        let mut adjoint = Some(1.0_f64);
        adjoint.accumulate(None);
        assert_eq!(adjoint, Some(1.0));
        adjoint.accumulate(Some(2.0));
        assert_eq!(adjoint, Some(3.0));
        let mut absent = None;
        absent.accumulate(Some(2.0_f64));
        assert_eq!(absent, Some(2.0));
    }
}
