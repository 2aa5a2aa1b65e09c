pub mod fit {
    /// Where the loss turns from quadratic to linear.
    pub const DELTA: f64 = 1.345;
    /// Huber's loss of one residual.
    #[allow(dead_code)]
    pub fn huber(residual: f64) -> f64 {
        if residual.abs() <= DELTA {
            0.5 * residual * residual
        } else {
            DELTA * (residual.abs() - 0.5 * DELTA)
        }
    }
    /// The derivatives of [`huber`](fn@huber), made by `#[differentiable]`.
    #[allow(dead_code, non_camel_case_types)]
    pub enum huber {}
    #[automatically_derived]
    #[allow(unused, unused_lifetimes, non_snake_case, clippy::all, clippy::pedantic)]
    impl huber {
        /// The value, with common parts computed once.
        #[inline]
        pub fn value(residual: f64) -> f64 {
            if residual.abs() <= DELTA {
                0.5 * residual * residual
            } else {
                let constant = 0.5 * DELTA;
                DELTA * (residual.abs() - constant)
            }
        }
        /// The value and its tangent, given the tangents of the active parameters.
        #[inline]
        pub fn jvp(residual: f64, residual_tangent: f64) -> (f64, f64) {
            use ::autodiff_core::__private as __ad;
            if residual.abs() <= DELTA {
                let product = 0.5 * residual;
                (product * residual, 2.0 * (residual_tangent * product))
            } else {
                let abs = residual.abs();
                let constant = 0.5 * DELTA;
                let difference = abs - constant;
                let product_1 = DELTA * difference;
                (
                    product_1,
                    __ad::tangent2_1::<
                        __ad::op::Mul,
                        _,
                        _,
                    >(
                        &DELTA,
                        &difference,
                        &product_1,
                        __ad::tangent2_0::<
                            __ad::op::Sub,
                            _,
                            _,
                        >(
                            &abs,
                            &constant,
                            &difference,
                            if residual == 0.0 {
                                0.0
                            } else {
                                residual_tangent * __ad::math::copysign(1.0, residual)
                            },
                        ),
                    ),
                )
            }
        }
        #[doc(hidden)]
        #[inline]
        pub fn __jvp(residual: f64, residual_tangent: f64) -> (f64, f64) {
            Self::jvp(residual, residual_tangent)
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
                    ::core::option::Option::Some("residual"),
                    true,
                    &[],
                ),
                node(
                    1,
                    "residual.abs() <= DELTA",
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
                                    "0.5",
                                    Kind::Constant,
                                    &[],
                                    ::core::option::Option::None,
                                    false,
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
                                node(
                                    5,
                                    "mul",
                                    Kind::Operator,
                                    &[4, 0],
                                    ::core::option::Option::None,
                                    true,
                                    &[],
                                ),
                            ],
                            &[5],
                        ),
                        region(
                            "else",
                            &[
                                node(
                                    6,
                                    "DELTA",
                                    Kind::Constant,
                                    &[],
                                    ::core::option::Option::None,
                                    false,
                                    &[],
                                ),
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
                                    "0.5 * DELTA",
                                    Kind::Constant,
                                    &[],
                                    ::core::option::Option::None,
                                    false,
                                    &[],
                                ),
                                node(
                                    9,
                                    "sub",
                                    Kind::Operator,
                                    &[7, 8],
                                    ::core::option::Option::None,
                                    true,
                                    &[],
                                ),
                                node(
                                    10,
                                    "mul",
                                    Kind::Operator,
                                    &[6, 9],
                                    ::core::option::Option::None,
                                    true,
                                    &[],
                                ),
                            ],
                            &[10],
                        ),
                    ],
                ),
                node(
                    11,
                    "result",
                    Kind::Operator,
                    &[2],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
            ];
            Graph {
                name: "huber",
                nodes: NODES,
                results: &[11],
            }
        }
        /// The value and the gradient.
        #[inline]
        pub fn value_and_grad(residual: f64) -> (f64, f64) {
            use ::autodiff_core::__private as __ad;
            let (selected, residual_adjoint_1) = if residual.abs() <= DELTA {
                (0.5 * residual * residual, residual)
            } else {
                let abs = residual.abs();
                let constant = 0.5 * DELTA;
                let difference = abs - constant;
                let product = DELTA * difference;
                let residual_adjoint = if residual == 0.0 {
                    0.0
                } else {
                    __ad::pullback2_0::<
                        __ad::op::Sub,
                        _,
                        _,
                    >(
                        &abs,
                        &constant,
                        &difference,
                        __ad::pullback2_1::<
                            __ad::op::Mul,
                            _,
                            _,
                        >(&DELTA, &difference, &product, 1.0),
                    ) * __ad::math::copysign(1.0, residual)
                };
                (product, residual_adjoint)
            };
            (selected, residual_adjoint_1)
        }
        /// The gradient.
        #[inline]
        pub fn grad(residual: f64) -> f64 {
            Self::value_and_grad(residual).1
        }
        /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
        #[inline]
        pub fn vjp(residual: f64) -> (f64, impl Fn(f64) -> f64 + use<>) {
            use ::autodiff_core::__private as __ad;
            let (selected, taken) = if residual.abs() <= DELTA {
                let product = 0.5 * residual;
                (product * residual, __ad::Either::Then(product))
            } else {
                let abs = residual.abs();
                let constant = 0.5 * DELTA;
                let difference = abs - constant;
                let product_1 = DELTA * difference;
                (
                    product_1,
                    __ad::Either::Else((DELTA, difference, product_1, abs, constant)),
                )
            };
            (
                selected,
                move |seed: f64| {
                    let residual_adjoint_2 = match &taken {
                        &__ad::Either::Then(recorded) => {
                            let residual_adjoint = seed * (recorded + recorded);
                            residual_adjoint
                        }
                        &__ad::Either::Else(
                            (
                                ref recorded_1,
                                ref recorded_2,
                                recorded_3,
                                recorded_4,
                                ref recorded_5,
                            ),
                        ) => {
                            let residual_adjoint_1 = if residual == 0.0 {
                                0.0
                            } else {
                                __ad::pullback2_0::<
                                    __ad::op::Sub,
                                    _,
                                    _,
                                >(
                                    &recorded_4,
                                    &*recorded_5,
                                    &*recorded_2,
                                    __ad::pullback2_1::<
                                        __ad::op::Mul,
                                        _,
                                        _,
                                    >(&*recorded_1, &*recorded_2, &recorded_3, seed),
                                ) * __ad::math::copysign(1.0, residual)
                            };
                            residual_adjoint_1
                        }
                    };
                    residual_adjoint_2
                },
            )
        }
        #[doc(hidden)]
        #[inline]
        pub fn __vjp(residual: f64) -> (f64, impl Fn(f64) -> (f64,) + use<>) {
            let (value, pullback) = Self::vjp(residual);
            (
                value,
                move |seed: f64| {
                    let adjoint_0 = pullback(seed);
                    (adjoint_0,)
                },
            )
        }
    }
    /// How far a point lies above the line.
    #[allow(dead_code)]
    pub fn residual(line: &[f64; 2], point: &[f64; 2]) -> f64 {
        point[1] - (line[0] * point[0] + line[1])
    }
    /// The derivatives of [`residual`](fn@residual), made by `#[differentiable]`.
    #[allow(dead_code, non_camel_case_types)]
    pub enum residual {}
    #[automatically_derived]
    #[allow(unused, unused_lifetimes, non_snake_case, clippy::all, clippy::pedantic)]
    impl residual {
        /// The value, with common parts computed once.
        #[inline]
        pub fn value(line: &[f64; 2], point: &[f64; 2]) -> f64 {
            point[1] - (line[0] * point[0] + line[1])
        }
        /// The value and its tangent, given the tangents of the active parameters.
        #[inline]
        pub fn jvp(
            line: &[f64; 2],
            point: &[f64; 2],
            line_tangent: &[f64; 2],
            point_tangent: &[f64; 2],
        ) -> (f64, f64) {
            let line_part = line[0];
            let point_part = point[0];
            (
                point[1] - (line_part * point_part + line[1]),
                point_tangent[1]
                    - (line_tangent[0] * point_part + point_tangent[0] * line_part
                        + line_tangent[1]),
            )
        }
        #[doc(hidden)]
        #[inline]
        pub fn __jvp(
            line: &[f64; 2],
            point: &[f64; 2],
            line_tangent: &[f64; 2],
            point_tangent: &[f64; 2],
        ) -> (f64, f64) {
            Self::jvp(line, point, line_tangent, point_tangent)
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
                    ::core::option::Option::Some("line"),
                    true,
                    &[],
                ),
                node(
                    1,
                    "leaf",
                    Kind::Leaf,
                    &[],
                    ::core::option::Option::Some("point"),
                    true,
                    &[],
                ),
                node(
                    2,
                    "1",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    3,
                    "load[]",
                    Kind::Operator,
                    &[1, 2],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    4,
                    "0",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    5,
                    "load[]",
                    Kind::Operator,
                    &[0, 4],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    6,
                    "0",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    7,
                    "load[]",
                    Kind::Operator,
                    &[1, 6],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    8,
                    "mul",
                    Kind::Operator,
                    &[5, 7],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    9,
                    "1",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    10,
                    "load[]",
                    Kind::Operator,
                    &[0, 9],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    11,
                    "add",
                    Kind::Operator,
                    &[8, 10],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    12,
                    "sub",
                    Kind::Operator,
                    &[3, 11],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
            ];
            Graph {
                name: "residual",
                nodes: NODES,
                results: &[12],
            }
        }
        /// The value and the gradient.
        #[inline]
        pub fn value_and_grad(
            line: &[f64; 2],
            point: &[f64; 2],
        ) -> (f64, ([f64; 2], [f64; 2])) {
            let line_part = line[0];
            let point_part = point[0];
            let line_adjoint = [-point_part, -1.0];
            let point_adjoint = [-line_part, 1.0];
            (
                point[1] - (line_part * point_part + line[1]),
                (line_adjoint, point_adjoint),
            )
        }
        /// The gradient.
        #[inline]
        pub fn grad(line: &[f64; 2], point: &[f64; 2]) -> ([f64; 2], [f64; 2]) {
            Self::value_and_grad(line, point).1
        }
        /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
        #[inline]
        pub fn vjp(
            line: &[f64; 2],
            point: &[f64; 2],
        ) -> (f64, impl Fn(f64) -> ([f64; 2], [f64; 2]) + use<>) {
            let line_part = line[0];
            let point_part = point[0];
            (
                point[1] - (line_part * point_part + line[1]),
                move |seed: f64| {
                    let line_adjoint = [-(seed * point_part), -seed];
                    let point_adjoint = [-(seed * line_part), seed];
                    (line_adjoint, point_adjoint)
                },
            )
        }
        #[doc(hidden)]
        #[inline]
        pub fn __vjp(
            line: &[f64; 2],
            point: &[f64; 2],
        ) -> (f64, impl Fn(f64) -> ([f64; 2], [f64; 2]) + use<>) {
            Self::vjp(line, point)
        }
    }
    /// The loss of a line over four points.
    #[allow(dead_code)]
    pub fn loss(line: &[f64; 2], points: &[[f64; 2]; 4]) -> f64 {
        huber(residual(line, &points[0])) + huber(residual(line, &points[1]))
            + huber(residual(line, &points[2])) + huber(residual(line, &points[3]))
    }
    /// The derivatives of [`loss`](fn@loss), made by `#[differentiable]`.
    #[allow(dead_code, non_camel_case_types)]
    pub enum loss {}
    #[automatically_derived]
    #[allow(unused, unused_lifetimes, non_snake_case, clippy::all, clippy::pedantic)]
    impl loss {
        /// The value, with common parts computed once.
        #[inline]
        pub fn value(line: &[f64; 2], points: &[[f64; 2]; 4]) -> f64 {
            let constant = &points[0];
            let line_part = line[0];
            let line_part_1 = line[1];
            let difference = constant[1] - (line_part * constant[0] + line_part_1);
            let selected = if difference.abs() <= DELTA {
                0.5 * difference * difference
            } else {
                let constant_1 = 0.5 * DELTA;
                DELTA * (difference.abs() - constant_1)
            };
            let constant_2 = &points[1];
            let difference_1 = constant_2[1] - (line_part * constant_2[0] + line_part_1);
            let selected_1 = if difference_1.abs() <= DELTA {
                0.5 * difference_1 * difference_1
            } else {
                let constant_3 = 0.5 * DELTA;
                DELTA * (difference_1.abs() - constant_3)
            };
            let constant_4 = &points[2];
            let difference_2 = constant_4[1] - (line_part * constant_4[0] + line_part_1);
            let selected_2 = if difference_2.abs() <= DELTA {
                0.5 * difference_2 * difference_2
            } else {
                let constant_5 = 0.5 * DELTA;
                DELTA * (difference_2.abs() - constant_5)
            };
            let constant_6 = &points[3];
            let difference_3 = constant_6[1] - (line_part * constant_6[0] + line_part_1);
            let selected_3 = if difference_3.abs() <= DELTA {
                0.5 * difference_3 * difference_3
            } else {
                let constant_7 = 0.5 * DELTA;
                DELTA * (difference_3.abs() - constant_7)
            };
            selected + selected_1 + selected_2 + selected_3
        }
        /// The value and its tangent, given the tangents of the active parameters.
        #[inline]
        pub fn jvp(
            line: &[f64; 2],
            points: &[[f64; 2]; 4],
            line_tangent: &[f64; 2],
        ) -> (f64, f64) {
            use ::autodiff_core::__private as __ad;
            let constant = &points[0];
            let line_part = line[0];
            let line_tangent_part = line_tangent[0];
            let part = constant[0];
            let line_part_1 = line[1];
            let line_tangent_part_1 = line_tangent[1];
            let sum = line_tangent_part * part + line_tangent_part_1;
            let difference = constant[1] - (line_part * part + line_part_1);
            let (selected, selected_1) = if difference.abs() <= DELTA {
                let product = 0.5 * difference;
                (product * difference, -0.5 * sum * difference - sum * product)
            } else {
                let abs = difference.abs();
                let constant_1 = 0.5 * DELTA;
                let difference_1 = abs - constant_1;
                let product_1 = DELTA * difference_1;
                (
                    product_1,
                    __ad::tangent2_1::<
                        __ad::op::Mul,
                        _,
                        _,
                    >(
                        &DELTA,
                        &difference_1,
                        &product_1,
                        __ad::tangent2_0::<
                            __ad::op::Sub,
                            _,
                            _,
                        >(
                            &abs,
                            &constant_1,
                            &difference_1,
                            if difference == 0.0 {
                                0.0
                            } else {
                                -(sum * __ad::math::copysign(1.0, difference))
                            },
                        ),
                    ),
                )
            };
            let constant_2 = &points[1];
            let part_1 = constant_2[0];
            let sum_1 = line_tangent_part * part_1 + line_tangent_part_1;
            let difference_2 = constant_2[1] - (line_part * part_1 + line_part_1);
            let (selected_2, selected_3) = if difference_2.abs() <= DELTA {
                let product_2 = 0.5 * difference_2;
                (
                    product_2 * difference_2,
                    -0.5 * sum_1 * difference_2 - sum_1 * product_2,
                )
            } else {
                let abs_1 = difference_2.abs();
                let constant_3 = 0.5 * DELTA;
                let difference_3 = abs_1 - constant_3;
                let product_3 = DELTA * difference_3;
                (
                    product_3,
                    __ad::tangent2_1::<
                        __ad::op::Mul,
                        _,
                        _,
                    >(
                        &DELTA,
                        &difference_3,
                        &product_3,
                        __ad::tangent2_0::<
                            __ad::op::Sub,
                            _,
                            _,
                        >(
                            &abs_1,
                            &constant_3,
                            &difference_3,
                            if difference_2 == 0.0 {
                                0.0
                            } else {
                                -(sum_1 * __ad::math::copysign(1.0, difference_2))
                            },
                        ),
                    ),
                )
            };
            let constant_4 = &points[2];
            let part_2 = constant_4[0];
            let sum_2 = line_tangent_part * part_2 + line_tangent_part_1;
            let difference_4 = constant_4[1] - (line_part * part_2 + line_part_1);
            let (selected_4, selected_5) = if difference_4.abs() <= DELTA {
                let product_4 = 0.5 * difference_4;
                (
                    product_4 * difference_4,
                    -0.5 * sum_2 * difference_4 - sum_2 * product_4,
                )
            } else {
                let abs_2 = difference_4.abs();
                let constant_5 = 0.5 * DELTA;
                let difference_5 = abs_2 - constant_5;
                let product_5 = DELTA * difference_5;
                (
                    product_5,
                    __ad::tangent2_1::<
                        __ad::op::Mul,
                        _,
                        _,
                    >(
                        &DELTA,
                        &difference_5,
                        &product_5,
                        __ad::tangent2_0::<
                            __ad::op::Sub,
                            _,
                            _,
                        >(
                            &abs_2,
                            &constant_5,
                            &difference_5,
                            if difference_4 == 0.0 {
                                0.0
                            } else {
                                -(sum_2 * __ad::math::copysign(1.0, difference_4))
                            },
                        ),
                    ),
                )
            };
            let constant_6 = &points[3];
            let part_3 = constant_6[0];
            let sum_3 = line_tangent_part * part_3 + line_tangent_part_1;
            let difference_6 = constant_6[1] - (line_part * part_3 + line_part_1);
            let (selected_6, selected_7) = if difference_6.abs() <= DELTA {
                let product_6 = 0.5 * difference_6;
                (
                    product_6 * difference_6,
                    -0.5 * sum_3 * difference_6 - sum_3 * product_6,
                )
            } else {
                let abs_3 = difference_6.abs();
                let constant_7 = 0.5 * DELTA;
                let difference_7 = abs_3 - constant_7;
                let product_7 = DELTA * difference_7;
                (
                    product_7,
                    __ad::tangent2_1::<
                        __ad::op::Mul,
                        _,
                        _,
                    >(
                        &DELTA,
                        &difference_7,
                        &product_7,
                        __ad::tangent2_0::<
                            __ad::op::Sub,
                            _,
                            _,
                        >(
                            &abs_3,
                            &constant_7,
                            &difference_7,
                            if difference_6 == 0.0 {
                                0.0
                            } else {
                                -(sum_3 * __ad::math::copysign(1.0, difference_6))
                            },
                        ),
                    ),
                )
            };
            (
                selected + selected_2 + selected_4 + selected_6,
                selected_1 + selected_3 + selected_5 + selected_7,
            )
        }
        #[doc(hidden)]
        #[inline]
        pub fn __jvp(
            line: &[f64; 2],
            points: &[[f64; 2]; 4],
            line_tangent: &[f64; 2],
            points_tangent: impl ::core::marker::Sized,
        ) -> (f64, f64) {
            Self::jvp(line, points, line_tangent)
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
                    ::core::option::Option::Some("line"),
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
                    "& points[0]",
                    Kind::Constant,
                    &[1],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    3,
                    "residual",
                    Kind::Call,
                    &[0, 2],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    4,
                    "huber",
                    Kind::Call,
                    &[3],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    5,
                    "& points[1]",
                    Kind::Constant,
                    &[1],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    6,
                    "residual",
                    Kind::Call,
                    &[0, 5],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    7,
                    "huber",
                    Kind::Call,
                    &[6],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    8,
                    "add",
                    Kind::Operator,
                    &[4, 7],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    9,
                    "& points[2]",
                    Kind::Constant,
                    &[1],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    10,
                    "residual",
                    Kind::Call,
                    &[0, 9],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    11,
                    "huber",
                    Kind::Call,
                    &[10],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    12,
                    "add",
                    Kind::Operator,
                    &[8, 11],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    13,
                    "& points[3]",
                    Kind::Constant,
                    &[1],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    14,
                    "residual",
                    Kind::Call,
                    &[0, 13],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    15,
                    "huber",
                    Kind::Call,
                    &[14],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    16,
                    "add",
                    Kind::Operator,
                    &[12, 15],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
            ];
            Graph {
                name: "loss",
                nodes: NODES,
                results: &[16],
            }
        }
        /// The value and the gradient.
        #[inline]
        pub fn value_and_grad(
            line: &[f64; 2],
            points: &[[f64; 2]; 4],
        ) -> (f64, [f64; 2]) {
            use ::autodiff_core::__private as __ad;
            let constant = &points[0];
            let line_part = line[0];
            let part = constant[0];
            let line_part_1 = line[1];
            let difference = constant[1] - (line_part * part + line_part_1);
            let (selected, selected_1) = if difference.abs() <= DELTA {
                (0.5 * difference * difference, difference)
            } else {
                let abs = difference.abs();
                let constant_1 = 0.5 * DELTA;
                let difference_1 = abs - constant_1;
                let product = DELTA * difference_1;
                (
                    product,
                    if difference == 0.0 {
                        0.0
                    } else {
                        __ad::pullback2_0::<
                            __ad::op::Sub,
                            _,
                            _,
                        >(
                            &abs,
                            &constant_1,
                            &difference_1,
                            __ad::pullback2_1::<
                                __ad::op::Mul,
                                _,
                                _,
                            >(&DELTA, &difference_1, &product, 1.0),
                        ) * __ad::math::copysign(1.0, difference)
                    },
                )
            };
            let constant_2 = &points[1];
            let part_1 = constant_2[0];
            let difference_2 = constant_2[1] - (line_part * part_1 + line_part_1);
            let (selected_2, selected_3) = if difference_2.abs() <= DELTA {
                (0.5 * difference_2 * difference_2, difference_2)
            } else {
                let abs_1 = difference_2.abs();
                let constant_3 = 0.5 * DELTA;
                let difference_3 = abs_1 - constant_3;
                let product_1 = DELTA * difference_3;
                (
                    product_1,
                    if difference_2 == 0.0 {
                        0.0
                    } else {
                        __ad::pullback2_0::<
                            __ad::op::Sub,
                            _,
                            _,
                        >(
                            &abs_1,
                            &constant_3,
                            &difference_3,
                            __ad::pullback2_1::<
                                __ad::op::Mul,
                                _,
                                _,
                            >(&DELTA, &difference_3, &product_1, 1.0),
                        ) * __ad::math::copysign(1.0, difference_2)
                    },
                )
            };
            let constant_4 = &points[2];
            let part_2 = constant_4[0];
            let difference_4 = constant_4[1] - (line_part * part_2 + line_part_1);
            let (selected_4, selected_5) = if difference_4.abs() <= DELTA {
                (0.5 * difference_4 * difference_4, difference_4)
            } else {
                let abs_2 = difference_4.abs();
                let constant_5 = 0.5 * DELTA;
                let difference_5 = abs_2 - constant_5;
                let product_2 = DELTA * difference_5;
                (
                    product_2,
                    if difference_4 == 0.0 {
                        0.0
                    } else {
                        __ad::pullback2_0::<
                            __ad::op::Sub,
                            _,
                            _,
                        >(
                            &abs_2,
                            &constant_5,
                            &difference_5,
                            __ad::pullback2_1::<
                                __ad::op::Mul,
                                _,
                                _,
                            >(&DELTA, &difference_5, &product_2, 1.0),
                        ) * __ad::math::copysign(1.0, difference_4)
                    },
                )
            };
            let constant_6 = &points[3];
            let part_3 = constant_6[0];
            let difference_6 = constant_6[1] - (line_part * part_3 + line_part_1);
            let (selected_6, selected_7) = if difference_6.abs() <= DELTA {
                (0.5 * difference_6 * difference_6, difference_6)
            } else {
                let abs_3 = difference_6.abs();
                let constant_7 = 0.5 * DELTA;
                let difference_7 = abs_3 - constant_7;
                let product_3 = DELTA * difference_7;
                (
                    product_3,
                    if difference_6 == 0.0 {
                        0.0
                    } else {
                        __ad::pullback2_0::<
                            __ad::op::Sub,
                            _,
                            _,
                        >(
                            &abs_3,
                            &constant_7,
                            &difference_7,
                            __ad::pullback2_1::<
                                __ad::op::Mul,
                                _,
                                _,
                            >(&DELTA, &difference_7, &product_3, 1.0),
                        ) * __ad::math::copysign(1.0, difference_6)
                    },
                )
            };
            let line_adjoint = [
                -(selected_7 * part_3 + selected_5 * part_2 + selected_3 * part_1
                    + selected_1 * part),
                -(selected_7 + selected_5 + selected_3 + selected_1),
            ];
            (selected + selected_2 + selected_4 + selected_6, line_adjoint)
        }
        /// The gradient.
        #[inline]
        pub fn grad(line: &[f64; 2], points: &[[f64; 2]; 4]) -> [f64; 2] {
            Self::value_and_grad(line, points).1
        }
        /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
        #[inline]
        pub fn vjp(
            line: &[f64; 2],
            points: &[[f64; 2]; 4],
        ) -> (f64, impl Fn(f64) -> [f64; 2] + use<>) {
            use ::autodiff_core::__private as __ad;
            let constant = &points[0];
            let line_part = line[0];
            let part = constant[0];
            let line_part_1 = line[1];
            let difference = constant[1] - (line_part * part + line_part_1);
            let (selected, taken) = if difference.abs() <= DELTA {
                let product = 0.5 * difference;
                (product * difference, __ad::Either::Then(product))
            } else {
                let abs = difference.abs();
                let constant_1 = 0.5 * DELTA;
                let difference_1 = abs - constant_1;
                let product_1 = DELTA * difference_1;
                (
                    product_1,
                    __ad::Either::Else((DELTA, difference_1, product_1, abs, constant_1)),
                )
            };
            let constant_2 = &points[1];
            let part_1 = constant_2[0];
            let difference_2 = constant_2[1] - (line_part * part_1 + line_part_1);
            let (selected_1, taken_1) = if difference_2.abs() <= DELTA {
                let product_2 = 0.5 * difference_2;
                (product_2 * difference_2, __ad::Either::Then(product_2))
            } else {
                let abs_1 = difference_2.abs();
                let constant_3 = 0.5 * DELTA;
                let difference_3 = abs_1 - constant_3;
                let product_3 = DELTA * difference_3;
                (
                    product_3,
                    __ad::Either::Else((
                        DELTA,
                        difference_3,
                        product_3,
                        abs_1,
                        constant_3,
                    )),
                )
            };
            let constant_4 = &points[2];
            let part_2 = constant_4[0];
            let difference_4 = constant_4[1] - (line_part * part_2 + line_part_1);
            let (selected_2, taken_2) = if difference_4.abs() <= DELTA {
                let product_4 = 0.5 * difference_4;
                (product_4 * difference_4, __ad::Either::Then(product_4))
            } else {
                let abs_2 = difference_4.abs();
                let constant_5 = 0.5 * DELTA;
                let difference_5 = abs_2 - constant_5;
                let product_5 = DELTA * difference_5;
                (
                    product_5,
                    __ad::Either::Else((
                        DELTA,
                        difference_5,
                        product_5,
                        abs_2,
                        constant_5,
                    )),
                )
            };
            let constant_6 = &points[3];
            let part_3 = constant_6[0];
            let difference_6 = constant_6[1] - (line_part * part_3 + line_part_1);
            let (selected_3, taken_3) = if difference_6.abs() <= DELTA {
                let product_6 = 0.5 * difference_6;
                (product_6 * difference_6, __ad::Either::Then(product_6))
            } else {
                let abs_3 = difference_6.abs();
                let constant_7 = 0.5 * DELTA;
                let difference_7 = abs_3 - constant_7;
                let product_7 = DELTA * difference_7;
                (
                    product_7,
                    __ad::Either::Else((
                        DELTA,
                        difference_7,
                        product_7,
                        abs_3,
                        constant_7,
                    )),
                )
            };
            (
                selected + selected_1 + selected_2 + selected_3,
                move |seed: f64| {
                    let selected_4 = match &taken_3 {
                        &__ad::Either::Then(recorded) => seed * (recorded + recorded),
                        &__ad::Either::Else(
                            (
                                ref recorded_1,
                                ref recorded_2,
                                recorded_3,
                                recorded_4,
                                ref recorded_5,
                            ),
                        ) => {
                            if difference_6 == 0.0 {
                                0.0
                            } else {
                                __ad::pullback2_0::<
                                    __ad::op::Sub,
                                    _,
                                    _,
                                >(
                                    &recorded_4,
                                    &*recorded_5,
                                    &*recorded_2,
                                    __ad::pullback2_1::<
                                        __ad::op::Mul,
                                        _,
                                        _,
                                    >(&*recorded_1, &*recorded_2, &recorded_3, seed),
                                ) * __ad::math::copysign(1.0, difference_6)
                            }
                        }
                    };
                    let selected_5 = match &taken_2 {
                        &__ad::Either::Then(recorded_6) => {
                            seed * (recorded_6 + recorded_6)
                        }
                        &__ad::Either::Else(
                            (
                                ref recorded_7,
                                ref recorded_8,
                                recorded_9,
                                recorded_10,
                                ref recorded_11,
                            ),
                        ) => {
                            if difference_4 == 0.0 {
                                0.0
                            } else {
                                __ad::pullback2_0::<
                                    __ad::op::Sub,
                                    _,
                                    _,
                                >(
                                    &recorded_10,
                                    &*recorded_11,
                                    &*recorded_8,
                                    __ad::pullback2_1::<
                                        __ad::op::Mul,
                                        _,
                                        _,
                                    >(&*recorded_7, &*recorded_8, &recorded_9, seed),
                                ) * __ad::math::copysign(1.0, difference_4)
                            }
                        }
                    };
                    let selected_6 = match &taken_1 {
                        &__ad::Either::Then(recorded_12) => {
                            seed * (recorded_12 + recorded_12)
                        }
                        &__ad::Either::Else(
                            (
                                ref recorded_13,
                                ref recorded_14,
                                recorded_15,
                                recorded_16,
                                ref recorded_17,
                            ),
                        ) => {
                            if difference_2 == 0.0 {
                                0.0
                            } else {
                                __ad::pullback2_0::<
                                    __ad::op::Sub,
                                    _,
                                    _,
                                >(
                                    &recorded_16,
                                    &*recorded_17,
                                    &*recorded_14,
                                    __ad::pullback2_1::<
                                        __ad::op::Mul,
                                        _,
                                        _,
                                    >(&*recorded_13, &*recorded_14, &recorded_15, seed),
                                ) * __ad::math::copysign(1.0, difference_2)
                            }
                        }
                    };
                    let selected_7 = match &taken {
                        &__ad::Either::Then(recorded_18) => {
                            seed * (recorded_18 + recorded_18)
                        }
                        &__ad::Either::Else(
                            (
                                ref recorded_19,
                                ref recorded_20,
                                recorded_21,
                                recorded_22,
                                ref recorded_23,
                            ),
                        ) => {
                            if difference == 0.0 {
                                0.0
                            } else {
                                __ad::pullback2_0::<
                                    __ad::op::Sub,
                                    _,
                                    _,
                                >(
                                    &recorded_22,
                                    &*recorded_23,
                                    &*recorded_20,
                                    __ad::pullback2_1::<
                                        __ad::op::Mul,
                                        _,
                                        _,
                                    >(&*recorded_19, &*recorded_20, &recorded_21, seed),
                                ) * __ad::math::copysign(1.0, difference)
                            }
                        }
                    };
                    let line_adjoint = [
                        -(selected_4 * part_3 + selected_5 * part_2 + selected_6 * part_1
                            + selected_7 * part),
                        -(selected_4 + selected_5 + selected_6 + selected_7),
                    ];
                    line_adjoint
                },
            )
        }
        #[doc(hidden)]
        #[inline]
        pub fn __vjp(
            line: &[f64; 2],
            points: &[[f64; 2]; 4],
        ) -> (f64, impl Fn(f64) -> ([f64; 2], [[f64; 2]; 4]) + use<>) {
            let (value, pullback) = Self::vjp(line, points);
            (
                value,
                move |seed: f64| {
                    let adjoint_0 = pullback(seed);
                    (adjoint_0, [[0.0; 2]; 4])
                },
            )
        }
    }
}
