//! The same gradients by other libraries, newest versions, each used as its documentation says.
//!
//! What a peer cannot express is absent: `symdiff` has no calls, no branches, no loops and no hyperbolic functions. `candle` has
//! tensors, so it is there for the programs with loops only.

pub mod ad_trait;
pub mod candle;
pub mod echidna;
mod loops;
pub mod num_dual;
mod programs;
pub mod reverse;
pub mod symdiff;

#[cfg(test)]
mod tests {
    use autodiff_examples::gradbench::gmm::Wishart;

    use crate::check::agrees;
    use crate::gradbench::{ba, gmm, llsq, lse, lstm, ode};
    use crate::problems::*;

    /// Asserts that a peer's gradient is the hand-written one, `flat` making one list of an output.
    macro_rules! agree {
        ($problem:ident: $($peer:ident)+, $flat:expr) => {
            for input in $problem::inputs(32) {
                let flat: fn($problem::Output) -> Vec<f64> = $flat;
                $(agrees(&flat(super::$peer::$problem(&input)), &flat($problem::hand(&input)), 1e-12);)+
            }
        };
    }

    #[test]
    fn peers_compute_the_same_gradients() {
        agree!(rosenbrock2: ad_trait echidna num_dual reverse symdiff, |(v, (x, y))| vec![v, x, y]);
        agree!(rosenbrock10: ad_trait echidna num_dual reverse symdiff, |(v, g)| [&[v][..], &g].concat());
        agree!(black_scholes: ad_trait echidna num_dual reverse, |(v, g)| [&[v][..], &<[f64; 5]>::from(g)].concat());
        agree!(expression100: ad_trait echidna num_dual reverse, |(v, g)| [&[v][..], &<[f64; 4]>::from(g)].concat());
        agree!(huber: ad_trait echidna num_dual reverse, |(v, g)| [&[v][..], &g].concat());
        agree!(bundle_adjustment: ad_trait echidna num_dual reverse, |(v, [(a, b, c), (d, e, f)])| {
            [&v[..], &a, &b, &[c], &d, &e, &[f]].concat()
        });
    }

    /// Asserts that a peer's value and gradient are the hand-written ones, which `$hand` writes to a list.
    macro_rules! agree_on_loops {
        ($length:expr, $hand:expr; $($peer:expr),+) => {
            let mut gradient = vec![f64::NAN; $length];
            let value: f64 = $hand(&mut gradient);
            $({
                let (found, slopes) = $peer;
                agrees(&[found], &[value], 1e-12);
                agrees(&slopes, &gradient, 1e-11);
            })+
        };
    }

    #[test]
    fn peers_compute_the_same_gradients_of_loops() {
        let x = llsq::input(5);
        agree_on_loops!(5, |gradient: &mut Vec<f64>| llsq::hand(&x, 40, gradient);
            super::ad_trait::llsq(&x, 40), super::echidna::llsq(&x, 40), super::reverse::llsq(&x, 40),
            super::num_dual::llsq::<5>(&x, 40), super::candle::llsq(&x, 40).unwrap());
        let x = lse::input(9);
        agree_on_loops!(9, |gradient: &mut Vec<f64>| lse::hand(&x, gradient);
            super::ad_trait::lse(&x), super::echidna::lse(&x), super::reverse::lse(&x), super::num_dual::lse::<9>(&x),
            super::candle::lse(&x).unwrap());
        let x = ode::input(6);
        agree_on_loops!(6, |gradient: &mut Vec<f64>| ode::hand(&x, 10, gradient);
            super::ad_trait::ode(&x, 10), super::echidna::ode(&x, 10), super::reverse::ode(&x, 10),
            super::num_dual::ode::<6>(&x, 10), super::candle::ode(&x, 10).unwrap());
        let input = gmm::Input { prior: Wishart { gamma: 1.5, m: 3.0 }, ..gmm::Input::random(3, 4, 20) };
        let by_hand = |gradient: &mut Vec<f64>| {
            let (alpha, rest) = gradient.split_at_mut(4);
            let (mu, rest) = rest.split_at_mut(12);
            let (q, l) = rest.split_at_mut(12);
            input.hand(alpha, mu, q, l)
        };
        agree_on_loops!(40, by_hand; super::ad_trait::gmm(&input), super::echidna::gmm(&input),
            super::reverse::gmm(&input), super::num_dual::gmm::<40>(&input), super::candle::gmm(&input).unwrap());
        let input = lstm::Input::random(2, 3, 10);
        let lstm::Input { main, extra, state, sequence, bits } = &input;
        let by_hand = |gradient: &mut Vec<f64>| {
            let (by_main, by_extra) = gradient.split_at_mut(main.len());
            lstm::hand(main, extra, state, sequence, *bits, by_main, by_extra)
        };
        agree_on_loops!(57, by_hand; super::ad_trait::lstm(&input), super::echidna::lstm(&input),
            super::reverse::lstm(&input), super::num_dual::lstm::<57>(&input), super::candle::lstm(&input).unwrap());
        let input = ba::Input::random(3, 4, 10);
        let mut by_hand = (vec![f64::NAN; input.values()], vec![f64::NAN; input.derivatives()]);
        ba::hand(&input, &mut by_hand.0, &mut by_hand.1);
        let by_candle = super::candle::bundle_adjustment(&input).unwrap();
        agrees(&by_candle.0, &by_hand.0, 1e-12);
        agrees(&by_candle.1, &by_hand.1, 1e-12);
    }
}
