//! Several iterations of a loop at once: each is a lane.

use crate::Accumulate;
use core::array;
use core::ops::{Add, Range};

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// How many iterations run at once: as many as hide how long an addition takes, and as have room in the registers.
const LANES: usize = 16;

/// What each lane has, given its number.
#[inline(always)]
pub fn lanes<T>(of_lane: impl FnMut(usize) -> T) -> [T; LANES] {
    array::from_fn(of_lane)
}

/// How many pairs of integers a range has.
#[inline(always)]
pub fn pair_count(range: Range<usize>) -> usize {
    range.end.saturating_sub(range.start) / 2
}

/// The first elements in pairs, so many of these.
#[inline(always)]
pub fn pairs<T>(elements: &[T], count: usize) -> &[[T; 2]] {
    &elements.as_chunks().0[..count]
}

/// The first elements in pairs, to change.
#[inline(always)]
pub fn pairs_mut<T>(elements: &mut [T], count: usize) -> &mut [[T; 2]] {
    &mut elements.as_chunks_mut().0[..count]
}

/// The memory of rows, column by column.
#[inline(always)]
pub fn columns<T, const N: usize>(rows: &[[T; N]]) -> [&[T]; N] {
    let count = rows.len();
    let numbers = rows.as_flattened();
    array::from_fn(|column| &numbers[column * count..][..count])
}

/// The memory of rows, column by column, to change.
#[inline(always)]
pub fn columns_mut<T, const N: usize>(rows: &mut [[T; N]]) -> [&mut [T]; N] {
    let count = rows.len();
    let mut numbers = rows.as_flattened_mut();
    array::from_fn(|_| numbers.split_off_mut(..count).expect("there are as many numbers as rows and columns"))
}

/// The sum over all lanes, by halves.
#[inline(always)]
pub fn lane_sum<T: Add<Output = T> + Copy>(lanes: [T; LANES]) -> T {
    let sums: [T; LANES / 4] =
        array::from_fn(|lane| (lanes[lane] + lanes[lane + 8]) + (lanes[lane + 4] + lanes[lane + 12]));
    (sums[0] + sums[2]) + (sums[1] + sums[3])
}

/// Numbers of all lanes: in the place of each number an array of those that the lanes have.
pub trait Wide {
    /// The numbers of one lane.
    type OfLane;

    /// Those of a lane.
    fn of_lane(&self, lane: usize) -> Self::OfLane;
}

impl<W: Wide + ?Sized> Wide for &W {
    type OfLane = W::OfLane;
    #[inline(always)]
    fn of_lane(&self, lane: usize) -> W::OfLane {
        (**self).of_lane(lane)
    }
}

impl<T: Copy, const N: usize> Wide for [[T; LANES]; N] {
    type OfLane = [T; N];
    #[inline(always)]
    fn of_lane(&self, lane: usize) -> [T; N] {
        self.map(|numbers| numbers[lane])
    }
}

#[cfg(feature = "alloc")]
impl<T: Copy> Wide for [[T; LANES]] {
    type OfLane = Vec<T>;
    #[inline(always)]
    fn of_lane(&self, lane: usize) -> Vec<T> {
        self.iter().map(|numbers| numbers[lane]).collect()
    }
}

#[cfg(feature = "alloc")]
impl<T: Copy> Wide for Vec<[T; LANES]> {
    type OfLane = Vec<T>;
    #[inline(always)]
    fn of_lane(&self, lane: usize) -> Vec<T> {
        self.as_slice().of_lane(lane)
    }
}

/// The numbers of one lane.
#[inline(always)]
pub fn of_lane<W: Wide + ?Sized>(wide: &W, lane: usize) -> W::OfLane {
    wide.of_lane(lane)
}

/// `wide += own`, where each lane has an aggregate of its own.
#[inline(always)]
pub fn accumulate_lanes<T: Accumulate, C: IntoIterator<Item = T>>(wide: &mut [[T; LANES]], own: [C; LANES]) {
    for (lane, contributions) in own.into_iter().enumerate() {
        for (numbers, contribution) in wide.iter_mut().zip(contributions) {
            numbers[lane].accumulate(contribution);
        }
    }
}

/// How often a range of integers can be taken by so many at once, if some are left for the iterations after that.
#[inline(always)]
pub fn batches(start: usize, end: usize) -> usize {
    end.saturating_sub(start).saturating_sub(1) / LANES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_leave_an_iteration() {
        for (start, end) in [(0, 0), (5, 3), (0, 1), (0, 16), (0, 17), (3, 20), (3, 36), (usize::MAX - 1, usize::MAX)] {
            let rest = end.saturating_sub(start).checked_sub(batches(start, end) * LANES);
            assert!(rest.is_some_and(|rest| rest <= LANES && (rest > 0 || end <= start)), "{start}..{end}: {rest:?}");
        }
    }

    #[test]
    fn a_lane_takes_and_gives_what_is_its_own() {
        let mut wide = [lanes(|lane| lane as f64), lanes(|lane| 2.0 * lane as f64)];
        assert_eq!(of_lane(&wide, 3), [3.0, 6.0]);
        accumulate_lanes(&mut wide, lanes(|lane| [lane as f64, 0.5]));
        assert_eq!(of_lane(&wide, 3), [6.0, 6.5]);
    }

    #[test]
    #[cfg(feature = "alloc")]
    fn a_lane_of_a_vector_is_a_vector() {
        let wide = alloc::vec![[0.5; LANES]; 2];
        assert_eq!(of_lane(&wide, 0), [0.5; 2]);
        assert_eq!(of_lane(&&wide[1..], 0), alloc::vec![0.5]);
    }

    #[test]
    fn every_lane_is_added() {
        assert_eq!(lane_sum(lanes(|lane| 1_u32 << lane)), 0xffff);
    }
}
