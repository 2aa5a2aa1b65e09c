#[allow(dead_code)]
/// Three loops over the components become one, which carries the slope of the component before; what is left over is the
/// last component.
fn midpoint(x: &[f64], y: f64, steps: usize) -> f64 {
    let n = x.len();
    let mut y = vec![y; n];
    let mut slope = vec![x[0]; n];
    for _ in 0..steps {
        for ((slope, x), y) in slope[1..].iter_mut().zip(&x[1..]).zip(&y) {
            *slope = x * y;
        }
        for (y, slope) in y.iter_mut().zip(&slope) {
            *y += 0.1 * slope;
        }
    }
    y[n - 1]
}
/// The derivatives of [`midpoint`](fn@midpoint), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum midpoint {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl midpoint {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: &[f64], y: f64, steps: usize) -> f64 {
        use ::autodiff_core::__private as __ad;
        let n = x.len();
        let mut y_1: __ad::Vec<f64> = __ad::vec![y; n];
        let x_part = x[0];
        let slope: __ad::Vec<f64> = __ad::vec![x_part; n];
        let condition = n - 1;
        let x_view = __ad::view(&x[..], 1, n);
        for _ in (0..steps) {
            let _ = &x_view;
            let _ = &slope[1..n];
            let mut slope_part = slope[0];
            let x_view_1 = &x_view[..condition];
            let y_view = &mut y_1[..condition];
            for index in (0..condition) {
                let x_part_1 = x_view_1[index];
                let x_1 = &x_part_1;
                let y_part = y_view[index];
                let y_2 = &y_part;
                let product = x_1 * y_2;
                let slope_1 = &slope_part;
                y_view[index] = y_part + 0.1 * slope_1;
                slope_part = product;
            }
            let slope_2 = &slope_part;
            let y_part_1 = y_1[condition];
            y_1[condition] = y_part_1 + 0.1 * slope_2;
        }
        let constant = n - 1;
        let y_part_2 = y_1[constant];
        y_part_2
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(
        x: &[f64],
        y: f64,
        steps: usize,
        x_tangent: &[f64],
        y_tangent: f64,
    ) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            x_tangent.len() == x.len(), "`x` has {} elements, but its tangent has {}", x
            .len(), x_tangent.len()
        );
        let n = x.len();
        let mut y_1: __ad::Vec<f64> = __ad::vec![y; n];
        let mut y_tangent_1 = __ad::vec![y_tangent; n];
        let x_part = x[0];
        let slope: __ad::Vec<f64> = __ad::vec![x_part; n];
        let slope_tangent = __ad::vec![x_tangent[0]; n];
        let condition = n - 1;
        let x_view = __ad::view(&x[..], 1, n);
        let x_tangent_view = __ad::view(&x_tangent[..], 1, n);
        for _ in (0..steps) {
            let _ = &x_view;
            let _ = &slope[1..n];
            let mut slope_part = slope[0];
            let mut slope_tangent_1: f64 = slope_tangent[0];
            let x_view_1 = &x_view[..condition];
            let x_tangent_view_1 = &x_tangent_view[..condition];
            let y_view = &mut y_1[..condition];
            let y_tangent_view = &mut y_tangent_1[..condition];
            for index in (0..condition) {
                let x_part_1 = x_view_1[index];
                let x_1 = &x_part_1;
                let y_part = y_view[index];
                let y_tangent_part = y_tangent_view[index];
                let y_2 = &y_part;
                let product = x_1 * y_2;
                let sum = x_tangent_view_1[index] * y_part + y_tangent_part * x_part_1;
                let slope_1 = &slope_part;
                let product_1 = slope_tangent_1 * 0.1;
                y_view[index] = y_part + 0.1 * slope_1;
                y_tangent_view[index] = y_tangent_part + product_1;
                slope_part = product;
                slope_tangent_1 = sum;
            }
            let slope_2 = &slope_part;
            let y_part_1 = y_1[condition];
            let y_tangent_part_1 = y_tangent_1[condition];
            y_1[condition] = y_part_1 + 0.1 * slope_2;
            y_tangent_1[condition] = y_tangent_part_1 + slope_tangent_1 * 0.1;
        }
        let constant = n - 1;
        let y_part_2 = y_1[constant];
        (y_part_2, y_tangent_1[constant])
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        x: &[f64],
        y: f64,
        steps: usize,
        x_tangent: &[f64],
        y_tangent: f64,
        steps_tangent: impl ::core::marker::Sized,
    ) -> (f64, f64) {
        Self::jvp(x, y, steps, x_tangent, y_tangent)
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
                ::core::option::Option::Some("x"),
                true,
                &[],
            ),
            node(
                1,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("y"),
                true,
                &[],
            ),
            node(
                2,
                "parameter",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("steps"),
                false,
                &[],
            ),
            node(
                3,
                "x.len()",
                Kind::Constant,
                &[0],
                ::core::option::Option::Some("n"),
                false,
                &[],
            ),
            node(
                4,
                "repeat",
                Kind::Operator,
                &[1, 3],
                ::core::option::Option::Some("y"),
                true,
                &[],
            ),
            node(5, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                6,
                "load[]",
                Kind::Operator,
                &[0, 5],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                7,
                "repeat",
                Kind::Operator,
                &[6, 3],
                ::core::option::Option::Some("slope"),
                true,
                &[],
            ),
            node(8, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                9,
                "derivative",
                Kind::Operator,
                &[8, 2, 4, 7],
                ::core::option::Option::Some("y"),
                true,
                &[],
            ),
            node(
                10,
                "result",
                Kind::Operator,
                &[9],
                ::core::option::Option::Some("slope"),
                false,
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
            node(
                12,
                "n - 1",
                Kind::Constant,
                &[3],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                13,
                "load[]",
                Kind::Operator,
                &[9, 12],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "midpoint",
            nodes: NODES,
            results: &[13],
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
        x: &[f64],
        y: f64,
        steps: usize,
        x_gradient: &mut [f64],
        y_gradient: &mut f64,
    ) -> f64 {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            x_gradient.len() == x.len(),
            "`x` has {} elements, but its gradient buffer has {}", x.len(), x_gradient
            .len()
        );
        x_gradient.fill(0.0);
        let n = x.len();
        let mut y_1: __ad::Vec<f64> = __ad::vec![y; n];
        let x_part = x[0];
        let slope: __ad::Vec<f64> = __ad::vec![x_part; n];
        let condition = n - 1;
        let mut record = __ad::list!(Table, steps);
        let mut record_1 = __ad::list!(Table, steps * condition);
        let rows = &mut __ad::rows(&mut record, steps)[..steps];
        let x_view = __ad::view(&x[..], 1, n);
        for index in (0..steps) {
            let _ = &x_view;
            let _ = &slope[1..n];
            let mut slope_part = slope[0];
            let start = record_1.len();
            let rows_1 = &mut __ad::further_rows(&mut record_1, condition)[..condition];
            let x_view_1 = &x_view[..condition];
            let y_view = &mut y_1[..condition];
            for index_1 in (0..condition) {
                let x_part_1 = x_view_1[index_1];
                let x_1 = &x_part_1;
                let y_part = y_view[index_1];
                let y_2 = &y_part;
                let product = x_1 * y_2;
                let slope_1 = &slope_part;
                y_view[index_1] = y_part + 0.1 * slope_1;
                rows_1[index_1 as usize] = y_part;
                slope_part = product;
            }
            let record_2 = (start, record_1.len());
            let slope_2 = &slope_part;
            let y_part_1 = y_1[condition];
            y_1[condition] = y_part_1 + 0.1 * slope_2;
            rows[index as usize] = record_2;
        }
        let constant = n - 1;
        let y_part_2 = y_1[constant];
        let mut y_adjoint = __ad::vec![0.0; n];
        y_adjoint[constant] += 1.0;
        let mut slope_adjoint = __ad::vec![0.0; n];
        let rows_2 = &record[..steps];
        let x_view_2 = __ad::view(&x[..], 1, n);
        let x_gradient_view = __ad::view_mut(&mut x_gradient[..], 1, n);
        for index_2 in (0..steps).rev() {
            let record_3 = rows_2[index_2 as usize];
            let y_adjoint_part = y_adjoint[condition];
            let mut slope_adjoint_1 = y_adjoint_part * 0.1;
            let rows_3 = &record_1[record_3.0..record_3.1][..condition];
            let x_view_3 = &x_view_2[..condition];
            let y_adjoint_view = &mut y_adjoint[..condition];
            let x_gradient_view_1 = &mut x_gradient_view[..condition];
            for index_3 in (0..condition).rev() {
                let y_part_3 = rows_3[index_3 as usize];
                let x_part_2 = x_view_3[index_3];
                let y_adjoint_part_1 = y_adjoint_view[index_3];
                let slope_adjoint_2 = y_adjoint_part_1 * 0.1;
                let x_adjoint = slope_adjoint_1 * y_part_3;
                let y_adjoint_1 = slope_adjoint_1 * x_part_2;
                y_adjoint_view[index_3] = y_adjoint_part_1 + y_adjoint_1;
                x_gradient_view_1[index_3] += x_adjoint;
                slope_adjoint_1 = slope_adjoint_2;
            }
            slope_adjoint[0] += slope_adjoint_1;
        }
        x_gradient[0] += __ad::elements_adjoint(slope_adjoint, 0.0);
        let y_adjoint_2 = __ad::elements_adjoint(y_adjoint, 0.0);
        *y_gradient = y_adjoint_2;
        y_part_2
    }
    #[track_caller]
    /// The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn grad_into(
        x: &[f64],
        y: f64,
        steps: usize,
        x_gradient: &mut [f64],
        y_gradient: &mut f64,
    ) -> () {
        Self::value_and_grad_into(x, y, steps, x_gradient, y_gradient);
    }
}
::autodiff_core::__private::if_alloc! {
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl midpoint { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(x : & [f64], y : f64,
    steps : usize) -> (f64, (::autodiff_core::__private::Vec < f64 >, f64)) { let mut
    x_gradient = ::autodiff_core::Differentiable::zero_tangent(& x); let mut y_gradient =
    0.0; let value = Self::value_and_grad_into(x, y, steps, & mut x_gradient, & mut
    y_gradient); (value, (x_gradient, y_gradient)) } #[doc = " The gradient."] #[inline]
    pub fn grad(x : & [f64], y : f64, steps : usize) -> (::autodiff_core::__private::Vec
    < f64 >, f64) { Self::value_and_grad(x, y, steps).1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(x : & [f64], y : f64, steps : usize) -> (f64, impl Fn(f64) ->
    (::autodiff_core::__private::Vec < f64 >, f64) + use < >) { use
    ::autodiff_core::__private as __ad; let n = x.len(); let mut y_1 : __ad::Vec < f64 >
    = __ad::vec![y; n]; let x_part = x[0]; let slope : __ad::Vec < f64 > =
    __ad::vec![x_part; n]; let condition = n - 1; let mut record = __ad::list!(Table,
    steps); let mut record_1 = __ad::list!(Table, steps * condition); let rows = & mut
    __ad::rows(& mut record, steps) [..steps]; let x_view = __ad::view(& x[..], 1, n);
    for index in (0..steps) { let _ = & x_view; let _ = & slope[1..n]; let mut slope_part
    = slope[0]; let start = record_1.len(); let rows_1 = & mut __ad::further_rows(& mut
    record_1, condition) [..condition]; let x_view_1 = & x_view[..condition]; let y_view
    = & mut y_1[..condition]; for index_1 in (0..condition) { let x_part_1 =
    x_view_1[index_1]; let x_1 = & x_part_1; let y_part = y_view[index_1]; let y_2 = &
    y_part; let product = x_1 * y_2; let slope_1 = & slope_part; y_view[index_1] = y_part
    + 0.1 * slope_1; rows_1[index_1 as usize] = y_part; slope_part = product; } let
    record_2 = (start, record_1.len()); let slope_2 = & slope_part; let y_part_1 =
    y_1[condition]; y_1[condition] = y_part_1 + 0.1 * slope_2; rows[index as usize] =
    record_2; } let constant = n - 1; let y_part_2 = y_1[constant]; let x = x.to_vec();
    (y_part_2, #[inline(always)] move | seed : f64 | { let mut y_adjoint =
    __ad::vec![0.0; n]; y_adjoint[constant] += seed; let mut slope_adjoint =
    __ad::vec![0.0; n]; let mut x_adjoint = __ad::vec![0.0; n]; let rows_2 = &
    record[..steps]; let x_view_2 = __ad::view(& x[..], 1, n); let x_adjoint_view =
    __ad::view_mut(& mut x_adjoint[..], 1, n); for index_2 in (0..steps).rev() { let
    record_3 = rows_2[index_2 as usize]; let y_adjoint_part = y_adjoint[condition]; let
    mut slope_adjoint_1 = y_adjoint_part * 0.1; let rows_3 = & record_1[record_3.0
    ..record_3.1] [..condition]; let x_view_3 = & x_view_2[..condition]; let
    y_adjoint_view = & mut y_adjoint[..condition]; let x_adjoint_view_1 = & mut
    x_adjoint_view[..condition]; for index_3 in (0..condition).rev() { let y_part_3 =
    rows_3[index_3 as usize]; let x_part_2 = x_view_3[index_3]; let y_adjoint_part_1 =
    y_adjoint_view[index_3]; let slope_adjoint_2 = y_adjoint_part_1 * 0.1; let
    x_adjoint_1 = slope_adjoint_1 * y_part_3; let y_adjoint_1 = slope_adjoint_1 *
    x_part_2; y_adjoint_view[index_3] = y_adjoint_part_1 + y_adjoint_1;
    x_adjoint_view_1[index_3] += x_adjoint_1; slope_adjoint_1 = slope_adjoint_2; }
    slope_adjoint[0] += slope_adjoint_1; } x_adjoint[0] +=
    __ad::elements_adjoint(slope_adjoint, 0.0); let y_adjoint_2 =
    __ad::elements_adjoint(y_adjoint, 0.0); (x_adjoint, y_adjoint_2) }) } #[doc(hidden)]
    #[inline] pub fn __vjp(x : & [f64], y : f64, steps : usize) -> (f64, impl Fn(f64) ->
    (::autodiff_core::__private::Vec < f64 >, f64, (),) + use < >) { let (value,
    pullback) = Self::vjp(x, y, steps); (value, #[inline(always)] move | seed : f64 | {
    let (adjoint_0, adjoint_1) = pullback(seed); (adjoint_0, adjoint_1, (),) }) } }
}
