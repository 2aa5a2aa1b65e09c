//! Functions that take functions: the bodies of both become a part of their caller.

use autodiff_core::differentiable;

use crate::helpers::check;

fn numbers(count: usize) -> Vec<f64> {
    (0..count).map(|at| ((at + 1) as f64 * 5.2).sin() * 0.9).collect()
}

macro_rules! check_all {
    ($($($part:ident)::+),+) => { $(
        for n in [0, 1, 2, 5, 17] {
            for w in [0.7, 1.9] {
                check!($($part)::+; &x = numbers(n), w = w);
            }
        }
    )+ };
}

/// Closures of several captures, in another closure of the same function, by name, functions as closures.
#[differentiable]
mod quadrature {
    fn integral(f: impl Fn(f64) -> f64, a: f64, b: f64, n: usize) -> f64 {
        let h = (b - a) / n as f64;
        (0..n).map(|i| f(a + (i as f64 + 0.5) * h)).sum::<f64>() * h
    }

    fn cube(x: f64) -> f64 {
        x * x * x
    }

    pub fn area(x: &[f64], w: f64) -> f64 {
        integral(|t| (w * t).sin() * x.iter().sum::<f64>(), 0.0, 1.0 + w, 20)
    }

    pub fn volume(x: &[f64], w: f64) -> f64 {
        integral(|t| integral(|s| (w * t * s).cos() + x.len() as f64, 0.0, t, 5), 0.0, w, 7)
    }

    pub fn by_name(x: &[f64], w: f64) -> f64 {
        let line = |t: f64| t * w + x.len() as f64;
        let same = &line;
        integral(line, 0.0, w, 3)
            + integral(&line, 0.0, 1.0, 2)
            + integral(same, 0.0, w, 2)
            + integral(f64::sin, 0.0, w, 4)
            + integral(cube, 0.0, w, 4)
            + integral(f64::exp, 0.0, 1.0, 4)
    }

    /// In the middle of a loop that changes what it captures.
    pub fn growing(x: &[f64], w: f64) -> f64 {
        let mut scale = w;
        for pair in x.windows(2) {
            scale = 0.5 * integral(|t| scale * t + pair[0], pair[0], pair[1] + 1.0, 3) + 1.0;
        }
        scale
    }
}

#[test]
fn integrals_are_of_closures() {
    check_all!(quadrature::area, quadrature::volume, quadrature::by_name, quadrature::growing);
}

/// Generic parameters, `where` clauses, `dyn`, pointers; functions handed on to others; early ends.
#[differentiable]
mod roots {
    fn newton<F: Fn(f64) -> f64, D>(f: F, slope: D, start: f64) -> f64
    where
        D: Fn(f64) -> f64,
    {
        let mut x = start;
        for _ in 0..50 {
            let step = f(x) / slope(x);
            x -= step;
            if step.abs() < 1e-15 {
                return x;
            }
        }
        x
    }

    fn difference(f: &impl Fn(f64) -> f64, x: f64) -> f64 {
        (f(x + 1e-3) - f(x - 1e-3)) / 2e-3
    }

    fn secant(f: &(dyn Fn(f64) -> f64 + Sync), x: f64) -> f64 {
        let mut x = x;
        for _ in 0..6 {
            x -= f(x) / difference(&f, x);
        }
        x
    }

    fn regula_falsi<F>(f: F, mut low: f64, mut high: f64) -> f64
    where
        F: Fn(f64) -> f64,
    {
        assert!(f(low) * f(high) < 0.0, "no change of sign between {low} and {high}");
        let mut tries = 0;
        while (f(low) - f(high)).abs() > 1e-12 && tries < 30 {
            let middle = low - f(low) * (high - low) / (f(high) - f(low));
            if f(middle) * f(low) <= 0.0 {
                high = middle
            } else {
                low = middle
            }
            tries += 1;
        }
        low
    }

    fn applied(f: fn(f64) -> f64, x: f64) -> f64 {
        f(x) + f(0.5)
    }

    pub fn square_root(x: &[f64], w: f64) -> f64 {
        let c = 2.0 + w + x.len() as f64;
        newton(|v| v * v - c, |v| 2.0 * v, 1.5)
    }

    pub fn of_each(x: &[f64], w: f64) -> f64 {
        x.iter().map(|&c| newton(|v| v * v * v + v - c * w, |v| 3.0 * v * v + 1.0, 0.0)).sum()
    }

    pub fn of_constants(x: &[f64], w: f64) -> f64 {
        newton(|v| v * v - 2.0, |v| 2.0 * v, 1.0) * w * x.len() as f64
    }

    pub fn logarithm(x: &[f64], w: f64) -> f64 {
        secant(&|v| v.exp() - w - x.len() as f64, 0.5) + regula_falsi(|v| v * v - 2.0 - w, 0.1, 3.0)
    }

    pub fn through_pointers(x: &[f64], w: f64) -> f64 {
        applied(f64::sin, w) + applied(|t| t * t, w) + x.iter().sum::<f64>()
    }
}

#[test]
fn roots_are_of_closures() {
    check_all!(roots::square_root, roots::of_each, roots::of_constants, roots::logarithm, roots::through_pointers);
}

/// Arrays of any length, slices, `&mut`, what a closure changes.
#[differentiable]
mod steps {
    fn runge_kutta<const N: usize>(f: impl Fn(f64, &[f64; N]) -> [f64; N], t: f64, y: &[f64; N], h: f64) -> [f64; N] {
        let first = f(t, y);
        let middle: [f64; N] = std::array::from_fn(|i| y[i] + 0.5 * h * first[i]);
        let second = f(t + 0.5 * h, &middle);
        let mut out = [0.0; N];
        for i in 0..N {
            out[i] = y[i] + h * second[i];
        }
        debug_assert!(out.len() == N);
        out
    }

    pub fn orbit(x: &[f64], w: f64) -> f64 {
        let mut state = [1.0, 0.0, 0.0, w];
        for i in 0..x.len() {
            state = runge_kutta(
                |_, s| {
                    let cubed = (s[0] * s[0] + s[1] * s[1]).powf(1.5);
                    [s[2], s[3], -s[0] / cubed, -s[1] / cubed + x[i] * 0.1]
                },
                0.0,
                &state,
                0.1,
            );
        }
        state[0] * state[3] - state[1] * state[2]
    }

    fn turned<const N: usize>(y: [f64; N], w: f64) -> f64 {
        let slope = |t: f64, y: &[f64; N]| std::array::from_fn::<f64, N, _>(|i| w * y[(i + 1) % N] + t);
        runge_kutta(slope, 0.3, &y, 0.1).iter().sum()
    }

    pub fn of_two_lengths(x: &[f64], w: f64) -> f64 {
        turned([w, x.len() as f64], w) + turned::<3>([w; 3], 0.1)
    }

    fn euler(f: impl Fn(f64, &[f64], &mut [f64]), y: &mut [f64], h: f64, steps: usize) {
        let mut slope = vec![0.0; y.len()];
        for step in 0..steps {
            f(step as f64 * h, y, &mut slope);
            for (value, slope) in y.iter_mut().zip(&slope) {
                *value += h * slope;
            }
        }
    }

    fn growth(t: f64, y: &[f64], slope: &mut [f64]) {
        for (slope, y) in slope.iter_mut().zip(y) {
            *slope = y * t;
        }
    }

    pub fn decay(x: &[f64], w: f64) -> f64 {
        let mut y = x.to_vec();
        euler(
            |t, y, slope| {
                for i in 0..y.len() {
                    slope[i] = -w * y[i] + t + if i > 0 { y[i - 1] } else { 0.0 };
                }
            },
            &mut y,
            0.1,
            5,
        );
        euler(growth, &mut y, 0.1, 3);
        y.iter().map(|v| v * v).sum()
    }

    fn for_pairs(n: usize, mut f: impl FnMut(usize, usize)) {
        for i in 0..n {
            for j in 0..i {
                f(i, j);
            }
        }
    }

    fn repeat(n: usize, f: &mut impl FnMut(f64)) {
        for i in 0..n {
            f(i as f64);
        }
    }

    pub fn energy(x: &[f64], w: f64) -> f64 {
        let mut energy = 0.0;
        let mut forces = vec![0.0; x.len()];
        for_pairs(x.len(), |i, j| {
            let distance = x[i] - x[j];
            energy += w / (distance * distance + 1.0);
            forces[i] += distance * energy;
            forces[j] -= distance;
        });
        let mut grow = |k: f64| energy *= 1.0 + 0.1 * k * w;
        repeat(3, &mut grow);
        energy + forces.iter().map(|force| force * force).sum::<f64>()
    }
}

#[test]
fn steps_are_of_closures() {
    check_all!(steps::orbit, steps::of_two_lengths, steps::decay, steps::energy);
}

/// Constants in the bodies of functions that take functions, with the names of others outside.
#[differentiable]
mod constants_inside {
    const STEP: f64 = 7.0;
    const BASE: f64 = 0.25;

    fn newton(f: impl Fn(f64) -> f64, start: f64) -> f64 {
        use std::f64::consts::{E as EULER, PI};
        const LIMIT: usize = 20;
        const TOLERANCE: f64 = 1e-14;
        let mut x = start;
        for _ in 0..LIMIT {
            let step = f(x) / ((f(x + 1e-3) - f(x - 1e-3)) / 2e-3);
            x -= step;
            assert!(step < f64::MAX, "{}", LIMIT);
            if step.abs() < TOLERANCE {
                break;
            }
        }
        x + PI - EULER + std::f64::consts::PI
    }

    fn summed(f: impl Fn(f64) -> f64) -> f64 {
        const LIMIT: usize = 3;
        static STEP: f64 = BASE * 0.5;
        match 3 {
            LIMIT => (0..LIMIT).map(|i| f(i as f64 * STEP)).sum(),
            _ => 0.0,
        }
    }

    pub fn both(x: &[f64], w: f64) -> f64 {
        const LIMIT: f64 = 1.5;
        let root = newton(|t| t * t - w - x.len() as f64 - LIMIT, 1.0);
        let cube_root = newton(|t| t * t * t - w, 1.0);
        root * cube_root + summed(|t| t * w + LIMIT) * STEP + x.iter().map(|v| summed(|t| v * t)).sum::<f64>()
    }
}

#[test]
fn constants_inside_keep_their_meaning() {
    check_all!(constants_inside::both);
}

/// A function inside the body, closures that take closures, and what only asks.
#[differentiable]
fn inside(x: &[f64], w: f64) -> f64 {
    fn simpson(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
        (b - a) / 6.0 * (f(a) + 4.0 * f(0.5 * (a + b)) + f(b))
    }
    let twice = |step: &dyn Fn(f64) -> f64, t: f64| step(step(t));
    let scale = |t: f64| {
        if t > 1.0 {
            return t.sqrt() * w;
        }
        t * w
    };
    let best = x.iter().copied().max_by(|a, b| scale(*a).total_cmp(&scale(*b)));
    let mut sum = twice(&scale, 1.0) + best.unwrap_or(0.0);
    let visit = |f: &mut dyn FnMut(f64)| x.iter().for_each(|v| f(*v));
    visit(&mut |v| sum += v * w);
    for pair in x.windows(2) {
        sum += simpson(|t| (t * w).exp() * pair[0], pair[0], pair[1]);
    }
    let positive = x.iter().filter(|v| scale(**v) > 0.0).count();
    let (some, all) = (x.iter().any(|v| scale(*v) > 0.8), x.iter().all(|v| scale(*v) < 0.8));
    sum * (1 + positive) as f64 + if some { w } else { 0.0 } + if all { w * w } else { 0.0 }
}

#[test]
fn functions_inside_take_closures() {
    check_all!(inside);
}

/// Variables that are functions.
#[differentiable]
mod named {
    fn ramp(x: f64) -> f64 {
        x.max(0.0)
    }

    fn scale(x: &mut [f64], by: f64) {
        for x in x {
            *x *= by;
        }
    }

    pub fn activated(x: &[f64], w: f64) -> f64 {
        let activation = ramp;
        let wave = f64::sin;
        let angle: fn(f64, f64) -> f64 = f64::atan2;
        let grow = scale;
        let mut scaled = x.to_vec();
        grow(&mut scaled, w);
        let angles: f64 = scaled.iter().map(|v| angle(*v, w + 3.0)).sum();
        x.iter().copied().map(wave).map(activation).sum::<f64>() + activation(w) * angles
    }
}

#[test]
fn variables_are_functions() {
    check_all!(named::activated);
}

/// Assertions and messages about what closures compute.
#[differentiable]
fn asserted(x: &[f64], w: f64) -> f64 {
    let f = |t: f64| t * w;
    assert!(f(1.0) > 0.0 && x.iter().all(|v| f(*v) < 1e9), "{}", w);
    assert_eq!(f(1.0), w, "the slope of {w}");
    debug_assert_ne!(f(1.0), 2.0 * w);
    let mut count = 0;
    assert!({
        count += 1;
        f(2.0) > f(1.0)
    });
    print!("{:.0}{}", f(0.0), if x.is_empty() { "" } else { "" });
    f(x.len() as f64) * count as f64
}

#[differentiable]
fn fails(w: f64) -> f64 {
    let f = |t: f64| t * w;
    assert!(f(1.0) > 1.0, "too small: {w}");
    f(2.0)
}

#[test]
fn assertions_ask_closures() {
    check_all!(asserted);
    assert_eq!(fails::value_and_grad(2.0), (4.0, 2.0));
    let message = *std::panic::catch_unwind(|| fails::grad(0.5)).unwrap_err().downcast::<String>().unwrap();
    assert_eq!(message, "too small: 0.5");
}

/// Only a debug build runs what `debug_assert` asks.
#[differentiable]
fn checked_in_debug_builds(w: f64) -> f64 {
    let inverse = |at: usize| [w, 1.0 / w][at];
    debug_assert!(inverse(7) > 0.0);
    inverse(1)
}

#[test]
fn debug_assertions_are_for_debug_builds() {
    let gradient = std::panic::catch_unwind(|| checked_in_debug_builds::grad(2.0));
    assert_eq!(gradient.ok(), if cfg!(debug_assertions) { None } else { Some(-0.25) });
}

/// What a search over floats changes has a derivative.
#[differentiable]
fn summed_while_searching(x: &[f64], w: f64) -> f64 {
    let mut total = w;
    let found = x.iter().any(|v| {
        total += v * w;
        total > 1.0
    });
    if found { total * x[0] } else { total }
}

#[test]
fn searches_change_what_they_capture() {
    check_all!(summed_while_searching);
}
