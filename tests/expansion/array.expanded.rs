#[allow(dead_code)]
fn early(x: &[f64; 3], k: usize) -> f64 {
    let mut s = 0.0;
    if x[0] < 0.0 {
        return x[1] * x[2];
    }
    s += x[k].sin();
    let mut a = [x[0]; 3];
    a[k] *= x[1];
    s * a[k] + a[0]
}
/// The derivatives of [`early`](fn@early), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum early {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl early {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: &[f64; 3], k: usize) -> f64 {
        let s: f64 = 0.0;
        if x[0] < 0.0 {
            x[1] * x[2]
        } else {
            let x_part = x[k];
            let s_1 = s + x_part.sin();
            let mut a = [x[0]; 3];
            let a_part = a[k];
            a[k] = a_part * x[1];
            let a_part_1 = a[k];
            s_1 * a_part_1 + a[0]
        }
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(x: &[f64; 3], k: usize, x_tangent: &[f64; 3]) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        let s: f64 = 0.0;
        if x[0] < 0.0 {
            let x_part = x[1];
            let x_part_1 = x[2];
            (x_part * x_part_1, x_tangent[1] * x_part_1 + x_tangent[2] * x_part)
        } else {
            let x_part_2 = x[k];
            let s_tangent = x_tangent[k] * __ad::math::cos(x_part_2);
            let s_1 = s + x_part_2.sin();
            let mut a = [x[0]; 3];
            let mut a_tangent = [x_tangent[0]; 3];
            let x_part_3 = x[1];
            let a_part = a[k];
            let a_tangent_part = a_tangent[k];
            a[k] = a_part * x_part_3;
            a_tangent[k] = a_tangent_part * x_part_3 + x_tangent[1] * a_part;
            let a_part_1 = a[k];
            (
                s_1 * a_part_1 + a[0],
                s_tangent * a_part_1 + a_tangent[k] * s_1 + a_tangent[0],
            )
        }
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        x: &[f64; 3],
        k: usize,
        x_tangent: &[f64; 3],
        k_tangent: impl ::core::marker::Sized,
    ) -> (f64, f64) {
        Self::jvp(x, k, x_tangent)
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
                ::core::option::Option::Some("k"),
                false,
                &[],
            ),
            node(
                2,
                "0.0",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("s"),
                false,
                &[],
            ),
            node(
                3,
                "x[0] < 0.0",
                Kind::Constant,
                &[0],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                4,
                "if",
                Kind::Branch,
                &[3],
                ::core::option::Option::None,
                true,
                &[
                    region(
                        "then",
                        &[
                            node(
                                5,
                                "1",
                                Kind::Constant,
                                &[],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
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
                                "2",
                                Kind::Constant,
                                &[],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                8,
                                "load[]",
                                Kind::Operator,
                                &[0, 7],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                9,
                                "mul",
                                Kind::Operator,
                                &[6, 8],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                        ],
                        &[9],
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
                            node(
                                11,
                                "load[]",
                                Kind::Operator,
                                &[0, 1],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                12,
                                "sin",
                                Kind::Operator,
                                &[11],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                13,
                                "add",
                                Kind::Operator,
                                &[2, 12],
                                ::core::option::Option::Some("s"),
                                true,
                                &[],
                            ),
                            node(
                                14,
                                "tuple",
                                Kind::Operator,
                                &[],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                15,
                                "0",
                                Kind::Constant,
                                &[],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                16,
                                "load[]",
                                Kind::Operator,
                                &[0, 15],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                17,
                                "repeat",
                                Kind::Operator,
                                &[16],
                                ::core::option::Option::Some("a"),
                                true,
                                &[],
                            ),
                            node(
                                18,
                                "1",
                                Kind::Constant,
                                &[],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                19,
                                "load[]",
                                Kind::Operator,
                                &[0, 18],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                20,
                                "load[]",
                                Kind::Operator,
                                &[17, 1],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                21,
                                "mul",
                                Kind::Operator,
                                &[20, 19],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                22,
                                "store[]",
                                Kind::Operator,
                                &[21, 17, 1],
                                ::core::option::Option::Some("a"),
                                true,
                                &[],
                            ),
                            node(
                                23,
                                "tuple",
                                Kind::Operator,
                                &[],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                24,
                                "load[]",
                                Kind::Operator,
                                &[22, 1],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                25,
                                "mul",
                                Kind::Operator,
                                &[13, 24],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                26,
                                "0",
                                Kind::Constant,
                                &[],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                27,
                                "load[]",
                                Kind::Operator,
                                &[22, 26],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                28,
                                "add",
                                Kind::Operator,
                                &[25, 27],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                        ],
                        &[28],
                    ),
                ],
            ),
            node(
                29,
                "result",
                Kind::Operator,
                &[4],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "early",
            nodes: NODES,
            results: &[29],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
    /// The value and the gradient.
    #[inline]
    pub fn value_and_grad(x: &[f64; 3], k: usize) -> (f64, [f64; 3]) {
        use ::autodiff_core::__private as __ad;
        let s: f64 = 0.0;
        let (selected, x_adjoint_2) = if x[0] < 0.0 {
            let x_part = x[1];
            let x_part_1 = x[2];
            let mut x_adjoint = [0.0; 3];
            x_adjoint[2] = x_part;
            x_adjoint[1] = x_part_1;
            (x_part * x_part_1, x_adjoint)
        } else {
            let x_part_2 = x[k];
            let s_1 = s + x_part_2.sin();
            let mut a = [x[0]; 3];
            let x_part_3 = x[1];
            let a_part = a[k];
            a[k] = a_part * x_part_3;
            let a_part_1 = a[k];
            let mut a_adjoint = [0.0; 3];
            a_adjoint[0] = 1.0;
            a_adjoint[k] += s_1;
            let a_adjoint_part = a_adjoint[k];
            a_adjoint[k] = a_adjoint_part * x_part_3;
            let mut x_adjoint_1 = [0.0; 3];
            x_adjoint_1[1] = a_adjoint_part * a_part;
            x_adjoint_1[0] = __ad::repeat_adjoint(a_adjoint);
            x_adjoint_1[k] += a_part_1 * __ad::math::cos(x_part_2);
            (s_1 * a_part_1 + a[0], x_adjoint_1)
        };
        (selected, x_adjoint_2)
    }
    /// The gradient.
    #[inline]
    pub fn grad(x: &[f64; 3], k: usize) -> [f64; 3] {
        Self::value_and_grad(x, k).1
    }
    /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
    #[inline]
    pub fn vjp(x: &[f64; 3], k: usize) -> (f64, impl Fn(f64) -> [f64; 3] + use<>) {
        use ::autodiff_core::__private as __ad;
        let s: f64 = 0.0;
        let (selected, taken) = if x[0] < 0.0 {
            let x_part = x[1];
            let x_part_1 = x[2];
            (x_part * x_part_1, __ad::Either::Then((x_part_1, x_part)))
        } else {
            let x_part_2 = x[k];
            let s_1 = s + x_part_2.sin();
            let mut a = [x[0]; 3];
            let x_part_3 = x[1];
            let a_part = a[k];
            a[k] = a_part * x_part_3;
            let a_part_1 = a[k];
            (
                s_1 * a_part_1 + a[0],
                __ad::Either::Else((a_part_1, s_1, x_part_3, a_part, x_part_2)),
            )
        };
        (
            selected,
            #[inline(always)]
            move |seed: f64| {
                let x_adjoint_2 = match &taken {
                    &__ad::Either::Then((x_part_4, x_part_5)) => {
                        let mut x_adjoint = [0.0; 3];
                        x_adjoint[2] = seed * x_part_5;
                        x_adjoint[1] = seed * x_part_4;
                        x_adjoint
                    }
                    &__ad::Either::Else(
                        (a_part_2, s_2, x_part_6, a_part_3, x_part_7),
                    ) => {
                        let mut a_adjoint = [0.0; 3];
                        a_adjoint[0] = seed;
                        let s_adjoint = seed * a_part_2;
                        a_adjoint[k] += seed * s_2;
                        let a_adjoint_part = a_adjoint[k];
                        a_adjoint[k] = a_adjoint_part * x_part_6;
                        let mut x_adjoint_1 = [0.0; 3];
                        x_adjoint_1[1] = a_adjoint_part * a_part_3;
                        x_adjoint_1[0] = __ad::repeat_adjoint(a_adjoint);
                        x_adjoint_1[k] += s_adjoint * __ad::math::cos(x_part_7);
                        x_adjoint_1
                    }
                };
                x_adjoint_2
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(
        x: &[f64; 3],
        k: usize,
    ) -> (f64, impl Fn(f64) -> ([f64; 3], ()) + use<>) {
        let (value, pullback) = Self::vjp(x, k);
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
#[allow(dead_code)]
fn sliced(x: &[f64], n: usize) -> f64 {
    x[0] * x[n].exp() + x.len() as f64
}
/// The derivatives of [`sliced`](fn@sliced), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum sliced {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl sliced {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: &[f64], n: usize) -> f64 {
        let x_part = x[0];
        let x_part_1 = x[n];
        x_part * x_part_1.exp() + x.len() as f64
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(x: &[f64], n: usize, x_tangent: &[f64]) -> (f64, f64) {
        ::core::assert!(
            x_tangent.len() == x.len(), "`x` has {} elements, but its tangent has {}", x
            .len(), x_tangent.len()
        );
        let x_part = x[0];
        let x_part_1 = x[n];
        let exp = x_part_1.exp();
        let product = x_part * exp;
        (product + x.len() as f64, x_tangent[0] * exp + x_tangent[n] * product)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        x: &[f64],
        n: usize,
        x_tangent: &[f64],
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
                "load[]",
                Kind::Operator,
                &[0, 2],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                4,
                "load[]",
                Kind::Operator,
                &[0, 1],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                5,
                "exp",
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
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                7,
                "x.len()",
                Kind::Constant,
                &[0],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                8,
                "operand_0 as f64",
                Kind::Constant,
                &[7],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                9,
                "add",
                Kind::Operator,
                &[6, 8],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "sliced",
            nodes: NODES,
            results: &[9],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
    #[track_caller]
    /// The value; the gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn value_and_grad_into(x: &[f64], n: usize, x_gradient: &mut [f64]) -> f64 {
        ::core::assert!(
            x_gradient.len() == x.len(),
            "`x` has {} elements, but its gradient buffer has {}", x.len(), x_gradient
            .len()
        );
        x_gradient.fill(0.0);
        let x_part = x[0];
        let x_part_1 = x[n];
        let exp = x_part_1.exp();
        let product = x_part * exp;
        x_gradient[n] += product;
        x_gradient[0] += exp;
        product + x.len() as f64
    }
    #[track_caller]
    /// The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn grad_into(x: &[f64], n: usize, x_gradient: &mut [f64]) -> () {
        Self::value_and_grad_into(x, n, x_gradient);
    }
}
::autodiff_core::__private::if_alloc! {
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl sliced { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(x : & [f64], n :
    usize) -> (f64, ::autodiff_core::__private::Vec < f64 >) { let mut x_gradient =
    ::autodiff_core::Differentiable::zero_tangent(& x); let value =
    Self::value_and_grad_into(x, n, & mut x_gradient); (value, x_gradient) } #[doc =
    " The gradient."] #[inline] pub fn grad(x : & [f64], n : usize) ->
    ::autodiff_core::__private::Vec < f64 > { Self::value_and_grad(x, n).1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(x : & [f64], n : usize) -> (f64, impl Fn(f64) ->
    ::autodiff_core::__private::Vec < f64 > + use < >) { use ::autodiff_core::__private
    as __ad; let x_part = x[0]; let x_part_1 = x[n]; let exp = x_part_1.exp(); let
    product = x_part * exp; let condition = x.len(); (product + condition as f64,
    #[inline(always)] move | seed : f64 | { let mut x_adjoint = __ad::vec![0.0;
    condition]; x_adjoint[n] += seed * product; x_adjoint[0] += seed * exp; x_adjoint })
    } #[doc(hidden)] #[inline] pub fn __vjp(x : & [f64], n : usize) -> (f64, impl Fn(f64)
    -> (::autodiff_core::__private::Vec < f64 >, (),) + use < >) { let (value, pullback)
    = Self::vjp(x, n); (value, #[inline(always)] move | seed : f64 | { let adjoint_0 =
    pullback(seed); (adjoint_0, (),) }) } }
}
