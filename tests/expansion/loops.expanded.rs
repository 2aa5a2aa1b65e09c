#[allow(dead_code)]
/// What is carried enters the body nonlinearly: each iteration records it.
fn newton(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = 0.5 * (y + x / y);
    }
    y
}
/// The derivatives of [`newton`](fn@newton), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum newton {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl newton {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: f64, n: usize) -> f64 {
        let mut y: f64 = x;
        for _ in (0..n) {
            let quotient = x / y;
            let sum = y + quotient;
            y = 0.5 * sum;
        }
        y
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(x: f64, n: usize, x_tangent: f64) -> (f64, f64) {
        let mut y: f64 = x;
        let mut y_tangent: f64 = x_tangent;
        for _ in (0..n) {
            let quotient = x / y;
            let quotient_1 = x_tangent / y;
            let quotient_2 = y_tangent / y;
            let sum = y + quotient;
            let sum_1 = y_tangent + (quotient_1 - quotient_2 * quotient);
            y = 0.5 * sum;
            y_tangent = sum_1 * 0.5;
        }
        (y, y_tangent)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        x: f64,
        n: usize,
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
            node(2, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                3,
                "derivative",
                Kind::Operator,
                &[2, 1, 0],
                ::core::option::Option::Some("y"),
                true,
                &[],
            ),
            node(
                4,
                "tuple",
                Kind::Operator,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
        ];
        Graph {
            name: "newton",
            nodes: NODES,
            results: &[3],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Any
    };
    /// The value and the gradient.
    #[inline]
    pub fn value_and_grad(x: f64, n: usize) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        let mut record = __ad::list!(Table, n);
        let mut y: f64 = x;
        let rows = &mut __ad::rows(&mut record, n)[..n];
        for index in (0..n) {
            let quotient = x / y;
            let sum = y + quotient;
            rows[index as usize] = [y, quotient];
            y = 0.5 * sum;
        }
        let mut y_adjoint: f64 = 1.0;
        let mut x_adjoint: f64 = 0.0;
        let rows_1 = &record[..n];
        for index_1 in (0..n).rev() {
            let [y_1, quotient_1] = rows_1[index_1 as usize];
            let product = y_adjoint * 0.5;
            let quotient_2 = product / y_1;
            let x_adjoint_1 = x_adjoint + quotient_2;
            y_adjoint = product - quotient_2 * quotient_1;
            x_adjoint = x_adjoint_1;
        }
        let x_adjoint_2 = x_adjoint + y_adjoint;
        (y, x_adjoint_2)
    }
    /// The gradient.
    #[inline]
    pub fn grad(x: f64, n: usize) -> f64 {
        Self::value_and_grad(x, n).1
    }
    /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
    #[inline]
    pub fn vjp(x: f64, n: usize) -> (f64, impl Fn(f64) -> f64 + use<>) {
        use ::autodiff_core::__private as __ad;
        let mut record = __ad::list!(Table, n);
        let mut y: f64 = x;
        let rows = &mut __ad::rows(&mut record, n)[..n];
        for index in (0..n) {
            let quotient = x / y;
            let sum = y + quotient;
            rows[index as usize] = [y, quotient];
            y = 0.5 * sum;
        }
        (
            y,
            #[inline(always)]
            move |seed: f64| {
                let mut y_adjoint: f64 = seed;
                let mut x_adjoint: f64 = 0.0;
                let rows_1 = &record[..n];
                for index_1 in (0..n).rev() {
                    let [y_1, quotient_1] = rows_1[index_1 as usize];
                    let product = y_adjoint * 0.5;
                    let quotient_2 = product / y_1;
                    let x_adjoint_1 = x_adjoint + quotient_2;
                    y_adjoint = product - quotient_2 * quotient_1;
                    x_adjoint = x_adjoint_1;
                }
                let x_adjoint_2 = x_adjoint + y_adjoint;
                x_adjoint_2
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(x: f64, n: usize) -> (f64, impl Fn(f64) -> (f64, ()) + use<>) {
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
#[allow(dead_code)]
/// A sum: nothing is recorded.
fn misfit(xs: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    for (i, x) in xs.iter().enumerate() {
        let error = scale * x - i as f64;
        sum += error * error;
    }
    0.5 * sum
}
/// The derivatives of [`misfit`](fn@misfit), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum misfit {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl misfit {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(xs: &[f64], scale: f64) -> f64 {
        let mut sum: f64 = 0.0;
        for index in (0..xs.len()) {
            let xs_part = xs[index];
            let x = &xs_part;
            let error = scale * x - index as f64;
            let sum_1 = sum + error * error;
            sum = sum_1;
        }
        0.5 * sum
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(
        xs: &[f64],
        scale: f64,
        xs_tangent: &[f64],
        scale_tangent: f64,
    ) -> (f64, f64) {
        ::core::assert!(
            xs_tangent.len() == xs.len(), "`xs` has {} elements, but its tangent has {}",
            xs.len(), xs_tangent.len()
        );
        let mut sum: f64 = 0.0;
        let mut sum_tangent: f64 = 0.0;
        let xs_tangent_view = &xs_tangent[..xs.len()];
        for index in (0..xs.len()) {
            let xs_part = xs[index];
            let x = &xs_part;
            let error_tangent = scale_tangent * xs_part + xs_tangent_view[index] * scale;
            let error = scale * x - index as f64;
            let sum_1 = sum + error * error;
            let sum_tangent_1 = sum_tangent + 2.0 * (error_tangent * error);
            sum = sum_1;
            sum_tangent = sum_tangent_1;
        }
        (0.5 * sum, sum_tangent * 0.5)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        xs: &[f64],
        scale: f64,
        xs_tangent: &[f64],
        scale_tangent: f64,
    ) -> (f64, f64) {
        Self::jvp(xs, scale, xs_tangent, scale_tangent)
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
                ::core::option::Option::Some("xs"),
                true,
                &[],
            ),
            node(
                1,
                "leaf",
                Kind::Leaf,
                &[],
                ::core::option::Option::Some("scale"),
                true,
                &[],
            ),
            node(
                2,
                "0.0",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("sum"),
                false,
                &[],
            ),
            node(
                3,
                "operand_0.len()",
                Kind::Constant,
                &[0],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(4, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                5,
                "derivative",
                Kind::Operator,
                &[4, 3, 2],
                ::core::option::Option::Some("sum"),
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
                &[7, 5],
                ::core::option::Option::None,
                true,
                &[],
            ),
        ];
        Graph {
            name: "misfit",
            nodes: NODES,
            results: &[8],
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
        xs: &[f64],
        scale: f64,
        xs_gradient: &mut [f64],
        scale_gradient: &mut f64,
    ) -> f64 {
        ::core::assert!(
            xs_gradient.len() == xs.len(),
            "`xs` has {} elements, but its gradient buffer has {}", xs.len(), xs_gradient
            .len()
        );
        let mut sum: f64 = 0.0;
        let mut scale_adjoint: f64 = 0.0;
        let xs_gradient_view = &mut xs_gradient[..xs.len()];
        for index in (0..xs.len()) {
            let xs_part = xs[index];
            let x = &xs_part;
            let error = scale * x - index as f64;
            let error_adjoint = 2.0 * (0.5 * error);
            let scale_adjoint_1 = scale_adjoint + error_adjoint * xs_part;
            let x_adjoint = error_adjoint * scale;
            let sum_1 = sum + error * error;
            xs_gradient_view[index] = x_adjoint;
            sum = sum_1;
            scale_adjoint = scale_adjoint_1;
        }
        *scale_gradient = scale_adjoint;
        0.5 * sum
    }
    #[track_caller]
    /// The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn grad_into(
        xs: &[f64],
        scale: f64,
        xs_gradient: &mut [f64],
        scale_gradient: &mut f64,
    ) -> () {
        Self::value_and_grad_into(xs, scale, xs_gradient, scale_gradient);
    }
}
::autodiff_core::__private::if_alloc! {
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl misfit { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(xs : & [f64], scale :
    f64) -> (f64, (::autodiff_core::__private::Vec < f64 >, f64)) { let mut xs_gradient =
    ::autodiff_core::Differentiable::zero_tangent(& xs); let mut scale_gradient = 0.0;
    let value = Self::value_and_grad_into(xs, scale, & mut xs_gradient, & mut
    scale_gradient); (value, (xs_gradient, scale_gradient)) } #[doc = " The gradient."]
    #[inline] pub fn grad(xs : & [f64], scale : f64) -> (::autodiff_core::__private::Vec
    < f64 >, f64) { Self::value_and_grad(xs, scale).1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(xs : & [f64], scale : f64) -> (f64, impl Fn(f64) ->
    (::autodiff_core::__private::Vec < f64 >, f64) + use < >) { use
    ::autodiff_core::__private as __ad; let mut sum : f64 = 0.0; let condition = xs
    .len(); for index in (0..condition) { let xs_part = xs[index]; let x = & xs_part; let
    error = scale * x - index as f64; let sum_1 = sum + error * error; sum = sum_1; } let
    xs = xs.to_vec(); (0.5 * sum, #[inline(always)] move | seed : f64 | { let mut
    xs_adjoint = __ad::vec![0.0; condition]; let mut scale_adjoint : f64 = 0.0; let
    xs_adjoint_view = & mut xs_adjoint[..condition]; for index_1 in (0..condition) { let
    xs_part_1 = xs[index_1]; let error_1 = scale * xs_part_1 - index_1 as f64; let
    error_adjoint = seed * error_1; let scale_adjoint_1 = scale_adjoint + error_adjoint *
    xs_part_1; let x_adjoint = error_adjoint * scale; xs_adjoint_view[index_1] =
    x_adjoint; scale_adjoint = scale_adjoint_1; } (xs_adjoint, scale_adjoint) }) }
    #[doc(hidden)] #[inline] pub fn __vjp(xs : & [f64], scale : f64) -> (f64, impl
    Fn(f64) -> (::autodiff_core::__private::Vec < f64 >, f64,) + use < >) { Self::vjp(xs,
    scale) } }
}
#[allow(dead_code)]
/// The records of all runs of the inner loop are one list.
fn powers(xs: &[f64], n: usize) -> f64 {
    let mut product = 1.0;
    for x in xs {
        for _ in 0..n {
            product = (product * x).sin();
        }
    }
    product
}
/// The derivatives of [`powers`](fn@powers), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum powers {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl powers {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(xs: &[f64], n: usize) -> f64 {
        let mut product: f64 = 1.0;
        for index in (0..xs.len()) {
            let xs_part = xs[index];
            let x = &xs_part;
            for _ in (0..n) {
                let product_1 = product * x;
                product = product_1.sin();
            }
        }
        product
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(xs: &[f64], n: usize, xs_tangent: &[f64]) -> (f64, f64) {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            xs_tangent.len() == xs.len(), "`xs` has {} elements, but its tangent has {}",
            xs.len(), xs_tangent.len()
        );
        let mut product: f64 = 1.0;
        let mut product_tangent: f64 = 0.0;
        let xs_tangent_view = &xs_tangent[..xs.len()];
        for index in (0..xs.len()) {
            let xs_part = xs[index];
            let xs_tangent_part = xs_tangent_view[index];
            let x = &xs_part;
            for _ in (0..n) {
                let product_1 = product * x;
                let product_2 = product_tangent * xs_part;
                let product_3 = xs_tangent_part * product;
                product = product_1.sin();
                product_tangent = (product_2 + product_3) * __ad::math::cos(product_1);
            }
        }
        (product, product_tangent)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __jvp(
        xs: &[f64],
        n: usize,
        xs_tangent: &[f64],
        n_tangent: impl ::core::marker::Sized,
    ) -> (f64, f64) {
        Self::jvp(xs, n, xs_tangent)
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
                ::core::option::Option::Some("xs"),
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
                "1.0",
                Kind::Constant,
                &[],
                ::core::option::Option::Some("product"),
                false,
                &[],
            ),
            node(
                3,
                "operand_0.len()",
                Kind::Constant,
                &[0],
                ::core::option::Option::None,
                false,
                &[],
            ),
            node(4, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                5,
                "derivative",
                Kind::Operator,
                &[4, 3, 2],
                ::core::option::Option::Some("product"),
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
        ];
        Graph {
            name: "powers",
            nodes: NODES,
            results: &[5],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Finite
    };
    #[track_caller]
    /// The value; the gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn value_and_grad_into(xs: &[f64], n: usize, xs_gradient: &mut [f64]) -> f64 {
        use ::autodiff_core::__private as __ad;
        ::core::assert!(
            xs_gradient.len() == xs.len(),
            "`xs` has {} elements, but its gradient buffer has {}", xs.len(), xs_gradient
            .len()
        );
        let mut product: f64 = 1.0;
        let condition = xs.len();
        let mut record = __ad::list!(Table, condition);
        let mut record_1 = __ad::list!(Table, condition * n);
        let rows = &mut __ad::rows(&mut record, condition)[..condition];
        for index in (0..condition) {
            let xs_part = xs[index];
            let x = &xs_part;
            let start = record_1.len();
            let rows_1 = &mut __ad::further_rows(&mut record_1, n)[..n];
            for index_1 in (0..n) {
                let product_1 = product * x;
                rows_1[index_1 as usize] = product;
                product = product_1.sin();
            }
            let record_2 = (start, record_1.len());
            rows[index as usize] = record_2;
        }
        let mut product_adjoint: f64 = 1.0;
        let rows_2 = &record[..condition];
        let xs_gradient_view = &mut xs_gradient[..condition];
        for index_2 in (0..condition).rev() {
            let record_3 = rows_2[index_2 as usize];
            let xs_part_1 = xs[index_2];
            let mut x_adjoint: f64 = 0.0;
            let rows_3 = &record_1[record_3.0..record_3.1][..n];
            for index_3 in (0..n).rev() {
                let product_2 = rows_3[index_3 as usize];
                let product_3 = product_adjoint * __ad::math::cos(product_2 * xs_part_1);
                let x_adjoint_1 = x_adjoint + product_3 * product_2;
                product_adjoint = product_3 * xs_part_1;
                x_adjoint = x_adjoint_1;
            }
            xs_gradient_view[index_2] = x_adjoint;
        }
        product
    }
    #[track_caller]
    /// The gradients overwrite the buffers. Panics where a buffer has not the length of its slice.
    #[inline]
    pub fn grad_into(xs: &[f64], n: usize, xs_gradient: &mut [f64]) -> () {
        Self::value_and_grad_into(xs, n, xs_gradient);
    }
}
::autodiff_core::__private::if_alloc! {
    #[automatically_derived] #[allow(unused, unused_lifetimes, non_snake_case,
    clippy::all, clippy::nursery, clippy::pedantic)] impl powers { #[doc =
    " The value and the gradient."] #[inline] pub fn value_and_grad(xs : & [f64], n :
    usize) -> (f64, ::autodiff_core::__private::Vec < f64 >) { let mut xs_gradient =
    ::autodiff_core::Differentiable::zero_tangent(& xs); let value =
    Self::value_and_grad_into(xs, n, & mut xs_gradient); (value, xs_gradient) } #[doc =
    " The gradient."] #[inline] pub fn grad(xs : & [f64], n : usize) ->
    ::autodiff_core::__private::Vec < f64 > { Self::value_and_grad(xs, n).1 } #[doc =
    " The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters."]
    #[inline] pub fn vjp(xs : & [f64], n : usize) -> (f64, impl Fn(f64) ->
    ::autodiff_core::__private::Vec < f64 > + use < >) { use ::autodiff_core::__private
    as __ad; let mut product : f64 = 1.0; let condition = xs.len(); let mut record =
    __ad::list!(Table, condition); let mut record_1 = __ad::list!(Table, condition * n);
    let rows = & mut __ad::rows(& mut record, condition) [..condition]; for index in (0
    ..condition) { let xs_part = xs[index]; let x = & xs_part; let start = record_1
    .len(); let rows_1 = & mut __ad::further_rows(& mut record_1, n) [..n]; for index_1
    in (0..n) { let product_1 = product * x; rows_1[index_1 as usize] = product; product
    = product_1.sin(); } let record_2 = (start, record_1.len()); rows[index as usize] =
    record_2; } let xs = xs.to_vec(); (product, #[inline(always)] move | seed : f64 | {
    let mut xs_adjoint = __ad::vec![0.0; condition]; let mut product_adjoint : f64 =
    seed; let rows_2 = & record[..condition]; let xs_adjoint_view = & mut
    xs_adjoint[..condition]; for index_2 in (0..condition).rev() { let record_3 =
    rows_2[index_2 as usize]; let xs_part_1 = xs[index_2]; let mut x_adjoint : f64 = 0.0;
    let rows_3 = & record_1[record_3.0..record_3.1] [..n]; for index_3 in (0..n).rev() {
    let product_2 = rows_3[index_3 as usize]; let product_3 = product_adjoint *
    __ad::math::cos(product_2 * xs_part_1); let x_adjoint_1 = x_adjoint + product_3 *
    product_2; product_adjoint = product_3 * xs_part_1; x_adjoint = x_adjoint_1; }
    xs_adjoint_view[index_2] = x_adjoint; } xs_adjoint }) } #[doc(hidden)] #[inline] pub
    fn __vjp(xs : & [f64], n : usize) -> (f64, impl Fn(f64) ->
    (::autodiff_core::__private::Vec < f64 >, (),) + use < >) { let (value, pullback) =
    Self::vjp(xs, n); (value, #[inline(always)] move | seed : f64 | { let adjoint_0 =
    pullback(seed); (adjoint_0, (),) }) } }
}
#[allow(dead_code)]
/// A constant number of iterations is remembered on the stack.
fn newton_thrice(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..3 {
        y = 0.5 * (y + x / y);
    }
    y
}
/// The derivatives of [`newton_thrice`](fn@newton_thrice), made by `#[differentiable]`.
#[allow(dead_code, non_camel_case_types)]
enum newton_thrice {}
#[automatically_derived]
#[allow(
    unused,
    unused_lifetimes,
    non_snake_case,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
impl newton_thrice {
    /// The value, with common parts computed once.
    #[inline]
    pub fn value(x: f64) -> f64 {
        let mut y: f64 = x;
        for _ in (0..3) {
            let quotient = x / y;
            let sum = y + quotient;
            y = 0.5 * sum;
        }
        y
    }
    /// The value and its tangent, given the tangents of the active parameters.
    #[inline]
    pub fn jvp(x: f64, x_tangent: f64) -> (f64, f64) {
        let mut y: f64 = x;
        let mut y_tangent: f64 = x_tangent;
        for _ in (0..3) {
            let quotient = x / y;
            let quotient_1 = x_tangent / y;
            let quotient_2 = y_tangent / y;
            let sum = y + quotient;
            let sum_1 = y_tangent + (quotient_1 - quotient_2 * quotient);
            y = 0.5 * sum;
            y_tangent = sum_1 * 0.5;
        }
        (y, y_tangent)
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
            node(1, "0", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(2, "3", Kind::Constant, &[], ::core::option::Option::None, false, &[]),
            node(
                3,
                "derivative",
                Kind::Operator,
                &[1, 2, 0],
                ::core::option::Option::Some("y"),
                true,
                &[],
            ),
            node(
                4,
                "tuple",
                Kind::Operator,
                &[],
                ::core::option::Option::None,
                false,
                &[],
            ),
        ];
        Graph {
            name: "newton_thrice",
            nodes: NODES,
            results: &[3],
        }
    }
    #[doc(hidden)]
    pub const __PARTIALS: ::autodiff_core::__private::Partials = {
        ::autodiff_core::__private::Partials::Any
    };
    /// The value and the gradient.
    #[inline]
    pub fn value_and_grad(x: f64) -> (f64, f64) {
        let mut record = [::core::default::Default::default(); 3];
        let mut y: f64 = x;
        for index in (0..3) {
            let quotient = x / y;
            let sum = y + quotient;
            record[index as usize] = [y, quotient];
            y = 0.5 * sum;
        }
        let mut y_adjoint: f64 = 1.0;
        let mut x_adjoint: f64 = 0.0;
        for index_1 in (0..3).rev() {
            let [y_1, quotient_1] = record[index_1 as usize];
            let product = y_adjoint * 0.5;
            let quotient_2 = product / y_1;
            let x_adjoint_1 = x_adjoint + quotient_2;
            y_adjoint = product - quotient_2 * quotient_1;
            x_adjoint = x_adjoint_1;
        }
        let x_adjoint_2 = x_adjoint + y_adjoint;
        (y, x_adjoint_2)
    }
    /// The gradient.
    #[inline]
    pub fn grad(x: f64) -> f64 {
        Self::value_and_grad(x).1
    }
    /// The value and the pullback, which takes a seed of the result's shape, as often as it is called, to the adjoints of the active parameters.
    #[inline]
    pub fn vjp(x: f64) -> (f64, impl Fn(f64) -> f64 + use<>) {
        let mut record = [::core::default::Default::default(); 3];
        let mut y: f64 = x;
        for index in (0..3) {
            let quotient = x / y;
            let sum = y + quotient;
            record[index as usize] = [y, quotient];
            y = 0.5 * sum;
        }
        (
            y,
            #[inline(always)]
            move |seed: f64| {
                let mut y_adjoint: f64 = seed;
                let mut x_adjoint: f64 = 0.0;
                for index_1 in (0..3).rev() {
                    let [y_1, quotient_1] = record[index_1 as usize];
                    let product = y_adjoint * 0.5;
                    let quotient_2 = product / y_1;
                    let x_adjoint_1 = x_adjoint + quotient_2;
                    y_adjoint = product - quotient_2 * quotient_1;
                    x_adjoint = x_adjoint_1;
                }
                let x_adjoint_2 = x_adjoint + y_adjoint;
                x_adjoint_2
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __vjp(x: f64) -> (f64, impl Fn(f64) -> (f64,) + use<>) {
        let (value, pullback) = Self::vjp(x);
        (
            value,
            #[inline(always)]
            move |seed: f64| {
                let adjoint_0 = pullback(seed);
                (adjoint_0,)
            },
        )
    }
}
