#[allow(dead_code)]
fn rosenbrock(x: f64, y: f64) -> f64 {
    let a = 1.0 - x;
    let b = y - x * x;
    a * a + 100.0 * b * b
}
/// The derivatives of [`rosenbrock`](fn@rosenbrock), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum rosenbrock {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl rosenbrock {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: f64, y: f64) -> f64 {
        let a = 1.0 - x;
        let b = y - x * x;
        a * a + 100.0 * b * b
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(x: f64, y: f64, x_tangent: f64, y_tangent: f64) -> (f64, f64) {
        let a = 1.0 - x;
        let b = y - x * x;
        let b_tangent = y_tangent + -2.0 * (x_tangent * x);
        let product = 100.0 * b;
        (a * a + product * b, -2.0 * (x_tangent * a - b_tangent * product))
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(x: f64, y: f64, x_tangent: f64, y_tangent: f64) -> (f64, f64) {
        Self::jvp(x, y, x_tangent, y_tangent)
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
                "1.0",
                Kind::Constant,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                3,
                "sub",
                Kind::Operator,
                &[2, 0],
                ::core::option::Option::Some("a"),
                true,
                &[],
            ),
            node(
                4,
                "mul",
                Kind::Operator,
                &[0, 0],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                5,
                "sub",
                Kind::Operator,
                &[1, 4],
                ::core::option::Option::Some("b"),
                true,
                &[],
            ),
            node(
                6,
                "mul",
                Kind::Operator,
                &[3, 3],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                7,
                "100.0",
                Kind::Constant,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                8,
                "mul",
                Kind::Operator,
                &[7, 5],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                9,
                "mul",
                Kind::Operator,
                &[8, 5],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                10,
                "add",
                Kind::Operator,
                &[6, 9],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "rosenbrock",
            nodes: NODES,
            results: &[10],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
    /// The value and the gradient.
    #[inline]
    pub fn value_and_grad(x: f64, y: f64) -> (f64, (f64, f64)) {
        let a = 1.0 - x;
        let b = y - x * x;
        let product = 100.0 * b;
        let b_adjoint = product + product;
        let x_adjoint = -2.0 * (b_adjoint * x + a);
        (a * a + product * b, (x_adjoint, b_adjoint))
    }
    /// The gradient.
    #[inline]
    pub fn grad(x: f64, y: f64) -> (f64, f64) {
        Self::value_and_grad(x, y).1
    }
    /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
    #[inline]
    pub fn vjp(x: f64, y: f64) -> (f64, impl Fn(f64) -> (f64, f64) + use<>) {
        let a = 1.0 - x;
        let b = y - x * x;
        let product = 100.0 * b;
        (
            a * a + product * b,
            #[inline(always)]
            move |seed: f64| {
                let b_adjoint = seed * (product + product);
                let x_adjoint = -2.0 * (b_adjoint * x + seed * a);
                (x_adjoint, b_adjoint)
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(x: f64, y: f64) -> (f64, impl Fn(f64) -> (f64, f64) + use<>) {
        Self::vjp(x, y)
    }
}
#[allow(dead_code)]
/// Differences of products, whose adjoints are factors of two products each: they are negated once.
pub fn crossed(a: f64, b: f64, c: f64, d: f64) -> f64 {
    (a * b - c * d).sin()
}
/// The derivatives of [`crossed`](fn@crossed), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
pub enum crossed {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl crossed {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(a: f64, b: f64, c: f64, d: f64) -> f64 {
        (a * b - c * d).sin()
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(
        a: f64,
        b: f64,
        c: f64,
        d: f64,
        a_tangent: f64,
        b_tangent: f64,
        c_tangent: f64,
        d_tangent: f64,
    ) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        let difference = a * b - c * d;
        (
            difference.sin(),
            (a_tangent * b + b_tangent * a - (c_tangent * d + d_tangent * c))
                * __ad::math::cos(difference),
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        a: f64,
        b: f64,
        c: f64,
        d: f64,
        a_tangent: f64,
        b_tangent: f64,
        c_tangent: f64,
        d_tangent: f64,
    ) -> (f64, f64) {
        Self::jvp(a, b, c, d, a_tangent, b_tangent, c_tangent, d_tangent)
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
                ::core::option::Option::Some("a"),
                true,
                &[],
            ),
            node(
                1,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("b"),
                true,
                &[],
            ),
            node(
                2,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("c"),
                true,
                &[],
            ),
            node(
                3,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("d"),
                true,
                &[],
            ),
            node(
                4,
                "mul",
                Kind::Operator,
                &[0, 1],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                5,
                "mul",
                Kind::Operator,
                &[2, 3],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                6,
                "sub",
                Kind::Operator,
                &[4, 5],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(7, "sin", Kind::Operator, &[6], ::core::option::Option::None, true, &[]),
        ];
        Graph {
            name: "crossed",
            nodes: NODES,
            results: &[7],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
    /// The value and the gradient.
    #[inline]
    pub fn value_and_grad(
        a: f64,
        b: f64,
        c: f64,
        d: f64,
    ) -> (f64, (f64, f64, f64, f64)) {
        use ::autodiff_core::__private as __ad;
        let difference = a * b - c * d;
        let cos = __ad::math::cos(difference);
        let negated = -cos;
        let c_adjoint = negated * d;
        let d_adjoint = negated * c;
        let a_adjoint = cos * b;
        let b_adjoint = cos * a;
        (difference.sin(), (a_adjoint, b_adjoint, c_adjoint, d_adjoint))
    }
    /// The gradient.
    #[inline]
    pub fn grad(a: f64, b: f64, c: f64, d: f64) -> (f64, f64, f64, f64) {
        Self::value_and_grad(a, b, c, d).1
    }
    /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
    #[inline]
    pub fn vjp(
        a: f64,
        b: f64,
        c: f64,
        d: f64,
    ) -> (f64, impl Fn(f64) -> (f64, f64, f64, f64) + use<>) {
        use ::autodiff_core::__private as __ad;
        let difference = a * b - c * d;
        let cos = __ad::math::cos(difference);
        (
            difference.sin(),
            #[inline(always)]
            move |seed: f64| {
                let product = seed * cos;
                let negated = -product;
                let c_adjoint = negated * d;
                let d_adjoint = negated * c;
                let a_adjoint = product * b;
                let b_adjoint = product * a;
                (a_adjoint, b_adjoint, c_adjoint, d_adjoint)
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(
        a: f64,
        b: f64,
        c: f64,
        d: f64,
    ) -> (f64, impl Fn(f64) -> (f64, f64, f64, f64) + use<>) {
        Self::vjp(a, b, c, d)
    }
}
