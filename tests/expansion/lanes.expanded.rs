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
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
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
    .len(); let condition_1 = coefficients.len(); let mut record = __ad::list!(Table,
    condition); let rows = & mut __ad::rows(& mut record, condition) [..condition]; for
    index in (0..condition) { let points_part = points[index]; let point = & points_part;
    let mut value : f64 = 0.0; for index_1 in (0..condition_1).rev() { let
    coefficients_part = coefficients[index_1]; let c = & coefficients_part; let constant
    : f64 = point[0]; let product = value * constant; value = product + c; } let
    constant_1 : f64 = point[1]; let error = value - constant_1; let condition_2 = error
    < 0.0; let selected = if condition_2 { error * error } else { 2.0 * error }; let
    sum_1 = sum + selected; rows[index as usize] = (condition_2, error); sum = sum_1; }
    let points = points.to_vec(); (sum, #[inline(always)] move | seed : f64 | { let mut
    coefficients_adjoint = __ad::vec![0.0; condition_1]; let rows_1 = &
    record[..condition]; for index_2 in (0..condition) { let (condition_3, error_1) =
    rows_1[index_2 as usize]; let points_part_1 = points[index_2]; let point_1 = &
    points_part_1; let mut error_adjoint_2 = if condition_3 { let error_adjoint = 2.0 *
    (seed * error_1); error_adjoint } else { let error_adjoint_1 = seed * 2.0;
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
#[allow(dead_code)]
/// The spread of the terms of a point, by a function that is called for one point after the other.
fn spreads(shifts: &[f64], points: &[f64]) -> f64 {
    let mut terms = vec![0.0; shifts.len()];
    let mut sum = 0.0;
    for point in points {
        for (term, shift) in terms.iter_mut().zip(shifts) {
            *term = point * shift;
        }
        sum += spread(&terms);
    }
    sum
}
/// The derivatives of [`spreads`](fn@spreads), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum spreads {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl spreads {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(shifts: &[f64], points: &[f64]) -> f64 {
        use ::autodiff_core::__private as __ad;
        let condition = shifts.len();
        let mut terms: __ad::Vec<f64> = __ad::vec![0.0; condition];
        let mut sum: f64 = 0.0;
        for index in (0..points.len()) {
            let points_part: f64 = points[index];
            let point = &points_part;
            let terms_view = &mut terms[..condition];
            for index_1 in (0..condition) {
                let shifts_part = shifts[index_1];
                let shift = &shifts_part;
                terms_view[index_1] = point * shift;
            }
            let spread_1 = spread(&terms);
            let sum_1 = sum + spread_1;
            sum = sum_1;
        }
        sum
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(shifts: &[f64], points: &[f64], shifts_tangent: &[f64]) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        use spread as spread_has_no_derivative__put_differentiable_on_it;
        ::core::assert!(
            shifts_tangent.len() == shifts.len(),
            "`shifts` has {} elements, but its tangent has {}", shifts.len(),
            shifts_tangent.len()
        );
        let condition = shifts.len();
        let mut terms: __ad::Vec<f64> = __ad::vec![0.0; condition];
        let mut sum: f64 = 0.0;
        let mut terms_tangent = __ad::zero_tangent(&terms);
        let mut sum_tangent: f64 = 0.0;
        for index in (0..points.len()) {
            let points_part: f64 = points[index];
            let point = &points_part;
            let shifts_tangent_view = &shifts_tangent[..condition];
            let terms_view = &mut terms[..condition];
            let terms_tangent_view = &mut terms_tangent[..condition];
            for index_1 in (0..condition) {
                let shifts_part = shifts[index_1];
                let shift = &shifts_part;
                terms_view[index_1] = point * shift;
                terms_tangent_view[index_1] = shifts_tangent_view[index_1] * points_part;
            }
            let (spread, spread_1) = spread_has_no_derivative__put_differentiable_on_it::__jvp(
                &terms,
                &terms_tangent,
            );
            let sum_1 = sum + spread;
            let sum_tangent_1 = sum_tangent + spread_1;
            sum = sum_1;
            sum_tangent = sum_tangent_1;
        }
        (sum, sum_tangent)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        shifts: &[f64],
        points: &[f64],
        shifts_tangent: &[f64],
        points_tangent: impl ::core::marker::Sized,
    ) -> (f64, f64) {
        Self::jvp(shifts, points, shifts_tangent)
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
                ::core::option::Option::Some("shifts"),
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
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                3,
                "shifts.len()",
                Kind::Constant,
                &[0],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                4,
                "repeat",
                Kind::Operator,
                &[2, 3],
                ::core::option::Option::Some("terms"),
                false,
                &[],
            ),
            node(
                5,
                "0.0",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("sum"),
                false,
                &[],
            ),
            node(
                6,
                "operand_0.len()",
                Kind::Constant,
                &[1],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(7, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                8,
                "derivative",
                Kind::Operator,
                &[7, 6, 4, 5],
                ::core::option::Option::Some("terms"),
                true,
                &[],
            ),
            node(
                9,
                "result",
                Kind::Operator,
                &[8],
                ::core::option::Option::Some("sum"),
                true,
                &[],
            ),
            node(
                10,
                "tuple",
                Kind::Operator,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
        ];
        Graph {
            name: "spreads",
            nodes: NODES,
            results: &[9],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        use ::autodiff_core::__private as __ad;
        use spread as spread_has_no_derivative__put_differentiable_on_it;
        __ad::Partials::Finite
            .with(
                &[spread_has_no_derivative__put_differentiable_on_it::__PARTIALS],
                __ad::Partials::Any,
            )
    };
    #[track_caller]
    /// The value; the gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn value_and_grad_into(
        shifts: &[f64],
        points: &[f64],
        shifts_gradient: &mut [f64],
    ) -> f64 {
        use ::autodiff_core::__private as __ad;
        use spread as spread_has_no_derivative__put_differentiable_on_it;
        ::core::assert!(
            shifts_gradient.len() == shifts.len(),
            "`shifts` has {} elements, but its gradient buffer has {}", shifts.len(),
            shifts_gradient.len()
        );
        shifts_gradient.fill(0.0);
        let condition = shifts.len();
        let mut terms: __ad::Vec<f64> = __ad::vec![0.0; condition];
        let mut sum: f64 = 0.0;
        let condition_1 = points.len();
        let mut terms_adjoint = __ad::vec![0.0; condition];
        let batch_count = __ad::batches(0, condition_1);
        let mut terms_1: __ad::Vec<[f64; 16]> = __ad::vec![[0.0; 16]; condition];
        let mut terms_adjoint_1 = __ad::vec![[0.0; 16]; condition];
        for batch in (0..batch_count) {
            let first = batch * 16;
            let points_part_1 = __ad::lanes(|lane| {
                let points_part: f64 = points[first + lane];
                points_part
            });
            let terms_view = &mut terms_1[..condition];
            for index in (0..condition) {
                let shifts_part = shifts[index];
                let shift = &shifts_part;
                terms_view[index] = __ad::lanes(|lane| &points_part_1[lane] * shift);
            }
            let spread_pullback = __ad::lanes(|lane| {
                let (spread, spread_1) = spread_has_no_derivative__put_differentiable_on_it::__vjp(
                    &__ad::of_lane(&terms_1, lane),
                );
                (spread, spread_1)
            });
            __ad::accumulate_lanes(
                (&mut terms_adjoint_1),
                __ad::lanes(|lane| {
                    let (adjoint,) = spread_pullback[lane].1(1.0);
                    adjoint
                }),
            );
            let terms_adjoint_view = &mut terms_adjoint_1[..condition];
            let shifts_gradient_view = &mut shifts_gradient[..condition];
            for index_1 in (0..condition).rev() {
                let terms_adjoint_part = terms_adjoint_view[index_1];
                let shift_adjoint = __ad::lanes(|lane| {
                    terms_adjoint_part[lane] * points_part_1[lane]
                });
                terms_adjoint_view[index_1] = [0.0; 16];
                shifts_gradient_view[index_1] += __ad::lane_sum(shift_adjoint);
            }
            for lane_1 in (0..16) {
                let sum_1 = sum + spread_pullback[lane_1].0;
                sum = sum_1;
            }
        }
        let rest = batch_count * 16;
        for index_2 in (rest..condition_1) {
            let points_part_2: f64 = points[index_2];
            let point = &points_part_2;
            let terms_view_1 = &mut terms[..condition];
            for index_3 in (0..condition) {
                let shifts_part_1 = shifts[index_3];
                let shift_1 = &shifts_part_1;
                terms_view_1[index_3] = point * shift_1;
            }
            let (spread_2, spread_pullback_1) = spread_has_no_derivative__put_differentiable_on_it::__vjp(
                &terms,
            );
            let sum_2 = sum + spread_2;
            let (adjoint_1,) = spread_pullback_1(1.0);
            __ad::accumulate(&mut terms_adjoint, adjoint_1);
            let terms_adjoint_view_1 = &mut terms_adjoint[..condition];
            let shifts_gradient_view_1 = &mut shifts_gradient[..condition];
            for index_4 in (0..condition).rev() {
                let terms_adjoint_part_1 = terms_adjoint_view_1[index_4];
                let shift_adjoint_1 = terms_adjoint_part_1 * points_part_2;
                terms_adjoint_view_1[index_4] = 0.0;
                shifts_gradient_view_1[index_4] += shift_adjoint_1;
            }
            sum = sum_2;
        }
        sum
    }
    #[track_caller]
    /// The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn grad_into(shifts: &[f64], points: &[f64], shifts_gradient: &mut [f64]) -> () {
        Self::value_and_grad_into(shifts, points, shifts_gradient);
    }
}
::autodiff_core::__private::if_alloc! {
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl spreads { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(shifts : & [f64],
    points : & [f64]) -> (f64, ::autodiff_core::__private::Vec < f64 >) { let mut
    shifts_gradient = ::autodiff_core::Differentiable::zero_tangent(& shifts); let value
    = Self::value_and_grad_into(shifts, points, & mut shifts_gradient); (value,
    shifts_gradient) } #[doc = " The gradient."] #[inline] pub fn grad(shifts : & [f64],
    points : & [f64]) -> ::autodiff_core::__private::Vec < f64 > {
    Self::value_and_grad(shifts, points).1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(shifts : & [f64], points : & [f64]) -> (f64, impl Fn(f64) ->
    ::autodiff_core::__private::Vec < f64 > + use < >) { use ::autodiff_core::__private
    as __ad; use spread as spread_has_no_derivative__put_differentiable_on_it; let
    condition = shifts.len(); let mut terms : __ad::Vec < f64 > = __ad::vec![0.0;
    condition]; let mut sum : f64 = 0.0; let condition_1 = points.len(); let mut record =
    __ad::list!(Rows, condition_1); for index in (0..condition_1) { let points_part : f64
    = points[index]; let point = & points_part; let terms_view = & mut
    terms[..condition]; for index_1 in (0..condition) { let shifts_part =
    shifts[index_1]; let shift = & shifts_part; terms_view[index_1] = point * shift; }
    let (spread, spread_pullback) =
    spread_has_no_derivative__put_differentiable_on_it::__vjp(& terms); let sum_1 = sum +
    spread; record.push(spread_pullback); sum = sum_1; } let points = points.to_vec();
    (sum, #[inline(always)] move | seed : f64 | { let mut terms_adjoint = __ad::vec![0.0;
    condition]; let mut shifts_adjoint = __ad::vec![0.0; condition]; for (index_2, & ref
    spread_pullback_1) in (0..condition_1).zip(record.iter()) { let points_part_1 : f64 =
    points[index_2]; let (adjoint,) = (* spread_pullback_1) (seed); __ad::accumulate(&
    mut terms_adjoint, adjoint); let terms_adjoint_view = & mut
    terms_adjoint[..condition]; let shifts_adjoint_view = & mut
    shifts_adjoint[..condition]; for index_3 in (0..condition).rev() { let
    terms_adjoint_part = terms_adjoint_view[index_3]; terms_adjoint_view[index_3] = 0.0;
    let shift_adjoint = terms_adjoint_part * points_part_1; shifts_adjoint_view[index_3]
    += shift_adjoint; } } shifts_adjoint }) } #[doc(hidden)] #[inline] pub fn
    __vjp(shifts : & [f64], points : & [f64]) -> (f64, impl Fn(f64) ->
    (::autodiff_core::__private::Vec < f64 >, (),) + use < >) { let (value, pullback) =
    Self::vjp(shifts, points); (value, #[inline(always)] move | seed : f64 | { let
    adjoint_0 = pullback(seed); (adjoint_0, (),) }) } }
}
#[allow(dead_code)]
/// The squares of turned points, whose derivatives are turned back once for sixteen of them.
fn turned(matrix: &[f64], shifts: &[f64], points: &[f64]) -> f64 {
    let mut turned = vec![0.0; shifts.len()];
    let mut sum = 0.0;
    for point in points {
        for i in 0..shifts.len() {
            turned[i] = 0.0;
        }
        for j in 0..shifts.len() {
            for i in 0..shifts.len() {
                turned[i] += matrix[i] * (point - shifts[j]);
            }
        }
        sum += turned.iter().map(|t| t * t).sum::<f64>();
    }
    sum
}
/// The derivatives of [`turned`](fn@turned), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum turned {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl turned {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(matrix: &[f64], shifts: &[f64], points: &[f64]) -> f64 {
        use ::autodiff_core::__private as __ad;
        let mut turned: __ad::Vec<f64> = __ad::vec![0.0; shifts.len()];
        let mut sum: f64 = 0.0;
        let condition = shifts.len();
        let condition_1 = shifts.len();
        let condition_2 = shifts.len();
        for index in (0..points.len()) {
            let points_part: f64 = points[index];
            let point = &points_part;
            let turned_view = &mut turned[..condition];
            for index_1 in (0..condition) {
                turned_view[index_1] = 0.0;
            }
            for index_2 in (0..condition_1) {
                let matrix_view = &matrix[..condition_2];
                let turned_view_1 = &mut turned[..condition_2];
                for index_3 in (0..condition_2) {
                    let matrix_part = matrix_view[index_3];
                    let shifts_part = shifts[index_2];
                    let turned_part = turned_view_1[index_3];
                    turned_view_1[index_3] = turned_part
                        + matrix_part * (point - shifts_part);
                }
            }
            let mut sum_1: f64 = -0.0;
            let turned_view_2 = &turned[..condition];
            for index_4 in (0..condition) {
                let turned_part_1 = turned_view_2[index_4];
                let t = &turned_part_1;
                let sum_2 = sum_1 + t * t;
                sum_1 = sum_2;
            }
            let sum_3 = sum + sum_1;
            sum = sum_3;
        }
        sum
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(
        matrix: &[f64],
        shifts: &[f64],
        points: &[f64],
        matrix_tangent: &[f64],
        shifts_tangent: &[f64],
    ) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            matrix_tangent.len() == matrix.len(),
            "`matrix` has {} elements, but its tangent has {}", matrix.len(),
            matrix_tangent.len()
        );
        ::core::assert!(
            shifts_tangent.len() == shifts.len(),
            "`shifts` has {} elements, but its tangent has {}", shifts.len(),
            shifts_tangent.len()
        );
        let mut turned: __ad::Vec<f64> = __ad::vec![0.0; shifts.len()];
        let mut sum: f64 = 0.0;
        let condition = shifts.len();
        let condition_1 = shifts.len();
        let condition_2 = shifts.len();
        let mut turned_tangent = __ad::zero_tangent(&turned);
        let mut sum_tangent: f64 = 0.0;
        for index in (0..points.len()) {
            let points_part: f64 = points[index];
            let point = &points_part;
            let turned_view = &mut turned[..condition];
            let turned_tangent_view = &mut turned_tangent[..condition];
            for index_1 in (0..condition) {
                turned_view[index_1] = 0.0;
                turned_tangent_view[index_1] = 0.0;
            }
            for index_2 in (0..condition_1) {
                let matrix_view = &matrix[..condition_2];
                let matrix_tangent_view = &matrix_tangent[..condition_2];
                let turned_view_1 = &mut turned[..condition_2];
                let turned_tangent_view_1 = &mut turned_tangent[..condition_2];
                for index_3 in (0..condition_2) {
                    let matrix_part = matrix_view[index_3];
                    let shifts_part = shifts[index_2];
                    let difference = point - shifts_part;
                    let turned_part = turned_view_1[index_3];
                    let turned_tangent_part = turned_tangent_view_1[index_3];
                    turned_view_1[index_3] = turned_part + matrix_part * difference;
                    turned_tangent_view_1[index_3] = turned_tangent_part
                        + (matrix_tangent_view[index_3] * difference
                            - shifts_tangent[index_2] * matrix_part);
                }
            }
            let mut sum_1: f64 = -0.0;
            let mut sum_tangent_1: f64 = 0.0;
            let turned_view_2 = &turned[..condition];
            let turned_tangent_view_2 = &turned_tangent[..condition];
            for index_4 in (0..condition) {
                let turned_part_1 = turned_view_2[index_4];
                let t = &turned_part_1;
                let sum_2 = sum_1 + t * t;
                let sum_3 = sum_tangent_1
                    + 2.0 * (turned_tangent_view_2[index_4] * turned_part_1);
                sum_1 = sum_2;
                sum_tangent_1 = sum_3;
            }
            let sum_4 = sum + sum_1;
            let sum_tangent_2 = sum_tangent + sum_tangent_1;
            sum = sum_4;
            sum_tangent = sum_tangent_2;
        }
        (sum, sum_tangent)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        matrix: &[f64],
        shifts: &[f64],
        points: &[f64],
        matrix_tangent: &[f64],
        shifts_tangent: &[f64],
        points_tangent: impl ::core::marker::Sized,
    ) -> (f64, f64) {
        Self::jvp(matrix, shifts, points, matrix_tangent, shifts_tangent)
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
                ::core::option::Option::Some("matrix"),
                true,
                &[],
            ),
            node(
                1,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("shifts"),
                true,
                &[],
            ),
            node(
                2,
                "parameter",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("points"),
                false,
                &[],
            ),
            node(
                3,
                "0.0",
                Kind::Constant,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                4,
                "shifts.len()",
                Kind::Constant,
                &[1],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                5,
                "repeat",
                Kind::Operator,
                &[3, 4],
                ::core::option::Option::Some("turned"),
                false,
                &[],
            ),
            node(
                6,
                "0.0",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("sum"),
                false,
                &[],
            ),
            node(
                7,
                "operand_0.len()",
                Kind::Constant,
                &[2],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(8, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                9,
                "derivative",
                Kind::Operator,
                &[8, 7, 5, 6],
                ::core::option::Option::Some("turned"),
                true,
                &[],
            ),
            node(
                10,
                "result",
                Kind::Operator,
                &[9],
                ::core::option::Option::Some("sum"),
                true,
                &[],
            ),
            node(
                11,
                "tuple",
                Kind::Operator,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
        ];
        Graph {
            name: "turned",
            nodes: NODES,
            results: &[10],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
    #[track_caller]
    /// The value; the gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn value_and_grad_into(
        matrix: &[f64],
        shifts: &[f64],
        points: &[f64],
        matrix_gradient: &mut [f64],
        shifts_gradient: &mut [f64],
    ) -> f64 {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            matrix_gradient.len() == matrix.len(),
            "`matrix` has {} elements, but its gradient buffer has {}", matrix.len(),
            matrix_gradient.len()
        );
        ::core::assert!(
            shifts_gradient.len() == shifts.len(),
            "`shifts` has {} elements, but its gradient buffer has {}", shifts.len(),
            shifts_gradient.len()
        );
        matrix_gradient.fill(0.0);
        shifts_gradient.fill(0.0);
        let condition = shifts.len();
        let mut turned: __ad::Vec<f64> = __ad::vec![0.0; condition];
        let mut sum: f64 = 0.0;
        let condition_1 = points.len();
        let condition_2 = shifts.len();
        let condition_3 = shifts.len();
        let condition_4 = shifts.len();
        let mut turned_adjoint = __ad::vec![0.0; condition];
        let batch_count = __ad::batches(0, condition_1);
        let mut turned_1: __ad::Vec<[f64; 16]> = __ad::vec![[0.0; 16]; condition];
        let mut turned_adjoint_1 = __ad::vec![[0.0; 16]; condition];
        let mut turned_adjoint_sums = __ad::vec![0.0; condition];
        for batch in (0..batch_count) {
            let first = batch * 16;
            let points_part_1 = __ad::lanes(|lane| {
                let points_part: f64 = points[first + lane];
                points_part
            });
            let turned_view = &mut turned_1[..condition_2];
            for index in (0..condition_2) {
                turned_view[index] = [0.0; 16];
            }
            for index_1 in (0..condition_3) {
                let matrix_view = &matrix[..condition_4];
                let turned_view_1 = &mut turned_1[..condition_4];
                for index_2 in (0..condition_4) {
                    let matrix_part = matrix_view[index_2];
                    let shifts_part = shifts[index_1];
                    let turned_part = turned_view_1[index_2];
                    turned_view_1[index_2] = __ad::lanes(|lane| {
                        turned_part[lane]
                            + matrix_part * (&points_part_1[lane] - shifts_part)
                    });
                }
            }
            let mut sum_1 = [-0.0; 16];
            let turned_view_2 = &turned_1[..condition_2];
            let turned_adjoint_view = &mut turned_adjoint_1[..condition_2];
            for index_3 in (0..condition_2) {
                let turned_part_1 = turned_view_2[index_3];
                let t_adjoint = __ad::lanes(|lane| 2.0 * (1.0 * turned_part_1[lane]));
                let turned_adjoint_part = turned_adjoint_view[index_3];
                turned_adjoint_view[index_3] = __ad::lanes(|lane| {
                    turned_adjoint_part[lane] + t_adjoint[lane]
                });
                let sum_2 = __ad::lanes(|lane| {
                    let value = &turned_part_1[lane];
                    sum_1[lane] + value * value
                });
                sum_1 = sum_2;
            }
            let turned_adjoint_view_1 = &turned_adjoint_1[..condition];
            let turned_adjoint_sums_view = &mut turned_adjoint_sums[..condition];
            for index_4 in (0..condition) {
                turned_adjoint_sums_view[index_4] = __ad::lane_sum(
                    turned_adjoint_view_1[index_4],
                );
            }
            for index_5 in (0..condition_3) {
                let matrix_view_1 = &matrix[..condition_4];
                let turned_adjoint_view_2 = &turned_adjoint_1[..condition_4];
                let turned_adjoint_sums_view_1 = &turned_adjoint_sums[..condition_4];
                let matrix_gradient_view = &mut matrix_gradient[..condition_4];
                for index_6 in (0..condition_4) {
                    let matrix_part_1 = matrix_view_1[index_6];
                    let shifts_part_1 = shifts[index_5];
                    let turned_adjoint_part_1 = turned_adjoint_view_2[index_6];
                    shifts_gradient[index_5]
                        += -(turned_adjoint_sums_view_1[index_6] * matrix_part_1);
                    matrix_gradient_view[index_6]
                        += __ad::lane_sum(
                            __ad::lanes(|lane| {
                                turned_adjoint_part_1[lane]
                                    * (points_part_1[lane] - shifts_part_1)
                            }),
                        );
                }
            }
            let turned_adjoint_view_3 = &mut turned_adjoint_1[..condition_2];
            for index_7 in (0..condition_2).rev() {
                turned_adjoint_view_3[index_7] = [0.0; 16];
            }
            for lane_1 in (0..16) {
                let sum_3 = sum + sum_1[lane_1];
                sum = sum_3;
            }
        }
        let rest = batch_count * 16;
        let points_view = __ad::part(&points[..], rest..condition_1, || rest);
        for index_8 in (rest..condition_1) {
            let points_part_2: f64 = points_view[index_8 - rest];
            let point = &points_part_2;
            let turned_view_3 = &mut turned[..condition_2];
            for index_9 in (0..condition_2) {
                turned_view_3[index_9] = 0.0;
            }
            for index_10 in (0..condition_3) {
                let matrix_view_2 = &matrix[..condition_4];
                let turned_view_4 = &mut turned[..condition_4];
                for index_11 in (0..condition_4) {
                    let matrix_part_2 = matrix_view_2[index_11];
                    let shifts_part_2 = shifts[index_10];
                    let turned_part_2 = turned_view_4[index_11];
                    turned_view_4[index_11] = turned_part_2
                        + matrix_part_2 * (point - shifts_part_2);
                }
            }
            let mut sum_4: f64 = -0.0;
            let turned_view_5 = &turned[..condition_2];
            let turned_adjoint_view_4 = &mut turned_adjoint[..condition_2];
            for index_12 in (0..condition_2) {
                let turned_part_3 = turned_view_5[index_12];
                let t_adjoint_1 = 2.0 * (1.0 * turned_part_3);
                let t = &turned_part_3;
                let sum_5 = sum_4 + t * t;
                turned_adjoint_view_4[index_12] += t_adjoint_1;
                sum_4 = sum_5;
            }
            let sum_6 = sum + sum_4;
            for index_13 in (0..condition_3) {
                let matrix_view_3 = &matrix[..condition_4];
                let turned_adjoint_view_5 = &turned_adjoint[..condition_4];
                let matrix_gradient_view_1 = &mut matrix_gradient[..condition_4];
                for index_14 in (0..condition_4) {
                    let matrix_part_3 = matrix_view_3[index_14];
                    let shifts_part_3 = shifts[index_13];
                    let turned_adjoint_part_2 = turned_adjoint_view_5[index_14];
                    shifts_gradient[index_13]
                        += -(turned_adjoint_part_2 * matrix_part_3);
                    matrix_gradient_view_1[index_14]
                        += turned_adjoint_part_2 * (points_part_2 - shifts_part_3);
                }
            }
            let turned_adjoint_view_6 = &mut turned_adjoint[..condition_2];
            for index_15 in (0..condition_2).rev() {
                turned_adjoint_view_6[index_15] = 0.0;
            }
            sum = sum_6;
        }
        sum
    }
    #[track_caller]
    /// The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn grad_into(
        matrix: &[f64],
        shifts: &[f64],
        points: &[f64],
        matrix_gradient: &mut [f64],
        shifts_gradient: &mut [f64],
    ) -> () {
        Self::value_and_grad_into(
            matrix,
            shifts,
            points,
            matrix_gradient,
            shifts_gradient,
        );
    }
}
::autodiff_core::__private::if_alloc! {
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl turned { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(matrix : & [f64],
    shifts : & [f64], points : & [f64]) -> (f64, (::autodiff_core::__private::Vec < f64
    >, ::autodiff_core::__private::Vec < f64 >)) { let mut matrix_gradient =
    ::autodiff_core::Differentiable::zero_tangent(& matrix); let mut shifts_gradient =
    ::autodiff_core::Differentiable::zero_tangent(& shifts); let value =
    Self::value_and_grad_into(matrix, shifts, points, & mut matrix_gradient, & mut
    shifts_gradient); (value, (matrix_gradient, shifts_gradient)) } #[doc =
    " The gradient."] #[inline] pub fn grad(matrix : & [f64], shifts : & [f64], points :
    & [f64]) -> (::autodiff_core::__private::Vec < f64 >, ::autodiff_core::__private::Vec
    < f64 >) { Self::value_and_grad(matrix, shifts, points).1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(matrix : & [f64], shifts : & [f64], points : & [f64]) -> (f64,
    impl Fn(f64) -> (::autodiff_core::__private::Vec < f64 >,
    ::autodiff_core::__private::Vec < f64 >) + use < >) { use ::autodiff_core::__private
    as __ad; let len = matrix.len(); let condition = shifts.len(); let mut turned :
    __ad::Vec < f64 > = __ad::vec![0.0; condition]; let mut sum : f64 = 0.0; let
    condition_1 = points.len(); let condition_2 = shifts.len(); let condition_3 = shifts
    .len(); let condition_4 = shifts.len(); let mut record = __ad::list!(Table,
    condition_1); let mut record_1 = __ad::list!(Table, condition_1 * condition_2); let
    rows = & mut __ad::rows(& mut record, condition_1) [..condition_1]; for index in (0
    ..condition_1) { let points_part : f64 = points[index]; let point = & points_part;
    let turned_view = & mut turned[..condition_2]; for index_1 in (0..condition_2) {
    turned_view[index_1] = 0.0; } for index_2 in (0..condition_3) { let matrix_view = &
    matrix[..condition_4]; let turned_view_1 = & mut turned[..condition_4]; for index_3
    in (0..condition_4) { let matrix_part = matrix_view[index_3]; let shifts_part =
    shifts[index_2]; let turned_part = turned_view_1[index_3]; turned_view_1[index_3] =
    turned_part + matrix_part * (point - shifts_part); } } let mut sum_1 : f64 = - 0.0;
    let start = record_1.len(); let rows_1 = & mut __ad::further_rows(& mut record_1,
    condition_2) [..condition_2]; let turned_view_2 = & turned[..condition_2]; for
    index_4 in (0..condition_2) { let turned_part_1 = turned_view_2[index_4]; let t = &
    turned_part_1; let sum_2 = sum_1 + t * t; rows_1[index_4 as usize] = turned_part_1;
    sum_1 = sum_2; } let record_2 = (start, record_1.len()); let sum_3 = sum + sum_1;
    rows[index as usize] = record_2; sum = sum_3; } let points = points.to_vec(); let
    matrix = matrix.to_vec(); let shifts = shifts.to_vec(); (sum, #[inline(always)] move
    | seed : f64 | { let mut turned_adjoint = __ad::vec![0.0; condition]; let mut
    matrix_adjoint = __ad::vec![0.0; len]; let mut shifts_adjoint = __ad::vec![0.0;
    condition]; let rows_2 = & record[..condition_1]; for index_5 in (0..condition_1) {
    let record_3 = rows_2[index_5 as usize]; let points_part_1 : f64 = points[index_5];
    let rows_3 = & record_1[record_3.0..record_3.1] [..condition_2]; let
    turned_adjoint_view = & mut turned_adjoint[..condition_2]; for index_6 in (0
    ..condition_2) { let turned_part_2 = rows_3[index_6 as usize]; let t_adjoint = 2.0 *
    (seed * turned_part_2); turned_adjoint_view[index_6] += t_adjoint; } for index_7 in
    (0..condition_3) { let matrix_view_1 = & matrix[..condition_4]; let
    turned_adjoint_view_1 = & turned_adjoint[..condition_4]; let matrix_adjoint_view = &
    mut matrix_adjoint[..condition_4]; for index_8 in (0..condition_4) { let
    matrix_part_1 = matrix_view_1[index_8]; let shifts_part_1 = shifts[index_7]; let
    turned_adjoint_part = turned_adjoint_view_1[index_8]; shifts_adjoint[index_7] += -
    (turned_adjoint_part * matrix_part_1); matrix_adjoint_view[index_8] +=
    turned_adjoint_part * (points_part_1 - shifts_part_1); } } let turned_adjoint_view_2
    = & mut turned_adjoint[..condition_2]; for index_9 in (0..condition_2).rev() {
    turned_adjoint_view_2[index_9] = 0.0; } } (matrix_adjoint, shifts_adjoint) }) }
    #[doc(hidden)] #[inline] pub fn __vjp(matrix : & [f64], shifts : & [f64], points : &
    [f64]) -> (f64, impl Fn(f64) -> (::autodiff_core::__private::Vec < f64 >,
    ::autodiff_core::__private::Vec < f64 >, (),) + use < >) { let (value, pullback) =
    Self::vjp(matrix, shifts, points); (value, #[inline(always)] move | seed : f64 | {
    let (adjoint_0, adjoint_1) = pullback(seed); (adjoint_0, adjoint_1, (),) }) } }
}
