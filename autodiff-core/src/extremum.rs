//! The largest and the smallest of many numbers.

use core::array;

/// How many numbers are looked at at once.
const LANES: usize = 16;

/// A float of which extrema are wanted.
pub trait Extremum: Copy + PartialOrd {
    /// Zero.
    const ZERO: Self;
    /// What nothing is smaller than.
    const LEAST: Self;
    /// What nothing is larger than.
    const GREATEST: Self;

    /// The method `max`.
    fn larger(self, other: Self) -> Self;

    /// The method `min`.
    fn smaller(self, other: Self) -> Self;
}

macro_rules! impl_extremum {
    ($($float:ident),*) => {$(
        impl Extremum for $float {
            const ZERO: Self = 0.0;
            const LEAST: Self = $float::NEG_INFINITY;
            const GREATEST: Self = $float::INFINITY;

            #[inline(always)]
            fn larger(self, other: Self) -> Self {
                self.max(other)
            }

            #[inline(always)]
            fn smaller(self, other: Self) -> Self {
                self.min(other)
            }
        }
    )*};
}

impl_extremum!(f32, f64);

/// The largest of a number and of elements, as `elements.iter().copied().fold(start, f64::max)` finds it.
#[inline(always)]
pub fn largest<T: Extremum>(start: T, elements: &[T]) -> T {
    extremum(start, elements, T::LEAST, T::larger, |element, best| element > best)
}

/// The smallest of a number and of elements, as `elements.iter().copied().fold(start, f64::min)` finds it.
#[inline(always)]
pub fn smallest<T: Extremum>(start: T, elements: &[T]) -> T {
    extremum(start, elements, T::GREATEST, T::smaller, |element, best| element < best)
}

/// Equal numbers have equal bits, unless they are zeros: then, and where `start` is not a number, only the order of the
/// elements tells which of them it is.
#[inline(always)]
fn extremum<T: Extremum>(
    start: T,
    elements: &[T],
    worst: T,
    better_of: impl Fn(T, T) -> T,
    is_better: impl Fn(T, T) -> bool,
) -> T {
    let (blocks, rest) = elements.as_chunks::<LANES>();
    // Few numbers are found sooner one after the other.
    if blocks.len() >= 4 {
        // A comparison with what is not a number does not hold, so that is stepped over, as by `max` and `min`.
        let mut best = [worst; LANES];
        for block in blocks {
            best = array::from_fn(|lane| if is_better(block[lane], best[lane]) { block[lane] } else { best[lane] });
        }
        let found = best.iter().chain(rest).fold(start, |best, element| better_of(best, *element));
        if found != T::ZERO && start.partial_cmp(&start).is_some() {
            return found;
        }
    }
    elements.iter().fold(start, |best, element| better_of(best, *element))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the extrema are those of a loop, bit for bit.
    fn agrees(start: f64, elements: &[f64]) {
        let [loop_max, loop_min] = [f64::max, f64::min].map(|better| elements.iter().copied().fold(start, better));
        assert_eq!(largest(start, elements).to_bits(), loop_max.to_bits(), "max of {start}, {elements:?}");
        assert_eq!(smallest(start, elements).to_bits(), loop_min.to_bits(), "min of {start}, {elements:?}");
    }

    #[test]
    fn extrema_are_those_of_the_loop() {
        for len in [0, 1, 15, 16, 63, 64, 65, 100] {
            for start in [f64::NEG_INFINITY, f64::INFINITY, 0.0, -0.0, 0.3, f64::NAN] {
                let waves: [f64; 100] = array::from_fn(|i| ((i * i) as f64).sin());
                agrees(start, &waves[..len]);
                let zeros: [f64; 100] = array::from_fn(|i| if i % 3 == 1 { -0.0 } else { 0.0 });
                agrees(start, &zeros[..len]);
                agrees(start, &zeros.map(|zero| -zero)[..len]);
                let no_numbers: [f64; 100] = array::from_fn(|i| if i % 5 == 2 { waves[i] } else { f64::NAN });
                agrees(start, &no_numbers[..len]);
                agrees(start, &[f64::NAN; 100][..len]);
                agrees(start, &[f64::NEG_INFINITY; 100][..len]);
                agrees(start, &[f64::INFINITY; 100][..len]);
            }
        }
    }
}
