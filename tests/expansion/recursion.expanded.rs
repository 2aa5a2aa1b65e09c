#[allow(dead_code)]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}
/// The derivatives of [`power`](fn@power), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum power {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl power {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: f64, n: u32) -> f64 {
        if n == 0 {
            1.0
        } else {
            let constant = n - 1;
            let power_1 = power(x, constant);
            x * power_1
        }
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(x: f64, n: u32, x_tangent: f64) -> (f64, f64) {
        if n == 0 {
            (1.0, 0.0)
        } else {
            let constant = n - 1;
            let (power, power_1) = power::__jvp(x, constant, x_tangent, ());
            (x * power, x_tangent * power + power_1 * x)
        }
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        x: f64,
        n: u32,
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
                "n == 0",
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
                                "1.0",
                                Kind::Constant,
                                &[],
                                ::core::option::Option::None,
                                false,
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
                                "n - 1",
                                Kind::Constant,
                                &[1],
                                ::core::option::Option::None,
                                false,
                                &[],
                            ),
                            node(
                                6,
                                "power",
                                Kind::Call,
                                &[0, 5],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                            node(
                                7,
                                "mul",
                                Kind::Operator,
                                &[0, 6],
                                ::core::option::Option::None,
                                true,
                                &[],
                            ),
                        ],
                        &[7],
                    ),
                ],
            ),
            node(
                8,
                "result",
                Kind::Operator,
                &[3],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "power",
            nodes: NODES,
            results: &[8],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Any
    };
}
::autodiff_core::__private::needs_alloc! {
    "the reverse sweep of a recursive function needs a heap, but the feature `alloc` of `autodiff-core` is off\n  help: enable the feature, or write the function without recursion"
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl power { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(x : f64, n : u32) ->
    (f64, f64) { let (selected, x_adjoint_1) = if n == 0 { (1.0, 0.0) } else { let
    constant = n - 1; let (power, power_pullback) = power::__vjp(x, constant); let
    (adjoint, _,) = power_pullback(x); let x_adjoint = power + adjoint; (x * power,
    x_adjoint) }; (selected, x_adjoint_1) } #[doc = " The gradient."] #[inline] pub fn
    grad(x : f64, n : u32) -> f64 { Self::value_and_grad(x, n).1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(x : f64, n : u32) -> (f64, impl Fn(f64) -> f64 + use < >) { use
    ::autodiff_core::__private as __ad; let (selected, taken) = if n == 0 { (1.0,
    __ad::Either::Then(())) } else { let constant = n - 1; let (power, power_pullback) =
    power::__vjp(x, constant); (x * power, __ad::Either::Else((power, power_pullback)))
    }; (selected, #[inline(always)] move | seed : f64 | { let x_adjoint_1 = match & taken
    { & __ad::Either::Then(()) => { 0.0 } & __ad::Either::Else((power_1, ref
    power_pullback_1)) => { let (adjoint, _,) = (* power_pullback_1) (seed * x); let
    x_adjoint = seed * power_1 + adjoint; x_adjoint } }; x_adjoint_1 }) } #[doc(hidden)]
    #[inline] pub fn __vjp(x : f64, n : u32) -> (f64, ::autodiff_core::__private::Box <
    dyn Fn(f64) -> (f64, (),) >) { let (value, pullback) = Self::vjp(x, n); (value,
    ::autodiff_core::__private::Box::new(#[inline(always)] move | seed : f64 | { let
    adjoint_0 = pullback(seed); (adjoint_0, (),) })) } }
}
