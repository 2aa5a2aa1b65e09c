#[allow(dead_code)]
fn advance(x: &mut [f64; 2], v: f64) -> f64 {
    x[0] *= v;
    x[0] * x[1]
}
/// The derivatives of [`advance`](fn@advance), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum advance {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl advance {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: &mut [f64; 2], v: f64) -> f64 {
        let x_part = x[0];
        x[0] = x_part * v;
        x[0] * x[1]
    }
    /// The value, with its tangent if it has one, given the tangents of the active parameters; that of what a `&mut` parameter refers to is updated.
    #[inline]
    pub fn jvp(
        x: &mut [f64; 2],
        v: f64,
        x_tangent: &mut [f64; 2],
        v_tangent: f64,
    ) -> (f64, f64) {
        let x_part = x[0];
        let x_tangent_part = x_tangent[0];
        x[0] = x_part * v;
        x_tangent[0] = x_tangent_part * v + v_tangent * x_part;
        let x_part_1 = x[0];
        let x_part_2 = x[1];
        (x_part_1 * x_part_2, x_tangent[0] * x_part_2 + x_tangent[1] * x_part_1)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        x: &mut [f64; 2],
        v: f64,
        x_tangent: &mut [f64; 2],
        v_tangent: f64,
    ) -> (f64, f64) {
        Self::jvp(x, v, x_tangent, v_tangent)
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
                ::core::option::Option::Some("v"),
                true,
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
                "mul",
                Kind::Operator,
                &[3, 1],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                5,
                "store[]",
                Kind::Operator,
                &[4, 0, 2],
                ::core::option::Option::Some("x"),
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
            node(7, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                8,
                "load[]",
                Kind::Operator,
                &[5, 7],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(9, "1", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                10,
                "load[]",
                Kind::Operator,
                &[5, 9],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                11,
                "mul",
                Kind::Operator,
                &[8, 10],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "advance",
            nodes: NODES,
            results: &[11, 5],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Any
    };
    #[doc(hidden)]
    /// No gradient: call `vjp`.
    #[inline]
    pub fn grad(x: &mut [f64; 2], v: f64) -> f64
    where
        for<'called> Self: ::autodiff_core::__private::OneOutput,
    {
        <Self as ::autodiff_core::__private::OneOutput>::gradient()
    }
    #[doc(hidden)]
    /// No gradient: call `vjp`.
    #[inline]
    pub fn value_and_grad(x: &mut [f64; 2], v: f64) -> f64
    where
        for<'called> Self: ::autodiff_core::__private::OneOutput,
    {
        <Self as ::autodiff_core::__private::OneOutput>::gradient()
    }
    /// The value and the pullback, which takes the seed of the value, then for each `&mut` parameter the adjoint of what it refers to after the call, which it turns into that of what it referred to before, to the adjoints of the other active parameters.
    #[inline]
    pub fn vjp(
        x: &mut [f64; 2],
        v: f64,
    ) -> (f64, impl Fn(f64, &mut [f64; 2]) -> f64 + use<>) {
        let x_part = x[0];
        x[0] = x_part * v;
        let x_part_1 = x[0];
        let x_part_2 = x[1];
        (
            x_part_1 * x_part_2,
            #[inline(always)]
            move |seed: f64, x_adjoint: &mut [f64; 2]| {
                x_adjoint[1] += seed * x_part_1;
                x_adjoint[0] += seed * x_part_2;
                let x_adjoint_part = x_adjoint[0];
                let v_adjoint = x_adjoint_part * x_part;
                x_adjoint[0] = x_adjoint_part * v;
                v_adjoint
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(
        x: &mut [f64; 2],
        v: f64,
    ) -> (
        f64,
        ::autodiff_core::__private::InPlace<
            impl Fn(
                f64,
                (&mut [f64; 2], ((), ())),
            ) -> (::autodiff_core::__private::Changed, f64) + use<>,
        >,
    ) {
        let (value, pullback) = Self::vjp(x, v);
        (
            value,
            ::autodiff_core::__private::InPlace(
                #[inline(always)]
                move |seed: f64, (x_adjoint, ((), ())): (&mut [f64; 2], ((), ()))| {
                    let adjoint_1 = pullback(seed, x_adjoint);
                    (::autodiff_core::__private::Changed, adjoint_1)
                },
            ),
        )
    }
}
#[allow(dead_code)]
fn outer(rows: &mut [[f64; 2]; 3], v: f64) {
    let energy = elsewhere::advance(&mut rows[1], v);
    rows[0][1] += energy;
}
/// The derivatives of [`outer`](fn@outer), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum outer {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl outer {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(rows: &mut [[f64; 2]; 3], v: f64) -> () {
        let energy = elsewhere::advance(&mut rows[1], v);
        let rows_part = rows[0][1];
        rows[0][1] = rows_part + energy;
    }
    /// The value, with its tangent if it has one, given the tangents of the active parameters; that of what a `&mut` parameter refers to is updated.
    #[inline]
    pub fn jvp(
        rows: &mut [[f64; 2]; 3],
        v: f64,
        rows_tangent: &mut [[f64; 2]; 3],
        v_tangent: f64,
    ) -> () {
        use elsewhere::advance as advance_has_no_derivative__put_differentiable_on_it;
        let (energy, advance) = advance_has_no_derivative__put_differentiable_on_it::__jvp(
            &mut rows[1],
            v,
            &mut rows_tangent[1],
            v_tangent,
        );
        let rows_part = rows[0][1];
        let part = rows_tangent[0][1];
        rows[0][1] = rows_part + energy;
        rows_tangent[0][1] = part + advance;
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        rows: &mut [[f64; 2]; 3],
        v: f64,
        rows_tangent: &mut [[f64; 2]; 3],
        v_tangent: f64,
    ) -> ((), ()) {
        (Self::jvp(rows, v, rows_tangent, v_tangent), ())
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
                ::core::option::Option::Some("rows"),
                true,
                &[],
            ),
            node(
                1,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("v"),
                true,
                &[],
            ),
            node(2, "1", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                3,
                "elsewhere::advance",
                Kind::Call,
                &[0, 2, 1],
                ::core::option::Option::Some("energy"),
                true,
                &[],
            ),
            node(
                4,
                "result",
                Kind::Operator,
                &[3],
                ::core::option::Option::Some("rows"),
                true,
                &[],
            ),
            node(5, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(6, "1", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                7,
                "load[][]",
                Kind::Operator,
                &[4, 5, 6],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                8,
                "add",
                Kind::Operator,
                &[7, 3],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                9,
                "store[][]",
                Kind::Operator,
                &[8, 4, 5, 6],
                ::core::option::Option::Some("rows"),
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
            name: "outer",
            nodes: NODES,
            results: &[11, 9],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Any
    };
    #[doc(hidden)]
    /// No gradient: call `vjp`.
    #[inline]
    pub fn grad(rows: &mut [[f64; 2]; 3], v: f64) -> f64
    where
        for<'called> Self: ::autodiff_core::__private::OneOutput,
    {
        <Self as ::autodiff_core::__private::OneOutput>::gradient()
    }
    #[doc(hidden)]
    /// No gradient: call `vjp`.
    #[inline]
    pub fn value_and_grad(rows: &mut [[f64; 2]; 3], v: f64) -> f64
    where
        for<'called> Self: ::autodiff_core::__private::OneOutput,
    {
        <Self as ::autodiff_core::__private::OneOutput>::gradient()
    }
    /// The value and the pullback, which takes the seed of the value, then for each `&mut` parameter the adjoint of what it refers to after the call, which it turns into that of what it referred to before, to the adjoints of the other active parameters.
    #[inline]
    pub fn vjp(
        rows: &mut [[f64; 2]; 3],
        v: f64,
    ) -> ((), impl Fn(&mut [[f64; 2]; 3]) -> f64 + use<>) {
        use ::autodiff_core::__private as __ad;
        use elsewhere::advance as advance_has_no_derivative__put_differentiable_on_it;
        let (energy, advance_pullback) = advance_has_no_derivative__put_differentiable_on_it::__vjp(
            &mut rows[1],
            v,
        );
        let rows_part = rows[0][1];
        rows[0][1] = rows_part + energy;
        (
            (),
            #[inline(always)]
            move |rows_adjoint: &mut [[f64; 2]; 3]| {
                let energy_adjoint = rows_adjoint[0][1];
                let (adjoint, v_adjoint) = __ad::pull!(
                    advance_pullback, energy_adjoint, & mut rows_adjoint[1], ()
                );
                __ad::accumulate(&mut rows_adjoint[1], adjoint);
                v_adjoint
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(
        rows: &mut [[f64; 2]; 3],
        v: f64,
    ) -> (
        (),
        ::autodiff_core::__private::InPlace<
            impl Fn(
                (),
                (&mut [[f64; 2]; 3], ((), ())),
            ) -> (::autodiff_core::__private::Changed, f64) + use<>,
        >,
    ) {
        let (value, pullback) = Self::vjp(rows, v);
        (
            value,
            ::autodiff_core::__private::InPlace(
                #[inline(always)]
                move |
                    seed: (),
                    (rows_adjoint, ((), ())): (&mut [[f64; 2]; 3], ((), ()))|
                {
                    let adjoint_1 = pullback(rows_adjoint);
                    (::autodiff_core::__private::Changed, adjoint_1)
                },
            ),
        )
    }
}
