#[allow(dead_code)]
/// Sixteen points at once, then the rest.
fn fit(coefficients: &[f64], points: &[[f64; 2]]) -> f64 {
    let mut sum = 0.0;
    for point in points {
        let mut value = 0.0;
        for c in coefficients.iter().rev() {
            value = value * point[0] + c;
        }
        let error = value - point[1];
        sum += if error < 0.0 { error * error } else { 2.0 * error };
    }
    sum
}
/// The derivatives of [`fit`](fn@fit), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum fit {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl fit {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(coefficients: &[f64], points: &[[f64; 2]]) -> f64 {
        let mut sum: f64 = 0.0;
        let condition = coefficients.len();
        for index in (0..points.len()) {
            let points_part = points[index];
            let point = &points_part;
            let mut value: f64 = 0.0;
            for index_1 in (0..condition).rev() {
                let coefficients_part = coefficients[index_1];
                let c = &coefficients_part;
                let constant: f64 = point[0];
                let product = value * constant;
                value = product + c;
            }
            let constant_1: f64 = point[1];
            let error = value - constant_1;
            let selected = if error < 0.0 { error * error } else { 2.0 * error };
            let sum_1 = sum + selected;
            sum = sum_1;
        }
        sum
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(
        coefficients: &[f64],
        points: &[[f64; 2]],
        coefficients_tangent: &[f64],
    ) -> (f64, f64) {
        ::core::assert!(
            coefficients_tangent.len() == coefficients.len(),
            "`coefficients` has {} elements, but its tangent has {}", coefficients.len(),
            coefficients_tangent.len()
        );
        let mut sum: f64 = 0.0;
        let condition = coefficients.len();
        let mut sum_tangent: f64 = 0.0;
        for index in (0..points.len()) {
            let points_part = points[index];
            let point = &points_part;
            let mut value: f64 = 0.0;
            let mut value_tangent: f64 = 0.0;
            let coefficients_tangent_view = &coefficients_tangent[..condition];
            for index_1 in (0..condition).rev() {
                let coefficients_part = coefficients[index_1];
                let c = &coefficients_part;
                let constant: f64 = point[0];
                let product = value * constant;
                let product_1 = value_tangent * constant;
                value = product + c;
                value_tangent = product_1 + coefficients_tangent_view[index_1];
            }
            let constant_1: f64 = point[1];
            let error = value - constant_1;
            let (selected, selected_1) = if error < 0.0 {
                (error * error, 2.0 * (value_tangent * error))
            } else {
                (2.0 * error, value_tangent * 2.0)
            };
            let sum_1 = sum + selected;
            let sum_tangent_1 = sum_tangent + selected_1;
            sum = sum_1;
            sum_tangent = sum_tangent_1;
        }
        (sum, sum_tangent)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        coefficients: &[f64],
        points: &[[f64; 2]],
        coefficients_tangent: &[f64],
        points_tangent: impl ::core::marker::Sized,
    ) -> (f64, f64) {
        Self::jvp(coefficients, points, coefficients_tangent)
    }
    /// The graph that derivatives are made of, for people to look at.
    pub fn graph() -> ::autodiff_core::graph::Graph {
        use ::autodiff_core::__private::{graph_node as node, graph_region as region};
        use ::autodiff_core::graph::{Graph, Kind, Node};
        const NODES: &[Node] = &[
            node(
                0,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("coefficients"),
                true,
                &[],
            ),
            node(
                1,
                "parameter",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("points"),
                false,
                &[],
            ),
            node(
                2,
                "0.0",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("sum"),
                false,
                &[],
            ),
            node(
                3,
                "operand_0.len()",
                Kind::Constant,
                &[1],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(4, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                5,
                "derivative",
                Kind::Operator,
                &[4, 3, 2],
                ::core::option::Option::Some("sum"),
                true,
                &[],
            ),
            node(
                6,
                "tuple",
                Kind::Operator,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
        ];
        Graph {
            name: "fit",
            nodes: NODES,
            results: &[5],
        }
    }
    #[track_caller]
    /// The value; the gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn value_and_grad_into(
        coefficients: &[f64],
        points: &[[f64; 2]],
        coefficients_gradient: &mut [f64],
    ) -> f64 {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            coefficients_gradient.len() == coefficients.len(),
            "`coefficients` has {} elements, but its gradient buffer has {}",
            coefficients.len(), coefficients_gradient.len()
        );
        coefficients_gradient.fill(0.0);
        let mut sum: f64 = 0.0;
        let condition = points.len();
        let condition_1 = coefficients.len();
        let batch_count = __ad::batches(0, condition);
        for batch in (0..batch_count) {
            let first = batch * 16;
            let points_part_1 = __ad::lanes(|lane| {
                let points_part = points[first + lane];
                points_part
            });
            let value: f64 = 0.0;
            let mut value_1 = [value; 16];
            for index in (0..condition_1).rev() {
                let coefficients_part = coefficients[index];
                let c = &coefficients_part;
                let value_2 = __ad::lanes(|lane| {
                    let constant: f64 = (&points_part_1[lane])[0];
                    value_1[lane] * constant + c
                });
                value_1 = value_2;
            }
            let error = __ad::lanes(|lane| {
                let constant_1: f64 = (&points_part_1[lane])[1];
                value_1[lane] - constant_1
            });
            let value_3 = __ad::lanes(|lane| {
                let error_part = error[lane];
                let (selected, selected_1) = if error_part < 0.0 {
                    (error_part * error_part, 2.0 * (1.0 * error_part))
                } else {
                    (2.0 * error_part, 1.0 * 2.0)
                };
                (selected, selected_1)
            });
            let part = __ad::lanes(|lane| value_3[lane].0);
            let mut error_adjoint = __ad::lanes(|lane| value_3[lane].1);
            let coefficients_gradient_view = &mut coefficients_gradient[..condition_1];
            for index_1 in (0..condition_1) {
                let value_adjoint = __ad::lanes(|lane| {
                    let constant_2: f64 = (&points_part_1[lane])[0];
                    error_adjoint[lane] * constant_2
                });
                let lane_sum = __ad::lane_sum(error_adjoint);
                coefficients_gradient_view[index_1] += lane_sum;
                error_adjoint = value_adjoint;
            }
            for lane_1 in (0..16) {
                let sum_1 = sum + part[lane_1];
                sum = sum_1;
            }
        }
        let rest = batch_count * 16;
        let points_view = __ad::part(&points[..], rest..condition, || rest);
        for index_2 in (rest..condition) {
            let points_part_2 = points_view[index_2 - rest];
            let point = &points_part_2;
            let mut value_4: f64 = 0.0;
            for index_3 in (0..condition_1).rev() {
                let coefficients_part_1 = coefficients[index_3];
                let c_1 = &coefficients_part_1;
                let constant_3: f64 = point[0];
                let product = value_4 * constant_3;
                value_4 = product + c_1;
            }
            let constant_4: f64 = point[1];
            let error_1 = value_4 - constant_4;
            let (selected_2, mut error_adjoint_3) = if error_1 < 0.0 {
                let error_adjoint_1 = 2.0 * (1.0 * error_1);
                (error_1 * error_1, error_adjoint_1)
            } else {
                let error_adjoint_2 = 1.0 * 2.0;
                (2.0 * error_1, error_adjoint_2)
            };
            let sum_2 = sum + selected_2;
            let coefficients_gradient_view_1 = &mut coefficients_gradient[..condition_1];
            for index_4 in (0..condition_1) {
                let constant_5: f64 = point[0];
                let value_adjoint_1 = error_adjoint_3 * constant_5;
                coefficients_gradient_view_1[index_4] += error_adjoint_3;
                error_adjoint_3 = value_adjoint_1;
            }
            sum = sum_2;
        }
        sum
    }
    #[track_caller]
    /// The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn grad_into(
        coefficients: &[f64],
        points: &[[f64; 2]],
        coefficients_gradient: &mut [f64],
    ) -> () {
        Self::value_and_grad_into(coefficients, points, coefficients_gradient);
    }
}
::autodiff_core::__private::if_alloc! {
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl fit { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(coefficients : &
    [f64], points : & [[f64; 2]]) -> (f64, ::autodiff_core::__private::Vec < f64 >) { let
    mut coefficients_gradient = ::autodiff_core::Differentiable::zero_tangent(&
    coefficients); let value = Self::value_and_grad_into(coefficients, points, & mut
    coefficients_gradient); (value, coefficients_gradient) } #[doc = " The gradient."]
    #[inline] pub fn grad(coefficients : & [f64], points : & [[f64; 2]]) ->
    ::autodiff_core::__private::Vec < f64 > { Self::value_and_grad(coefficients, points)
    .1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(coefficients : & [f64], points : & [[f64; 2]]) -> (f64, impl
    Fn(f64) -> ::autodiff_core::__private::Vec < f64 > + use < >) { use
    ::autodiff_core::__private as __ad; let mut sum : f64 = 0.0; let condition = points
    .len(); let condition_1 = coefficients.len(); let mut record = __ad::list!(Table, (0
    ..condition).size_hint().0); let rows = __ad::rows(& mut record, (0..condition)
    .size_hint().0); for index in (0..condition) { let points_part = points[index]; let
    point = & points_part; let mut value : f64 = 0.0; for index_1 in (0..condition_1)
    .rev() { let coefficients_part = coefficients[index_1]; let c = & coefficients_part;
    let constant : f64 = point[0]; let product = value * constant; value = product + c; }
    let constant_1 : f64 = point[1]; let error = value - constant_1; let condition_2 =
    error < 0.0; let selected = if condition_2 { error * error } else { 2.0 * error };
    let sum_1 = sum + selected; rows[index as usize] = (condition_2, error); sum = sum_1;
    } let points = points.to_vec(); (sum, #[inline(always)] move | seed : f64 | { let mut
    coefficients_adjoint = __ad::vec![0.0; condition_1]; let rows_1 = & record[.. (0
    ..condition).size_hint().0]; for index_2 in (0..condition) { let (condition_3,
    error_1) = rows_1[index_2 as usize]; let points_part_1 = points[index_2]; let point_1
    = & points_part_1; let mut error_adjoint_2 = if condition_3 { let error_adjoint = 2.0
    * (seed * error_1); error_adjoint } else { let error_adjoint_1 = seed * 2.0;
    error_adjoint_1 }; let coefficients_adjoint_view = & mut
    coefficients_adjoint[..condition_1]; for index_3 in (0..condition_1) { let constant_2
    : f64 = point_1[0]; let value_adjoint = error_adjoint_2 * constant_2;
    coefficients_adjoint_view[index_3] += error_adjoint_2; error_adjoint_2 =
    value_adjoint; } } coefficients_adjoint }) } #[doc(hidden)] #[inline] pub fn
    __vjp(coefficients : & [f64], points : & [[f64; 2]]) -> (f64, impl Fn(f64) ->
    (::autodiff_core::__private::Vec < f64 >, (),) + use < >) { let (value, pullback) =
    Self::vjp(coefficients, points); (value, #[inline(always)] move | seed : f64 | { let
    adjoint_0 = pullback(seed); (adjoint_0, (),) }) } }
}
