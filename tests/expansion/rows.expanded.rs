#[allow(dead_code)]
fn oscillators(start: &[f64], stiffness: f64, steps: usize) -> f64 {
    let n = start.len() / 2;
    let mut state = start.to_vec();
    for _ in 0..steps {
        let forces: Vec<f64> = state[..n].iter().map(|x| -stiffness * x.sin()).collect();
        for i in 0..n {
            state[n + i] += 0.1 * forces[i];
            state[i] += 0.1 * state[n + i];
        }
    }
    state.iter().map(|x| x * x).sum()
}
/// The derivatives of [`oscillators`](fn@oscillators), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum oscillators {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl oscillators {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(start: &[f64], stiffness: f64, steps: usize) -> f64 {
        use ::autodiff_core::__private as __ad;
        let condition = start.len();
        let n = condition / 2;
        let mut state: __ad::Vec<f64> = start.to_vec();
        let negated = -stiffness;
        for _ in (0..steps) {
            let _ = &state[0..n];
            let mut collected = __ad::vec![0.0; n];
            let state_view = &__ad::view(&state[..], 0, n)[..n];
            for index in (0..n) {
                let state_part = state_view[index];
                let x = &state_part;
                collected[index] = negated * x.sin();
            }
            let [state_view_1, state_view_2] = __ad::parts_mut(
                &mut state[..],
                0..n,
                || [0, n],
            );
            let collected_view = &collected[..n];
            for index_1 in (0..n) {
                let collected_part = collected_view[index_1];
                let constant = n + index_1;
                let state_part_1 = state_view_2[index_1];
                state_view_2[index_1] = state_part_1 + 0.1 * collected_part;
                let constant_1 = n + index_1;
                let state_part_2 = state_view_2[index_1];
                let state_part_3 = state_view_1[index_1];
                state_view_1[index_1] = state_part_3 + 0.1 * state_part_2;
            }
        }
        let mut sum: f64 = -0.0;
        let state_view_3 = &state[..condition];
        for index_2 in (0..condition) {
            let state_part_4 = state_view_3[index_2];
            let x_1 = &state_part_4;
            let sum_1 = sum + x_1 * x_1;
            sum = sum_1;
        }
        sum
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(
        start: &[f64],
        stiffness: f64,
        steps: usize,
        start_tangent: &[f64],
        stiffness_tangent: f64,
    ) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            start_tangent.len() == start.len(),
            "`start` has {} elements, but its tangent has {}", start.len(), start_tangent
            .len()
        );
        let condition = start.len();
        let n = condition / 2;
        let mut state: __ad::Vec<f64> = start.to_vec();
        let mut state_tangent = start_tangent.to_vec();
        let negated = -stiffness;
        for _ in (0..steps) {
            let _ = &state[0..n];
            let mut value: __ad::Vec<f64> = __ad::vec![0.0; n];
            let mut collected_tangent = __ad::zero_tangent(&value);
            let state_view = &__ad::view(&state[..], 0, n)[..n];
            let state_tangent_view = &__ad::view(&state_tangent[..], 0, n)[..n];
            let part_view = &mut value[..n];
            for index in (0..n) {
                let state_part = state_view[index];
                let state_tangent_part = state_tangent_view[index];
                let x = &state_part;
                let sin = x.sin();
                part_view[index] = negated * sin;
                collected_tangent[index] = -(stiffness_tangent * sin
                    + state_tangent_part * __ad::math::cos(state_part) * stiffness);
            }
            let [state_view_1, state_view_2] = __ad::parts_mut(
                &mut state[..],
                0..n,
                || [0, n],
            );
            let [state_tangent_view_1, state_tangent_view_2] = __ad::parts_mut(
                &mut state_tangent[..],
                0..n,
                || [0, n],
            );
            let part_view_1 = &value[..n];
            let collected_tangent_view = &collected_tangent[..n];
            for index_1 in (0..n) {
                let collected_part = part_view_1[index_1];
                let constant = n + index_1;
                let state_part_1 = state_view_2[index_1];
                let state_tangent_part_1 = state_tangent_view_2[index_1];
                state_view_2[index_1] = state_part_1 + 0.1 * collected_part;
                state_tangent_view_2[index_1] = state_tangent_part_1
                    + collected_tangent_view[index_1] * 0.1;
                let constant_1 = n + index_1;
                let state_part_2 = state_view_2[index_1];
                let state_tangent_part_2 = state_tangent_view_2[index_1];
                let state_part_3 = state_view_1[index_1];
                let state_tangent_part_3 = state_tangent_view_1[index_1];
                state_view_1[index_1] = state_part_3 + 0.1 * state_part_2;
                state_tangent_view_1[index_1] = state_tangent_part_3
                    + state_tangent_part_2 * 0.1;
            }
        }
        let mut sum: f64 = -0.0;
        let mut sum_tangent: f64 = 0.0;
        let state_view_3 = &state[..condition];
        let state_tangent_view_3 = &state_tangent[..condition];
        for index_2 in (0..condition) {
            let state_part_4 = state_view_3[index_2];
            let x_1 = &state_part_4;
            let sum_1 = sum + x_1 * x_1;
            let sum_2 = sum_tangent
                + 2.0 * (state_tangent_view_3[index_2] * state_part_4);
            sum = sum_1;
            sum_tangent = sum_2;
        }
        (sum, sum_tangent)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        start: &[f64],
        stiffness: f64,
        steps: usize,
        start_tangent: &[f64],
        stiffness_tangent: f64,
        steps_tangent: impl ::core::marker::Sized,
    ) -> (f64, f64) {
        Self::jvp(start, stiffness, steps, start_tangent, stiffness_tangent)
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
                ::core::option::Option::Some("start"),
                true,
                &[],
            ),
            node(
                1,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("stiffness"),
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
                "start.len()",
                Kind::Constant,
                &[0],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(4, "2", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                5,
                "operand_0 / operand_1",
                Kind::Constant,
                &[3, 4],
                ::core::option::Option::Some("n"),
                false,
                &[],
            ),
            node(
                6,
                "to_vec",
                Kind::Operator,
                &[0],
                ::core::option::Option::Some("state"),
                true,
                &[],
            ),
            node(7, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                8,
                "derivative",
                Kind::Operator,
                &[7, 2, 6],
                ::core::option::Option::Some("state"),
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
            node(
                10,
                "- 0.0",
                Kind::Constant,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                11,
                "operand_0.len()",
                Kind::Constant,
                &[8],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(12, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                13,
                "derivative",
                Kind::Operator,
                &[12, 11, 10],
                ::core::option::Option::Some("sum"),
                true,
                &[],
            ),
        ];
        Graph {
            name: "oscillators",
            nodes: NODES,
            results: &[13],
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
        start: &[f64],
        stiffness: f64,
        steps: usize,
        start_gradient: &mut [f64],
        stiffness_gradient: &mut f64,
    ) -> f64 {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            start_gradient.len() == start.len(),
            "`start` has {} elements, but its gradient buffer has {}", start.len(),
            start_gradient.len()
        );
        start_gradient.fill(0.0);
        let condition = start.len();
        let n = condition / 2;
        let mut state: __ad::Vec<f64> = start.to_vec();
        let negated = -stiffness;
        let mut collected = __ad::vec![0.0; n];
        let mut record = __ad::list!(Table, steps);
        let mut record_1 = __ad::list!(Table, steps * n);
        let rows = &mut __ad::rows(&mut record, steps)[..steps];
        for index in (0..steps) {
            let _ = &state[0..n];
            let start_1 = record_1.len();
            let rows_1 = &mut __ad::further_rows(&mut record_1, n)[..n];
            let state_view = &__ad::view(&state[..], 0, n)[..n];
            let collected_view = &mut collected[..n];
            for index_1 in (0..n) {
                let state_part = state_view[index_1];
                let x = &state_part;
                let sin = x.sin();
                collected_view[index_1] = negated * sin;
                rows_1[index_1 as usize] = [sin, state_part];
            }
            let record_2 = (start_1, record_1.len());
            let [state_view_1, state_view_2] = __ad::parts_mut(
                &mut state[..],
                0..n,
                || [0, n],
            );
            let collected_view_1 = &collected[..n];
            for index_2 in (0..n) {
                let collected_part = collected_view_1[index_2];
                let constant = n + index_2;
                let state_part_1 = state_view_2[index_2];
                state_view_2[index_2] = state_part_1 + 0.1 * collected_part;
                let constant_1 = n + index_2;
                let state_part_2 = state_view_2[index_2];
                let state_part_3 = state_view_1[index_2];
                state_view_1[index_2] = state_part_3 + 0.1 * state_part_2;
            }
            rows[index as usize] = record_2;
        }
        let mut state_adjoint = __ad::vec![0.0; condition];
        let mut sum: f64 = -0.0;
        let state_view_3 = &state[..condition];
        let state_adjoint_view = &mut state_adjoint[..condition];
        for index_3 in (0..condition) {
            let state_part_4 = state_view_3[index_3];
            let x_adjoint = 2.0 * (1.0 * state_part_4);
            let x_1 = &state_part_4;
            let sum_1 = sum + x_1 * x_1;
            state_adjoint_view[index_3] = x_adjoint;
            sum = sum_1;
        }
        let mut collected_adjoint = __ad::vec![0.0; n];
        let mut negated_adjoint: f64 = 0.0;
        let rows_2 = &record[..steps];
        for index_4 in (0..steps).rev() {
            let record_3 = rows_2[index_4 as usize];
            let [state_adjoint_view_1, state_adjoint_view_2] = __ad::parts_mut(
                &mut state_adjoint[..],
                0..n,
                || [0, n],
            );
            let collected_adjoint_view = &mut collected_adjoint[..n];
            for index_5 in (0..n).rev() {
                let constant_2 = n + index_5;
                let constant_3 = n + index_5;
                let state_adjoint_part = state_adjoint_view_1[index_5];
                state_adjoint_view_2[index_5] += state_adjoint_part * 0.1;
                collected_adjoint_view[index_5] = state_adjoint_view_2[index_5] * 0.1;
            }
            let mut negated_adjoint_1: f64 = 0.0;
            let rows_3 = &record_1[record_3.0..record_3.1][..n];
            let collected_adjoint_view_1 = &collected_adjoint[..n];
            let state_adjoint_view_3 = &mut __ad::view_mut(
                &mut state_adjoint[..],
                0,
                n,
            )[..n];
            for index_6 in (0..n).rev() {
                let [sin_1, state_part_5] = rows_3[index_6 as usize];
                let collected_adjoint_part = collected_adjoint_view_1[index_6];
                let sum_2 = negated_adjoint_1 + collected_adjoint_part * sin_1;
                let x_adjoint_1 = -(collected_adjoint_part * stiffness
                    * __ad::math::cos(state_part_5));
                state_adjoint_view_3[index_6] += x_adjoint_1;
                negated_adjoint_1 = sum_2;
            }
            let sum_3 = negated_adjoint + negated_adjoint_1;
            negated_adjoint = sum_3;
        }
        let stiffness_adjoint = -negated_adjoint;
        __ad::accumulate(&mut *start_gradient, state_adjoint);
        *stiffness_gradient = stiffness_adjoint;
        sum
    }
    #[track_caller]
    /// The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn grad_into(
        start: &[f64],
        stiffness: f64,
        steps: usize,
        start_gradient: &mut [f64],
        stiffness_gradient: &mut f64,
    ) -> () {
        Self::value_and_grad_into(
            start,
            stiffness,
            steps,
            start_gradient,
            stiffness_gradient,
        );
    }
}
::autodiff_core::__private::if_alloc! {
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl oscillators { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(start : & [f64],
    stiffness : f64, steps : usize) -> (f64, (::autodiff_core::__private::Vec < f64 >,
    f64)) { let mut start_gradient = ::autodiff_core::Differentiable::zero_tangent(&
    start); let mut stiffness_gradient = 0.0; let value =
    Self::value_and_grad_into(start, stiffness, steps, & mut start_gradient, & mut
    stiffness_gradient); (value, (start_gradient, stiffness_gradient)) } #[doc =
    " The gradient."] #[inline] pub fn grad(start : & [f64], stiffness : f64, steps :
    usize) -> (::autodiff_core::__private::Vec < f64 >, f64) {
    Self::value_and_grad(start, stiffness, steps).1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(start : & [f64], stiffness : f64, steps : usize) -> (f64, impl
    Fn(f64) -> (::autodiff_core::__private::Vec < f64 >, f64) + use < >) { use
    ::autodiff_core::__private as __ad; let condition = start.len(); let n = condition /
    2; let mut state : __ad::Vec < f64 > = start.to_vec(); let negated = - stiffness; let
    mut collected = __ad::vec![0.0; n]; let mut record = __ad::list!(Table, steps); let
    mut record_1 = __ad::list!(Table, steps * n); let rows = & mut __ad::rows(& mut
    record, steps) [..steps]; for index in (0..steps) { let _ = & state[0..n]; let
    start_1 = record_1.len(); let rows_1 = & mut __ad::further_rows(& mut record_1, n)
    [..n]; let state_view = & __ad::view(& state[..], 0, n) [..n]; let collected_view = &
    mut collected[..n]; for index_1 in (0..n) { let state_part = state_view[index_1]; let
    x = & state_part; let sin = x.sin(); collected_view[index_1] = negated * sin;
    rows_1[index_1 as usize] = [sin, state_part]; } let record_2 = (start_1, record_1
    .len()); let [state_view_1, state_view_2] = __ad::parts_mut(& mut state[..], 0..n, ||
    [0, n]); let collected_view_1 = & collected[..n]; for index_2 in (0..n) { let
    collected_part = collected_view_1[index_2]; let constant = n + index_2; let
    state_part_1 = state_view_2[index_2]; state_view_2[index_2] = state_part_1 + 0.1 *
    collected_part; let constant_1 = n + index_2; let state_part_2 =
    state_view_2[index_2]; let state_part_3 = state_view_1[index_2];
    state_view_1[index_2] = state_part_3 + 0.1 * state_part_2; } rows[index as usize] =
    record_2; } let mut sum : f64 = - 0.0; let state_view_3 = & state[..condition]; for
    index_3 in (0..condition) { let state_part_4 = state_view_3[index_3]; let x_1 = &
    state_part_4; let sum_1 = sum + x_1 * x_1; sum = sum_1; } (sum, #[inline(always)]
    move | seed : f64 | { let mut state_adjoint = __ad::vec![0.0; condition]; let
    state_view_4 = & state[..condition]; let state_adjoint_view = & mut
    state_adjoint[..condition]; for index_4 in (0..condition) { let state_part_5 =
    state_view_4[index_4]; let x_adjoint = 2.0 * (seed * state_part_5);
    state_adjoint_view[index_4] = x_adjoint; } let mut collected_adjoint =
    __ad::vec![0.0; n]; let mut negated_adjoint : f64 = 0.0; let rows_2 = &
    record[..steps]; for index_5 in (0..steps).rev() { let record_3 = rows_2[index_5 as
    usize]; let [state_adjoint_view_1, state_adjoint_view_2] = __ad::parts_mut(& mut
    state_adjoint[..], 0..n, || [0, n]); let collected_adjoint_view = & mut
    collected_adjoint[..n]; for index_6 in (0..n).rev() { let constant_2 = n + index_6;
    let constant_3 = n + index_6; let state_adjoint_part = state_adjoint_view_1[index_6];
    state_adjoint_view_2[index_6] += state_adjoint_part * 0.1;
    collected_adjoint_view[index_6] = state_adjoint_view_2[index_6] * 0.1; } let mut
    negated_adjoint_1 : f64 = 0.0; let rows_3 = & record_1[record_3.0..record_3.1] [..n];
    let collected_adjoint_view_1 = & collected_adjoint[..n]; let state_adjoint_view_3 = &
    mut __ad::view_mut(& mut state_adjoint[..], 0, n) [..n]; for index_7 in (0..n).rev()
    { let [sin_1, state_part_6] = rows_3[index_7 as usize]; let collected_adjoint_part =
    collected_adjoint_view_1[index_7]; let sum_2 = negated_adjoint_1 +
    collected_adjoint_part * sin_1; let x_adjoint_1 = - (collected_adjoint_part *
    stiffness * __ad::math::cos(state_part_6)); state_adjoint_view_3[index_7] +=
    x_adjoint_1; negated_adjoint_1 = sum_2; } let sum_3 = negated_adjoint +
    negated_adjoint_1; negated_adjoint = sum_3; } let stiffness_adjoint = -
    negated_adjoint; let mut start_adjoint = __ad::vec![0.0; condition];
    __ad::accumulate(& mut start_adjoint, state_adjoint); (start_adjoint,
    stiffness_adjoint) }) } #[doc(hidden)] #[inline] pub fn __vjp(start : & [f64],
    stiffness : f64, steps : usize) -> (f64, impl Fn(f64) ->
    (::autodiff_core::__private::Vec < f64 >, f64, (),) + use < >) { let (value,
    pullback) = Self::vjp(start, stiffness, steps); (value, #[inline(always)] move | seed
    : f64 | { let (adjoint_0, adjoint_1) = pullback(seed); (adjoint_0, adjoint_1, (),) })
    } }
}
