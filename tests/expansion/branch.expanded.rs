#[allow(dead_code)]
fn huber(r: f64, delta: f64) -> f64 {
    if r.abs() <= delta { 0.5 * r * r } else { delta * (r.abs() - 0.5 * delta) }
}
/// The derivatives of [`huber`](fn@huber), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum huber {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl huber {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(r: f64, delta: f64) -> f64 {
        if r.abs() <= delta { 0.5 * r * r } else { delta * (r.abs() - 0.5 * delta) }
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(r: f64, delta: f64, r_tangent: f64, delta_tangent: f64) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        if r.abs() <= delta {
            let product = 0.5 * r;
            (product * r, 2.0 * (r_tangent * product))
        } else {
            let product_1 = r_tangent * __ad::math::copysign(1.0, r);
            let difference = r.abs() - 0.5 * delta;
            (
                delta * difference,
                delta_tangent * difference
                    + ((if r == 0.0 { 0.0 } else { product_1 }) + -0.5 * delta_tangent)
                        * delta,
            )
        }
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(r: f64, delta: f64, r_tangent: f64, delta_tangent: f64) -> (f64, f64) {
        Self::jvp(r, delta, r_tangent, delta_tangent)
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
                ::core::option::Option::Some("r"),
                true,
                &[],
            ),
            node(
                1,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("delta"),
                true,
                &[],
            ),
            node(
                2,
                "r.abs() <= delta",
                Kind::Constant,
                &[0, 1],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                3,
                "if",
                Kind::Branch,
                &[2],
                ::core::option::Option::None,
                true,
                &[
                    region(
                        "then",
                        &[
                            node(
                                4,
                                "0.5",
                                Kind::Constant,
                                &[],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                5,
                                "mul",
                                Kind::Operator,
                                &[4, 0],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                6,
                                "mul",
                                Kind::Operator,
                                &[5, 0],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                        ],
                        &[6],
                    ),
                    region(
                        "else",
                        &[
                            node(
                                7,
                                "abs",
                                Kind::Operator,
                                &[0],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                8,
                                "0.5",
                                Kind::Constant,
                                &[],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                9,
                                "mul",
                                Kind::Operator,
                                &[8, 1],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                10,
                                "sub",
                                Kind::Operator,
                                &[7, 9],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                11,
                                "mul",
                                Kind::Operator,
                                &[1, 10],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                        ],
                        &[11],
                    ),
                ],
            ),
            node(
                12,
                "result",
                Kind::Operator,
                &[3],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "huber",
            nodes: NODES,
            results: &[12],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
    /// The value and the gradient.
    #[inline]
    pub fn value_and_grad(r: f64, delta: f64) -> (f64, (f64, f64)) {
        use ::autodiff_core::__private as __ad;
        let (selected, r_adjoint_1, delta_adjoint_1) = if r.abs() <= delta {
            (0.5 * r * r, r, 0.0)
        } else {
            let difference = r.abs() - 0.5 * delta;
            let delta_adjoint = difference + -0.5 * delta;
            let product = delta * __ad::math::copysign(1.0, r);
            let r_adjoint = if r == 0.0 { 0.0 } else { product };
            (delta * difference, r_adjoint, delta_adjoint)
        };
        (selected, (r_adjoint_1, delta_adjoint_1))
    }
    /// The gradient.
    #[inline]
    pub fn grad(r: f64, delta: f64) -> (f64, f64) {
        Self::value_and_grad(r, delta).1
    }
    /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
    #[inline]
    pub fn vjp(r: f64, delta: f64) -> (f64, impl Fn(f64) -> (f64, f64) + use<>) {
        use ::autodiff_core::__private as __ad;
        let (selected, taken) = if r.abs() <= delta {
            let product = 0.5 * r;
            (product * r, __ad::Either::Then(product))
        } else {
            let difference = r.abs() - 0.5 * delta;
            (delta * difference, __ad::Either::Else(difference))
        };
        (
            selected,
            #[inline(always)]
            move |seed: f64| {
                let (r_adjoint_2, delta_adjoint_1) = match &taken {
                    &__ad::Either::Then(product_1) => {
                        let r_adjoint = seed * (product_1 + product_1);
                        (r_adjoint, 0.0)
                    }
                    &__ad::Either::Else(difference_1) => {
                        let delta_adjoint = seed * (difference_1 + delta * -0.5);
                        let product_2 = seed * delta * __ad::math::copysign(1.0, r);
                        let r_adjoint_1 = if r == 0.0 { 0.0 } else { product_2 };
                        (r_adjoint_1, delta_adjoint)
                    }
                };
                (r_adjoint_2, delta_adjoint_1)
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(r: f64, delta: f64) -> (f64, impl Fn(f64) -> (f64, f64) + use<>) {
        Self::vjp(r, delta)
    }
}
#[allow(dead_code)]
fn piecewise(x: f64, n: i32) -> f64 {
    let mut y = x;
    match n {
        0 => return x.exp(),
        1..=3 => y = (x * x).sin(),
        _ => {}
    }
    y * x
}
/// The derivatives of [`piecewise`](fn@piecewise), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum piecewise {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl piecewise {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: f64, n: i32) -> f64 {
        if ::core::matches!(n, 0) {
            x.exp()
        } else {
            let y_1 = if ::core::matches!(n, 1..= 3) {
                let y = (x * x).sin();
                y
            } else {
                x
            };
            y_1 * x
        }
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(x: f64, n: i32, x_tangent: f64) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        if ::core::matches!(n, 0) {
            let exp = x.exp();
            (exp, x_tangent * exp)
        } else {
            let (y_1, y_tangent_1) = if ::core::matches!(n, 1..= 3) {
                let product = x * x;
                let y = product.sin();
                let y_tangent = 2.0 * (x_tangent * x) * __ad::math::cos(product);
                (y, y_tangent)
            } else {
                (x, x_tangent)
            };
            (y_1 * x, y_tangent_1 * x + x_tangent * y_1)
        }
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        x: f64,
        n: i32,
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
            node(
                2,
                "matches!(operand_0, 0)",
                Kind::Constant,
                &[1],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                3,
                "if",
                Kind::Branch,
                &[2],
                ::core::option::Option::None,
                true,
                &[
                    region(
                        "then",
                        &[
                            node(
                                4,
                                "exp",
                                Kind::Operator,
                                &[0],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                        ],
                        &[4],
                    ),
                    region(
                        "else",
                        &[
                            node(
                                5,
                                "matches!(operand_0, 1 ..= 3)",
                                Kind::Constant,
                                &[1],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                6,
                                "if",
                                Kind::Branch,
                                &[5],
                                ::core::option::Option::None,
                                true,
                                &[
                                    region(
                                        "then",
                                        &[
                                            node(
                                                7,
                                                "mul",
                                                Kind::Operator,
                                                &[0, 0],
                                                ::core::option::Option::None,
                                                true,
                                                &[],
                                            ),
                                            node(
                                                8,
                                                "sin",
                                                Kind::Operator,
                                                &[7],
                                                ::core::option::Option::Some("y"),
                                                true,
                                                &[],
                                            ),
                                            node(
                                                9,
                                                "tuple",
                                                Kind::Operator,
                                                &[],
                                                ::core::option::Option::None,
                                                false,
                                                &[],
                                            ),
                                        ],
                                        &[8],
                                    ),
                                    region(
                                        "else",
                                        &[
                                            node(
                                                10,
                                                "tuple",
                                                Kind::Operator,
                                                &[],
                                                ::core::option::Option::None,
                                                false,
                                                &[],
                                            ),
                                        ],
                                        &[0],
                                    ),
                                ],
                            ),
                            node(
                                11,
                                "result",
                                Kind::Operator,
                                &[6],
                                ::core::option::Option::Some("y"),
                                true,
                                &[],
                            ),
                            node(
                                12,
                                "tuple",
                                Kind::Operator,
                                &[],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                13,
                                "mul",
                                Kind::Operator,
                                &[11, 0],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                        ],
                        &[13],
                    ),
                ],
            ),
            node(
                14,
                "result",
                Kind::Operator,
                &[3],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "piecewise",
            nodes: NODES,
            results: &[14],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
    /// The value and the gradient.
    #[inline]
    pub fn value_and_grad(x: f64, n: i32) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        let (selected_1, x_adjoint_2) = if ::core::matches!(n, 0) {
            let exp = x.exp();
            (exp, exp)
        } else {
            let (y_1, selected) = if ::core::matches!(n, 1..= 3) {
                let product = x * x;
                let x_adjoint = 2.0 * (__ad::math::cos(product) * product);
                let y = product.sin();
                (y, x_adjoint)
            } else {
                (x, x)
            };
            let x_adjoint_1 = y_1 + selected;
            (y_1 * x, x_adjoint_1)
        };
        (selected_1, x_adjoint_2)
    }
    /// The gradient.
    #[inline]
    pub fn grad(x: f64, n: i32) -> f64 {
        Self::value_and_grad(x, n).1
    }
    /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
    #[inline]
    pub fn vjp(x: f64, n: i32) -> (f64, impl Fn(f64) -> f64 + use<>) {
        use ::autodiff_core::__private as __ad;
        let (selected, taken_1) = if ::core::matches!(n, 0) {
            let exp = x.exp();
            (exp, __ad::Either::Then(exp))
        } else {
            let (y_1, taken) = if ::core::matches!(n, 1..= 3) {
                let product = x * x;
                let y = product.sin();
                (y, __ad::Either::Then(product))
            } else {
                (x, __ad::Either::Else(()))
            };
            (y_1 * x, __ad::Either::Else((y_1, taken)))
        };
        (
            selected,
            #[inline(always)]
            move |seed: f64| {
                let x_adjoint_3 = match &taken_1 {
                    &__ad::Either::Then(exp_1) => {
                        let x_adjoint = seed * exp_1;
                        x_adjoint
                    }
                    &__ad::Either::Else((y_2, ref taken_2)) => {
                        let y_adjoint = seed * x;
                        let selected_1 = match &*taken_2 {
                            &__ad::Either::Then(product_1) => {
                                let x_adjoint_1 = 2.0
                                    * (y_adjoint * __ad::math::cos(product_1) * x);
                                x_adjoint_1
                            }
                            &__ad::Either::Else(()) => y_adjoint,
                        };
                        let x_adjoint_2 = seed * y_2 + selected_1;
                        x_adjoint_2
                    }
                };
                x_adjoint_3
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(x: f64, n: i32) -> (f64, impl Fn(f64) -> (f64, ()) + use<>) {
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
