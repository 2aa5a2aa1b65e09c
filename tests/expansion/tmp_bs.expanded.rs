pub mod model {
    /// The normal distribution function, by Abramowitz and Stegun 7.1.26: the error is below 1e-7.
    #[allow(dead_code)]
    pub fn normal_cdf(x: f64) -> f64 {
        let z = x.abs() * std::f64::consts::FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + 0.3275911 * z);
        let polynomial = 0.254829592
            + t
                * (-0.284496736
                    + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
        let tail = 0.5 * t * polynomial * (-z * z).exp();
        if x < 0.0 { tail } else { 1.0 - tail }
    }
    /// The derivatives of [`normal_cdf`](fn@normal_cdf), made by `#[differentiable]`.
    #[allow(dead_code, non_camel_case_types)]
    pub enum normal_cdf {}
    #[automatically_derived]
    #[allow(unused, unused_lifetimes, non_snake_case, clippy::all, clippy::pedantic)]
    impl normal_cdf {
        /// The value, with common parts computed once.
        #[inline]
        pub fn value(x: f64) -> f64 {
            let z = x.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let t = 1.0 / (1.0 + 0.3275911 * z);
            let polynomial = 0.254829592
                + t
                    * (-0.284496736
                        + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
            let tail = 0.5 * t * polynomial * (-z * z).exp();
            if x < 0.0 { tail } else { 1.0 - tail }
        }
        /// The value and its tangent, given the tangents of the active parameters.
        #[inline]
        pub fn jvp(x: f64, x_tangent: f64) -> (f64, f64) {
            use ::autodiff_core::__private as __ad;
            let z = x.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let z_tangent = (if x == 0.0 {
                0.0
            } else {
                x_tangent * __ad::math::copysign(1.0, x)
            }) * std::f64::consts::FRAC_1_SQRT_2;
            let t = 1.0 / (1.0 + 0.3275911 * z);
            let product = z_tangent * 0.3275911 * (t * t);
            let sum = -1.453152027 + t * 1.061405429;
            let sum_1 = 1.421413741 + t * sum;
            let sum_2 = -0.284496736 + t * sum_1;
            let polynomial_tangent = ((-1.061405429 * product * t - product * sum) * t
                - product * sum_1) * t - product * sum_2;
            let polynomial = 0.254829592 + t * sum_2;
            let product_1 = 0.5 * t;
            let exp = (-z * z).exp();
            let tail = product_1 * polynomial * exp;
            let tail_tangent = (-0.5 * product * polynomial
                + polynomial_tangent * product_1) * exp + -2.0 * (z_tangent * z) * tail;
            if x < 0.0 { (tail, tail_tangent) } else { (1.0 - tail, -tail_tangent) }
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
                    "abs",
                    Kind::Operator,
                    &[0],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    2,
                    "std::f64::consts::FRAC_1_SQRT_2",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    3,
                    "mul",
                    Kind::Operator,
                    &[1, 2],
                    ::core::option::Option::Some("z"),
                    true,
                    &[],
                ),
                node(
                    4,
                    "1.0",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    5,
                    "1.0",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    6,
                    "0.3275911",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    7,
                    "mul",
                    Kind::Operator,
                    &[6, 3],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    8,
                    "add",
                    Kind::Operator,
                    &[5, 7],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    9,
                    "div",
                    Kind::Operator,
                    &[4, 8],
                    ::core::option::Option::Some("t"),
                    true,
                    &[],
                ),
                node(
                    10,
                    "0.254829592",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    11,
                    "- 0.284496736",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    12,
                    "1.421413741",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    13,
                    "- 1.453152027",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    14,
                    "1.061405429",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    15,
                    "mul",
                    Kind::Operator,
                    &[9, 14],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    16,
                    "add",
                    Kind::Operator,
                    &[13, 15],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    17,
                    "mul",
                    Kind::Operator,
                    &[9, 16],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    18,
                    "add",
                    Kind::Operator,
                    &[12, 17],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    19,
                    "mul",
                    Kind::Operator,
                    &[9, 18],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    20,
                    "add",
                    Kind::Operator,
                    &[11, 19],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    21,
                    "mul",
                    Kind::Operator,
                    &[9, 20],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    22,
                    "add",
                    Kind::Operator,
                    &[10, 21],
                    ::core::option::Option::Some("polynomial"),
                    true,
                    &[],
                ),
                node(
                    23,
                    "0.5",
                    Kind::Constant,
                    &[],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    24,
                    "mul",
                    Kind::Operator,
                    &[23, 9],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    25,
                    "mul",
                    Kind::Operator,
                    &[24, 22],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    26,
                    "neg",
                    Kind::Operator,
                    &[3],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    27,
                    "mul",
                    Kind::Operator,
                    &[26, 3],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    28,
                    "exp",
                    Kind::Operator,
                    &[27],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    29,
                    "mul",
                    Kind::Operator,
                    &[25, 28],
                    ::core::option::Option::Some("tail"),
                    true,
                    &[],
                ),
                node(
                    30,
                    "x < 0.0",
                    Kind::Constant,
                    &[0],
                    ::core::option::Option::None,
                    false,
                    &[],
                ),
                node(
                    31,
                    "if",
                    Kind::Branch,
                    &[30],
                    ::core::option::Option::None,
                    true,
                    &[
                        region("then", &[], &[29]),
                        region(
                            "else",
                            &[
                                node(
                                    32,
                                    "1.0",
                                    Kind::Constant,
                                    &[],
                                    ::core::option::Option::None,
                                    false,
                                    &[],
                                ),
                                node(
                                    33,
                                    "sub",
                                    Kind::Operator,
                                    &[32, 29],
                                    ::core::option::Option::None,
                                    true,
                                    &[],
                                ),
                            ],
                            &[33],
                        ),
                    ],
                ),
                node(
                    34,
                    "result",
                    Kind::Operator,
                    &[31],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
            ];
            Graph {
                name: "normal_cdf",
                nodes: NODES,
                results: &[34],
            }
        }
        /// The value and the gradient.
        #[inline]
        pub fn value_and_grad(x: f64) -> (f64, f64) {
            use ::autodiff_core::__private as __ad;
            let z = x.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let t = 1.0 / (1.0 + 0.3275911 * z);
            let product = t * (-1.453152027 + t * 1.061405429);
            let product_1 = t * (1.421413741 + product);
            let sum = -0.284496736 + product_1;
            let polynomial = 0.254829592 + t * sum;
            let product_2 = 0.5 * t;
            let exp = (-z * z).exp();
            let tail = product_2 * polynomial * exp;
            let (selected, tail_adjoint) = if x < 0.0 {
                (tail, 1.0)
            } else {
                (1.0 - tail, -1.0)
            };
            let product_3 = tail_adjoint * exp;
            let polynomial_adjoint = product_3 * product_2;
            let t_adjoint = product_3 * polynomial * 0.5
                + polynomial_adjoint * (sum + (product_1 + t * product))
                + polynomial_adjoint * t * t * t * 1.061405429;
            let z_adjoint = -2.0 * (tail_adjoint * tail * z)
                + -0.3275911 * (t_adjoint * (t * t));
            let x_adjoint = if x == 0.0 {
                0.0
            } else {
                z_adjoint * std::f64::consts::FRAC_1_SQRT_2
                    * __ad::math::copysign(1.0, x)
            };
            (selected, x_adjoint)
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
            let z = x.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let t = 1.0 / (1.0 + 0.3275911 * z);
            let product = t * (-1.453152027 + t * 1.061405429);
            let product_1 = t * (1.421413741 + product);
            let sum = -0.284496736 + product_1;
            let polynomial = 0.254829592 + t * sum;
            let product_2 = 0.5 * t;
            let exp = (-z * z).exp();
            let tail = product_2 * polynomial * exp;
            let condition = x < 0.0;
            let selected = if condition { tail } else { 1.0 - tail };
            let copysign = __ad::math::copysign(1.0, x);
            (
                selected,
                move |seed: f64| {
                    let tail_adjoint_1 = if condition {
                        seed
                    } else {
                        let tail_adjoint = -seed;
                        tail_adjoint
                    };
                    let product_3 = tail_adjoint_1 * exp;
                    let polynomial_adjoint = product_3 * product_2;
                    let t_adjoint = product_3 * polynomial * 0.5
                        + polynomial_adjoint * (sum + (product_1 + t * product))
                        + polynomial_adjoint * t * t * t * 1.061405429;
                    let z_adjoint = -2.0 * (tail_adjoint_1 * tail * z)
                        + -0.3275911 * (t_adjoint * (t * t));
                    let x_adjoint = if x == 0.0 {
                        0.0
                    } else {
                        z_adjoint * std::f64::consts::FRAC_1_SQRT_2 * copysign
                    };
                    x_adjoint
                },
            )
        }
        #[doc(hidden)]
        #[inline]
        pub fn __vjp(x: f64) -> (f64, impl Fn(f64) -> (f64,) + use<>) {
            let (value, pullback) = Self::vjp(x);
            (
                value,
                move |seed: f64| {
                    let adjoint_0 = pullback(seed);
                    (adjoint_0,)
                },
            )
        }
    }
    /// The price of a European call.
    #[allow(dead_code)]
    pub fn call_price(
        spot: f64,
        strike: f64,
        rate: f64,
        volatility: f64,
        time: f64,
    ) -> f64 {
        let deviation = volatility * time.sqrt();
        let drift = (rate + 0.5 * volatility * volatility) * time;
        let d1 = ((spot / strike).ln() + drift) / deviation;
        let d2 = d1 - deviation;
        spot * normal_cdf(d1) - strike * (-rate * time).exp() * normal_cdf(d2)
    }
    /// The derivatives of [`call_price`](fn@call_price), made by `#[differentiable]`.
    #[allow(dead_code, non_camel_case_types)]
    pub enum call_price {}
    #[automatically_derived]
    #[allow(unused, unused_lifetimes, non_snake_case, clippy::all, clippy::pedantic)]
    impl call_price {
        /// The value, with common parts computed once.
        #[inline]
        pub fn value(
            spot: f64,
            strike: f64,
            rate: f64,
            volatility: f64,
            time: f64,
        ) -> f64 {
            let deviation = volatility * time.sqrt();
            let drift = (rate + 0.5 * volatility * volatility) * time;
            let d1 = ((spot / strike).ln() + drift) / deviation;
            let d2 = d1 - deviation;
            let z = d1.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let t = 1.0 / (1.0 + 0.3275911 * z);
            let polynomial = 0.254829592
                + t
                    * (-0.284496736
                        + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
            let tail = 0.5 * t * polynomial * (-z * z).exp();
            let selected = if d1 < 0.0 { tail } else { 1.0 - tail };
            let z_1 = d2.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let t_1 = 1.0 / (1.0 + 0.3275911 * z_1);
            let polynomial_1 = 0.254829592
                + t_1
                    * (-0.284496736
                        + t_1
                            * (1.421413741 + t_1 * (-1.453152027 + t_1 * 1.061405429)));
            let tail_1 = 0.5 * t_1 * polynomial_1 * (-z_1 * z_1).exp();
            let selected_1 = if d2 < 0.0 { tail_1 } else { 1.0 - tail_1 };
            spot * selected - strike * (-rate * time).exp() * selected_1
        }
        /// The value and its tangent, given the tangents of the active parameters.
        #[inline]
        pub fn jvp(
            spot: f64,
            strike: f64,
            rate: f64,
            volatility: f64,
            time: f64,
            spot_tangent: f64,
            strike_tangent: f64,
            rate_tangent: f64,
            volatility_tangent: f64,
            time_tangent: f64,
        ) -> (f64, f64) {
            use ::autodiff_core::__private as __ad;
            let sqrt = time.sqrt();
            let deviation = volatility * sqrt;
            let deviation_tangent = volatility_tangent * sqrt
                + time_tangent / sqrt * 0.5 * volatility;
            let product = 0.5 * volatility;
            let sum = rate + product * volatility;
            let drift = sum * time;
            let drift_tangent = (rate_tangent + 2.0 * (volatility_tangent * product))
                * time + time_tangent * sum;
            let quotient = spot / strike;
            let d1 = (quotient.ln() + drift) / deviation;
            let d1_tangent = ((spot_tangent / strike
                - strike_tangent / strike * quotient) / quotient + drift_tangent)
                / deviation - deviation_tangent / deviation * d1;
            let d2 = d1 - deviation;
            let d2_tangent = d1_tangent - deviation_tangent;
            let z = d1.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let z_tangent = (if d1 == 0.0 {
                0.0
            } else {
                d1_tangent * __ad::math::copysign(1.0, d1)
            }) * std::f64::consts::FRAC_1_SQRT_2;
            let t = 1.0 / (1.0 + 0.3275911 * z);
            let product_1 = z_tangent * 0.3275911 * (t * t);
            let sum_1 = -1.453152027 + t * 1.061405429;
            let sum_2 = 1.421413741 + t * sum_1;
            let sum_3 = -0.284496736 + t * sum_2;
            let polynomial_tangent = ((-1.061405429 * product_1 * t - product_1 * sum_1)
                * t - product_1 * sum_2) * t - product_1 * sum_3;
            let polynomial = 0.254829592 + t * sum_3;
            let product_2 = 0.5 * t;
            let exp = (-z * z).exp();
            let tail = product_2 * polynomial * exp;
            let tail_tangent = (-0.5 * product_1 * polynomial
                + polynomial_tangent * product_2) * exp + -2.0 * (z_tangent * z) * tail;
            let (selected, selected_1) = if d1 < 0.0 {
                (tail, tail_tangent)
            } else {
                (1.0 - tail, -tail_tangent)
            };
            let exp_1 = (-rate * time).exp();
            let product_3 = strike * exp_1;
            let z_1 = d2.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let z_tangent_1 = (if d2 == 0.0 {
                0.0
            } else {
                d2_tangent * __ad::math::copysign(1.0, d2)
            }) * std::f64::consts::FRAC_1_SQRT_2;
            let t_1 = 1.0 / (1.0 + 0.3275911 * z_1);
            let product_4 = z_tangent_1 * 0.3275911 * (t_1 * t_1);
            let sum_4 = -1.453152027 + t_1 * 1.061405429;
            let sum_5 = 1.421413741 + t_1 * sum_4;
            let sum_6 = -0.284496736 + t_1 * sum_5;
            let polynomial_tangent_1 = ((-1.061405429 * product_4 * t_1
                - product_4 * sum_4) * t_1 - product_4 * sum_5) * t_1
                - product_4 * sum_6;
            let polynomial_1 = 0.254829592 + t_1 * sum_6;
            let product_5 = 0.5 * t_1;
            let exp_2 = (-z_1 * z_1).exp();
            let tail_1 = product_5 * polynomial_1 * exp_2;
            let tail_tangent_1 = (-0.5 * product_4 * polynomial_1
                + polynomial_tangent_1 * product_5) * exp_2
                + -2.0 * (z_tangent_1 * z_1) * tail_1;
            let (selected_2, selected_3) = if d2 < 0.0 {
                (tail_1, tail_tangent_1)
            } else {
                (1.0 - tail_1, -tail_tangent_1)
            };
            let difference = spot_tangent * selected + selected_1 * spot
                - ((strike_tangent * exp_1
                    - (rate_tangent * time + time_tangent * rate) * product_3)
                    * selected_2 + selected_3 * product_3);
            (spot * selected - product_3 * selected_2, difference)
        }
        #[doc(hidden)]
        #[inline]
        pub fn __jvp(
            spot: f64,
            strike: f64,
            rate: f64,
            volatility: f64,
            time: f64,
            spot_tangent: f64,
            strike_tangent: f64,
            rate_tangent: f64,
            volatility_tangent: f64,
            time_tangent: f64,
        ) -> (f64, f64) {
            Self::jvp(
                spot,
                strike,
                rate,
                volatility,
                time,
                spot_tangent,
                strike_tangent,
                rate_tangent,
                volatility_tangent,
                time_tangent,
            )
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
                    ::core::option::Option::Some("spot"),
                    true,
                    &[],
                ),
                node(
                    1,
                    "leaf",
                    Kind::Leaf,
                    &[],
                    ::core::option::Option::Some("strike"),
                    true,
                    &[],
                ),
                node(
                    2,
                    "leaf",
                    Kind::Leaf,
                    &[],
                    ::core::option::Option::Some("rate"),
                    true,
                    &[],
                ),
                node(
                    3,
                    "leaf",
                    Kind::Leaf,
                    &[],
                    ::core::option::Option::Some("volatility"),
                    true,
                    &[],
                ),
                node(
                    4,
                    "leaf",
                    Kind::Leaf,
                    &[],
                    ::core::option::Option::Some("time"),
                    true,
                    &[],
                ),
                node(
                    5,
                    "sqrt",
                    Kind::Operator,
                    &[4],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    6,
                    "mul",
                    Kind::Operator,
                    &[3, 5],
                    ::core::option::Option::Some("deviation"),
                    true,
                    &[],
                ),
                node(
                    7,
                    "0.5",
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
                    &[7, 3],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    9,
                    "mul",
                    Kind::Operator,
                    &[8, 3],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    10,
                    "add",
                    Kind::Operator,
                    &[2, 9],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    11,
                    "mul",
                    Kind::Operator,
                    &[10, 4],
                    ::core::option::Option::Some("drift"),
                    true,
                    &[],
                ),
                node(
                    12,
                    "div",
                    Kind::Operator,
                    &[0, 1],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    13,
                    "ln",
                    Kind::Operator,
                    &[12],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    14,
                    "add",
                    Kind::Operator,
                    &[13, 11],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    15,
                    "div",
                    Kind::Operator,
                    &[14, 6],
                    ::core::option::Option::Some("d1"),
                    true,
                    &[],
                ),
                node(
                    16,
                    "sub",
                    Kind::Operator,
                    &[15, 6],
                    ::core::option::Option::Some("d2"),
                    true,
                    &[],
                ),
                node(
                    17,
                    "normal_cdf",
                    Kind::Call,
                    &[15],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    18,
                    "mul",
                    Kind::Operator,
                    &[0, 17],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    19,
                    "neg",
                    Kind::Operator,
                    &[2],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    20,
                    "mul",
                    Kind::Operator,
                    &[19, 4],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    21,
                    "exp",
                    Kind::Operator,
                    &[20],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    22,
                    "mul",
                    Kind::Operator,
                    &[1, 21],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    23,
                    "normal_cdf",
                    Kind::Call,
                    &[16],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    24,
                    "mul",
                    Kind::Operator,
                    &[22, 23],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
                node(
                    25,
                    "sub",
                    Kind::Operator,
                    &[18, 24],
                    ::core::option::Option::None,
                    true,
                    &[],
                ),
            ];
            Graph {
                name: "call_price",
                nodes: NODES,
                results: &[25],
            }
        }
        /// The value and the gradient.
        #[inline]
        pub fn value_and_grad(
            spot: f64,
            strike: f64,
            rate: f64,
            volatility: f64,
            time: f64,
        ) -> (f64, (f64, f64, f64, f64, f64)) {
            use ::autodiff_core::__private as __ad;
            let sqrt = time.sqrt();
            let deviation = volatility * sqrt;
            let product = 0.5 * volatility;
            let sum = rate + product * volatility;
            let drift = sum * time;
            let quotient = spot / strike;
            let d1 = (quotient.ln() + drift) / deviation;
            let d2 = d1 - deviation;
            let z = d1.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let t = 1.0 / (1.0 + 0.3275911 * z);
            let product_1 = t * (-1.453152027 + t * 1.061405429);
            let product_2 = t * (1.421413741 + product_1);
            let sum_1 = -0.284496736 + product_2;
            let polynomial = 0.254829592 + t * sum_1;
            let product_3 = 0.5 * t;
            let exp = (-z * z).exp();
            let tail = product_3 * polynomial * exp;
            let (selected, tail_adjoint_1) = if d1 < 0.0 {
                (tail, spot)
            } else {
                let tail_adjoint = -spot;
                (1.0 - tail, tail_adjoint)
            };
            let product_4 = tail_adjoint_1 * exp;
            let polynomial_adjoint = product_4 * product_3;
            let t_adjoint = product_4 * polynomial * 0.5
                + polynomial_adjoint * (sum_1 + (product_2 + t * product_1))
                + polynomial_adjoint * t * t * t * 1.061405429;
            let z_adjoint = -2.0 * (tail_adjoint_1 * tail * z)
                + -0.3275911 * (t_adjoint * (t * t));
            let exp_1 = (-rate * time).exp();
            let product_5 = strike * exp_1;
            let tail_adjoint_2 = -product_5;
            let z_1 = d2.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let t_1 = 1.0 / (1.0 + 0.3275911 * z_1);
            let product_6 = t_1 * (-1.453152027 + t_1 * 1.061405429);
            let product_7 = t_1 * (1.421413741 + product_6);
            let sum_2 = -0.284496736 + product_7;
            let polynomial_1 = 0.254829592 + t_1 * sum_2;
            let product_8 = 0.5 * t_1;
            let exp_2 = (-z_1 * z_1).exp();
            let tail_1 = product_8 * polynomial_1 * exp_2;
            let (selected_1, tail_adjoint_3) = if d2 < 0.0 {
                (tail_1, tail_adjoint_2)
            } else {
                (1.0 - tail_1, product_5)
            };
            let product_9 = tail_adjoint_3 * exp_2;
            let polynomial_adjoint_1 = product_9 * product_8;
            let t_adjoint_1 = product_9 * polynomial_1 * 0.5
                + polynomial_adjoint_1 * (sum_2 + (product_7 + t_1 * product_6))
                + polynomial_adjoint_1 * t_1 * t_1 * t_1 * 1.061405429;
            let z_adjoint_1 = -2.0 * (tail_adjoint_3 * tail_1 * z_1)
                + -0.3275911 * (t_adjoint_1 * (t_1 * t_1));
            let d2_adjoint = if d2 == 0.0 {
                0.0
            } else {
                z_adjoint_1 * std::f64::consts::FRAC_1_SQRT_2
                    * __ad::math::copysign(1.0, d2)
            };
            let d1_adjoint = (if d1 == 0.0 {
                0.0
            } else {
                z_adjoint * std::f64::consts::FRAC_1_SQRT_2
                    * __ad::math::copysign(1.0, d1)
            }) + d2_adjoint;
            let drift_adjoint = d1_adjoint / deviation;
            let sum_3 = d2_adjoint + drift_adjoint * d1;
            let quotient_1 = drift_adjoint / quotient / strike;
            let spot_adjoint = selected + quotient_1;
            let strike_adjoint = -(selected_1 * exp_1 + quotient_1 * quotient);
            let product_10 = drift_adjoint * time;
            let volatility_adjoint = product_10 * (product + product) - sum_3 * sqrt;
            let product_11 = product_5 * selected_1;
            let rate_adjoint = product_11 * time + product_10;
            let time_adjoint = product_11 * rate + drift_adjoint * sum
                + -0.5 * (sum_3 * volatility / sqrt);
            (
                spot * selected - product_11,
                (
                    spot_adjoint,
                    strike_adjoint,
                    rate_adjoint,
                    volatility_adjoint,
                    time_adjoint,
                ),
            )
        }
        /// The gradient.
        #[inline]
        pub fn grad(
            spot: f64,
            strike: f64,
            rate: f64,
            volatility: f64,
            time: f64,
        ) -> (f64, f64, f64, f64, f64) {
            Self::value_and_grad(spot, strike, rate, volatility, time).1
        }
        /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
        #[inline]
        pub fn vjp(
            spot: f64,
            strike: f64,
            rate: f64,
            volatility: f64,
            time: f64,
        ) -> (f64, impl Fn(f64) -> (f64, f64, f64, f64, f64) + use<>) {
            use ::autodiff_core::__private as __ad;
            let sqrt = time.sqrt();
            let deviation = volatility * sqrt;
            let product = 0.5 * volatility;
            let sum = rate + product * volatility;
            let drift = sum * time;
            let quotient = spot / strike;
            let d1 = (quotient.ln() + drift) / deviation;
            let d2 = d1 - deviation;
            let z = d1.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let t = 1.0 / (1.0 + 0.3275911 * z);
            let product_1 = t * (-1.453152027 + t * 1.061405429);
            let product_2 = t * (1.421413741 + product_1);
            let sum_1 = -0.284496736 + product_2;
            let polynomial = 0.254829592 + t * sum_1;
            let product_3 = 0.5 * t;
            let exp = (-z * z).exp();
            let tail = product_3 * polynomial * exp;
            let condition = d1 < 0.0;
            let selected = if condition { tail } else { 1.0 - tail };
            let exp_1 = (-rate * time).exp();
            let product_4 = strike * exp_1;
            let z_1 = d2.abs() * std::f64::consts::FRAC_1_SQRT_2;
            let t_1 = 1.0 / (1.0 + 0.3275911 * z_1);
            let product_5 = t_1 * (-1.453152027 + t_1 * 1.061405429);
            let product_6 = t_1 * (1.421413741 + product_5);
            let sum_2 = -0.284496736 + product_6;
            let polynomial_1 = 0.254829592 + t_1 * sum_2;
            let product_7 = 0.5 * t_1;
            let exp_2 = (-z_1 * z_1).exp();
            let tail_1 = product_7 * polynomial_1 * exp_2;
            let condition_1 = d2 < 0.0;
            let selected_1 = if condition_1 { tail_1 } else { 1.0 - tail_1 };
            let product_8 = product_4 * selected_1;
            let copysign = __ad::math::copysign(1.0, d2);
            let copysign_1 = __ad::math::copysign(1.0, d1);
            (
                spot * selected - product_8,
                move |seed: f64| {
                    let tail_adjoint = seed * product_4;
                    let tail_adjoint_1 = -tail_adjoint;
                    let tail_adjoint_2 = if condition_1 {
                        tail_adjoint_1
                    } else {
                        tail_adjoint
                    };
                    let product_9 = tail_adjoint_2 * exp_2;
                    let polynomial_adjoint = product_9 * product_7;
                    let t_adjoint = product_9 * polynomial_1 * 0.5
                        + polynomial_adjoint * (sum_2 + (product_6 + t_1 * product_5))
                        + polynomial_adjoint * t_1 * t_1 * t_1 * 1.061405429;
                    let z_adjoint = -2.0 * (tail_adjoint_2 * tail_1 * z_1)
                        + -0.3275911 * (t_adjoint * (t_1 * t_1));
                    let d2_adjoint = if d2 == 0.0 {
                        0.0
                    } else {
                        z_adjoint * std::f64::consts::FRAC_1_SQRT_2 * copysign
                    };
                    let product_10 = seed * product_8;
                    let tail_adjoint_3 = seed * spot;
                    let tail_adjoint_5 = if condition {
                        tail_adjoint_3
                    } else {
                        let tail_adjoint_4 = -tail_adjoint_3;
                        tail_adjoint_4
                    };
                    let product_11 = tail_adjoint_5 * exp;
                    let polynomial_adjoint_1 = product_11 * product_3;
                    let t_adjoint_1 = product_11 * polynomial * 0.5
                        + polynomial_adjoint_1 * (sum_1 + (product_2 + t * product_1))
                        + polynomial_adjoint_1 * t * t * t * 1.061405429;
                    let z_adjoint_1 = -2.0 * (tail_adjoint_5 * tail * z)
                        + -0.3275911 * (t_adjoint_1 * (t * t));
                    let d1_adjoint = (if d1 == 0.0 {
                        0.0
                    } else {
                        z_adjoint_1 * std::f64::consts::FRAC_1_SQRT_2 * copysign_1
                    }) + d2_adjoint;
                    let drift_adjoint = d1_adjoint / deviation;
                    let sum_3 = d2_adjoint + drift_adjoint * d1;
                    let quotient_1 = drift_adjoint / quotient / strike;
                    let spot_adjoint = seed * selected + quotient_1;
                    let strike_adjoint = -(seed * selected_1 * exp_1
                        + quotient_1 * quotient);
                    let product_12 = drift_adjoint * time;
                    let rate_adjoint = product_10 * time + product_12;
                    let volatility_adjoint = product_12 * (product + product)
                        - sum_3 * sqrt;
                    let time_adjoint = product_10 * rate + drift_adjoint * sum
                        + -0.5 * (sum_3 * volatility / sqrt);
                    (
                        spot_adjoint,
                        strike_adjoint,
                        rate_adjoint,
                        volatility_adjoint,
                        time_adjoint,
                    )
                },
            )
        }
        #[doc(hidden)]
        #[inline]
        pub fn __vjp(
            spot: f64,
            strike: f64,
            rate: f64,
            volatility: f64,
            time: f64,
        ) -> (f64, impl Fn(f64) -> (f64, f64, f64, f64, f64) + use<>) {
            Self::vjp(spot, strike, rate, volatility, time)
        }
    }
}
