//! What stands around a function: its attributes, visibility, lifetimes, documentation.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn constant_parameter(x: f64, #[constant] y: f64, #[constant] table: &[f64; 2]) -> f64 {
    x * y * y + table[0] * x * x + table[1]
}

#[test]
fn constant_parameters_have_no_gradient() {
    let gradient: f64 = constant_parameter::grad(2.0, 3.0, &[0.5, 1.0]);
    assert_eq!(gradient, 11.0);
    check!(constant_parameter; x = 2.0, const y = 3.0, const &table = [0.5, 1.0]);
}

struct Settings {
    gain: f64,
    steps: usize,
    name: String,
}

#[differentiable]
fn constant_structs(x: f64, #[constant] settings: &Settings, #[constant] scale: &dyn Fn(f64) -> f64) -> f64 {
    let gain = settings.gain * settings.steps as f64;
    assert!(!settings.name.is_empty());
    gain * x * x + scale(2.0) * x
}

#[test]
fn anything_may_be_constant() {
    let settings = Settings { gain: 0.5, steps: 4, name: "run".to_string() };
    assert_eq!(constant_structs::grad(3.0, &settings, &|x| x + 1.0), 15.0);
}

/// A function with documentation.
///
/// # Examples
///
/// It has several paragraphs.
#[differentiable]
#[must_use]
#[inline]
#[allow(clippy::float_cmp, non_snake_case)]
pub fn Documented(x: f64) -> f64 {
    x * 3.0
}

#[test]
fn other_attributes_are_kept() {
    assert_eq!(Documented::grad(1.0), 3.0);
}

#[cfg(any())]
#[differentiable]
fn absent(x: f64) -> f64 {
    missing(x)
}

#[differentiable]
#[cfg(any())]
fn absent_too(x: f64) -> f64 {
    missing(x)
}

#[cfg(not(any()))]
#[differentiable]
fn absent(x: f64) -> f64 {
    x + 1.0
}

#[differentiable]
#[cfg(not(any()))]
fn absent_too(x: f64) -> f64 {
    x + 2.0
}

#[cfg_attr(all(), differentiable)]
fn conditional(x: f64) -> f64 {
    x * x
}

#[test]
fn conditional_compilation_takes_the_twin_along() {
    assert_eq!(absent::value(1.0), 2.0);
    assert_eq!(absent_too::value(1.0), 3.0);
    assert_eq!(conditional::grad(1.0), 2.0);
}

#[differentiable]
fn lifetimes<'a, 'b: 'a>(a: &'a [f64; 2], b: &'b [f64], #[constant] name: &'b str) -> f64 {
    let unit = if name == "double" { 2.0 } else { 1.0 };
    unit * a[0] * b[0] + a[1]
}

#[test]
fn lifetimes_are_kept() {
    let (a, b) = lifetimes::grad(&[1.0, 2.0], &[3.0, 4.0], "double");
    assert_eq!((a, b), ([6.0, 1.0], vec![2.0, 0.0]));
}

#[differentiable]
fn generics<'a, const N: usize>(a: &'a [f64; N], k: usize) -> f64
where
    [f64; N]: Sized,
{
    a[k] * a[N - 1 - k]
}

#[test]
fn generics_and_where_clauses_are_kept() {
    check!(generics; &a = [1.0, 2.0, 3.0], const k = 0);
    assert_eq!(generics::grad::<2>(&[4.0, 5.0], 0), [5.0, 4.0]);
}

mod visible {
    use autodiff_core::differentiable;

    #[differentiable]
    pub fn everywhere(x: f64) -> f64 {
        within(x) + below(x)
    }

    #[differentiable]
    pub(super) fn within(x: f64) -> f64 {
        x * x
    }

    #[differentiable]
    pub(in crate::attributes) fn below(x: f64) -> f64 {
        hidden(x)
    }

    #[differentiable]
    fn hidden(x: f64) -> f64 {
        x
    }
}

#[test]
fn twins_are_as_visible_as_their_functions() {
    assert_eq!(visible::everywhere::grad(2.0), 5.0);
    assert_eq!(visible::within::grad(2.0), 4.0);
    assert_eq!(visible::below::grad(2.0), 1.0);
}

#[differentiable(optimize = false)]
fn unoptimized(x: f64) -> f64 {
    let a = x * 1.0 + 0.0;
    let b = a * a - a * a;
    if b > 0.0 { b } else { a }
}

#[test]
fn passes_may_be_switched_off() {
    check!(unoptimized; x = 1.7);
}

/// Names that generated code might use itself.
#[differentiable]
fn unlucky_names(x_adjoint: f64, x_tangent: f64, seed: f64, value: f64, core: f64, r#type: f64) -> f64 {
    let pullback = x_adjoint * x_tangent;
    let gradient = seed * value;
    let residual = core + pullback;
    let std = residual * gradient;
    let autodiff_core = std - r#type * pullback;
    autodiff_core * 2.0
}

#[test]
fn names_of_the_user_do_not_meet_generated_ones() {
    check!(unlucky_names; x_adjoint = 0.5, x_tangent = 1.5, seed = -0.3, value = 2.0, core = 0.7, r#type = 0.2);
}

#[differentiable]
fn f64_in_disguise(x: f64) -> f64 {
    #[allow(non_camel_case_types)]
    type number = f64;
    let y: number = x * x;
    y + x
}

#[test]
fn local_aliases_are_allowed() {
    check!(f64_in_disguise; x = 0.3);
}

macro_rules! power {
    ($name:ident, $power:literal) => {
        #[differentiable]
        fn $name(x: f64) -> f64 {
            x.powi($power)
        }
    };
}

power!(cube, 3);
power!(fifth, 5);

macro_rules! with_expression {
    ($name:ident, $x:ident, $body:expr) => {
        #[differentiable]
        fn $name($x: f64) -> f64 {
            $body
        }
    };
}

with_expression!(from_expression, x, x * x + 1.0 - x);

#[test]
fn functions_may_come_out_of_macros() {
    assert_eq!(cube::grad(2.0), 12.0);
    assert_eq!(fifth::grad(1.0), 5.0);
    assert_eq!(from_expression::grad(2.0), 3.0);
}
