//! Times over several heap placements: where an allocation happens to lie moves the time of a call by some percent.

use std::hint::black_box;
use std::time::{Duration, Instant};

use autodiff_benches::inputs::Uniform;

use crate::programs::Prepared;

/// How often input, buffers and what the function allocates are put somewhere else.
const PLACEMENTS: usize = 15;
/// How long calls go on at one place, after a first call that is not timed.
const AT_ONE_PLACE: Duration = Duration::from_millis(20);
/// Calls at one place at least, of a function that is not slow.
const CALLS: usize = 3;
/// From here on a function is slow: one call at each of three places.
const SLOW: Duration = Duration::from_millis(500);

/// The time of a call in milliseconds for each of `functions`: the median over heap placements of the shortest call at
/// each. The functions take turns, so that what the machine does meanwhile meets all of them.
pub(crate) fn milliseconds(functions: &[&dyn Fn() -> Prepared]) -> Vec<f64> {
    let mut uniform = Uniform::new(17);
    let mut times = vec![Vec::new(); functions.len()];
    for placement in 0..PLACEMENTS {
        for (function, times) in functions.iter().zip(&mut times) {
            if placement >= 3 && times.iter().all(|time| *time > SLOW) {
                continue;
            }
            let pads: [Vec<u8>; 3] = std::array::from_fn(|_| Vec::with_capacity(uniform.next(16.0, 65_536.0) as usize));
            let mut prepared = function();
            times.push(shortest(&mut prepared));
            black_box(pads);
        }
    }
    times.into_iter().map(median).collect()
}

fn shortest(prepared: &mut Prepared) -> Duration {
    let mut shortest = time(prepared);
    if shortest > SLOW {
        return shortest;
    }
    let end = Instant::now() + AT_ONE_PLACE;
    shortest = time(prepared);
    let mut calls = 1;
    while calls < CALLS || Instant::now() < end {
        shortest = shortest.min(time(prepared));
        calls += 1;
    }
    shortest
}

fn time(prepared: &mut Prepared) -> Duration {
    let start = Instant::now();
    prepared.call();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}
