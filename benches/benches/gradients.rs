//! Time of sixty-four calls on varied inputs: plain functions, gradients by hand, generated and by peers.

use std::hint::black_box;

#[cfg(feature = "peers")]
use autodiff_benches::peers;
use autodiff_benches::problems;

/// Inputs in a batch: few enough to stay in the first cache, many enough that branches vary.
const INPUTS: usize = 64;

/// Times `function` over a batch.
fn time<I, O>(bencher: divan::Bencher<'_, '_>, inputs: &[I], function: fn(&I) -> O) {
    let function = black_box(function);
    bencher.bench_local(|| {
        for input in inputs {
            black_box(function(black_box(input)));
        }
    });
}

/// One module a problem, one benchmark a variant.
macro_rules! problems {
    ($($problem:ident: $($variant:ident)+, $($peer:ident)+;)+) => {
        $(mod $problem {
            use super::*;

            $(#[divan::bench]
            fn $variant(bencher: divan::Bencher<'_, '_>) {
                time(bencher, &problems::$problem::inputs(INPUTS), problems::$problem::$variant);
            })+

            $(#[cfg(feature = "peers")]
            #[divan::bench]
            fn $peer(bencher: divan::Bencher<'_, '_>) {
                time(bencher, &problems::$problem::inputs(INPUTS), peers::$peer::$problem);
            })+
        })+
    };
}

problems! {
    rosenbrock2: plain hand generated, num_dual reverse ad_trait echidna symdiff;
    rosenbrock10: plain hand generated generated_separately, num_dual reverse ad_trait echidna symdiff;
    black_scholes: plain hand textbook generated, num_dual reverse ad_trait echidna;
    bundle_adjustment: plain hand textbook generated, num_dual reverse ad_trait echidna;
    expression100: plain hand generated, num_dual reverse ad_trait echidna;
    huber: plain hand generated, num_dual reverse ad_trait echidna;
}

fn main() {
    divan::main();
}
