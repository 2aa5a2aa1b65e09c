#[allow(dead_code)]
fn worked(x: f64) -> f64 {
    if x > 0.0 { x.exp() * x } else { x }
}
/// The derivatives of [`worked`](fn@worked), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum worked {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl worked {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: f64) -> f64 {
        if x > 0.0 { x.exp() * x } else { x }
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(x: f64, x_tangent: f64) -> (f64, f64) {
        if x > 0.0 {
            let exp = x.exp();
            let product = exp * x;
            (product, x_tangent * product + x_tangent * exp)
        } else {
            (x, x_tangent)
        }
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(x: f64, x_tangent: f64) -> (f64, f64) {
        Self::jvp(x, x_tangent)
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
                "x > 0.0",
                Kind::Constant,
                &[0],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                2,
                "if",
                Kind::Branch,
                &[1],
                ::core::option::Option::None,
                true,
                &[
                    region(
                        "then",
                        &[
                            node(
                                3,
                                "exp",
                                Kind::Operator,
                                &[0],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                4,
                                "mul",
                                Kind::Operator,
                                &[3, 0],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                        ],
                        &[4],
                    ),
                    region("else", &[], &[0]),
                ],
            ),
            node(
                5,
                "result",
                Kind::Operator,
                &[2],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "worked",
            nodes: NODES,
            results: &[5],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
    /// The value and the gradient.
    #[inline]
    pub fn value_and_grad(x: f64) -> (f64, f64) {
        let (selected, x_adjoint_1) = if x > 0.0 {
            let exp = x.exp();
            let product = exp * x;
            let x_adjoint = exp + product;
            (product, x_adjoint)
        } else {
            (x, 1.0)
        };
        (selected, x_adjoint_1)
    }
    /// The gradient.
    #[inline]
    pub fn grad(x: f64) -> f64 {
        Self::value_and_grad(x).1
    }
    /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
    #[inline]
    pub fn vjp(x: f64) -> (f64, impl Fn(f64) -> f64 + use<>) {
        use ::autodiff_core::__private as __ad;
        let (selected, taken) = if x > 0.0 {
            let exp = x.exp();
            let product = exp * x;
            (product, __ad::Either::Then((exp, product)))
        } else {
            (x, __ad::Either::Else(()))
        };
        (
            selected,
            #[inline(always)]
            move |seed: f64| {
                let x_adjoint_1 = match &taken {
                    &__ad::Either::Then((exp_1, product_1)) => {
                        let x_adjoint = seed * (exp_1 + product_1);
                        x_adjoint
                    }
                    &__ad::Either::Else(()) => seed,
                };
                x_adjoint_1
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(x: f64) -> (f64, impl Fn(f64) -> (f64,) + use<>) {
        let (value, pullback) = Self::vjp(x);
        (
            value,
            #[inline(always)]
            move |seed: f64| {
                let adjoint_0 = pullback(seed);
                (adjoint_0,)
            },
        )
    }
}
