//! What loops remember: on the stack, where the number of iterations is known when they are compiled, else on the heap.

use core::ops::{Deref, DerefMut};

/// Up to `N` rows of numbers.
#[derive(Clone, Copy)]
pub struct Rows<T, const N: usize> {
    rows: [T; N],
    len: usize,
}

impl<T: Copy + Default, const N: usize> Rows<T, N> {
    /// No rows yet.
    #[inline(always)]
    pub fn empty() -> Self {
        Rows { rows: [T::default(); N], len: 0 }
    }

    /// One more row.
    #[inline(always)]
    pub fn push(&mut self, row: T) {
        self.rows[self.len] = row;
        self.len += 1;
    }

    /// Forgets all rows.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.len = 0;
    }
}

impl<T, const N: usize> Deref for Rows<T, N> {
    type Target = [T];
    #[inline(always)]
    fn deref(&self) -> &[T] {
        &self.rows[..self.len]
    }
}

impl<T, const N: usize> DerefMut for Rows<T, N> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.rows[..self.len]
    }
}

/// Up to `N` rows of anything.
pub struct Slots<T, const N: usize> {
    rows: [Option<T>; N],
    len: usize,
}

impl<T, const N: usize> Slots<T, N> {
    /// No rows yet.
    #[inline(always)]
    pub fn empty() -> Self {
        Slots { rows: [const { None }; N], len: 0 }
    }

    /// One more row.
    #[inline(always)]
    pub fn push(&mut self, row: T) {
        self.rows[self.len] = Some(row);
        self.len += 1;
    }

    /// Forgets all rows.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.rows[..self.len].fill_with(|| None);
        self.len = 0;
    }

    /// The rows, in the order in which they came.
    #[inline(always)]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        (**self).iter().map(|row| row.as_ref().expect("the rows below the length are there"))
    }
}

impl<T, const N: usize> Deref for Slots<T, N> {
    type Target = [Option<T>];
    #[inline(always)]
    fn deref(&self) -> &[Option<T>] {
        &self.rows[..self.len]
    }
}

/// Lists that grow by rows of numbers.
pub trait Grow {
    /// A row.
    type Row;

    /// Makes the list so long, with rows to be overwritten, and room for as many rows again for all iterations of loops around.
    fn grow<const N: usize>(&mut self, len: usize, around: [usize; N]);

    /// The rows.
    fn rows(&mut self) -> &mut [Self::Row];
}

impl<T: Copy + Default, const N: usize> Grow for Rows<T, N> {
    type Row = T;
    #[inline(always)]
    fn grow<const A: usize>(&mut self, len: usize, _: [usize; A]) {
        self.len = len;
    }
    #[inline(always)]
    fn rows(&mut self) -> &mut [T] {
        self
    }
}

/// Rows of numbers on the heap. What was forgotten is kept as room for what comes, and overwritten only then.
#[cfg(feature = "alloc")]
pub struct Table<T> {
    rows: alloc::vec::Vec<T>,
    len: usize,
}

#[cfg(feature = "alloc")]
impl<T: Clone + Default> Table<T> {
    /// No rows yet, and room for some.
    #[inline(always)]
    pub fn with_room(rows: usize) -> Self {
        Table { rows: alloc::vec![T::default(); rows], len: 0 }
    }

    /// Forgets all rows.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.len = 0;
    }

    #[cold]
    fn enlarge(&mut self, len: usize, around: &[usize]) {
        if self.rows.is_empty() {
            // Memory that is zero already need not be filled.
            self.rows = alloc::vec![T::default(); around.iter().fold(len, |rows, runs| rows * (*runs).max(1))];
        } else {
            self.rows.resize(len.max(2 * self.rows.len()), T::default());
        }
    }
}

#[cfg(feature = "alloc")]
impl<T> Deref for Table<T> {
    type Target = [T];
    #[inline(always)]
    fn deref(&self) -> &[T] {
        &self.rows[..self.len]
    }
}

#[cfg(feature = "alloc")]
impl<T: Clone + Default> Grow for Table<T> {
    type Row = T;
    #[inline(always)]
    fn grow<const N: usize>(&mut self, len: usize, around: [usize; N]) {
        if self.rows.len() < len {
            self.enlarge(len, &around);
        }
        self.len = len;
    }
    #[inline(always)]
    fn rows(&mut self) -> &mut [T] {
        &mut self.rows[..self.len]
    }
}

/// Rows for the iterations of a loop, whatever is in them.
#[inline(always)]
pub fn rows<L: Grow>(list: &mut L, len: usize) -> &mut [L::Row] {
    if list.rows().len() < len {
        list.grow(len, []);
    }
    &mut list.rows()[..len]
}

/// Rows for the iterations of a loop, behind those that are there.
#[inline(always)]
pub fn further_rows<L: Grow>(list: &mut L, len: usize) -> &mut [L::Row] {
    further_rows_of(list, len, [])
}

/// Rows for the iterations of a loop, behind those that are there, in a list that gets so many for each iteration of loops
/// around.
#[inline(always)]
pub fn further_rows_of<L: Grow, const N: usize>(list: &mut L, len: usize, around: [usize; N]) -> &mut [L::Row] {
    let start = list.rows().len();
    list.grow(start + len, around);
    &mut list.rows()[start..][..len]
}

/// A list: on the heap where the feature `alloc` is on, else on the stack, where its length is known.
#[cfg(feature = "alloc")]
#[macro_export]
#[doc(hidden)]
macro_rules! __list {
    (Table $([$($len:tt)+])? $(, $room:expr)?) => {
        $crate::__private::Table::with_room(0 $(+ $room)?)
    };
    ($kind:ident $([$($len:tt)+])? $(, $room:expr)?) => {
        $crate::__private::Vec::with_capacity(0 $(+ $room)?)
    };
}

/// A list: on the heap where the feature `alloc` is on, else on the stack, where its length is known.
#[cfg(not(feature = "alloc"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __list {
    (Slots[$($len:tt)+] $(, $room:expr)?) => { $crate::__private::Slots::<_, { $($len)+ }>::empty() };
    ($kind:ident[$($len:tt)+] $(, $room:expr)?) => { $crate::__private::Rows::<_, { $($len)+ }>::empty() };
    ($kind:ident $(, $room:expr)?) => {
        ::core::compile_error! {
            "the reverse sweep of this loop needs a heap: how often the loop runs in a call is not known when it is compiled, and the feature `alloc` of `autodiff-core` is off\n  help: enable the feature, or let the loop run a constant number of times, as over `0..4` or over an array"
        }
    };
}

#[cfg(test)]
mod tests {
    use super::{Rows, Slots, further_rows, rows};

    #[test]
    fn rows_of_several_runs_stand_behind_each_other() {
        let mut list = Rows::<f64, 5>::empty();
        further_rows(&mut list, 2).copy_from_slice(&[1.0, 2.0]);
        further_rows(&mut list, 1)[0] = 3.0;
        list.push(4.0);
        assert_eq!(&list[1..3], [2.0, 3.0]);
        assert_eq!(list.len(), 4);
        list.clear();
        rows(&mut list, 1)[0] = 5.0;
        assert_eq!(*list, [5.0]);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn a_table_grows_and_keeps_its_rows() {
        let mut table = super::Table::with_room(1);
        further_rows(&mut table, 1)[0] = 1.0;
        further_rows(&mut table, 3).copy_from_slice(&[2.0, 3.0, 4.0]);
        assert_eq!(*table, [1.0, 2.0, 3.0, 4.0]);
        table.clear();
        assert_eq!(rows(&mut table, 2).len(), 2);
        assert_eq!(table.len(), 2);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn a_table_that_knows_how_long_it_becomes_does_not_move() {
        let mut table = super::Table::with_room(0);
        super::further_rows_of(&mut table, 2, [3])[1] = 1.0;
        let place = table.as_ptr();
        super::further_rows_of(&mut table, 4, [3]).fill(2.0);
        assert_eq!(*table, [0.0, 1.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(table.as_ptr(), place);
    }

    #[test]
    fn rows_of_anything_come_back_in_their_order() {
        let mut list = Slots::<&str, 3>::empty();
        list.push("a");
        list.clear();
        list.push("b");
        list.push("c");
        assert_eq!(list.len(), 2);
        assert!(list.iter().rev().eq(&["c", "b"]));
        assert!(list.iter().skip(1).take(1).eq(&["c"]));
    }
}
