//! Runs a computation as often as a message wants, and times each run.

use std::hint::black_box;
use std::time::Instant;

use serde::{Deserialize, Serialize};

/// How often a computation is to run: at least once, and until both are reached.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Repetition {
    min_runs: usize,
    min_seconds: f64,
}

/// How long a run took.
#[derive(Serialize)]
pub(super) struct Timing {
    name: &'static str,
    nanoseconds: u128,
}

/// What a computation yields, and how long each run took.
pub(super) struct Measured<T> {
    pub(super) output: T,
    pub(super) timings: Vec<Timing>,
}

impl Repetition {
    /// Runs `work`; only that is timed.
    pub(super) fn measure<T>(&self, mut work: impl FnMut() -> T) -> Measured<T> {
        let mut timings = Vec::new();
        let mut seconds = 0.0;
        loop {
            let start = Instant::now();
            let output = black_box(work());
            let elapsed = start.elapsed();
            timings.push(Timing { name: "evaluate", nanoseconds: elapsed.as_nanos() });
            seconds += elapsed.as_secs_f64();
            if timings.len() >= self.min_runs && seconds >= self.min_seconds {
                return Measured { output, timings };
            }
        }
    }
}

impl<T> Measured<T> {
    /// The same times, with another output.
    pub(super) fn map<U>(self, output: impl FnOnce(T) -> U) -> Measured<U> {
        Measured { output: output(self.output), timings: self.timings }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_wishes_there_is_one_run() {
        assert_eq!(Repetition::default().measure(|| ()).timings.len(), 1);
    }

    #[test]
    fn runs_as_often_as_wished() {
        let mut runs = 0;
        let repetition = Repetition { min_runs: 5, min_seconds: 0.0 };
        let measured = repetition.measure(|| {
            runs += 1;
            runs
        });
        assert_eq!((measured.timings.len(), measured.output), (5, 5));
    }

    #[test]
    fn runs_as_long_as_wished() {
        let repetition = Repetition { min_runs: 1, min_seconds: 0.02 };
        let timings = repetition.measure(|| std::thread::sleep(std::time::Duration::from_millis(3))).timings;
        assert!(timings.len() > 1);
        assert!(timings.iter().map(|timing| timing.nanoseconds).sum::<u128>() >= 20_000_000);
    }
}
