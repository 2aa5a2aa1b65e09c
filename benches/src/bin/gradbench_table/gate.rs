//! What `--check` holds: generated gradients need no more instructions than now.

use crate::programs::Variant;

/// For each program the largest ratio of a generated gradient to the hand-written one: of a module, function by function.
const LIMITS: [(&str, f64, Option<f64>); 9] = [
    ("llsq, n 100000, m 32", 1.05, None),
    ("llsq, hand-written point by point", 0.53, None),
    ("llsq by powers", 1.19, None),
    ("lse, n 1000000", 1.03, None),
    ("gmm, d 10, k 25, n 1000", 0.78, Some(0.87)),
    ("gmm, d 32, k 25, n 1000", 1.04, Some(1.05)),
    ("ba, n 49, m 7776, p 31843", 1.00, Some(1.37)),
    ("ode, n 1000, s 100", 0.95, Some(0.96)),
    ("lstm, l 2, b 14, c 1024", 1.05, Some(1.26)),
];

/// Says what is too much of `ratio`, the instructions of a generated gradient over those of the hand-written one.
pub(crate) fn gate(program: &str, variant: Variant, ratio: f64) -> Option<String> {
    let (_, generated, by_function) =
        LIMITS.iter().find(|(name, ..)| *name == program).expect("every program of the table has limits");
    let limit = match variant {
        Variant::Generated => *generated,
        Variant::ByFunction => by_function.expect("a program that is measured function by function has a limit for it"),
        Variant::Plain | Variant::Hand => unreachable!("only generated gradients have limits"),
    };
    (ratio > limit).then(|| format!("{program}, {variant:?}: {ratio:.3} times the hand-written gradient, over {limit}"))
}
