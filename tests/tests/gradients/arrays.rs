//! Arrays: parameters, literals, indices, elements that are assigned, slices.

use autodiff_core::differentiable;

use crate::helpers::{assert_close, check, check_vjp};

#[differentiable]
fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[test]
fn gradient_of_a_dot_product_is_the_other_vector() {
    let (a, b) = ([1.0, 2.0, 3.0], [-4.0, 5.0, 0.5]);
    assert_eq!(dot::grad(&a, &b), (b, a));
    check!(dot; &a = [1.0, 2.0, 3.0], &b = [-4.0, 5.0, 0.5]);
}

#[test]
fn the_same_array_may_be_passed_twice() {
    let a = [1.0, 2.0, 3.0];
    assert_eq!(dot::grad(&a, &a), (a, a));
}

#[differentiable]
fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

#[test]
fn arrays_are_results() {
    check_vjp!(cross; a = [1.0, -2.0, 0.5], b = [0.3, 0.7, -1.1]);
}

#[differentiable]
fn determinant(m: &[[f64; 3]; 3]) -> f64 {
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
}

#[test]
fn nested_arrays_have_nested_gradients() {
    let m = [[2.0, 1.0, 0.0], [0.5, 3.0, -1.0], [1.0, 0.0, 4.0]];
    let gradient = determinant::grad(&m);
    // The gradient of a determinant is the matrix of cofactors.
    assert_close(&gradient[0], &[12.0, -3.0, -3.0], 1e-15);
    check!(determinant; &m = [[2.0, 1.0, 0.0], [0.5, 3.0, -1.0], [1.0, 0.0, 4.0]]);
}

#[differentiable]
fn mutated_copy(mut a: [f64; 2], x: f64) -> f64 {
    let b = a;
    a[0] = 1.0;
    a[1] *= x;
    b[0] * a[1] + a[0] * b[1] + b[0]
}

#[test]
fn a_copy_keeps_what_the_original_loses() {
    check!(mutated_copy; a = [2.0, 3.0], x = 0.7);
    let ((a0, _), x) = {
        let (a, x) = mutated_copy::grad([2.0, 3.0], 0.7);
        ((a[0], a[1]), x)
    };
    assert_close(&[a0, x], &[3.0 * 0.7 + 1.0, 2.0 * 3.0], 1e-15);
}

#[differentiable]
fn copies_of_copies(x: f64, y: f64) -> f64 {
    let mut a = [x, y, x * y];
    let mut b = a;
    b[0] += a[1];
    a = b;
    a[2] -= b[0];
    let c = a;
    b = [c[2], c[1], c[0]];
    b[1] = a[1] * b[0];
    a[0] * b[1] + c[2] * b[2]
}

#[test]
fn copies_and_whole_assignments_are_values() {
    check!(copies_of_copies; x = 0.4, y = 1.3);
}

#[differentiable]
fn elements(x: f64, y: f64) -> f64 {
    let mut a = [0.0; 4];
    a[0] = x;
    a[1] += y;
    a[2] = a[0] * a[1];
    a[0] -= a[2];
    a[3] = a[0] / (a[1] + 2.0);
    a[1] /= 2.0;
    a[0] + a[1] + a[2] * a[3]
}

#[test]
fn elements_are_assigned_in_order() {
    check!(elements; x = 0.8, y = -0.3);
}

#[differentiable]
fn overwritten(x: f64) -> f64 {
    let mut a = [x, x * x];
    a[0] = 3.0;
    a[0] + a[1]
}

#[test]
fn an_overwritten_element_has_no_gradient() {
    assert_eq!(overwritten::grad(5.0), 10.0);
}

#[differentiable]
fn rotate(m: [[f64; 2]; 2], angle: f64) -> [[f64; 2]; 2] {
    let (s, c) = angle.sin_cos();
    let r = [[c, -s], [s, c]];
    let mut out = [[0.0; 2]; 2];
    out[0][0] = r[0][0] * m[0][0] + r[0][1] * m[1][0];
    out[0][1] = r[0][0] * m[0][1] + r[0][1] * m[1][1];
    out[1] = [r[1][0] * m[0][0] + r[1][1] * m[1][0], 0.0];
    out[1][1] += r[1][0] * m[0][1] + r[1][1] * m[1][1];
    out
}

#[test]
fn nested_elements_and_whole_rows_are_assigned() {
    check_vjp!(rotate; m = [[1.0, 2.0], [3.0, -1.0]], angle = 0.3);
}

#[differentiable]
fn row_out_of_matrix(m: &[[f64; 2]; 3], k: usize) -> [f64; 2] {
    let row = m[k];
    let mut other = m[(k + 1) % 3];
    other[0] *= row[1];
    [row[0] * other[0], row[1] - other[1]]
}

#[test]
fn rows_are_values() {
    for k in 0..3 {
        check_vjp!(row_out_of_matrix; &m = [[1.0, 2.0], [3.0, -1.0], [0.5, 0.25]], const k = k);
    }
}

#[differentiable]
fn gather(a: &[f64; 4], i: usize, j: usize) -> f64 {
    let k = (i * 3 + j) % a.len();
    a[i] * a[j] + a[k] + a[3 - i] * a[3 - i]
}

#[test]
fn equal_indices_at_run_time_add_up() {
    for i in 0..4 {
        for j in 0..4 {
            check!(gather; &a = [1.0, 2.0, -0.5, 0.3], const i = i, const j = j);
        }
    }
}

#[differentiable]
fn scatter(x: f64, y: f64, i: usize, j: usize) -> f64 {
    let mut a = [x, y, x * y];
    a[i] = x.sin();
    a[j] += a[i] * y;
    a[(i + j) % 3] *= 2.0;
    a[0] * a[1] + a[2]
}

#[test]
fn stores_at_computed_indices_may_meet() {
    for i in 0..3 {
        for j in 0..3 {
            check!(scatter; x = 0.6, y = -1.1, const i = i, const j = j);
        }
    }
}

#[differentiable]
fn repeated(x: f64, y: f64) -> f64 {
    let a = [x * y; 4];
    let b = [[x, y]; 2];
    a[0] + 2.0 * a[1] - a[3] + b[0][1] * b[1][0]
}

#[test]
fn repetition_sums_the_adjoints() {
    check!(repeated; x = 1.2, y = 0.4);
}

const WIDTH: usize = 3;

#[differentiable]
fn constant_length(a: [f64; WIDTH], b: [[f64; WIDTH]; 2]) -> [f64; WIDTH] {
    let mut sum = [0.0; WIDTH];
    sum[0] = a[0] * b[0][0];
    sum[WIDTH - 1] = a[WIDTH - 1] + b[1][WIDTH - 1] * b[1][0];
    sum
}

#[test]
fn lengths_may_be_constants() {
    check_vjp!(constant_length; a = [1.0, 2.0, 3.0], b = [[0.5, 1.5, 2.5], [1.0, -1.0, 2.0]]);
}

#[differentiable]
fn ends<const N: usize>(a: &[f64; N], x: f64) -> f64 {
    a[0] * a[N - 1] * x + [x; N][N / 2]
}

#[test]
fn lengths_may_be_generic() {
    check!(ends; &a = [1.5, 2.0, 3.0], x = 0.3);
    check!(ends; &a = [1.5], x = 0.3);
    let (gradient, _) = ends::grad(&[1.0, 2.0], 3.0);
    assert_eq!(gradient, [6.0, 3.0]);
}

#[differentiable]
fn first_and_last(a: &[f64], scale: f64) -> f64 {
    if a.is_empty() {
        return scale;
    }
    a[0] * a[a.len() - 1] * scale
}

#[test]
fn slices_have_vectors_as_gradients() {
    let (gradient, _) = first_and_last::grad(&[2.0, 9.0, 5.0], 10.0);
    let expected: Vec<f64> = vec![50.0, 0.0, 20.0];
    assert_eq!(gradient, expected);
    check!(first_and_last; &a = vec![2.0, 9.0, 5.0], scale = 10.0);
    check!(first_and_last; &a = vec![2.0], scale = 10.0);
    check!(first_and_last; &a = Vec::<f64>::new(), scale = 10.0);
}

#[differentiable]
fn interpolate(table: &[f64], x: f64) -> f64 {
    let position = x * (table.len() - 1) as f64;
    let fraction = position - position.floor();
    (1.0 - fraction) * table[position as usize] + fraction * table[position as usize + 1]
}

#[test]
fn slices_are_indexed_by_casts_of_active_values() {
    check!(interpolate; &table = vec![1.0, 4.0, 2.0, 8.0], x = 0.4);
    check!(interpolate; &table = vec![1.0, 4.0, 2.0, 8.0], x = 0.9);
}

#[differentiable]
fn centroid(points: &[[f64; 2]], k: usize) -> [f64; 2] {
    let last = points.len() - 1;
    let p = points[k];
    let [x, y] = points[last];
    [0.5 * (p[0] + x) * points[0][1], 0.5 * (p[1] + y)]
}

#[test]
fn slices_of_arrays_have_vectors_of_arrays() {
    check_vjp!(centroid; &points = vec![[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]], const k = 1);
    check_vjp!(centroid; &points = vec![[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]], const k = 2);
}

#[differentiable]
fn destructured([a, b, _]: [f64; 3], other: &[f64; 2]) -> f64 {
    let [c, d] = *other;
    let [[e, f], g] = [[a * c, b], [d, 1.0]];
    a * e + f * g[0] - g[1] * d
}

#[test]
fn arrays_are_destructured() {
    check!(destructured; a = [1.0, 2.0, 3.0], &other = [0.5, -0.7]);
}

#[differentiable]
fn whole(a: [f64; 3]) -> [f64; 3] {
    a
}

#[differentiable]
fn first(a: [f64; 3]) -> f64 {
    [a[2], a[1], a[0]][2]
}

#[test]
fn the_identity_has_the_identity_as_derivative() {
    let (value, pullback) = whole::vjp([1.0, 2.0, 3.0]);
    assert_eq!(value, [1.0, 2.0, 3.0]);
    assert_eq!(pullback([4.0, 5.0, 6.0]), [4.0, 5.0, 6.0]);
    assert_eq!(first::grad([1.0, 2.0, 3.0]), [1.0, 0.0, 0.0]);
}

#[differentiable]
fn swap(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let kept = a[0];
    a[0] = a[1];
    a[1] = kept;
    a[0] / a[1]
}

#[test]
fn elements_are_swapped() {
    check!(swap; x = 2.0, y = 3.0);
    assert_close(&[swap::grad(2.0, 3.0).0], &[-0.75], 1e-15);
}

#[differentiable]
fn array_of_tuples(x: f64, y: f64, k: usize) -> f64 {
    let mut a = [(x, y), (y * y, x)];
    a[k].0 += x;
    a[1 - k].1 *= a[k].0;
    a[0].0 * a[1].1 - a[0].1
}

#[test]
fn places_nest_elements_and_fields() {
    check!(array_of_tuples; x = 0.9, y = 1.4, const k = 0);
    check!(array_of_tuples; x = 0.9, y = 1.4, const k = 1);
}

#[differentiable]
fn reborrowed(a: &[f64; 3]) -> f64 {
    let b = a;
    let c = *a;
    b[0] * c[1] + (*b)[2]
}

#[test]
fn references_may_be_bound_again() {
    check!(reborrowed; &a = [1.0, 2.0, 3.0]);
}
