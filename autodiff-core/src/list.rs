//! Lists on the stack: what a loop remembers whose number of iterations is known when it is compiled.

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

    /// Makes the list so long, with rows to be overwritten.
    fn grow(&mut self, len: usize);

    /// The rows.
    fn rows(&mut self) -> &mut [Self::Row];
}

impl<T: Copy + Default, const N: usize> Grow for Rows<T, N> {
    type Row = T;
    #[inline(always)]
    fn grow(&mut self, len: usize) {
        self.len = len;
    }
    #[inline(always)]
    fn rows(&mut self) -> &mut [T] {
        self
    }
}

#[cfg(feature = "alloc")]
impl<T: Clone + Default> Grow for alloc::vec::Vec<T> {
    type Row = T;
    #[inline(always)]
    fn grow(&mut self, len: usize) {
        if self.capacity() == 0 {
            *self = alloc::vec![T::default(); len];
        } else {
            self.resize(len, T::default());
        }
    }
    #[inline(always)]
    fn rows(&mut self) -> &mut [T] {
        self
    }
}

/// Rows for the iterations of a loop, whatever is in them.
#[inline(always)]
pub fn rows<L: Grow>(list: &mut L, len: usize) -> &mut [L::Row] {
    if list.rows().len() < len {
        list.grow(len);
    }
    &mut list.rows()[..len]
}

/// Rows for the iterations of a loop, behind those that are there.
#[inline(always)]
pub fn further_rows<L: Grow>(list: &mut L, len: usize) -> &mut [L::Row] {
    let start = list.rows().len();
    list.grow(start + len);
    &mut list.rows()[start..][..len]
}

/// A list: on the heap where the feature `alloc` is on, else on the stack, where its length is known.
#[cfg(feature = "alloc")]
#[macro_export]
#[doc(hidden)]
macro_rules! __list {
    () => {
        $crate::__private::Vec::new()
    };
    ($kind:ident[$($len:tt)+]) => {
        $crate::__private::Vec::new()
    };
    ($kind:ident[$($len:tt)+], $capacity:expr) => {
        $crate::__private::Vec::with_capacity($capacity)
    };
    ($capacity:expr) => {
        $crate::__private::Vec::with_capacity($capacity)
    };
}

/// A list: on the heap where the feature `alloc` is on, else on the stack, where its length is known.
#[cfg(not(feature = "alloc"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __list {
    ($kind:ident[$($len:tt)+] $(, $capacity:expr)?) => { $crate::__private::$kind::<_, { $($len)+ }>::empty() };
    ($($capacity:expr)?) => {
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
