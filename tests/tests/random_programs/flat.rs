//! Flat lists of the floats inside values, gradients and tangents.

use super::dual::{Dual, Dual32};

/// The floats inside a value, in order.
pub(crate) fn flat<T: Flat + ?Sized>(value: &T) -> Vec<f64> {
    let mut into = Vec::new();
    value.push(&mut into);
    into
}

/// The dual numbers inside a value, in order.
pub(crate) fn flat_duals<T: FlatDuals>(value: &T) -> Vec<Dual> {
    let mut into = Vec::new();
    value.push(&mut into);
    into
}

/// A value made of floats and of what has no tangent.
pub(crate) trait Flat {
    fn push(&self, into: &mut Vec<f64>);
}

/// A value made of dual numbers and of what has no tangent.
pub(crate) trait FlatDuals {
    fn push(&self, into: &mut Vec<Dual>);
}

impl Flat for f64 {
    fn push(&self, into: &mut Vec<f64>) {
        into.push(*self);
    }
}

impl Flat for f32 {
    fn push(&self, into: &mut Vec<f64>) {
        into.push(f64::from(*self));
    }
}

impl FlatDuals for Dual {
    fn push(&self, into: &mut Vec<Dual>) {
        into.push(*self);
    }
}

impl FlatDuals for Dual32 {
    fn push(&self, into: &mut Vec<Dual>) {
        into.push(self.widen());
    }
}

macro_rules! flat {
    ($Flat:ident, $item:ident) => {
        impl $Flat for usize {
            fn push(&self, _: &mut Vec<$item>) {}
        }
        impl $Flat for () {
            fn push(&self, _: &mut Vec<$item>) {}
        }
        impl<T: $Flat, const N: usize> $Flat for [T; N] {
            fn push(&self, into: &mut Vec<$item>) {
                for element in self {
                    element.push(into);
                }
            }
        }
        impl<T: $Flat> $Flat for Vec<T> {
            fn push(&self, into: &mut Vec<$item>) {
                for element in self {
                    element.push(into);
                }
            }
        }
        flat!(@tuples $Flat, $item; A 0, B 1, C 2, D 3, E 4, F 5);
    };
    (@tuples $Flat:ident, $item:ident; $($first:ident $at:tt),+) => {
        flat!(@tuple $Flat, $item; A 0);
        flat!(@tuple $Flat, $item; A 0, B 1);
        flat!(@tuple $Flat, $item; A 0, B 1, C 2);
        flat!(@tuple $Flat, $item; A 0, B 1, C 2, D 3);
        flat!(@tuple $Flat, $item; A 0, B 1, C 2, D 3, E 4);
        flat!(@tuple $Flat, $item; $($first $at),+);
    };
    (@tuple $Flat:ident, $item:ident; $($field:ident $at:tt),+) => {
        impl<$($field: $Flat),+> $Flat for ($($field,)+) {
            fn push(&self, into: &mut Vec<$item>) {
                $(self.$at.push(into);)+
            }
        }
    };
}

flat!(Flat, f64);
flat!(FlatDuals, Dual);
