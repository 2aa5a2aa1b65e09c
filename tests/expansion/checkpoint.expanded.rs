#[allow(dead_code)]
/// The state after every hundredth iteration is kept; the hundred before it run again.
fn newton(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = 0.5 * (y + x / y);
    }
    y
}
/// The derivatives of [`newton`](fn@newton), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum newton {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl newton {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: f64, n: usize) -> f64 {
        let mut y: f64 = x;
        for _ in (0..n) {
            let quotient = x / y;
            let sum = y + quotient;
            y = 0.5 * sum;
        }
        y
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(x: f64, n: usize, x_tangent: f64) -> (f64, f64) {
        let mut y: f64 = x;
        let mut y_tangent: f64 = x_tangent;
        for _ in (0..n) {
            let quotient = x / y;
            let quotient_1 = x_tangent / y;
            let quotient_2 = y_tangent / y;
            let sum = y + quotient;
            let sum_1 = y_tangent + (quotient_1 - quotient_2 * quotient);
            y = 0.5 * sum;
            y_tangent = sum_1 * 0.5;
        }
        (y, y_tangent)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        x: f64,
        n: usize,
        x_tangent: f64,
        n_tangent: impl ::core::marker::Sized,
    ) -> (f64, f64) {
        Self::jvp(x, n, x_tangent)
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
                "parameter",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("n"),
                false,
                &[],
            ),
            node(2, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                3,
                "derivative",
                Kind::Operator,
                &[2, 1, 0],
                ::core::option::Option::Some("y"),
                true,
                &[],
            ),
            node(
                4,
                "tuple",
                Kind::Operator,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
        ];
        Graph {
            name: "newton",
            nodes: NODES,
            results: &[3],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Any
    };
    /// The value and the gradient.
    #[inline]
    pub fn value_and_grad(x: f64, n: usize) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        let segments_1 = __ad::segments(0, n, 100);
        let mut record = __ad::list!(Table, (0..segments_1).size_hint().0);
        let mut y: f64 = x;
        let rows = __ad::rows(&mut record, (0..segments_1).size_hint().0);
        for segment_1 in (0..segments_1) {
            let bounds = __ad::segment(0, n, segment_1, 100);
            let mut y_1: f64 = y;
            for _ in (bounds.0..bounds.1) {
                let quotient = x / y_1;
                let sum = y_1 + quotient;
                y_1 = 0.5 * sum;
            }
            rows[segment_1 as usize] = y;
            y = y_1;
        }
        let mut record_1 = __ad::list!(Rows);
        let mut y_adjoint: f64 = 1.0;
        let mut x_adjoint: f64 = 0.0;
        let rows_1 = &record[..(0..segments_1).size_hint().0];
        for segment_2 in (0..segments_1).rev() {
            let y_2 = rows_1[segment_2 as usize];
            let bounds_1 = __ad::segment(0, n, segment_2, 100);
            let condition = bounds_1.0;
            let condition_1 = bounds_1.1;
            let mut y_3: f64 = y_2;
            record_1.clear();
            for _ in (condition..condition_1) {
                let quotient_1 = x / y_3;
                let sum_1 = y_3 + quotient_1;
                record_1.push((y_3, quotient_1));
                y_3 = 0.5 * sum_1;
            }
            for &(y_4, quotient_2) in record_1.iter().rev() {
                let product = y_adjoint * 0.5;
                let quotient_3 = product / y_4;
                let x_adjoint_1 = x_adjoint + quotient_3;
                y_adjoint = product - quotient_3 * quotient_2;
                x_adjoint = x_adjoint_1;
            }
        }
        let x_adjoint_2 = x_adjoint + y_adjoint;
        (y, x_adjoint_2)
    }
    /// The gradient.
    #[inline]
    pub fn grad(x: f64, n: usize) -> f64 {
        Self::value_and_grad(x, n).1
    }
    /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
    #[inline]
    pub fn vjp(x: f64, n: usize) -> (f64, impl Fn(f64) -> f64 + use<>) {
        use ::autodiff_core::__private as __ad;
        let segments_1 = __ad::segments(0, n, 100);
        let mut record = __ad::list!(Table, (0..segments_1).size_hint().0);
        let mut y: f64 = x;
        let rows = __ad::rows(&mut record, (0..segments_1).size_hint().0);
        for segment_1 in (0..segments_1) {
            let bounds = __ad::segment(0, n, segment_1, 100);
            let mut y_1: f64 = y;
            for _ in (bounds.0..bounds.1) {
                let quotient = x / y_1;
                let sum = y_1 + quotient;
                y_1 = 0.5 * sum;
            }
            rows[segment_1 as usize] = y;
            y = y_1;
        }
        (
            y,
            #[inline(always)]
            move |seed: f64| {
                let mut record_1 = __ad::list!(Rows);
                let mut y_adjoint: f64 = seed;
                let mut x_adjoint: f64 = 0.0;
                let rows_1 = &record[..(0..segments_1).size_hint().0];
                for segment_2 in (0..segments_1).rev() {
                    let y_2 = rows_1[segment_2 as usize];
                    let bounds_1 = __ad::segment(0, n, segment_2, 100);
                    let condition = bounds_1.0;
                    let condition_1 = bounds_1.1;
                    let mut y_3: f64 = y_2;
                    record_1.clear();
                    for _ in (condition..condition_1) {
                        let quotient_1 = x / y_3;
                        let sum_1 = y_3 + quotient_1;
                        record_1.push((y_3, quotient_1));
                        y_3 = 0.5 * sum_1;
                    }
                    for &(y_4, quotient_2) in record_1.iter().rev() {
                        let product = y_adjoint * 0.5;
                        let quotient_3 = product / y_4;
                        let x_adjoint_1 = x_adjoint + quotient_3;
                        y_adjoint = product - quotient_3 * quotient_2;
                        x_adjoint = x_adjoint_1;
                    }
                }
                let x_adjoint_2 = x_adjoint + y_adjoint;
                x_adjoint_2
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(x: f64, n: usize) -> (f64, impl Fn(f64) -> (f64, ()) + use<>) {
        let (value, pullback) = Self::vjp(x, n);
        (
            value,
            #[inline(always)]
            move |seed: f64| {
                let adjoint_0 = pullback(seed);
                (adjoint_0, ())
            },
        )
    }
}
