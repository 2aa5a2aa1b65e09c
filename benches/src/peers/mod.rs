//! The same gradients by other libraries, newest versions, each used as its documentation says.
//!
//! What a peer cannot express is absent: `symdiff` has no calls, no branches and no hyperbolic functions.

pub mod ad_trait;
pub mod echidna;
pub mod num_dual;
mod programs;
pub mod reverse;
pub mod symdiff;

#[cfg(test)]
mod tests {
    use crate::check::agrees;
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
}
