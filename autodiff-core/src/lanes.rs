//! Several iterations of a loop at once: each is a lane.

use core::array;
use core::ops::Add;

/// How many iterations run at once: as many as hide how long an addition takes, and as have room in the registers.
const LANES: usize = 16;

/// What each lane has, given its number.
#[inline(always)]
pub fn lanes<T>(of_lane: impl FnMut(usize) -> T) -> [T; LANES] {
    array::from_fn(of_lane)
}

/// The sum over all lanes, by halves.
#[inline(always)]
pub fn lane_sum<T: Add<Output = T> + Copy>(lanes: [T; LANES]) -> T {
    let sums: [T; LANES / 4] =
        array::from_fn(|lane| (lanes[lane] + lanes[lane + 8]) + (lanes[lane + 4] + lanes[lane + 12]));
    (sums[0] + sums[2]) + (sums[1] + sums[3])
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
    fn every_lane_is_added() {
        assert_eq!(lane_sum(lanes(|lane| 1_u32 << lane)), 0xffff);
    }
}
