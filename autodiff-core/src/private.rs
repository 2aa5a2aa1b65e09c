//! What generated code calls, under names that only the macro needs to know.
//!
//! Nothing here is public API: it changes together with the macro. Every function is `#[inline(always)]`, because for
//! floats it has to vanish, in debug builds of generic code too.

use crate::graph::{Kind, Node, Region};
use crate::{Accumulate, Differentiable};

#[cfg(feature = "alloc")]
pub use alloc::{boxed::Box, vec, vec::Vec};

use core::ops::Range;
use core::{array, mem};

pub use crate::__constant_tangent as constant_tangent;
pub use crate::__if_alloc as if_alloc;
pub use crate::__list as list;
pub use crate::__needs_alloc as needs_alloc;
pub use crate::__pull as pull;
pub use crate::constant_tangent::{Beside, Constant, DifferentiableConstant, OpaqueConstant};
pub use crate::either::Either;
pub use crate::extremum::{largest, smallest};
pub use crate::in_place::{AtRest, Changed, Clear, Cut, Exchange, InPlace, Lend, PlainPull};
#[cfg(feature = "alloc")]
pub use crate::in_place::{Vector, assign, is_vector};
pub use crate::lanes::{
    accumulate_lanes, batches, columns, columns_mut, lane_sum, lanes, of_lane, pair_count, pairs, pairs_mut,
};
#[cfg(feature = "alloc")]
pub use crate::list::Table;
pub use crate::list::{Rows, Slots, further_rows, further_rows_of, rows};
pub use crate::math;
pub use crate::partials::Partials;
pub use crate::rules::*;
pub use crate::scalar_output::{One, OneOutput, ScalarOutput};

/// How long something is of which nothing else is wanted.
#[derive(Clone, Copy)]
pub struct Length(pub usize);

impl Length {
    /// The length.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.0
    }

    /// Whether there is nothing.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

/// How a value of type `T` moves.
pub type Tangent<T> = <T as Differentiable>::Tangent;

/// The zero of an adjoint that is added up: see [`Differentiable::zero_tangent`].
#[inline(always)]
pub fn zero_tangent<T: Differentiable + ?Sized>(value: &T) -> T::Tangent {
    value.zero_tangent()
}

/// What can be added to an adjoint of type `Into`: one of the same type, and an array's adjoint as a callee sees it
/// that takes the array as a slice.
pub trait Contribution<Into: ?Sized> {
    /// `into += self`.
    fn add_to(self, into: &mut Into);

    /// `self`, added to zero.
    #[inline(always)]
    fn first(self, zero: impl FnOnce() -> Into) -> Into
    where
        Self: Sized,
        Into: Sized,
    {
        let mut into = zero();
        self.add_to(&mut into);
        into
    }
}

impl<T: Accumulate> Contribution<T> for T {
    #[inline(always)]
    fn add_to(self, into: &mut T) {
        into.accumulate(self);
    }
    #[inline(always)]
    fn first(self, _zero: impl FnOnce() -> T) -> T {
        self
    }
}

#[cfg(feature = "alloc")]
impl<T: Accumulate, const N: usize> Contribution<[T; N]> for Vec<T> {
    #[inline(always)]
    fn add_to(self, into: &mut [T; N]) {
        for (into, contribution) in into.iter_mut().zip(self) {
            into.accumulate(contribution);
        }
    }
}

#[cfg(feature = "alloc")]
impl<T: Accumulate> Contribution<[T]> for Vec<T> {
    #[inline(always)]
    fn add_to(self, into: &mut [T]) {
        for (into, contribution) in into.iter_mut().zip(self) {
            into.accumulate(contribution);
        }
    }
}

impl<T: Accumulate, const N: usize> Contribution<[T]> for [T; N] {
    #[inline(always)]
    fn add_to(self, into: &mut [T]) {
        for (into, contribution) in into.iter_mut().zip(self) {
            into.accumulate(contribution);
        }
    }
}

/// The argument of a closure in memory of its own, before it is changed or handed on.
///
/// rustc 1.95 passes an aggregate to an inlined closure in the caller's memory, even where the caller goes on to use that
/// memory: a pullback that changed its seed in place would change the next caller's seed. Borrowing the copy where the
/// optimiser cannot look keeps the two apart.
#[inline(always)]
pub fn unshared<T>(argument: T) -> T {
    let mut own = argument;
    core::hint::black_box(&mut own);
    own
}

/// `into += contribution`.
#[inline(always)]
pub fn accumulate<T: ?Sized, C: Contribution<T>>(into: &mut T, contribution: C) {
    contribution.add_to(into);
}

/// The first contribution to an adjoint that is zero before.
#[inline(always)]
pub fn first<T, C: Contribution<T>>(contribution: C, zero: impl FnOnce() -> T) -> T {
    contribution.first(zero)
}

/// Whether a tangent is zero in all its parts.
#[inline(always)]
pub fn is_zero_tangent<T: Accumulate>(tangent: &T) -> bool {
    tangent.is_zero_tangent()
}

/// A contribution to an adjoint; zero if nothing touched the adjoint that it is made of, so that an infinite partial
/// of what no arm used makes no NaN.
#[inline(always)]
pub fn strong_zero<T: Accumulate>(untouched: bool, mut contribution: T) -> T {
    if untouched {
        contribution.set_zero_tangent();
    }
    contribution
}

/// Sets the elements from one on to zero.
#[inline(always)]
pub fn clear_from<T: Accumulate>(tangents: &mut [T], start: usize) {
    tangents.iter_mut().skip(start).for_each(T::set_zero_tangent);
}

/// `a + b`.
#[inline(always)]
pub fn add_tangents<T: Accumulate>(mut a: T, b: T) -> T {
    a.accumulate(b);
    a
}

/// The adjoint of `x` in `[x; N]`: the sum over the copies.
///
/// `[x; 0]` has no copy whose adjoint would have the shape of `x`; it is rejected when the function is compiled.
#[inline(always)]
pub fn repeat_adjoint<T: Accumulate, const N: usize>(adjoint: [T; N]) -> T {
    const { assert!(N > 0, "cannot differentiate `[x; 0]`: nothing depends on `x`, write `[]` instead") };
    let mut adjoints = adjoint.into_iter();
    let first = adjoints.next().expect("an array of length N > 0 has a first element");
    adjoints.fold(first, add_tangents)
}

/// The adjoint of the element of `vec![x; n]`: the sum of those of its copies, of which there may be none. Four sums at once, as
/// an addition waits for the one before.
#[cfg(feature = "alloc")]
#[inline(always)]
pub fn elements_adjoint<T: Accumulate>(adjoint: Vec<T>, zero: T) -> T {
    let rounds = adjoint.len() / 4;
    let mut adjoints = adjoint.into_iter();
    let mut sum = zero;
    if rounds > 0 {
        let mut next = || adjoints.next().expect("there are four a round");
        let mut sums = [next(), next(), next(), next()];
        for _ in 1..rounds {
            sums = sums.map(|sum| add_tangents(sum, next()));
        }
        let [first, second, third, fourth] = sums;
        sum = add_tangents(sum, add_tangents(add_tangents(first, second), add_tangents(third, fourth)));
    }
    adjoints.fold(sum, add_tangents)
}

/// An integer of any type: what a range may run over.
pub trait Integer: Sized {
    /// The integer so many steps after this one.
    fn after(self, steps: usize) -> Self;

    /// How many integers there are from this one up to another one.
    fn steps_to(self, end: Self) -> usize;
}

macro_rules! integers {
    ($($integer:ty)*) => { $(
        impl Integer for $integer {
            #[inline(always)]
            fn after(self, steps: usize) -> Self {
                self + steps as $integer
            }
            #[inline(always)]
            fn steps_to(self, end: Self) -> usize {
                (self..end).count()
            }
        }
    )* };
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

/// How many segments of a number of steps a range is cut into; the last may be shorter.
#[inline(always)]
pub fn segments<T: Integer>(start: T, end: T, steps: usize) -> usize {
    start.steps_to(end).div_ceil(steps)
}

/// As [`segments`], where the end belongs to the range.
#[inline(always)]
pub fn segments_inclusive<T: Integer + PartialOrd>(start: T, end: T, steps: usize) -> usize {
    if start > end { 0 } else { start.steps_to(end) / steps + 1 }
}

/// The start and the end of a segment of a range.
#[inline(always)]
pub fn segment<T: Integer + Copy>(start: T, end: T, number: usize, steps: usize) -> (T, T) {
    let len = start.steps_to(end);
    (start.after(number * steps), start.after(usize::min((number + 1) * steps, len)))
}

/// As [`segment`], where the ends belong to the range and to the segment.
#[inline(always)]
pub fn segment_inclusive<T: Integer + Copy>(start: T, end: T, number: usize, steps: usize) -> (T, T) {
    let last = start.steps_to(end);
    (start.after(number * steps), start.after(usize::min((number + 1) * steps - 1, last)))
}

/// A float, or a reference to one.
pub trait ByValue<F> {
    /// The float.
    fn by_value(self) -> F;
}

macro_rules! by_value {
    ($($float:ty)*) => { $(
        impl ByValue<$float> for $float {
            #[inline(always)]
            fn by_value(self) -> $float {
                self
            }
        }
    )* };
}
by_value!(f32 f64);

impl<F, T: ByValue<F> + Copy> ByValue<F> for &T {
    #[inline(always)]
    fn by_value(self) -> F {
        (*self).by_value()
    }
}

/// A float that may be behind references.
#[inline(always)]
pub fn by_value<F, T: ByValue<F>>(number: T) -> F {
    number.by_value()
}

/// The integer so many steps after another one.
#[inline(always)]
pub fn nth<T: Integer>(start: T, steps: usize) -> T {
    start.after(steps)
}

/// The integer so many steps after the start of a range, whose end tells its type.
#[inline(always)]
pub fn nth_below<T: Integer>(start: T, _end: T, steps: usize) -> T {
    start.after(steps)
}

/// How many integers there are in a range.
#[inline(always)]
pub fn steps<T: Integer>(start: T, end: T) -> usize {
    start.steps_to(end)
}

/// A condition; both values have one type.
#[inline(always)]
pub fn of_one_type<T>(condition: bool, _: &T, _: &T) -> bool {
    condition
}

/// A condition; what may not be there has the type of the other value.
#[inline(always)]
pub fn of_one_content<T>(condition: bool, _: &Option<T>, _: &T) -> bool {
    condition
}

/// A condition; what a reference that may not be there refers to has the type of the other value.
#[inline(always)]
pub fn of_one_referent<T>(condition: bool, _: &Option<&T>, _: &T) -> bool {
    condition
}

/// A range of a slice; empty where it is not there, which whoever reads an element of it finds out.
#[inline(always)]
pub fn view<T>(slice: &[T], start: usize, end: usize) -> &[T] {
    slice.get(start..end).unwrap_or_default()
}

/// What a loop goes through, from its first element on: as many as the loop has iterations.
#[inline(always)]
#[track_caller]
pub fn part<T>(slice: &[T], iterations: Range<usize>, first: impl FnOnce() -> usize) -> &[T] {
    if iterations.start < iterations.end { &slice[first()..][..iterations.end - iterations.start] } else { &[] }
}

/// What a loop goes through, to change.
#[inline(always)]
#[track_caller]
pub fn part_mut<T>(slice: &mut [T], iterations: Range<usize>, first: impl FnOnce() -> usize) -> &mut [T] {
    if iterations.start < iterations.end { &mut slice[first()..][..iterations.end - iterations.start] } else { &mut [] }
}

/// What a loop goes through, to change: several parts, one behind the other.
#[inline(always)]
#[track_caller]
pub fn parts_mut<T, const N: usize>(
    mut slice: &mut [T],
    iterations: Range<usize>,
    firsts: impl FnOnce() -> [usize; N],
) -> [&mut [T]; N] {
    let mut parts = array::from_fn(|_| &mut [][..]);
    if iterations.start >= iterations.end {
        return parts;
    }
    let mut before = 0;
    for (part, first) in parts.iter_mut().zip(firsts()) {
        let (taken, rest) = mem::take(&mut slice)[first - before..].split_at_mut(iterations.end - iterations.start);
        before = first + taken.len();
        (*part, slice) = (taken, rest);
    }
    parts
}

/// A range of a slice to change; empty where it is not there, which whoever changes an element of it finds out.
#[inline(always)]
pub fn view_mut<T>(slice: &mut [T], start: usize, end: usize) -> &mut [T] {
    slice.get_mut(start..end).unwrap_or_default()
}

/// The last element of a vector that has one: the adjoint of `push`.
#[cfg(feature = "alloc")]
#[inline(always)]
pub fn pop<T>(adjoint: &mut Vec<T>) -> T {
    adjoint.pop().expect("a vector to which an element was pushed has one")
}

/// A node of a graph description, on one line of the expansion.
pub const fn graph_node(
    id: usize,
    operator: &'static str,
    kind: Kind,
    operands: &'static [usize],
    name: Option<&'static str>,
    active: bool,
    regions: &'static [Region],
) -> Node {
    Node { id, operator, kind, operands, name, active, regions }
}

/// A region of a graph description, on one line of the expansion.
pub const fn graph_region(label: &'static str, nodes: &'static [Node], results: &'static [usize]) -> Region {
    Region { label, nodes, results }
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "alloc")]
    use super::elements_adjoint;
    use super::{accumulate, add_tangents, is_zero_tangent, repeat_adjoint, strong_zero, zero_tangent};

    #[test]
    fn tangents_are_made_and_added_up() {
        let mut adjoint = zero_tangent(&(1.5_f64, [2_usize; 2]));
        accumulate(&mut adjoint, (2.0, [(); 2]));
        assert_eq!(add_tangents(adjoint, (0.5, [(); 2])), (2.5, [(); 2]));
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn adjoints_of_all_elements_add_up() {
        for n in 0..14 {
            let adjoint = (1..=n).map(f64::from).collect();
            assert_eq!(elements_adjoint(adjoint, 0.5), 0.5 + f64::from(n * (n + 1)) / 2.0);
        }
    }

    #[test]
    fn what_nothing_touched_is_zero_whatever_the_partial_is() {
        assert!(is_zero_tangent(&([0.0_f64, -0.0], (), Some(0.0_f32))));
        assert!(!is_zero_tangent(&[0.0, f64::NAN]));
        assert_eq!(strong_zero(true, (f64::NAN, [f64::INFINITY])), (0.0, [0.0]));
        assert_eq!(strong_zero(false, (2.0, [3.0])), (2.0, [3.0]));
    }

    #[test]
    fn adjoint_of_a_repeated_element_is_the_sum_over_the_copies() {
        assert_eq!(repeat_adjoint([1.0, 2.0, 4.0]), 7.0);
        assert_eq!(repeat_adjoint([[1.0, 10.0], [2.0, 20.0]]), [3.0, 30.0]);
    }

    #[test]
    #[cfg(feature = "alloc")]
    fn code_for_the_heap_is_kept_where_there_is_one() {
        crate::__if_alloc! {
            fn on_the_heap() -> super::Vec<f64> {
                super::vec![1.0; 2]
            }
        }
        assert_eq!(on_the_heap(), [1.0; 2]);
    }

    #[test]
    #[cfg(not(feature = "alloc"))]
    fn code_for_the_heap_is_left_out_where_there_is_none() {
        crate::__if_alloc! {
            compile_error!("there is no heap");
        }
    }
}
