//! Panics happen as in the original: the same ones, in the same order.

use std::panic::{AssertUnwindSafe, catch_unwind};

use autodiff_core::differentiable;

use crate::helpers::check;

/// The message of the panic, if there is one.
fn panic_of<T>(run: impl FnOnce() -> T) -> Option<String> {
    catch_unwind(AssertUnwindSafe(run)).err().map(|payload| {
        payload
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| payload.downcast_ref::<&str>().map(|text| text.to_string()))
            .unwrap_or_default()
    })
}

/// Asserts that every companion panics as the function does, with the same message.
macro_rules! assert_same_panics {
    ($function:ident($($argument:expr),*); $($tangent:expr),*) => {
        let expected = panic_of(|| $function($($argument),*));
        assert_eq!(panic_of(|| $function::value($($argument),*)), expected);
        assert_eq!(panic_of(|| { _ = $function::vjp($($argument),*); }), expected);
        assert_eq!(panic_of(|| $function::grad($($argument),*)), expected);
        assert_eq!(panic_of(|| $function::jvp($($argument),*, $($tangent),*)), expected);
    };
}

#[differentiable]
fn checked(x: f64, limit: f64) -> f64 {
    assert!(x < limit, "{x} exceeds {limit}");
    assert_ne!(x, 0.0);
    assert_eq!(limit.is_nan(), false, "no limit");
    debug_assert!(x > -limit, "{x} is too low");
    x * limit
}

#[test]
fn assertions_run_in_the_forward_sweep() {
    check!(checked; x = 0.5, limit = 2.0);
    assert_same_panics!(checked(3.0, 2.0); 1.0, 1.0);
    assert_same_panics!(checked(0.0, 2.0); 1.0, 1.0);
    assert_same_panics!(checked(-3.0, 2.0); 1.0, 1.0);
    assert!(panic_of(|| checked::grad(3.0, 2.0)).expect("a panic").contains("3 exceeds 2"));
}

#[differentiable]
fn explicit(x: f64, n: u32) -> f64 {
    match n {
        0 => x,
        1 => panic!("one is not supported: {n}"),
        2 => unreachable!("two"),
        3 => todo!(),
        4 => unimplemented!("four"),
        _ => {
            if x > 0.0 {
                x * x
            } else {
                panic!("negative {}", x)
            }
        }
    }
}

#[test]
fn panics_stand_where_values_are_expected() {
    check!(explicit; x = 0.5, const n = 0);
    check!(explicit; x = 0.5, const n = 9);
    for n in 1..5 {
        assert_same_panics!(explicit(0.5, n); 1.0);
    }
    assert_same_panics!(explicit(-0.5, 9); 1.0);
}

#[differentiable]
fn order(a: &[f64], i: usize, j: usize, n: usize) -> f64 {
    let first = a[i] * a[j];
    let index = n - 1;
    assert!(first > 0.0, "not positive");
    a[index] * first
}

#[test]
fn the_first_panic_of_the_original_comes_first() {
    let a = [1.0, 2.0, -3.0];
    assert_same_panics!(order(&a, 7, 8, 1); &[1.0; 3]);
    assert_same_panics!(order(&a, 0, 8, 0); &[1.0; 3]);
    assert_same_panics!(order(&a, 0, 1, 0); &[1.0; 3]);
    assert_same_panics!(order(&a, 0, 2, 0); &[1.0; 3]);
    assert_same_panics!(order(&a, 0, 2, 9); &[1.0; 3]);
    assert_same_panics!(order(&a, 0, 1, 9); &[1.0; 3]);
    check!(order; &a = vec![1.0, 2.0, -3.0], const i = 0, const j = 1, const n = 3);
}

#[differentiable]
fn unused_but_panicking(x: f64, a: &[f64], k: usize, d: usize) -> f64 {
    let _unused = a[k];
    let _quotient = k / d;
    x * x
}

#[test]
fn a_panic_survives_although_its_value_is_unused() {
    assert_same_panics!(unused_but_panicking(2.0, &[1.0], 3, 1); 1.0, &[0.0]);
    assert_same_panics!(unused_but_panicking(2.0, &[1.0], 0, 0); 1.0, &[0.0]);
    check!(unused_but_panicking; x = 2.0, &a = vec![1.0, 2.0], const k = 1, const d = 1);
}

#[differentiable]
fn only_in_an_arm(x: f64, a: &[f64], k: usize) -> f64 {
    if k < a.len() { a[k] * x } else { x }
}

#[test]
fn the_arm_not_taken_does_not_panic() {
    check!(only_in_an_arm; x = 2.0, &a = vec![1.0, 2.0], const k = 1);
    check!(only_in_an_arm; x = 2.0, &a = vec![1.0, 2.0], const k = 5);
}

#[differentiable]
fn clamped(x: f64, low: f64, high: f64) -> f64 {
    x.clamp(low, high)
}

#[test]
fn clamp_panics_as_std_does() {
    assert_same_panics!(clamped(1.0, 3.0, 2.0); 1.0, 0.0, 0.0);
    check!(clamped; x = 1.0, low = 0.0, high = 2.0);
}

#[differentiable]
fn overflow(x: f64, n: u8) -> f64 {
    let m = n + 250;
    x * m as f64
}

#[test]
fn integer_overflow_is_the_originals() {
    if cfg!(debug_assertions) {
        assert_same_panics!(overflow(1.0, 200); 1.0);
    }
    check!(overflow; x = 2.0, const n = 3);
}

#[differentiable]
fn asserts_on_calls(x: f64) -> f64 {
    fn in_domain(x: f64) -> bool {
        x >= 0.0
    }
    assert!(in_domain(x));
    x.sqrt()
}

#[test]
fn assertions_may_call_unannotated_functions() {
    check!(asserts_on_calls; x = 2.0);
    assert_same_panics!(asserts_on_calls(-1.0); 1.0);
}
