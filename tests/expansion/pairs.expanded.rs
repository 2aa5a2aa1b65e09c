#[allow(dead_code)]
/// One after the other, `cell` and `hidden` of each iteration, which no other iteration touches.
fn cells(weights: &[f64], x: &[f64], steps: usize) -> f64 {
    let n = x.len();
    let mut cell = vec![0.1; n];
    let mut hidden = x.to_vec();
    for _ in 0..steps {
        for i in 0..n {
            let gate = (hidden[i] * weights[i] + weights[n + i]).tanh();
            let change = (x[i] * weights[2 * n + i] + cell[i]).tanh();
            cell[i] = cell[i] * gate + change * (1.0 - gate);
            hidden[i] = gate * cell[i].tanh() + 0.1 * hidden[i];
        }
    }
    hidden.iter().sum()
}
/// The derivatives of [`cells`](fn@cells), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum cells {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl cells {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(weights: &[f64], x: &[f64], steps: usize) -> f64 {
        use ::autodiff_core::__private as __ad;
        let n = x.len();
        let mut cell: __ad::Vec<f64> = __ad::vec![0.1; n];
        let mut hidden: __ad::Vec<f64> = x.to_vec();
        for _ in (0..steps) {
            let hidden_view = &mut hidden[..n];
            let weights_view = &weights[..n];
            let weights_view_1 = __ad::part(&weights[..], 0..n, || x.len());
            let weights_view_2 = __ad::part(&weights[..], 0..n, || 2 * x.len());
            let cell_view = &mut cell[..n];
            for index in (0..n) {
                let hidden_part = hidden_view[index];
                let weights_part = weights_view[index];
                let constant = n + index;
                let weights_part_1 = weights_view_1[index];
                let gate = (hidden_part * weights_part + weights_part_1).tanh();
                let x_part = x[index];
                let constant_1 = 2 * n + index;
                let weights_part_2 = weights_view_2[index];
                let cell_part = cell_view[index];
                let change = (x_part * weights_part_2 + cell_part).tanh();
                cell_view[index] = cell_part * gate + change * (1.0 - gate);
                let cell_part_1 = cell_view[index];
                hidden_view[index] = gate * cell_part_1.tanh() + 0.1 * hidden_part;
            }
        }
        let mut sum: f64 = -0.0;
        let hidden_view_1 = &hidden[..n];
        for index_1 in (0..n) {
            let hidden_part_1 = hidden_view_1[index_1];
            let sum_1 = sum + &hidden_part_1;
            sum = sum_1;
        }
        sum
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(
        weights: &[f64],
        x: &[f64],
        steps: usize,
        weights_tangent: &[f64],
        x_tangent: &[f64],
    ) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            weights_tangent.len() == weights.len(),
            "`weights` has {} elements, but its tangent has {}", weights.len(),
            weights_tangent.len()
        );
        ::core::assert!(
            x_tangent.len() == x.len(), "`x` has {} elements, but its tangent has {}", x
            .len(), x_tangent.len()
        );
        let n = x.len();
        let mut cell: __ad::Vec<f64> = __ad::vec![0.1; n];
        let mut hidden: __ad::Vec<f64> = x.to_vec();
        let mut hidden_tangent = x_tangent.to_vec();
        let mut cell_tangent = __ad::zero_tangent(&cell);
        for _ in (0..steps) {
            let hidden_view = &mut hidden[..n];
            let hidden_tangent_view = &mut hidden_tangent[..n];
            let weights_view = &weights[..n];
            let weights_view_1 = __ad::part(&weights[..], 0..n, || x.len());
            let weights_view_2 = __ad::part(&weights[..], 0..n, || 2 * x.len());
            let weights_tangent_view = &weights_tangent[..n];
            let weights_tangent_view_1 = __ad::part(
                &weights_tangent[..],
                0..n,
                || x.len(),
            );
            let weights_tangent_view_2 = __ad::part(
                &weights_tangent[..],
                0..n,
                || 2 * x.len(),
            );
            let x_tangent_view = &x_tangent[..n];
            let cell_view = &mut cell[..n];
            let cell_tangent_view = &mut cell_tangent[..n];
            for index in (0..n) {
                let hidden_part = hidden_view[index];
                let hidden_tangent_part = hidden_tangent_view[index];
                let weights_part = weights_view[index];
                let constant = n + index;
                let weights_part_1 = weights_view_1[index];
                let gate = (hidden_part * weights_part + weights_part_1).tanh();
                let gate_tangent = (hidden_tangent_part * weights_part
                    + weights_tangent_view[index] * hidden_part
                    + weights_tangent_view_1[index]) * (1.0 - gate * gate);
                let x_part = x[index];
                let constant_1 = 2 * n + index;
                let weights_part_2 = weights_view_2[index];
                let cell_part = cell_view[index];
                let cell_tangent_part = cell_tangent_view[index];
                let change = (x_part * weights_part_2 + cell_part).tanh();
                let change_tangent = (x_tangent_view[index] * weights_part_2
                    + weights_tangent_view_2[index] * x_part + cell_tangent_part)
                    * (1.0 - change * change);
                let difference = 1.0 - gate;
                cell_view[index] = cell_part * gate + change * difference;
                cell_tangent_view[index] = cell_tangent_part * gate
                    + gate_tangent * cell_part
                    + (change_tangent * difference - gate_tangent * change);
                let cell_part_1 = cell_view[index];
                let tanh = cell_part_1.tanh();
                hidden_view[index] = gate * tanh + 0.1 * hidden_part;
                hidden_tangent_view[index] = gate_tangent * tanh
                    + cell_tangent_view[index] * (1.0 - tanh * tanh) * gate
                    + hidden_tangent_part * 0.1;
            }
        }
        let mut sum: f64 = -0.0;
        let mut sum_tangent: f64 = 0.0;
        let hidden_view_1 = &hidden[..n];
        let hidden_tangent_view_1 = &hidden_tangent[..n];
        for index_1 in (0..n) {
            let hidden_part_1 = hidden_view_1[index_1];
            let sum_1 = sum + &hidden_part_1;
            let sum_2 = sum_tangent + hidden_tangent_view_1[index_1];
            sum = sum_1;
            sum_tangent = sum_2;
        }
        (sum, sum_tangent)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        weights: &[f64],
        x: &[f64],
        steps: usize,
        weights_tangent: &[f64],
        x_tangent: &[f64],
        steps_tangent: impl ::core::marker::Sized,
    ) -> (f64, f64) {
        Self::jvp(weights, x, steps, weights_tangent, x_tangent)
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
                ::core::option::Option::Some("weights"),
                true,
                &[],
            ),
            node(
                1,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("x"),
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
                "x.len()",
                Kind::Constant,
                &[1],
                ::core::option::Option::Some("n"),
                false,
                &[],
            ),
            node(
                4,
                "0.1",
                Kind::Constant,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                5,
                "repeat",
                Kind::Operator,
                &[4, 3],
                ::core::option::Option::Some("cell"),
                false,
                &[],
            ),
            node(
                6,
                "to_vec",
                Kind::Operator,
                &[1],
                ::core::option::Option::Some("hidden"),
                true,
                &[],
            ),
            node(7, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                8,
                "derivative",
                Kind::Operator,
                &[7, 2, 5, 6],
                ::core::option::Option::Some("cell"),
                true,
                &[],
            ),
            node(
                9,
                "result",
                Kind::Operator,
                &[8],
                ::core::option::Option::Some("hidden"),
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
                "- 0.0",
                Kind::Constant,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(
                12,
                "operand_0.len()",
                Kind::Constant,
                &[9],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(13, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                14,
                "derivative",
                Kind::Operator,
                &[13, 12, 11],
                ::core::option::Option::Some("sum"),
                true,
                &[],
            ),
        ];
        Graph {
            name: "cells",
            nodes: NODES,
            results: &[14],
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
        weights: &[f64],
        x: &[f64],
        steps: usize,
        weights_gradient: &mut [f64],
        x_gradient: &mut [f64],
    ) -> f64 {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            weights_gradient.len() == weights.len(),
            "`weights` has {} elements, but its gradient buffer has {}", weights.len(),
            weights_gradient.len()
        );
        ::core::assert!(
            x_gradient.len() == x.len(),
            "`x` has {} elements, but its gradient buffer has {}", x.len(), x_gradient
            .len()
        );
        weights_gradient.fill(0.0);
        x_gradient.fill(0.0);
        let n = x.len();
        let mut cell: __ad::Vec<f64> = __ad::vec![0.1; n];
        let mut hidden: __ad::Vec<f64> = x.to_vec();
        let mut record = __ad::list!(Table, steps);
        let mut record_1 = __ad::list!(Table, steps * n.div_ceil(2));
        let rows = &mut __ad::rows(&mut record, steps)[..steps];
        for index in (0..steps) {
            let start = record_1.len();
            let rows_1 = &mut __ad::further_rows(
                &mut record_1,
                n.div_ceil(2),
            )[..n.div_ceil(2)];
            let hidden_view = &mut hidden[..n];
            let weights_view = &weights[..n];
            let weights_view_1 = __ad::part(&weights[..], 0..n, || x.len());
            let weights_view_2 = __ad::part(&weights[..], 0..n, || 2 * x.len());
            let x_view = &x[..n];
            let cell_view = &mut cell[..n];
            let pair_count = __ad::pair_count((0..n));
            let hidden_view_pairs = __ad::pairs_mut(hidden_view, pair_count);
            let weights_view_pairs = __ad::pairs(weights_view, pair_count);
            let weights_view_1_pairs = __ad::pairs(weights_view_1, pair_count);
            let weights_view_2_pairs = __ad::pairs(weights_view_2, pair_count);
            let x_view_pairs = __ad::pairs(x_view, pair_count);
            let cell_view_pairs = __ad::pairs_mut(cell_view, pair_count);
            for pair in 0..pair_count {
                let index_1 = [2 * pair, 2 * pair + 1];
                let row: &mut [[f64; 2]; 5] = &mut rows_1[pair];
                let hidden_part = hidden_view_pairs[pair];
                row[4] = hidden_part;
                let weights_part = weights_view_pairs[pair];
                let constant = [n + index_1[0], n + index_1[1]];
                let weights_part_1 = weights_view_1_pairs[pair];
                let gate = [
                    (hidden_part[0] * weights_part[0] + weights_part_1[0]).tanh(),
                    (hidden_part[1] * weights_part[1] + weights_part_1[1]).tanh(),
                ];
                row[1] = gate;
                let x_part = x_view_pairs[pair];
                let constant_1 = [2 * n + index_1[0], 2 * n + index_1[1]];
                let weights_part_2 = weights_view_2_pairs[pair];
                let cell_part = cell_view_pairs[pair];
                row[3] = cell_part;
                let change = [
                    (x_part[0] * weights_part_2[0] + cell_part[0]).tanh(),
                    (x_part[1] * weights_part_2[1] + cell_part[1]).tanh(),
                ];
                row[2] = change;
                cell_view_pairs[pair][0] = cell_part[0] * gate[0]
                    + change[0] * (1.0 - gate[0]);
                cell_view_pairs[pair][1] = cell_part[1] * gate[1]
                    + change[1] * (1.0 - gate[1]);
                let cell_part_1 = cell_view_pairs[pair];
                let tanh = [cell_part_1[0].tanh(), cell_part_1[1].tanh()];
                row[0] = tanh;
                hidden_view_pairs[pair][0] = gate[0] * tanh[0] + 0.1 * hidden_part[0];
                hidden_view_pairs[pair][1] = gate[1] * tanh[1] + 0.1 * hidden_part[1];
            }
            for index_1 in 2 * pair_count..n {
                let hidden_part = hidden_view[index_1];
                let weights_part = weights_view[index_1];
                let constant = n + index_1;
                let weights_part_1 = weights_view_1[index_1];
                let gate = (hidden_part * weights_part + weights_part_1).tanh();
                let x_part = x_view[index_1];
                let constant_1 = 2 * n + index_1;
                let weights_part_2 = weights_view_2[index_1];
                let cell_part = cell_view[index_1];
                let change = (x_part * weights_part_2 + cell_part).tanh();
                cell_view[index_1] = cell_part * gate + change * (1.0 - gate);
                let cell_part_1 = cell_view[index_1];
                let tanh = cell_part_1.tanh();
                hidden_view[index_1] = gate * tanh + 0.1 * hidden_part;
                rows_1[pair_count] = [tanh, gate, change, cell_part, hidden_part]
                    .map(|number| [number; 2]);
            }
            let record_2 = (start, record_1.len());
            rows[index as usize] = record_2;
        }
        let mut hidden_adjoint = __ad::vec![0.0; n];
        let mut sum: f64 = -0.0;
        let hidden_view_1 = &hidden[..n];
        let hidden_adjoint_view = &mut hidden_adjoint[..n];
        for index_2 in (0..n) {
            let hidden_part_1 = hidden_view_1[index_2];
            let sum_1 = sum + &hidden_part_1;
            hidden_adjoint_view[index_2] = 1.0;
            sum = sum_1;
        }
        let mut cell_adjoint = __ad::vec![0.0; n];
        let rows_2 = &record[..steps];
        for index_3 in (0..steps).rev() {
            let record_3 = rows_2[index_3 as usize];
            let rows_3 = &record_1[record_3.0..record_3.1][..n.div_ceil(2)];
            let [weights_gradient_view, weights_gradient_view_1, weights_gradient_view_2,
            ] = __ad::parts_mut(
                &mut weights_gradient[..],
                0..n,
                || [0, x.len(), 2 * x.len()],
            );
            let weights_view_3 = &weights[..n];
            let weights_view_4 = __ad::part(&weights[..], 0..n, || 2 * x.len());
            let x_view_1 = &x[..n];
            let hidden_adjoint_view_1 = &mut hidden_adjoint[..n];
            let cell_adjoint_view = &mut cell_adjoint[..n];
            let x_gradient_view = &mut x_gradient[..n];
            let pair_count_1 = __ad::pair_count((0..n));
            let weights_gradient_view_pairs = __ad::pairs_mut(
                weights_gradient_view,
                pair_count_1,
            );
            let weights_gradient_view_1_pairs = __ad::pairs_mut(
                weights_gradient_view_1,
                pair_count_1,
            );
            let weights_gradient_view_2_pairs = __ad::pairs_mut(
                weights_gradient_view_2,
                pair_count_1,
            );
            let weights_view_3_pairs = __ad::pairs(weights_view_3, pair_count_1);
            let weights_view_4_pairs = __ad::pairs(weights_view_4, pair_count_1);
            let x_view_1_pairs = __ad::pairs(x_view_1, pair_count_1);
            let hidden_adjoint_view_1_pairs = __ad::pairs_mut(
                hidden_adjoint_view_1,
                pair_count_1,
            );
            let cell_adjoint_view_pairs = __ad::pairs_mut(
                cell_adjoint_view,
                pair_count_1,
            );
            let x_gradient_view_pairs = __ad::pairs_mut(x_gradient_view, pair_count_1);
            for (pair_1, &[tanh_1, gate_1, change_1, cell_part_2, hidden_part_2]) in rows_3[..pair_count_1]
                .iter()
                .enumerate()
            {
                let index_4 = [2 * pair_1, 2 * pair_1 + 1];
                let weights_part_3 = weights_view_3_pairs[pair_1];
                let constant_2 = [n + index_4[0], n + index_4[1]];
                let x_part_1 = x_view_1_pairs[pair_1];
                let constant_3 = [2 * n + index_4[0], 2 * n + index_4[1]];
                let weights_part_4 = weights_view_4_pairs[pair_1];
                let hidden_adjoint_part = hidden_adjoint_view_1_pairs[pair_1];
                cell_adjoint_view_pairs[pair_1][0]
                    += hidden_adjoint_part[0] * gate_1[0]
                        * (1.0 - tanh_1[0] * tanh_1[0]);
                cell_adjoint_view_pairs[pair_1][1]
                    += hidden_adjoint_part[1] * gate_1[1]
                        * (1.0 - tanh_1[1] * tanh_1[1]);
                let cell_adjoint_part = cell_adjoint_view_pairs[pair_1];
                let change_adjoint = [
                    cell_adjoint_part[0] * (1.0 - gate_1[0]),
                    cell_adjoint_part[1] * (1.0 - gate_1[1]),
                ];
                let gate_adjoint = [
                    hidden_adjoint_part[0] * tanh_1[0]
                        - cell_adjoint_part[0] * change_1[0]
                        + cell_adjoint_part[0] * cell_part_2[0],
                    hidden_adjoint_part[1] * tanh_1[1]
                        - cell_adjoint_part[1] * change_1[1]
                        + cell_adjoint_part[1] * cell_part_2[1],
                ];
                let product = [
                    change_adjoint[0] * (1.0 - change_1[0] * change_1[0]),
                    change_adjoint[1] * (1.0 - change_1[1] * change_1[1]),
                ];
                cell_adjoint_view_pairs[pair_1][0] = cell_adjoint_part[0] * gate_1[0]
                    + product[0];
                cell_adjoint_view_pairs[pair_1][1] = cell_adjoint_part[1] * gate_1[1]
                    + product[1];
                weights_gradient_view_2_pairs[pair_1][0] += product[0] * x_part_1[0];
                weights_gradient_view_2_pairs[pair_1][1] += product[1] * x_part_1[1];
                x_gradient_view_pairs[pair_1][0] += product[0] * weights_part_4[0];
                x_gradient_view_pairs[pair_1][1] += product[1] * weights_part_4[1];
                let product_1 = [
                    gate_adjoint[0] * (1.0 - gate_1[0] * gate_1[0]),
                    gate_adjoint[1] * (1.0 - gate_1[1] * gate_1[1]),
                ];
                weights_gradient_view_1_pairs[pair_1][0] += product_1[0];
                weights_gradient_view_1_pairs[pair_1][1] += product_1[1];
                weights_gradient_view_pairs[pair_1][0]
                    += product_1[0] * hidden_part_2[0];
                weights_gradient_view_pairs[pair_1][1]
                    += product_1[1] * hidden_part_2[1];
                hidden_adjoint_view_1_pairs[pair_1][0] = hidden_adjoint_part[0] * 0.1
                    + product_1[0] * weights_part_3[0];
                hidden_adjoint_view_1_pairs[pair_1][1] = hidden_adjoint_part[1] * 0.1
                    + product_1[1] * weights_part_3[1];
            }
            for index_4 in 2 * pair_count_1..n {
                let [tanh_1, gate_1, change_1, cell_part_2, hidden_part_2] = rows_3[pair_count_1]
                    .map(|[number, _]| number);
                let weights_part_3 = weights_view_3[index_4];
                let constant_2 = n + index_4;
                let x_part_1 = x_view_1[index_4];
                let constant_3 = 2 * n + index_4;
                let weights_part_4 = weights_view_4[index_4];
                let hidden_adjoint_part = hidden_adjoint_view_1[index_4];
                cell_adjoint_view[index_4]
                    += hidden_adjoint_part * gate_1 * (1.0 - tanh_1 * tanh_1);
                let cell_adjoint_part = cell_adjoint_view[index_4];
                let change_adjoint = cell_adjoint_part * (1.0 - gate_1);
                let gate_adjoint = hidden_adjoint_part * tanh_1
                    - cell_adjoint_part * change_1 + cell_adjoint_part * cell_part_2;
                let product = change_adjoint * (1.0 - change_1 * change_1);
                cell_adjoint_view[index_4] = cell_adjoint_part * gate_1 + product;
                weights_gradient_view_2[index_4] += product * x_part_1;
                x_gradient_view[index_4] += product * weights_part_4;
                let product_1 = gate_adjoint * (1.0 - gate_1 * gate_1);
                weights_gradient_view_1[index_4] += product_1;
                weights_gradient_view[index_4] += product_1 * hidden_part_2;
                hidden_adjoint_view_1[index_4] = hidden_adjoint_part * 0.1
                    + product_1 * weights_part_3;
            }
        }
        __ad::accumulate(&mut *x_gradient, hidden_adjoint);
        sum
    }
    #[track_caller]
    /// The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn grad_into(
        weights: &[f64],
        x: &[f64],
        steps: usize,
        weights_gradient: &mut [f64],
        x_gradient: &mut [f64],
    ) -> () {
        Self::value_and_grad_into(weights, x, steps, weights_gradient, x_gradient);
    }
}
::autodiff_core::__private::if_alloc! {
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl cells { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(weights : & [f64], x
    : & [f64], steps : usize) -> (f64, (::autodiff_core::__private::Vec < f64 >,
    ::autodiff_core::__private::Vec < f64 >)) { let mut weights_gradient =
    ::autodiff_core::Differentiable::zero_tangent(& weights); let mut x_gradient =
    ::autodiff_core::Differentiable::zero_tangent(& x); let value =
    Self::value_and_grad_into(weights, x, steps, & mut weights_gradient, & mut
    x_gradient); (value, (weights_gradient, x_gradient)) } #[doc = " The gradient."]
    #[inline] pub fn grad(weights : & [f64], x : & [f64], steps : usize) ->
    (::autodiff_core::__private::Vec < f64 >, ::autodiff_core::__private::Vec < f64 >) {
    Self::value_and_grad(weights, x, steps).1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(weights : & [f64], x : & [f64], steps : usize) -> (f64, impl
    Fn(f64) -> (::autodiff_core::__private::Vec < f64 >, ::autodiff_core::__private::Vec
    < f64 >) + use < >) { use ::autodiff_core::__private as __ad; let len = weights
    .len(); let n = x.len(); let mut cell : __ad::Vec < f64 > = __ad::vec![0.1; n]; let
    mut hidden : __ad::Vec < f64 > = x.to_vec(); let mut record = __ad::list!(Table,
    steps); let mut record_1 = __ad::list!(Table, steps * n.div_ceil(2)); let rows = &
    mut __ad::rows(& mut record, steps) [..steps]; for index in (0..steps) { let start =
    record_1.len(); let rows_1 = & mut __ad::further_rows(& mut record_1, n.div_ceil(2))
    [..n.div_ceil(2)]; let hidden_view = & mut hidden[..n]; let weights_view = &
    weights[..n]; let weights_view_1 = __ad::part(& weights[..], 0..n, || x.len()); let
    weights_view_2 = __ad::part(& weights[..], 0..n, || 2 * x.len()); let x_view = &
    x[..n]; let cell_view = & mut cell[..n]; let pair_count = __ad::pair_count((0..n));
    let hidden_view_pairs = __ad::pairs_mut(hidden_view, pair_count); let
    weights_view_pairs = __ad::pairs(weights_view, pair_count); let weights_view_1_pairs
    = __ad::pairs(weights_view_1, pair_count); let weights_view_2_pairs =
    __ad::pairs(weights_view_2, pair_count); let x_view_pairs = __ad::pairs(x_view,
    pair_count); let cell_view_pairs = __ad::pairs_mut(cell_view, pair_count); for pair
    in 0..pair_count { let index_1 = [2 * pair, 2 * pair + 1]; let row : & mut [[f64; 2];
    5] = & mut rows_1[pair]; let hidden_part = hidden_view_pairs[pair]; row[4] =
    hidden_part; let weights_part = weights_view_pairs[pair]; let constant = [n +
    index_1[0], n + index_1[1]]; let weights_part_1 = weights_view_1_pairs[pair]; let
    gate = [(hidden_part[0] * weights_part[0] + weights_part_1[0]).tanh(),
    (hidden_part[1] * weights_part[1] + weights_part_1[1]).tanh()]; row[1] = gate; let
    x_part = x_view_pairs[pair]; let constant_1 = [2 * n + index_1[0], 2 * n +
    index_1[1]]; let weights_part_2 = weights_view_2_pairs[pair]; let cell_part =
    cell_view_pairs[pair]; row[3] = cell_part; let change = [(x_part[0] *
    weights_part_2[0] + cell_part[0]).tanh(), (x_part[1] * weights_part_2[1] +
    cell_part[1]).tanh()]; row[2] = change; cell_view_pairs[pair] [0] = cell_part[0] *
    gate[0] + change[0] * (1.0 - gate[0]); cell_view_pairs[pair] [1] = cell_part[1] *
    gate[1] + change[1] * (1.0 - gate[1]); let cell_part_1 = cell_view_pairs[pair]; let
    tanh = [cell_part_1[0].tanh(), cell_part_1[1].tanh()]; row[0] = tanh;
    hidden_view_pairs[pair] [0] = gate[0] * tanh[0] + 0.1 * hidden_part[0];
    hidden_view_pairs[pair] [1] = gate[1] * tanh[1] + 0.1 * hidden_part[1]; } for index_1
    in 2 * pair_count..n { let hidden_part = hidden_view[index_1]; let weights_part =
    weights_view[index_1]; let constant = n + index_1; let weights_part_1 =
    weights_view_1[index_1]; let gate = (hidden_part * weights_part + weights_part_1)
    .tanh(); let x_part = x_view[index_1]; let constant_1 = 2 * n + index_1; let
    weights_part_2 = weights_view_2[index_1]; let cell_part = cell_view[index_1]; let
    change = (x_part * weights_part_2 + cell_part).tanh(); cell_view[index_1] = cell_part
    * gate + change * (1.0 - gate); let cell_part_1 = cell_view[index_1]; let tanh =
    cell_part_1.tanh(); hidden_view[index_1] = gate * tanh + 0.1 * hidden_part;
    rows_1[pair_count] = [tanh, gate, change, cell_part, hidden_part].map(| number |
    [number; 2]); } let record_2 = (start, record_1.len()); rows[index as usize] =
    record_2; } let mut sum : f64 = - 0.0; let hidden_view_1 = & hidden[..n]; for index_2
    in (0..n) { let hidden_part_1 = hidden_view_1[index_2]; let sum_1 = sum + &
    hidden_part_1; sum = sum_1; } let x = x.to_vec(); let weights = weights.to_vec();
    (sum, #[inline(always)] move | seed : f64 | { let mut hidden_adjoint =
    __ad::vec![0.0; n]; let hidden_adjoint_view = & mut hidden_adjoint[..n]; for index_3
    in (0..n) { hidden_adjoint_view[index_3] = seed; } let mut cell_adjoint =
    __ad::vec![0.0; n]; let mut weights_adjoint = __ad::vec![0.0; len]; let mut x_adjoint
    = __ad::vec![0.0; n]; let rows_2 = & record[..steps]; for index_4 in (0..steps).rev()
    { let record_3 = rows_2[index_4 as usize]; let rows_3 = & record_1[record_3.0
    ..record_3.1] [..n.div_ceil(2)]; let [weights_adjoint_view, weights_adjoint_view_1,
    weights_adjoint_view_2] = __ad::parts_mut(& mut weights_adjoint[..], 0..n, || [0, x
    .len(), 2 * x.len()]); let weights_view_3 = & weights[..n]; let weights_view_4 =
    __ad::part(& weights[..], 0..n, || 2 * x.len()); let x_view_1 = & x[..n]; let
    hidden_adjoint_view_1 = & mut hidden_adjoint[..n]; let cell_adjoint_view = & mut
    cell_adjoint[..n]; let x_adjoint_view = & mut x_adjoint[..n]; let pair_count_1 =
    __ad::pair_count((0..n)); let weights_adjoint_view_pairs =
    __ad::pairs_mut(weights_adjoint_view, pair_count_1); let weights_adjoint_view_1_pairs
    = __ad::pairs_mut(weights_adjoint_view_1, pair_count_1); let
    weights_adjoint_view_2_pairs = __ad::pairs_mut(weights_adjoint_view_2, pair_count_1);
    let weights_view_3_pairs = __ad::pairs(weights_view_3, pair_count_1); let
    weights_view_4_pairs = __ad::pairs(weights_view_4, pair_count_1); let x_view_1_pairs
    = __ad::pairs(x_view_1, pair_count_1); let hidden_adjoint_view_1_pairs =
    __ad::pairs_mut(hidden_adjoint_view_1, pair_count_1); let cell_adjoint_view_pairs =
    __ad::pairs_mut(cell_adjoint_view, pair_count_1); let x_adjoint_view_pairs =
    __ad::pairs_mut(x_adjoint_view, pair_count_1); for (pair_1, & [tanh_1, gate_1,
    change_1, cell_part_2, hidden_part_2]) in rows_3[..pair_count_1].iter().enumerate() {
    let index_5 = [2 * pair_1, 2 * pair_1 + 1]; let weights_part_3 =
    weights_view_3_pairs[pair_1]; let constant_2 = [n + index_5[0], n + index_5[1]]; let
    x_part_1 = x_view_1_pairs[pair_1]; let constant_3 = [2 * n + index_5[0], 2 * n +
    index_5[1]]; let weights_part_4 = weights_view_4_pairs[pair_1]; let
    hidden_adjoint_part = hidden_adjoint_view_1_pairs[pair_1];
    cell_adjoint_view_pairs[pair_1] [0] += hidden_adjoint_part[0] * gate_1[0] * (1.0 -
    tanh_1[0] * tanh_1[0]); cell_adjoint_view_pairs[pair_1] [1] += hidden_adjoint_part[1]
    * gate_1[1] * (1.0 - tanh_1[1] * tanh_1[1]); let cell_adjoint_part =
    cell_adjoint_view_pairs[pair_1]; let change_adjoint = [cell_adjoint_part[0] * (1.0 -
    gate_1[0]), cell_adjoint_part[1] * (1.0 - gate_1[1])]; let gate_adjoint =
    [hidden_adjoint_part[0] * tanh_1[0] - cell_adjoint_part[0] * change_1[0] +
    cell_adjoint_part[0] * cell_part_2[0], hidden_adjoint_part[1] * tanh_1[1] -
    cell_adjoint_part[1] * change_1[1] + cell_adjoint_part[1] * cell_part_2[1]]; let
    product = [change_adjoint[0] * (1.0 - change_1[0] * change_1[0]), change_adjoint[1] *
    (1.0 - change_1[1] * change_1[1])]; cell_adjoint_view_pairs[pair_1] [0] =
    cell_adjoint_part[0] * gate_1[0] + product[0]; cell_adjoint_view_pairs[pair_1] [1] =
    cell_adjoint_part[1] * gate_1[1] + product[1]; weights_adjoint_view_2_pairs[pair_1]
    [0] += product[0] * x_part_1[0]; weights_adjoint_view_2_pairs[pair_1] [1] +=
    product[1] * x_part_1[1]; x_adjoint_view_pairs[pair_1] [0] += product[0] *
    weights_part_4[0]; x_adjoint_view_pairs[pair_1] [1] += product[1] *
    weights_part_4[1]; let product_1 = [gate_adjoint[0] * (1.0 - gate_1[0] * gate_1[0]),
    gate_adjoint[1] * (1.0 - gate_1[1] * gate_1[1])];
    weights_adjoint_view_1_pairs[pair_1] [0] += product_1[0];
    weights_adjoint_view_1_pairs[pair_1] [1] += product_1[1];
    weights_adjoint_view_pairs[pair_1] [0] += product_1[0] * hidden_part_2[0];
    weights_adjoint_view_pairs[pair_1] [1] += product_1[1] * hidden_part_2[1];
    hidden_adjoint_view_1_pairs[pair_1] [0] = hidden_adjoint_part[0] * 0.1 + product_1[0]
    * weights_part_3[0]; hidden_adjoint_view_1_pairs[pair_1] [1] = hidden_adjoint_part[1]
    * 0.1 + product_1[1] * weights_part_3[1]; } for index_5 in 2 * pair_count_1..n { let
    [tanh_1, gate_1, change_1, cell_part_2, hidden_part_2] = rows_3[pair_count_1].map(|
    [number, _] | number); let weights_part_3 = weights_view_3[index_5]; let constant_2 =
    n + index_5; let x_part_1 = x_view_1[index_5]; let constant_3 = 2 * n + index_5; let
    weights_part_4 = weights_view_4[index_5]; let hidden_adjoint_part =
    hidden_adjoint_view_1[index_5]; cell_adjoint_view[index_5] += hidden_adjoint_part *
    gate_1 * (1.0 - tanh_1 * tanh_1); let cell_adjoint_part = cell_adjoint_view[index_5];
    let change_adjoint = cell_adjoint_part * (1.0 - gate_1); let gate_adjoint =
    hidden_adjoint_part * tanh_1 - cell_adjoint_part * change_1 + cell_adjoint_part *
    cell_part_2; let product = change_adjoint * (1.0 - change_1 * change_1);
    cell_adjoint_view[index_5] = cell_adjoint_part * gate_1 + product;
    weights_adjoint_view_2[index_5] += product * x_part_1; x_adjoint_view[index_5] +=
    product * weights_part_4; let product_1 = gate_adjoint * (1.0 - gate_1 * gate_1);
    weights_adjoint_view_1[index_5] += product_1; weights_adjoint_view[index_5] +=
    product_1 * hidden_part_2; hidden_adjoint_view_1[index_5] = hidden_adjoint_part * 0.1
    + product_1 * weights_part_3; } } __ad::accumulate(& mut x_adjoint, hidden_adjoint);
    (weights_adjoint, x_adjoint) }) } #[doc(hidden)] #[inline] pub fn __vjp(weights : &
    [f64], x : & [f64], steps : usize) -> (f64, impl Fn(f64) ->
    (::autodiff_core::__private::Vec < f64 >, ::autodiff_core::__private::Vec < f64 >,
    (),) + use < >) { let (value, pullback) = Self::vjp(weights, x, steps); (value,
    #[inline(always)] move | seed : f64 | { let (adjoint_0, adjoint_1) = pullback(seed);
    (adjoint_0, adjoint_1, (),) }) } }
}
