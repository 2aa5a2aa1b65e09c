//! A number's square: what the suite begins with.

/// The square and its derivative.
pub fn hand(x: f64) -> (f64, f64) {
    (x * x, x + x)
}

#[cfg(test)]
mod tests {
    use autodiff_examples::gradbench::hello::square;

    use super::super::suite::{calls, close, flat};
    use super::*;

    #[test]
    fn answers_are_those_of_the_suite() {
        for (input, output) in calls("hello", "square") {
            let x = flat(&input)[0];
            close(&[square(x), hand(x).0], &[flat(&output)[0]; 2], 1e-9);
        }
        for (input, output) in calls("hello", "double") {
            close(&[hand(flat(&input)[0]).1], &flat(&output), 1e-9);
        }
    }
}
