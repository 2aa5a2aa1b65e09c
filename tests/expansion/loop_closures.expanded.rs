#[allow(dead_code)]
/// Each cell looks at what the one before it was, which the loop hands on.
fn transport(u: &[f64], speed: &[f64], steps: usize) -> f64 {
    let mut u = u.to_vec();
    for _ in 0..steps {
        let (mut before, mut inflow) = (0.0, 0.0);
        for (u, speed) in u.iter_mut().zip(speed) {
            let old = *u;
            let outflow = speed * old * (1.0 - 0.5 * old * old);
            *u = old - 0.1 * (outflow - inflow) + 0.01 * (before - old) * (before + old);
            before = old;
            inflow = outflow;
        }
    }
    u.iter().map(|u| u * u).sum()
}
/// The derivatives of [`transport`](fn@transport), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum transport {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl transport {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(u: &[f64], speed: &[f64], steps: usize) -> f64 {
        use ::autodiff_core::__private as __ad;
        let mut u_1: __ad::Vec<f64> = u.to_vec();
        let condition = usize::min(u_1.len(), speed.len());
        for _ in (0..steps) {
            let constant = (0.0, 0.0);
            let mut before: f64 = constant.0;
            let mut inflow: f64 = constant.1;
            let speed_view = &speed[..condition];
            let u_view = &mut u_1[..condition];
            for index in (0..condition) {
                let speed_part = speed_view[index];
                let speed_1 = &speed_part;
                let old = u_view[index];
                let outflow = speed_1 * old * (1.0 - 0.5 * old * old);
                let difference = outflow - inflow;
                let difference_1 = before - old;
                let sum = before + old;
                u_view[index] = old - 0.1 * difference + 0.01 * difference_1 * sum;
                before = old;
                inflow = outflow;
            }
        }
        let mut sum_1: f64 = -0.0;
        for index_1 in (0..u_1.len()) {
            let u_part = u_1[index_1];
            let u_2 = &u_part;
            let sum_2 = sum_1 + u_2 * u_2;
            sum_1 = sum_2;
        }
        sum_1
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(
        u: &[f64],
        speed: &[f64],
        steps: usize,
        u_tangent: &[f64],
        speed_tangent: &[f64],
    ) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            u_tangent.len() == u.len(), "`u` has {} elements, but its tangent has {}", u
            .len(), u_tangent.len()
        );
        ::core::assert!(
            speed_tangent.len() == speed.len(),
            "`speed` has {} elements, but its tangent has {}", speed.len(), speed_tangent
            .len()
        );
        let mut u_1: __ad::Vec<f64> = u.to_vec();
        let mut u_tangent_1 = u_tangent.to_vec();
        let condition = usize::min(u_1.len(), speed.len());
        for _ in (0..steps) {
            let constant = (0.0, 0.0);
            let mut before: f64 = constant.0;
            let mut inflow: f64 = constant.1;
            let mut before_tangent: f64 = 0.0;
            let mut inflow_tangent: f64 = 0.0;
            let speed_view = &speed[..condition];
            let speed_tangent_view = &speed_tangent[..condition];
            let u_view = &mut u_1[..condition];
            let u_tangent_view = &mut u_tangent_1[..condition];
            for index in (0..condition) {
                let speed_part = speed_view[index];
                let speed_1 = &speed_part;
                let old = u_view[index];
                let old_tangent = u_tangent_view[index];
                let product = speed_1 * old;
                let product_1 = 0.5 * old;
                let difference = 1.0 - product_1 * old;
                let outflow = product * difference;
                let outflow_tangent = (speed_tangent_view[index] * old
                    + old_tangent * speed_part) * difference
                    + -2.0 * (old_tangent * product_1) * product;
                let difference_1 = outflow - inflow;
                let difference_2 = outflow_tangent - inflow_tangent;
                let difference_3 = before - old;
                let difference_4 = before_tangent - old_tangent;
                let product_2 = 0.01 * difference_3;
                let sum = before + old;
                let sum_1 = before_tangent + old_tangent;
                u_view[index] = old - 0.1 * difference_1 + product_2 * sum;
                u_tangent_view[index] = old_tangent + -0.1 * difference_2
                    + (difference_4 * 0.01 * sum + sum_1 * product_2);
                before = old;
                inflow = outflow;
                before_tangent = old_tangent;
                inflow_tangent = outflow_tangent;
            }
        }
        let mut sum_2: f64 = -0.0;
        let mut sum_tangent: f64 = 0.0;
        let u_tangent_view_1 = &u_tangent_1[..u_1.len()];
        for index_1 in (0..u_1.len()) {
            let u_part = u_1[index_1];
            let u_2 = &u_part;
            let sum_3 = sum_2 + u_2 * u_2;
            let sum_4 = sum_tangent + 2.0 * (u_tangent_view_1[index_1] * u_part);
            sum_2 = sum_3;
            sum_tangent = sum_4;
        }
        (sum_2, sum_tangent)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        u: &[f64],
        speed: &[f64],
        steps: usize,
        u_tangent: &[f64],
        speed_tangent: &[f64],
        steps_tangent: impl ::core::marker::Sized,
    ) -> (f64, f64) {
        Self::jvp(u, speed, steps, u_tangent, speed_tangent)
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
                ::core::option::Option::Some("u"),
                true,
                &[],
            ),
            node(
                1,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("speed"),
                true,
                &[],
            ),
            node(
                2,
                "parameter",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("steps"),
                false,
                &[],
            ),
            node(
                3,
                "to_vec",
                Kind::Operator,
                &[0],
                ::core::option::Option::Some("u"),
                true,
                &[],
            ),
            node(4, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                5,
                "derivative",
                Kind::Operator,
                &[4, 2, 3],
                ::core::option::Option::Some("u"),
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
            node(
                7,
                "- 0.0",
                Kind::Constant,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                8,
                "operand_0.len()",
                Kind::Constant,
                &[5],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(9, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                10,
                "derivative",
                Kind::Operator,
                &[9, 8, 7],
                ::core::option::Option::Some("sum"),
                true,
                &[],
            ),
        ];
        Graph {
            name: "transport",
            nodes: NODES,
            results: &[10],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
    #[track_caller]
    /// The value; the gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn value_and_grad_into(
        u: &[f64],
        speed: &[f64],
        steps: usize,
        u_gradient: &mut [f64],
        speed_gradient: &mut [f64],
    ) -> f64 {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            u_gradient.len() == u.len(),
            "`u` has {} elements, but its gradient buffer has {}", u.len(), u_gradient
            .len()
        );
        ::core::assert!(
            speed_gradient.len() == speed.len(),
            "`speed` has {} elements, but its gradient buffer has {}", speed.len(),
            speed_gradient.len()
        );
        u_gradient.fill(0.0);
        speed_gradient.fill(0.0);
        let mut u_1: __ad::Vec<f64> = u.to_vec();
        let condition = u_1.len();
        let condition_1 = usize::min(condition, speed.len());
        let mut record = __ad::list!(Table, steps);
        let mut record_1 = __ad::list!(Table, steps * condition_1);
        let rows = &mut __ad::rows(&mut record, steps)[..steps];
        for index in (0..steps) {
            let constant = (0.0, 0.0);
            let mut before: f64 = constant.0;
            let mut inflow: f64 = constant.1;
            let start = record_1.len();
            let rows_1 = &mut __ad::further_rows(
                &mut record_1,
                condition_1,
            )[..condition_1];
            let speed_view = &speed[..condition_1];
            let u_view = &mut u_1[..condition_1];
            let [sum_column, product_column, difference_column, old_column] = __ad::columns_mut(
                rows_1,
            );
            let mut iterations = |
                mut before: f64,
                mut inflow: f64,
                speed_view: &[f64],
                u_view: &mut [f64],
                sum_column: &mut [f64],
                product_column: &mut [f64],
                difference_column: &mut [f64],
                old_column: &mut [f64]|
            {
                let speed_view = &speed_view[..condition_1];
                let u_view = &mut u_view[..condition_1];
                let sum_column = &mut sum_column[..condition_1];
                let product_column = &mut product_column[..condition_1];
                let difference_column = &mut difference_column[..condition_1];
                let old_column = &mut old_column[..condition_1];
                for index_1 in (0..condition_1) {
                    let speed_part = speed_view[index_1];
                    let speed_1 = &speed_part;
                    let old = u_view[index_1];
                    let difference = 1.0 - 0.5 * old * old;
                    let outflow = speed_1 * old * difference;
                    let difference_1 = outflow - inflow;
                    let difference_2 = before - old;
                    let product = 0.01 * difference_2;
                    let sum = before + old;
                    u_view[index_1] = old - 0.1 * difference_1 + product * sum;
                    sum_column[index_1] = sum;
                    product_column[index_1] = product;
                    difference_column[index_1] = difference;
                    old_column[index_1] = old;
                    before = old;
                    inflow = outflow;
                }
                (before, inflow)
            };
            (before, inflow) = iterations(
                before,
                inflow,
                speed_view,
                u_view,
                sum_column,
                product_column,
                difference_column,
                old_column,
            );
            let record_2 = (start, record_1.len());
            rows[index as usize] = record_2;
        }
        let mut u_adjoint = __ad::vec![0.0; condition];
        let mut sum_1: f64 = -0.0;
        let u_adjoint_view = &mut u_adjoint[..u_1.len()];
        for index_2 in (0..u_1.len()) {
            let u_part = u_1[index_2];
            let u_adjoint_1 = 2.0 * (1.0 * u_part);
            let u_2 = &u_part;
            let sum_2 = sum_1 + u_2 * u_2;
            u_adjoint_view[index_2] = u_adjoint_1;
            sum_1 = sum_2;
        }
        let rows_2 = &record[..steps];
        for index_3 in (0..steps).rev() {
            let record_3 = rows_2[index_3 as usize];
            let mut before_adjoint: f64 = 0.0;
            let mut inflow_adjoint: f64 = 0.0;
            let rows_3 = &record_1[record_3.0..record_3.1][..condition_1];
            let speed_view_1 = &speed[..condition_1];
            let u_adjoint_view_1 = &mut u_adjoint[..condition_1];
            let speed_gradient_view = &mut speed_gradient[..condition_1];
            let [sum_3_column, product_1_column, difference_3_column, old_1_column] = __ad::columns(
                rows_3,
            );
            let mut iterations_1 = |
                mut before_adjoint: f64,
                mut inflow_adjoint: f64,
                speed_view_1: &[f64],
                u_adjoint_view_1: &mut [f64],
                speed_gradient_view: &mut [f64],
                sum_3_column: &[f64],
                product_1_column: &[f64],
                difference_3_column: &[f64],
                old_1_column: &[f64]|
            {
                let speed_view_1 = &speed_view_1[..condition_1];
                let u_adjoint_view_1 = &mut u_adjoint_view_1[..condition_1];
                let speed_gradient_view = &mut speed_gradient_view[..condition_1];
                let sum_3_column = &sum_3_column[..condition_1];
                let product_1_column = &product_1_column[..condition_1];
                let difference_3_column = &difference_3_column[..condition_1];
                let old_1_column = &old_1_column[..condition_1];
                for index_4 in (0..condition_1).rev() {
                    let sum_3 = sum_3_column[index_4];
                    let product_1 = product_1_column[index_4];
                    let difference_3 = difference_3_column[index_4];
                    let old_1 = old_1_column[index_4];
                    let speed_part_1 = speed_view_1[index_4];
                    let u_adjoint_part = u_adjoint_view_1[index_4];
                    let product_2 = u_adjoint_part * sum_3;
                    let product_3 = u_adjoint_part * product_1;
                    let sum_4 = before_adjoint + product_3;
                    let before_adjoint_1 = product_3 + product_2 * 0.01;
                    let outflow_adjoint = inflow_adjoint + -0.1 * u_adjoint_part;
                    let inflow_adjoint_1 = 0.1 * u_adjoint_part;
                    let product_4 = outflow_adjoint * difference_3;
                    let product_5 = outflow_adjoint * (speed_part_1 * old_1);
                    let speed_adjoint = product_4 * old_1;
                    let old_adjoint = sum_4 + -0.01 * product_2 + u_adjoint_part
                        - product_5 * (0.5 * old_1) + -0.5 * (product_5 * old_1)
                        + product_4 * speed_part_1;
                    u_adjoint_view_1[index_4] = old_adjoint;
                    speed_gradient_view[index_4] += speed_adjoint;
                    before_adjoint = before_adjoint_1;
                    inflow_adjoint = inflow_adjoint_1;
                }
                (before_adjoint, inflow_adjoint)
            };
            (before_adjoint, inflow_adjoint) = iterations_1(
                before_adjoint,
                inflow_adjoint,
                speed_view_1,
                u_adjoint_view_1,
                speed_gradient_view,
                sum_3_column,
                product_1_column,
                difference_3_column,
                old_1_column,
            );
        }
        __ad::accumulate(&mut *u_gradient, u_adjoint);
        sum_1
    }
    #[track_caller]
    /// The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn grad_into(
        u: &[f64],
        speed: &[f64],
        steps: usize,
        u_gradient: &mut [f64],
        speed_gradient: &mut [f64],
    ) -> () {
        Self::value_and_grad_into(u, speed, steps, u_gradient, speed_gradient);
    }
}
::autodiff_core::__private::if_alloc! {
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl transport { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(u : & [f64], speed :
    & [f64], steps : usize) -> (f64, (::autodiff_core::__private::Vec < f64 >,
    ::autodiff_core::__private::Vec < f64 >)) { let mut u_gradient =
    ::autodiff_core::Differentiable::zero_tangent(& u); let mut speed_gradient =
    ::autodiff_core::Differentiable::zero_tangent(& speed); let value =
    Self::value_and_grad_into(u, speed, steps, & mut u_gradient, & mut speed_gradient);
    (value, (u_gradient, speed_gradient)) } #[doc = " The gradient."] #[inline] pub fn
    grad(u : & [f64], speed : & [f64], steps : usize) -> (::autodiff_core::__private::Vec
    < f64 >, ::autodiff_core::__private::Vec < f64 >) { Self::value_and_grad(u, speed,
    steps).1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(u : & [f64], speed : & [f64], steps : usize) -> (f64, impl
    Fn(f64) -> (::autodiff_core::__private::Vec < f64 >, ::autodiff_core::__private::Vec
    < f64 >) + use < >) { use ::autodiff_core::__private as __ad; let mut u_1 : __ad::Vec
    < f64 > = u.to_vec(); let condition = u_1.len(); let condition_1 = speed.len(); let
    condition_2 = usize::min(condition, condition_1); let mut record = __ad::list!(Table,
    steps); let mut record_1 = __ad::list!(Table, steps * condition_2); let rows = & mut
    __ad::rows(& mut record, steps) [..steps]; for index in (0..steps) { let constant =
    (0.0, 0.0); let mut before : f64 = constant.0; let mut inflow : f64 = constant.1; let
    start = record_1.len(); let rows_1 = & mut __ad::further_rows(& mut record_1,
    condition_2) [..condition_2]; let speed_view = & speed[..condition_2]; let u_view = &
    mut u_1[..condition_2]; let [sum_column, product_column, difference_column,
    old_column] = __ad::columns_mut(rows_1); let mut iterations = | mut before : f64, mut
    inflow : f64, speed_view : & [f64], u_view : & mut [f64], sum_column : & mut [f64],
    product_column : & mut [f64], difference_column : & mut [f64], old_column : & mut
    [f64] | { let speed_view = & speed_view[..condition_2]; let u_view = & mut
    u_view[..condition_2]; let sum_column = & mut sum_column[..condition_2]; let
    product_column = & mut product_column[..condition_2]; let difference_column = & mut
    difference_column[..condition_2]; let old_column = & mut old_column[..condition_2];
    for index_1 in (0..condition_2) { let speed_part = speed_view[index_1]; let speed_1 =
    & speed_part; let old = u_view[index_1]; let difference = 1.0 - 0.5 * old * old; let
    outflow = speed_1 * old * difference; let difference_1 = outflow - inflow; let
    difference_2 = before - old; let product = 0.01 * difference_2; let sum = before +
    old; u_view[index_1] = old - 0.1 * difference_1 + product * sum; sum_column[index_1]
    = sum; product_column[index_1] = product; difference_column[index_1] = difference;
    old_column[index_1] = old; before = old; inflow = outflow; } (before, inflow,) };
    (before, inflow,) = iterations(before, inflow, speed_view, u_view, sum_column,
    product_column, difference_column, old_column); let record_2 = (start, record_1
    .len()); rows[index as usize] = record_2; } let condition_3 = u_1.len(); let mut
    sum_1 : f64 = - 0.0; for index_2 in (0..condition_3) { let u_part = u_1[index_2]; let
    u_2 = & u_part; let sum_2 = sum_1 + u_2 * u_2; sum_1 = sum_2; } let speed = speed
    .to_vec(); (sum_1, #[inline(always)] move | seed : f64 | { let mut u_adjoint =
    __ad::vec![0.0; condition]; let u_adjoint_view = & mut u_adjoint[..condition_3]; for
    index_3 in (0..condition_3) { let u_part_1 = u_1[index_3]; let u_adjoint_1 = 2.0 *
    (seed * u_part_1); u_adjoint_view[index_3] = u_adjoint_1; } let mut speed_adjoint =
    __ad::vec![0.0; condition_1]; let rows_2 = & record[..steps]; for index_4 in (0
    ..steps).rev() { let record_3 = rows_2[index_4 as usize]; let mut before_adjoint :
    f64 = 0.0; let mut inflow_adjoint : f64 = 0.0; let rows_3 = & record_1[record_3.0
    ..record_3.1] [..condition_2]; let speed_view_1 = & speed[..condition_2]; let
    u_adjoint_view_1 = & mut u_adjoint[..condition_2]; let speed_adjoint_view = & mut
    speed_adjoint[..condition_2]; let [sum_3_column, product_1_column,
    difference_3_column, old_1_column] = __ad::columns(rows_3); let mut iterations_1 = |
    mut before_adjoint : f64, mut inflow_adjoint : f64, speed_view_1 : & [f64],
    u_adjoint_view_1 : & mut [f64], speed_adjoint_view : & mut [f64], sum_3_column : &
    [f64], product_1_column : & [f64], difference_3_column : & [f64], old_1_column : &
    [f64] | { let speed_view_1 = & speed_view_1[..condition_2]; let u_adjoint_view_1 = &
    mut u_adjoint_view_1[..condition_2]; let speed_adjoint_view = & mut
    speed_adjoint_view[..condition_2]; let sum_3_column = & sum_3_column[..condition_2];
    let product_1_column = & product_1_column[..condition_2]; let difference_3_column = &
    difference_3_column[..condition_2]; let old_1_column = & old_1_column[..condition_2];
    for index_5 in (0..condition_2).rev() { let sum_3 = sum_3_column[index_5]; let
    product_1 = product_1_column[index_5]; let difference_3 =
    difference_3_column[index_5]; let old_1 = old_1_column[index_5]; let speed_part_1 =
    speed_view_1[index_5]; let u_adjoint_part = u_adjoint_view_1[index_5]; let product_2
    = u_adjoint_part * sum_3; let product_3 = u_adjoint_part * product_1; let sum_4 =
    before_adjoint + product_3; let before_adjoint_1 = product_3 + product_2 * 0.01; let
    outflow_adjoint = inflow_adjoint + - 0.1 * u_adjoint_part; let inflow_adjoint_1 = 0.1
    * u_adjoint_part; let product_4 = outflow_adjoint * difference_3; let product_5 =
    outflow_adjoint * (speed_part_1 * old_1); let speed_adjoint_1 = product_4 * old_1;
    let old_adjoint = sum_4 + - 0.01 * product_2 + u_adjoint_part - product_5 * (0.5 *
    old_1) + - 0.5 * (product_5 * old_1) + product_4 * speed_part_1;
    u_adjoint_view_1[index_5] = old_adjoint; speed_adjoint_view[index_5] +=
    speed_adjoint_1; before_adjoint = before_adjoint_1; inflow_adjoint =
    inflow_adjoint_1; } (before_adjoint, inflow_adjoint,) }; (before_adjoint,
    inflow_adjoint,) = iterations_1(before_adjoint, inflow_adjoint, speed_view_1,
    u_adjoint_view_1, speed_adjoint_view, sum_3_column, product_1_column,
    difference_3_column, old_1_column); } let mut u_adjoint_2 = __ad::vec![0.0;
    condition]; __ad::accumulate(& mut u_adjoint_2, u_adjoint); (u_adjoint_2,
    speed_adjoint) }) } #[doc(hidden)] #[inline] pub fn __vjp(u : & [f64], speed : &
    [f64], steps : usize) -> (f64, impl Fn(f64) -> (::autodiff_core::__private::Vec < f64
    >, ::autodiff_core::__private::Vec < f64 >, (),) + use < >) { let (value, pullback) =
    Self::vjp(u, speed, steps); (value, #[inline(always)] move | seed : f64 | { let
    (adjoint_0, adjoint_1) = pullback(seed); (adjoint_0, adjoint_1, (),) }) } }
}
