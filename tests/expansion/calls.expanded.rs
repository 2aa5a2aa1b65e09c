#[allow(dead_code)]
fn calls(x: f64, y: f64) -> f64 {
    let r = geometry::rosenbrock(x, y) * 2.0;
    let v = pair(x, y);
    r.sin() + v[0] * v[1]
}
/// The derivatives of [`calls`](fn@calls), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum calls {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl calls {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: f64, y: f64) -> f64 {
        let rosenbrock = geometry::rosenbrock(x, y);
        let r = rosenbrock * 2.0;
        let v = pair(x, y);
        let v_part = v[0];
        let v_part_1 = v[1];
        r.sin() + v_part * v_part_1
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(x: f64, y: f64, x_tangent: f64, y_tangent: f64) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        use geometry::rosenbrock as rosenbrock_has_no_derivative__put_differentiable_on_it;
        use pair as pair_has_no_derivative__put_differentiable_on_it;
        let (rosenbrock, rosenbrock_1) = rosenbrock_has_no_derivative__put_differentiable_on_it::__jvp(
            x,
            y,
            x_tangent,
            y_tangent,
        );
        let constant = 2.0;
        let r = rosenbrock * constant;
        let r_tangent = __ad::tangent2_0::<
            __ad::op::Mul,
            _,
            _,
        >(&rosenbrock, &constant, &r, rosenbrock_1);
        let (v, pair) = pair_has_no_derivative__put_differentiable_on_it::__jvp(
            x,
            y,
            x_tangent,
            y_tangent,
        );
        let sin = r.sin();
        let v_part = v[0];
        let v_part_1 = v[1];
        let product = v_part * v_part_1;
        let mut adjoint = __ad::tangent2_0::<
            __ad::op::Mul,
            _,
            _,
        >(&v_part, &v_part_1, &product, pair[0]);
        __ad::accumulate(
            &mut adjoint,
            __ad::tangent2_1::<
                __ad::op::Mul,
                _,
                _,
            >(&v_part, &v_part_1, &product, pair[1]),
        );
        let sum = sin + product;
        (
            sum,
            __ad::tangent2_0::<
                __ad::op::Add,
                _,
                _,
            >(
                &sin,
                &product,
                &sum,
                __ad::tangent1::<__ad::op::Sin, _>(&r, &sin, r_tangent),
            ) + __ad::tangent2_1::<__ad::op::Add, _, _>(&sin, &product, &sum, adjoint),
        )
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
                "geometry::rosenbrock",
                Kind::Call,
                &[0, 1],
                ::core::option::Option::None,
                true,
                &[],
            ),
            node(
                3,
                "2.0",
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
                &[2, 3],
                ::core::option::Option::Some("r"),
                true,
                &[],
            ),
            node(
                5,
                "pair",
                Kind::Call,
                &[0, 1],
                ::core::option::Option::Some("v"),
                true,
                &[],
            ),
            node(
                6,
                "sin",
                Kind::Operator,
                &[4],
                ::core::option::Option::None,
                true,
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
            node(
                12,
                "add",
                Kind::Operator,
                &[6, 11],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "calls",
            nodes: NODES,
            results: &[12],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        use ::autodiff_core::__private as __ad;
        use geometry::rosenbrock as rosenbrock_has_no_derivative__put_differentiable_on_it;
        use pair as pair_has_no_derivative__put_differentiable_on_it;
        __ad::Partials::Finite
            .with(
                &[
                    rosenbrock_has_no_derivative__put_differentiable_on_it::__PARTIALS,
                    pair_has_no_derivative__put_differentiable_on_it::__PARTIALS,
                ],
                __ad::Partials::Any,
            )
    };
    /// The value and the gradient.
    #[inline]
    pub fn value_and_grad(x: f64, y: f64) -> (f64, (f64, f64)) {
        use ::autodiff_core::__private as __ad;
        use geometry::rosenbrock as rosenbrock_has_no_derivative__put_differentiable_on_it;
        use pair as pair_has_no_derivative__put_differentiable_on_it;
        let (rosenbrock, rosenbrock_pullback) = rosenbrock_has_no_derivative__put_differentiable_on_it::__vjp(
            x,
            y,
        );
        let constant = 2.0;
        let r = rosenbrock * constant;
        let (v, pair_pullback) = pair_has_no_derivative__put_differentiable_on_it::__vjp(
            x,
            y,
        );
        let sin = r.sin();
        let v_part = v[0];
        let v_part_1 = v[1];
        let product = v_part * v_part_1;
        let sum = sin + product;
        let adjoint = __ad::pullback2_1::<
            __ad::op::Add,
            _,
            _,
        >(&sin, &product, &sum, 1.0);
        let mut v_adjoint = __ad::zero_tangent(&v);
        __ad::accumulate(
            &mut v_adjoint[1],
            __ad::pullback2_1::<
                __ad::op::Mul,
                _,
                _,
            >(&v_part, &v_part_1, &product, adjoint),
        );
        __ad::accumulate(
            &mut v_adjoint[0],
            __ad::pullback2_0::<
                __ad::op::Mul,
                _,
                _,
            >(&v_part, &v_part_1, &product, adjoint),
        );
        let r_adjoint = __ad::pullback1::<
            __ad::op::Sin,
            _,
        >(&r, &sin, __ad::pullback2_0::<__ad::op::Add, _, _>(&sin, &product, &sum, 1.0));
        let untouched = const {
            pair_has_no_derivative__put_differentiable_on_it::__PARTIALS.asks_given(&[])
        } && __ad::is_zero_tangent(&v_adjoint);
        let (adjoint_1, adjoint_2) = pair_pullback(v_adjoint);
        let x_adjoint = __ad::strong_zero(untouched, adjoint_1);
        let y_adjoint = __ad::strong_zero(untouched, adjoint_2);
        let (adjoint_3, adjoint_4) = rosenbrock_pullback(
            __ad::pullback2_0::<
                __ad::op::Mul,
                _,
                _,
            >(&rosenbrock, &constant, &r, r_adjoint),
        );
        let x_adjoint_1 = x_adjoint + adjoint_3;
        let y_adjoint_1 = y_adjoint + adjoint_4;
        (sum, (x_adjoint_1, y_adjoint_1))
    }
    /// The gradient.
    #[inline]
    pub fn grad(x: f64, y: f64) -> (f64, f64) {
        Self::value_and_grad(x, y).1
    }
    /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
    #[inline]
    pub fn vjp(x: f64, y: f64) -> (f64, impl Fn(f64) -> (f64, f64) + use<>) {
        use ::autodiff_core::__private as __ad;
        use geometry::rosenbrock as rosenbrock_has_no_derivative__put_differentiable_on_it;
        use pair as pair_has_no_derivative__put_differentiable_on_it;
        let (rosenbrock, rosenbrock_pullback) = rosenbrock_has_no_derivative__put_differentiable_on_it::__vjp(
            x,
            y,
        );
        let constant = 2.0;
        let r = rosenbrock * constant;
        let (v, pair_pullback) = pair_has_no_derivative__put_differentiable_on_it::__vjp(
            x,
            y,
        );
        let sin = r.sin();
        let v_part = v[0];
        let v_part_1 = v[1];
        let product = v_part * v_part_1;
        let sum = sin + product;
        let v_adjoint = __ad::zero_tangent(&v);
        (
            sum,
            #[inline(always)]
            move |seed: f64| {
                let adjoint = __ad::pullback2_1::<
                    __ad::op::Add,
                    _,
                    _,
                >(&sin, &product, &sum, seed);
                let mut v_adjoint_1 = ::core::clone::Clone::clone(&v_adjoint);
                __ad::accumulate(
                    &mut v_adjoint_1[1],
                    __ad::pullback2_1::<
                        __ad::op::Mul,
                        _,
                        _,
                    >(&v_part, &v_part_1, &product, adjoint),
                );
                __ad::accumulate(
                    &mut v_adjoint_1[0],
                    __ad::pullback2_0::<
                        __ad::op::Mul,
                        _,
                        _,
                    >(&v_part, &v_part_1, &product, adjoint),
                );
                let r_adjoint = __ad::pullback1::<
                    __ad::op::Sin,
                    _,
                >(
                    &r,
                    &sin,
                    __ad::pullback2_0::<__ad::op::Add, _, _>(&sin, &product, &sum, seed),
                );
                let untouched = const {
                    pair_has_no_derivative__put_differentiable_on_it::__PARTIALS
                        .asks_given(&[])
                } && __ad::is_zero_tangent(&v_adjoint_1);
                let (adjoint_1, adjoint_2) = pair_pullback(v_adjoint_1);
                let x_adjoint = __ad::strong_zero(untouched, adjoint_1);
                let y_adjoint = __ad::strong_zero(untouched, adjoint_2);
                let (adjoint_3, adjoint_4) = rosenbrock_pullback(
                    __ad::pullback2_0::<
                        __ad::op::Mul,
                        _,
                        _,
                    >(&rosenbrock, &constant, &r, r_adjoint),
                );
                let x_adjoint_1 = x_adjoint + adjoint_3;
                let y_adjoint_1 = y_adjoint + adjoint_4;
                (x_adjoint_1, y_adjoint_1)
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(x: f64, y: f64) -> (f64, impl Fn(f64) -> (f64, f64) + use<>) {
        Self::vjp(x, y)
    }
}
