//! The gradients of the programs by other libraries.

use std::hint::black_box;

use autodiff_benches::gradbench::{ba, gmm, llsq, lse, lstm, ode};
use autodiff_benches::peers::{ad_trait, candle, echidna, num_dual, reverse};

use crate::programs::Prepared;

/// Another library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    NumDual,
    Reverse,
    AdTrait,
    Echidna,
    Candle,
}

/// The libraries in the order of the table, with their names.
pub(crate) const PEERS: [(Peer, &str); 5] = [
    (Peer::NumDual, "num-dual"),
    (Peer::Reverse, "reverse"),
    (Peer::AdTrait, "ad_trait"),
    (Peer::Echidna, "echidna"),
    (Peer::Candle, "candle"),
];

/// What `candle` checks.
const SHAPES: &str = "the shapes of the tensors fit";

/// Makes the input and the buffers of a library's gradient, if it does not need minutes.
type Prepare = fn(Peer) -> Option<Prepared>;

/// What the libraries are asked for.
pub(crate) struct Gradient {
    pub(crate) prepare: Prepare,
    /// What the program reads, by the names that the script in Python knows.
    pub(crate) inputs: fn() -> Vec<(&'static str, Vec<f64>)>,
}

/// The gradient of the program of that name.
pub(crate) fn gradient(program: &str) -> Option<Gradient> {
    Some(match program {
        "llsq, n 100000, m 32" => Gradient { prepare: llsq, inputs: || vec![("x", llsq::input(32)), ("n", vec![1e5])] },
        "lse, n 1000000" => Gradient { prepare: lse, inputs: || vec![("x", lse::input(1_000_000))] },
        "gmm, d 10, k 25, n 1000" => Gradient { prepare: |peer| gmm(10, peer), inputs: || gmm_inputs(10) },
        "gmm, d 32, k 25, n 1000" => Gradient { prepare: |peer| gmm(32, peer), inputs: || gmm_inputs(32) },
        "ba, n 49, m 7776, p 31843" => Gradient {
            prepare: ba,
            inputs: || {
                let ba::Input { cameras, points, weights, features } = ba::Input::random(49, 7776, 31_843);
                let [cameras, points] = [cameras.concat(), points.concat()];
                vec![("cameras", cameras), ("points", points), ("weights", weights), ("features", features.concat())]
            },
        },
        "ode, n 1000, s 100" => {
            Gradient { prepare: ode, inputs: || vec![("x", ode::input(1000)), ("steps", vec![100.0])] }
        }
        "lstm, l 2, b 14, c 1024" => Gradient {
            prepare: lstm,
            inputs: || {
                let lstm::Input { main, extra, state, sequence, .. } = lstm::Input::random(2, 14, 1024);
                vec![("main", main), ("extra", extra), ("state", state), ("sequence", sequence)]
            },
        },
        _ => return None,
    })
}

/// A gradient in a list that the library allocates.
fn allocated(mut gradient: impl FnMut() -> (f64, Vec<f64>) + 'static) -> Option<Prepared> {
    Some(Prepared::new(1, &[0], move |results| (results.values[0], results.derivatives[0]) = gradient()))
}

fn llsq(peer: Peer) -> Option<Prepared> {
    let gradient = match peer {
        Peer::NumDual => num_dual::llsq::<32>,
        Peer::Reverse => reverse::llsq,
        Peer::AdTrait => ad_trait::llsq,
        Peer::Echidna => echidna::llsq,
        Peer::Candle => |x: &[f64], n| candle::llsq(x, n).expect(SHAPES),
    };
    let x = llsq::input(32);
    allocated(move || gradient(black_box(&x), 100_000))
}

fn lse(peer: Peer) -> Option<Prepared> {
    let gradient = match peer {
        // A forward sweep carries a derivative for each of the million numbers.
        Peer::NumDual => return None,
        Peer::Reverse => reverse::lse,
        Peer::AdTrait => ad_trait::lse,
        Peer::Echidna => echidna::lse,
        Peer::Candle => |x: &[f64]| candle::lse(x).expect(SHAPES),
    };
    let x = lse::input(1_000_000);
    allocated(move || gradient(black_box(&x)))
}

fn gmm_inputs(d: usize) -> Vec<(&'static str, Vec<f64>)> {
    let gmm::Input { alpha, mu, q, l, x, d, prior } = gmm::Input::random(d, 25, 1000);
    let prior = vec![prior.gamma, prior.m, gmm::constant(1000, 25, d, prior)];
    vec![("alpha", alpha), ("mu", mu), ("q", q), ("l", l), ("x", x), ("prior", prior)]
}

fn gmm(d: usize, peer: Peer) -> Option<Prepared> {
    let gradient = match peer {
        // A forward sweep carries a derivative for each parameter: with 1650 of them a call takes twelve seconds.
        Peer::NumDual => return None,
        Peer::Reverse => reverse::gmm,
        Peer::AdTrait => ad_trait::gmm,
        Peer::Echidna => echidna::gmm,
        Peer::Candle => |input: &gmm::Input| candle::gmm(input).expect(SHAPES),
    };
    let input = gmm::Input::random(d, 25, 1000);
    allocated(move || gradient(black_box(&input)))
}

fn ba(peer: Peer) -> Option<Prepared> {
    let input = ba::Input::random(49, 7776, 31_843);
    macro_rules! by {
        ($peer:ident) => {
            Prepared::new(input.values(), &[input.derivatives()], move |results| {
                let of_projection = |camera: &_, point: &_, weight, feature: &_| {
                    $peer::bundle_adjustment(&(*camera, *point, weight, *feature))
                };
                let (residuals, derivatives) = (&mut results.values, &mut results.derivatives[0]);
                ba::every(black_box(&input), residuals, derivatives, of_projection, $peer::weight_residual);
            })
        };
    }
    Some(match peer {
        Peer::NumDual => by!(num_dual),
        Peer::Reverse => by!(reverse),
        Peer::AdTrait => by!(ad_trait),
        Peer::Echidna => by!(echidna),
        Peer::Candle => Prepared::new(input.values(), &[input.derivatives()], move |results| {
            let jacobian = candle::bundle_adjustment(black_box(&input)).expect(SHAPES);
            (results.values, results.derivatives[0]) = jacobian;
        }),
    })
}

fn ode(peer: Peer) -> Option<Prepared> {
    let gradient = match peer {
        Peer::NumDual => num_dual::ode::<1000>,
        Peer::Reverse => reverse::ode,
        Peer::AdTrait => ad_trait::ode,
        Peer::Echidna => echidna::ode,
        Peer::Candle => |x: &[f64], steps| candle::ode(x, steps).expect(SHAPES),
    };
    let x = ode::input(1000);
    allocated(move || gradient(black_box(&x), 100))
}

fn lstm(peer: Peer) -> Option<Prepared> {
    let gradient = match peer {
        Peer::NumDual => num_dual::lstm::<266>,
        Peer::Reverse => reverse::lstm,
        Peer::AdTrait => ad_trait::lstm,
        Peer::Echidna => echidna::lstm,
        Peer::Candle => |input: &lstm::Input| candle::lstm(input).expect(SHAPES),
    };
    let input = lstm::Input::random(2, 14, 1024);
    allocated(move || gradient(black_box(&input)))
}
