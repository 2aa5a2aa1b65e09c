//! Paths across modules, annotated modules, visibility between them.

use autodiff_core::differentiable;

use crate::helpers::{check, check_vjp};

mod geometry {
    use autodiff_core::differentiable;

    #[differentiable]
    pub fn area(radius: f64) -> f64 {
        std::f64::consts::PI * radius * radius
    }

    pub mod solids {
        use super::super::twice;
        use super::area;
        use autodiff_core::differentiable;

        #[differentiable]
        pub(crate) fn cylinder(radius: f64, height: f64) -> f64 {
            area(radius) * height + super::area(height) * 0.0 + twice(height) - height * 2.0
        }

        #[differentiable]
        pub fn cone(radius: f64, height: f64) -> f64 {
            self::cylinder(radius, height) / 3.0
        }
    }
}

#[differentiable]
fn twice(x: f64) -> f64 {
    x + x
}

#[differentiable]
fn through_paths(radius: f64, height: f64) -> f64 {
    geometry::area(radius) + crate::modules::geometry::solids::cone(radius, height) + self::twice(height)
}

#[test]
fn calls_go_through_paths() {
    check!(through_paths; radius = 1.3, height = 0.8);
    check!(geometry::area; radius = 1.3);
    check!(geometry::solids::cylinder; radius = 1.3, height = 0.8);
}

mod imported {
    use super::geometry::area;
    use super::geometry::solids::cone as pyramid;
    use super::geometry::solids::*;
    use autodiff_core::differentiable;

    #[differentiable]
    pub fn total(x: f64) -> f64 {
        area(x) + cylinder(x, 2.0) + pyramid(2.0, x)
    }
}

#[test]
fn one_import_brings_the_function_and_its_twin() {
    use geometry::area;
    assert_eq!(area(1.0), area::value(1.0));
    check!(imported::total; x = 1.1);
}

#[differentiable]
mod annotated {
    use std::f64::consts::TAU;

    /// A constant beside the functions.
    pub const SCALE: f64 = 0.5;

    static OFFSETS: [f64; 2] = [1.0, -1.0];

    /// Calls both others.
    pub fn energy(q: [f64; 2], p: [f64; 2]) -> f64 {
        kinetic(&p) + potential(q[0]) + potential(q[1]) + coupling(q)
    }

    fn kinetic(p: &[f64; 2]) -> f64 {
        SCALE * (p[0] * p[0] + p[1] * p[1])
    }

    fn potential(x: f64) -> f64 {
        if is_outside(x) {
            return x;
        }
        1.0 - (TAU * x).cos() + OFFSETS[index(x)] * x
    }

    pub(crate) fn coupling([a, b]: [f64; 2]) -> f64 {
        let (s, d) = sum_and_difference(a, b);
        s * d
    }

    fn sum_and_difference(a: f64, b: f64) -> (f64, f64) {
        (a + b, a - b)
    }

    /// No float in the result: left alone.
    pub fn is_outside(x: f64) -> bool {
        x.abs() > 1.0
    }

    fn index(x: f64) -> usize {
        usize::from(x < 0.0)
    }

    /// No active parameter: left alone.
    pub fn count(n: usize) -> usize {
        n + 1
    }

    /// Not for differentiation.
    #[differentiable(skip)]
    pub fn skipped(values: &mut Vec<f64>) -> f64 {
        values.push(1.0);
        values.iter().sum()
    }
}

#[test]
fn a_module_annotates_its_functions() {
    check!(annotated::energy; q = [0.2, -0.7], p = [1.0, 0.4]);
    check!(annotated::energy; q = [1.2, -0.7], p = [1.0, 0.4]);
    check!(annotated::coupling; q = [0.2, -0.7]);
    assert_eq!(annotated::count(1), 2);
    assert!(annotated::is_outside(2.0));
    assert_eq!(annotated::skipped(&mut vec![2.0]), 3.0);
}

#[differentiable]
fn calls_into_annotated_module(x: f64) -> f64 {
    annotated::coupling([x, annotated::SCALE]) * x
}

#[test]
fn functions_outside_call_into_an_annotated_module() {
    check!(calls_into_annotated_module; x = 0.9);
}

#[differentiable]
mod pipeline {
    /// Three stages, each on arrays.
    pub fn forward(x: [f64; 3], weights: &[[f64; 3]; 2], bias: [f64; 2]) -> [f64; 2] {
        let hidden = affine(&x, weights, &bias);
        let active = [softplus(hidden[0]), softplus(hidden[1])];
        normalised(active)
    }

    fn affine(x: &[f64; 3], weights: &[[f64; 3]; 2], bias: &[f64; 2]) -> [f64; 2] {
        let mut y = *bias;
        y[0] += row(x, &weights[0]);
        y[1] += row(x, &weights[1]);
        y
    }

    fn row(x: &[f64; 3], w: &[f64; 3]) -> f64 {
        x[0] * w[0] + x[1] * w[1] + x[2] * w[2]
    }

    fn softplus(x: f64) -> f64 {
        if x > 30.0 { x } else { x.exp().ln_1p() }
    }

    fn normalised(a: [f64; 2]) -> [f64; 2] {
        let total = a[0] + a[1];
        [a[0] / total, a[1] / total]
    }
}

#[test]
fn a_module_of_small_helpers_is_differentiated_together() {
    check_vjp!(pipeline::forward; x = [0.5, -1.0, 2.0],
        &weights = [[0.1, 0.2, -0.3], [0.7, -0.4, 0.9]], bias = [0.05, -0.2]);
    check_vjp!(pipeline::forward; x = [50.0, -1.0, 2.0],
        &weights = [[1.0, 0.2, -0.3], [0.7, -0.4, 0.9]], bias = [0.05, -0.2]);
}

#[differentiable]
mod nested_modules {
    pub mod inner {
        pub fn cube(x: f64) -> f64 {
            x * x * x
        }
    }

    use inner::cube;

    pub fn sixth(x: f64) -> f64 {
        cube(x) * inner::cube(x)
    }
}

#[test]
fn modules_inside_an_annotated_module_are_annotated() {
    check!(nested_modules::sixth; x = 1.1);
    check!(nested_modules::inner::cube; x = 1.1);
}

mod namesake {
    use autodiff_core::differentiable;

    pub mod volume {
        use autodiff_core::differentiable;

        #[differentiable(name = volume_ad)]
        pub fn volume(side: f64) -> f64 {
            side * side * side
        }
    }

    pub use volume::{volume, volume_ad};

    #[differentiable(name = renamed)]
    pub fn plain(x: f64) -> f64 {
        x * 2.0
    }
}

#[test]
fn a_twin_may_be_renamed() {
    assert_eq!(namesake::volume(2.0), 8.0);
    assert_eq!(namesake::volume_ad::grad(2.0), 12.0);
    assert_eq!(namesake::renamed::value_and_grad(3.0), (6.0, 2.0));
}

#[differentiable]
mod lends_constants {
    fn filtered(weights: &[f64], x: f64) -> f64 {
        let mut state = x;
        for weight in weights {
            state = (state * weight).tanh();
        }
        state
    }

    pub fn vector(x: f64) -> f64 {
        let weights = vec![0.3, 0.5, 0.7];
        filtered(&weights, x)
    }

    pub fn named(x: f64) -> f64 {
        let weights = vec![0.3, 0.5, 0.7];
        let lent = &weights;
        filtered(lent, x) * lent[0] + filtered(&weights, x * x)
    }

    pub fn repeated(x: f64, n: usize) -> f64 {
        let weights = [0.3, 0.5];
        let mut state = x;
        for _ in 0..n {
            state += filtered(&weights, state);
        }
        state * state
    }
}

/// A pullback outlives the variables of the forward sweep, so it keeps what was lent and not the reference.
#[test]
fn constants_are_lent_to_other_functions() {
    use lends_constants::{named, repeated, vector};
    check!(vector; x = 0.6);
    check!(named; x = 0.6);
    for n in [0, 1, 3] {
        check!(repeated; x = 0.6, const n = n);
    }
}

/// The lengths of the callee's results have names that the caller does not know, or knows for something else.
#[differentiable]
mod lengths {
    const N: usize = 2;

    fn product<const A: usize, const B: usize, const C: usize>(a: &[[f64; B]; A], b: &[[f64; C]; B]) -> [[f64; C]; A] {
        let mut c = [[0.0; C]; A];
        for (row, a) in c.iter_mut().zip(a) {
            for (j, x) in row.iter_mut().enumerate() {
                *x = (0..B).map(|k| a[k] * b[k][j]).sum();
            }
        }
        c
    }

    fn pair(x: f64) -> [f64; N] {
        [x, x * x]
    }

    pub fn changed(m: &[[f64; 2]; 3], x: f64) -> f64 {
        let mut square = [[x, 1.0], [0.5, x * x]];
        square = product(&square, &square);
        let p = product(m, &square);
        p[0][0] * p[2][1] + p[1][0]
    }

    pub fn shadowed(x: f64, k: usize) -> f64 {
        const N: usize = 3;
        let weights = [1.0; N];
        let mut p = pair(x);
        p[k] *= weights[2] * x;
        let q = pair(p[0]);
        q[k] * p[1]
    }

    pub fn generic<const N: usize>(a: &[f64; N]) -> f64 {
        let p = pair(a[N - 1]);
        let mut q = p;
        q[0] *= a[0];
        q[0] * p[1]
    }
}

#[test]
fn lengths_of_results_are_read_where_they_are_written() {
    check!(lengths::changed; &m = [[0.3, 0.5], [-0.7, 1.1], [0.2, 0.4]], x = 0.7);
    check!(lengths::shadowed; x = 0.7, const k = 1);
    check!(lengths::generic; &a = [0.7, -0.4, 0.9]);
}

#[differentiable]
mod searches {
    /// Has no derivative: it is left alone.
    pub fn position(xs: &[f64], bound: f64) -> Option<usize> {
        xs.iter().position(|x| *x > bound)
    }

    pub fn product(x: f64, y: f64) -> f64 {
        x * y
    }
}

#[test]
fn functions_that_give_an_option_of_an_integer_are_left_alone() {
    assert_eq!(searches::position(&[0.5, 1.5], 1.0), Some(1));
    check!(searches::product; x = 0.7, y = -0.4);
}

/// Two versions of a function, of which one stays: its callers must not see the body of the other.
#[test]
fn the_version_of_a_function_that_stays_is_called() {
    #[differentiable]
    mod versions {
        #[cfg(any(unix, not(unix)))]
        const FACTOR: f64 = 2.0;
        #[cfg(all(unix, not(unix)))]
        const FACTOR: f32 = 3.0;

        #[cfg(any(unix, not(unix)))]
        fn scaled(x: f64) -> f64 {
            FACTOR * x
        }

        #[cfg(all(unix, not(unix)))]
        fn scaled(x: f64) -> f64 {
            3.0 * x
        }

        #[cfg(all(unix, not(unix)))]
        fn shift(x: &mut f64) {
            *x -= 1.0;
        }

        #[cfg(any(unix, not(unix)))]
        fn shift(x: &mut f64) {
            *x *= *x;
        }

        pub(super) fn both(x: f64) -> f64 {
            let mut y = scaled(x).sin();
            shift(&mut y);
            y * scaled(x)
        }
    }
    check!(versions::both; x = 0.7);
}
