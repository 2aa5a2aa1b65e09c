//! The rules as generated code meets them. The rows themselves are tested in `autodiff-macros`.

use crate::__private::{
    cast_pullback, cast_tangent, op, pullback1, pullback2_0, pullback2_1, pullback3_0, pullback3_1, pullback3_2,
    tangent1, tangent2_0, tangent2_1, tangent3_0, tangent3_1, tangent3_2,
};

#[test]
fn references_count_as_what_they_refer_to() {
    let (a, b) = (3.0_f64, 4.0_f64);
    let product = a * b;
    assert_eq!(pullback2_0::<op::Mul, _, _>(&a, &b, &product, 2.0), 8.0);
    assert_eq!(pullback2_0::<op::Mul, _, _>(&&a, &b, &product, 2.0), 8.0);
    assert_eq!(pullback2_1::<op::Mul, _, _>(&&a, &&&b, &product, 2.0), 6.0);
    assert_eq!(tangent2_0::<op::Mul, _, _>(&a, &&b, &product, 0.5), 2.0);
    assert_eq!(tangent2_1::<op::Mul, _, _>(&a, &b, &product, 0.5), 1.5);
}

#[test]
fn both_floats_have_every_rule() {
    let y = 0.5_f32.exp();
    assert_eq!(pullback1::<op::Exp, _>(&0.5_f32, &y, 2.0), 2.0 * y);
    assert_eq!(tangent1::<op::Sqrt, _>(&4.0_f64, &2.0, 3.0), 0.75);
    let y = 2.0_f64.mul_add(3.0, 4.0);
    assert_eq!(pullback3_0::<op::MulAdd, _, _, _>(&2.0, &3.0, &4.0, &y, 1.0), 3.0);
    assert_eq!(pullback3_1::<op::MulAdd, _, _, _>(&2.0, &3.0, &4.0, &y, 1.0), 2.0);
    assert_eq!(pullback3_2::<op::MulAdd, _, _, _>(&2.0, &3.0, &4.0, &y, 1.0), 1.0);
    assert_eq!(tangent3_0::<op::MulAdd, _, _, _>(&2.0, &3.0, &4.0, &y, 1.0), 3.0);
    assert_eq!(tangent3_1::<op::MulAdd, _, _, _>(&2.0, &3.0, &4.0, &y, 1.0), 2.0);
    assert_eq!(tangent3_2::<op::MulAdd, _, _, _>(&2.0, &3.0, &4.0, &y, 1.0), 1.0);
}

#[test]
fn integers_have_the_empty_tangent() {
    let () = pullback2_0::<op::Mul, _, _>(&3_usize, &4_usize, &12_usize, ());
    let () = tangent2_1::<op::Max, _, _>(&3_i32, &&4_i32, &4_i32, ());
    let () = pullback1::<op::Neg, _>(&3_i64, &-3_i64, ());
}

#[test]
fn exponent_of_powi_is_constant() {
    assert_eq!(pullback2_0::<op::Powi, _, _>(&3.0_f64, &2_i32, &9.0, 1.0), 6.0);
    let () = pullback2_1::<op::Powi, _, _>(&3.0_f64, &2_i32, &9.0, 1.0);
    assert_eq!(tangent2_1::<op::Powi, _, _>(&3.0_f64, &2_i32, &9.0, ()), 0.0);
}

#[test]
fn operand_that_is_not_selected_contributes_nothing_to_an_infinite_seed() {
    assert_eq!(pullback2_0::<op::Max, _, _>(&1.0_f64, &2.0_f64, &2.0, f64::INFINITY), 0.0);
    assert_eq!(pullback2_1::<op::Max, _, _>(&1.0_f64, &2.0_f64, &2.0, f64::INFINITY), f64::INFINITY);
    assert_eq!(pullback1::<op::Abs, _>(&0.0_f64, &0.0, f64::INFINITY), 0.0);
}

#[test]
fn casts_between_floats_convert_and_casts_of_integers_start_constants() {
    assert_eq!(cast_pullback(&1.5_f32, 2.0_f64), 2.0_f32);
    assert_eq!(cast_tangent::<f32, _>(&&1.5_f64, 2.0), 2.0_f32);
    let () = cast_pullback(&3_usize, 2.0_f64);
    assert_eq!(cast_tangent::<f64, _>(&3_usize, ()), 0.0);
}
