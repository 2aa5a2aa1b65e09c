//! The measured functions: each program plain, with its gradient by hand, and with its generated ones.

use std::hint::black_box;

use autodiff_benches::gradbench::{ba, by_function, gmm, llsq, llsq_by_powers, lse, lstm, ode};
use autodiff_examples::gradbench as examples;

/// A program of the suite at one size.
pub(crate) struct Program {
    /// The suite's name and the size.
    pub(crate) name: &'static str,
    /// Time of the gradient over that of the plain program in the suite's hand-written C++, on a machine like ours.
    pub(crate) suite: Option<f64>,
    /// Makes the input and the buffers of one function, if there is one.
    pub(crate) prepare: fn(Variant) -> Option<Prepared>,
}

/// Which function of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// The program itself.
    Plain,
    /// The gradient written by hand.
    Hand,
    /// The gradient that `#[differentiable]` on the program's module generates.
    Generated,
    /// The gradient that `#[differentiable]` on each of the program's functions generates, if there are several.
    ByFunction,
}

impl Variant {
    /// All of them, the plain program first.
    pub(crate) const ALL: [Self; 4] = [Self::Plain, Self::Hand, Self::Generated, Self::ByFunction];
}

/// What a function computes.
pub(crate) struct Results {
    /// Of the program.
    pub(crate) values: Vec<f64>,
    /// One list for each active parameter.
    pub(crate) derivatives: Vec<Vec<f64>>,
}

impl Results {
    /// Says where values, or derivatives if both have some, differ by more than rounding.
    pub(crate) fn agree(&self, other: &Self) -> Result<(), String> {
        same(&self.values, &other.values)?;
        if self.derivatives.is_empty() || other.derivatives.is_empty() {
            return Ok(());
        }
        same(&self.derivatives.concat(), &other.derivatives.concat())
    }
}

/// Compares two lists by the measure of the largest number.
fn same(one: &[f64], other: &[f64]) -> Result<(), String> {
    if one.len() != other.len() {
        return Err(format!("{} numbers beside {}", one.len(), other.len()));
    }
    // The second part is for the largest element of `lse`: some libraries add to its derivative what rounding leaves of one.
    let tolerance = 1e-12 + 1e-9 * one.iter().fold(0.0, |largest: f64, number| largest.max(number.abs()));
    let near = |(one, other): (&f64, &f64)| (one - other).abs() <= tolerance;
    match one.iter().zip(other).position(|pair| !near(pair)) {
        None => Ok(()),
        Some(index) => Err(format!("number {index} is {} beside {}", one[index], other[index])),
    }
}

/// A function with its input and its buffers.
pub(crate) struct Prepared {
    results: Results,
    call: Box<dyn FnMut(&mut Results)>,
}

impl Prepared {
    /// `call` overwrites `values` values and lists of `lengths` derivatives.
    pub(crate) fn new(values: usize, lengths: &[usize], call: impl FnMut(&mut Results) + 'static) -> Self {
        let derivatives = lengths.iter().map(|length| vec![0.0; *length]).collect();
        Self { results: Results { values: vec![0.0; values], derivatives }, call: Box::new(call) }
    }

    /// The function itself, without derivatives.
    fn plain(mut call: impl FnMut() -> f64 + 'static) -> Self {
        Self::new(1, &[], move |results| results.values[0] = call())
    }

    /// The gradient by one list of numbers.
    fn gradient(length: usize, mut call: impl FnMut(&mut [f64]) -> f64 + 'static) -> Self {
        Self::new(1, &[length], move |results| results.values[0] = call(&mut results.derivatives[0]))
    }

    /// Calls the function.
    pub(crate) fn call(&mut self) {
        (self.call)(black_box(&mut self.results));
        black_box(&self.results);
    }

    /// What the last call computed.
    pub(crate) fn results(&self) -> &Results {
        &self.results
    }
}

/// Every program at its large size.
pub(crate) const PROGRAMS: [Program; 9] = [
    Program { name: "llsq, n 100000, m 32", suite: Some(2.1), prepare: |variant| llsq(100_000, llsq::hand, variant) },
    Program {
        name: "llsq, hand-written point by point",
        suite: Some(2.1),
        prepare: |variant| llsq(100_000, llsq::hand_by_point, variant),
    },
    Program { name: "llsq by powers", suite: Some(2.1), prepare: llsq_by_powers },
    Program { name: "lse, n 1000000", suite: Some(1.25), prepare: lse },
    Program { name: "gmm, d 10, k 25, n 1000", suite: Some(1.9), prepare: |variant| gmm(10, 1000, variant) },
    Program { name: "gmm, d 32, k 25, n 1000", suite: Some(2.7), prepare: |variant| gmm(32, 1000, variant) },
    Program { name: "ba, n 49, m 7776, p 31843", suite: Some(6.7), prepare: ba },
    Program { name: "ode, n 1000, s 100", suite: Some(4.0), prepare: |variant| ode(ode::input(1000), variant) },
    Program { name: "lstm, l 2, b 14, c 1024", suite: Some(6.0), prepare: lstm },
];

/// Where results are compared although nothing is measured: a step takes four components further, so that the last of a
/// thousand is zero after a hundred steps.
pub(crate) const COMPARED: Program = Program {
    name: "ode, n 100, s 100",
    suite: None,
    prepare: |variant| ode(ode::input(100).iter().map(|x| 30.0 + x).collect(), variant),
};

/// Programs whose gradients should need no memory that grows with `n`, each small and ten times as large.
pub(crate) const GROWING: [Program; 4] = [
    Program { name: "llsq, m 32, n 100000", suite: None, prepare: |variant| llsq(100_000, llsq::hand, variant) },
    Program { name: "llsq, m 32, n 1000000", suite: None, prepare: |variant| llsq(1_000_000, llsq::hand, variant) },
    Program { name: "gmm, d 10, k 25, n 1000", suite: None, prepare: |variant| gmm(10, 1000, variant) },
    Program { name: "gmm, d 10, k 25, n 10000", suite: None, prepare: |variant| gmm(10, 10_000, variant) },
];

fn llsq(n: usize, hand: fn(&[f64], usize, &mut [f64]) -> f64, variant: Variant) -> Option<Prepared> {
    let x = llsq::input(32);
    Some(match variant {
        Variant::Plain => Prepared::plain(move || examples::llsq::objective(black_box(&x), n)),
        Variant::Hand => Prepared::gradient(32, move |gradient| hand(black_box(&x), n, gradient)),
        Variant::Generated => Prepared::gradient(32, move |gradient| {
            examples::llsq::objective::value_and_grad_into(black_box(&x), n, gradient)
        }),
        Variant::ByFunction => return None,
    })
}

/// The program as a sum of powers, beside a gradient by hand with the same powers.
fn llsq_by_powers(variant: Variant) -> Option<Prepared> {
    let (x, n) = (llsq::input(32), 100_000);
    Some(match variant {
        Variant::Plain => Prepared::plain(move || llsq_by_powers::objective(black_box(&x), n)),
        Variant::Hand => Prepared::gradient(32, move |gradient| llsq_by_powers::hand(black_box(&x), n, gradient)),
        Variant::Generated => Prepared::gradient(32, move |gradient| {
            llsq_by_powers::objective::value_and_grad_into(black_box(&x), n, gradient)
        }),
        Variant::ByFunction => return None,
    })
}

fn lse(variant: Variant) -> Option<Prepared> {
    let x = lse::input(1_000_000);
    Some(match variant {
        Variant::Plain => Prepared::plain(move || examples::lse::logsumexp(black_box(&x))),
        Variant::Hand => Prepared::gradient(x.len(), move |gradient| lse::hand(black_box(&x), gradient)),
        Variant::Generated => Prepared::gradient(x.len(), move |gradient| {
            examples::lse::logsumexp::value_and_grad_into(black_box(&x), gradient)
        }),
        Variant::ByFunction => return None,
    })
}

fn gmm(d: usize, n: usize, variant: Variant) -> Option<Prepared> {
    let input = gmm::Input::random(d, 25, n);
    let lengths = [&input.alpha, &input.mu, &input.q, &input.l].map(Vec::len);
    let prior = input.prior;
    macro_rules! generated {
        ($objective:ident in $($module:ident)::+) => {
            move |results| {
                let gmm::Input { alpha, mu, q, l, x, .. } = black_box(&input);
                let [by_alpha, by_mu, by_q, by_l] = &mut results.derivatives[..] else {
                    unreachable!("four parameters have lists of derivatives");
                };
                results.values[0] = $($module)::+::$objective::value_and_grad_into(
                    alpha, mu, q, l, x, d, prior, by_alpha, by_mu, by_q, by_l,
                );
            }
        };
    }
    Some(match variant {
        Variant::Plain => Prepared::plain(move || {
            let gmm::Input { alpha, mu, q, l, x, .. } = black_box(&input);
            examples::gmm::objective(alpha, mu, q, l, x, d, prior)
        }),
        Variant::Hand => Prepared::new(1, &lengths, move |results| {
            let [by_alpha, by_mu, by_q, by_l] = &mut results.derivatives[..] else {
                unreachable!("four parameters have lists of derivatives");
            };
            results.values[0] = black_box(&input).hand(by_alpha, by_mu, by_q, by_l);
        }),
        Variant::Generated => Prepared::new(1, &lengths, generated!(objective in examples::gmm)),
        Variant::ByFunction => Prepared::new(1, &lengths, generated!(objective in by_function::gmm)),
    })
}

fn ba(variant: Variant) -> Option<Prepared> {
    let input = ba::Input::random(49, 7776, 31_843);
    let (values, derivatives) = (input.values(), input.derivatives());
    Some(match variant {
        Variant::Plain => Prepared::new(values, &[], move |results| {
            ba::objective(black_box(&input), &mut results.values);
        }),
        Variant::Hand => Prepared::new(values, &[derivatives], move |results| {
            ba::hand(black_box(&input), &mut results.values, &mut results.derivatives[0]);
        }),
        Variant::Generated => Prepared::new(values, &[derivatives], move |results| {
            ba::generated(black_box(&input), &mut results.values, &mut results.derivatives[0]);
        }),
        Variant::ByFunction => Prepared::new(values, &[derivatives], move |results| {
            ba::generated_by_function(black_box(&input), &mut results.values, &mut results.derivatives[0]);
        }),
    })
}

fn ode(x: Vec<f64>, variant: Variant) -> Option<Prepared> {
    const STEPS: usize = 100;
    Some(match variant {
        Variant::Plain => Prepared::plain(move || examples::ode::last(black_box(&x), STEPS)),
        Variant::Hand => Prepared::gradient(x.len(), move |gradient| ode::hand(black_box(&x), STEPS, gradient)),
        Variant::Generated => Prepared::gradient(x.len(), move |gradient| {
            examples::ode::last::value_and_grad_into(black_box(&x), STEPS, gradient)
        }),
        Variant::ByFunction => Prepared::gradient(x.len(), move |gradient| {
            by_function::ode::last::value_and_grad_into(black_box(&x), STEPS, gradient)
        }),
    })
}

fn lstm(variant: Variant) -> Option<Prepared> {
    let input = lstm::Input::random(2, 14, 1024);
    let lengths = [input.main.len(), input.extra.len()];
    macro_rules! gradient {
        ($gradient:expr) => {
            Prepared::new(1, &lengths, move |results| {
                let lstm::Input { main, extra, state, sequence, bits } = black_box(&input);
                let [by_main, by_extra] = &mut results.derivatives[..] else {
                    unreachable!("two parameters have lists of derivatives");
                };
                results.values[0] = $gradient(main, extra, state, sequence, *bits, by_main, by_extra);
            })
        };
    }
    Some(match variant {
        Variant::Plain => Prepared::plain(move || {
            let lstm::Input { main, extra, state, sequence, bits } = black_box(&input);
            examples::lstm::objective(main, extra, state, sequence, *bits)
        }),
        Variant::Hand => gradient!(lstm::hand),
        Variant::Generated => gradient!(examples::lstm::objective::value_and_grad_into),
        Variant::ByFunction => gradient!(by_function::lstm::objective::value_and_grad_into),
    })
}
