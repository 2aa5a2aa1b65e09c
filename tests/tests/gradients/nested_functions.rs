//! Functions inside function bodies.

use autodiff_core::differentiable;

use crate::helpers::check;

#[differentiable]
fn outer(x: f64, y: f64) -> f64 {
    #[differentiable]
    fn helper(a: f64, b: f64) -> f64 {
        a * b.sin()
    }
    let z = helper(x, y);
    helper(z, x) + late(y)
}

#[differentiable]
fn late(x: f64) -> f64 {
    x * x
}

#[test]
fn an_annotated_function_inside_a_body_is_called() {
    check!(outer; x = 0.4, y = 1.2);
}

#[differentiable]
fn unannotated_inside(x: f64) -> f64 {
    fn inside(x: f64) -> bool {
        x.abs() < 2.0
    }
    const LIMIT: f64 = 3.0;
    fn constant() -> f64 {
        1.5
    }
    if inside(x) { x * LIMIT } else { x * x * constant() }
}

#[test]
fn an_unannotated_function_inside_a_body_may_feed_conditions() {
    check!(unannotated_inside; x = 0.4);
    check!(unannotated_inside; x = 2.4);
}

#[test]
fn a_function_inside_a_test_is_annotated() {
    #[differentiable]
    fn local(x: f64, y: f64) -> f64 {
        x * y + helper(x)
    }
    #[differentiable]
    fn helper(x: f64) -> f64 {
        x.exp()
    }
    check!(local; x = 0.4, y = 1.2);
    assert_eq!(helper::grad(0.0), 1.0);
}

#[differentiable]
fn used_before_definition(x: f64) -> f64 {
    let y = later(x) * 2.0;
    #[differentiable]
    fn later(x: f64) -> f64 {
        x * x * x
    }
    y
}

#[test]
fn an_item_may_follow_its_use() {
    check!(used_before_definition; x = 1.2);
}

mod target {
    use autodiff_core::differentiable;

    #[differentiable]
    pub fn doubled(x: f64) -> f64 {
        2.0 * x
    }
}

#[differentiable]
fn imports_inside(x: f64) -> f64 {
    use self::target::doubled;
    use std::f64::consts::{E, PI as HALF_TURN};
    doubled(x) * E + HALF_TURN * x * x
}

#[test]
fn imports_may_stand_inside_a_body() {
    check!(imports_inside; x = 0.7);
}
