//! The runtime's share of the table: one marker and the trait implementations for each row.
//!
//! `autodiff-core` invokes the hidden `__operator_rules!()` in its module `rules`, next to the
//! traits that are implemented here. Values of types that the macro cannot see go through them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::Op;
use super::tokens::{Arena, scaled};

/// The floats that have rules of their own.
const FLOATS: [&str; 2] = ["f32", "f64"];

/// What `__operator_rules!()` expands to.
pub(crate) fn operator_rules() -> TokenStream {
    let markers = Op::ALL.iter().map(|op| {
        let (doc, marker) = (op.doc(), identifier(op.marker()));
        quote! {
            #[doc = #doc]
            #[derive(Clone, Copy, Debug)]
            pub struct #marker;
        }
    });
    let implementations = Op::ALL.iter().flat_map(|&op| FLOATS.map(|float| implementation(op, float)));
    quote! {
        /// One type an operator of the rule table.
        pub mod op { #(#markers)* }
        #(#implementations)*
    }
}

fn implementation(op: Op, float: &str) -> TokenStream {
    let float = identifier(float);
    let marker = identifier(op.marker());
    let types: Vec<_> = (0..op.arity()).map(|operand| operand_type(op, operand, &float)).collect();
    let parameters: Vec<_> = op.operand_names().iter().map(|name| identifier(name)).collect();
    let result = identifier(op.result_name());
    let seed = identifier("seed");

    // The derivative of a float by a float is its own transpose, so that the tangent of an operand
    // becomes the tangent of the result exactly as the adjoint of the result becomes the operand's.
    let functions = (0..op.arity()).map(|operand| {
        let [pullback, tangent] = function_names(op, operand);
        let (seed_type, body) = if op.is_constant_operand(operand) {
            (quote!(()), quote!(0.0))
        } else {
            (quote!(#float), product(op, operand, &seed, &float))
        };
        let transposed = if op.is_constant_operand(operand) { quote!() } else { body.clone() };
        let arguments = quote!(#(&#parameters: &#types,)* &#result: &#float);
        quote! {
            #[inline(always)]
            fn #pullback(#arguments, #seed: #float) -> #seed_type { #transposed }
            #[inline(always)]
            fn #tangent(#arguments, #seed: #seed_type) -> #float { #body }
        }
    });
    let rule = match types.as_slice() {
        [_] => quote!(UnaryRule<op::#marker>),
        [_, second] => quote!(BinaryRule<op::#marker, #second>),
        [_, second, third] => quote!(TernaryRule<op::#marker, #second, #third>),
        _ => unreachable!("operators have one to three operands"),
    };
    quote! {
        #[allow(unused_variables, unused_parens, clippy::all)]
        impl #rule for #float {
            type Output = #float;
            #(#functions)*
        }
    }
}

/// `seed` times the partial derivative by one operand; zero where there is none.
fn product(op: Op, operand: usize, seed: &Ident, float: &Ident) -> TokenStream {
    let arena = Arena::default();
    let operands: Vec<_> = op.operand_names().iter().map(|name| arena.name(&identifier(name))).collect();
    let result = arena.name(&identifier(op.result_name()));
    match op.partial(operand, &operands, result) {
        Some(partial) => scaled(seed, partial, float),
        None => quote!(0.0),
    }
}

/// `pullback` and `tangent`, numbered where there are several operands.
fn function_names(op: Op, operand: usize) -> [Ident; 2] {
    ["pullback", "tangent"].map(|stem| match op.arity() {
        1 => identifier(stem),
        _ => format_ident!("{stem}_{operand}"),
    })
}

fn operand_type(op: Op, operand: usize, float: &Ident) -> Ident {
    op.integer_type(operand).map_or_else(|| float.clone(), identifier)
}

fn identifier(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a person would have written for a row.
    #[track_caller]
    fn check(op: Op, operand: usize, expected: &str) {
        let code = product(op, operand, &identifier("seed"), &identifier("f64"));
        let file = syn::parse2(quote!(fn f() { #code })).expect("the code is Rust");
        let text = prettyplease::unparse(&file);
        let lines = text.lines().filter_map(|line| line.strip_prefix("    "));
        let body: String = lines.map(|line| format!("{line}\n")).collect();
        assert_eq!(body.trim_end(), expected);
    }

    #[test]
    fn products_are_plain_arithmetic() {
        check(Op::Add, 0, "seed");
        check(Op::Sub, 1, "-seed");
        check(Op::Div, 0, "seed / y");
        check(Op::Floor, 0, "0.0");
        check(Op::Cos, 0, "seed * (-crate::math::sin(x))");
        check(Op::Tanh, 0, "seed * (1.0 - (y * y))");
    }

    #[test]
    fn seed_goes_into_the_arms_of_a_selection() {
        check(Op::Max, 1, "if x == y { seed * 0.5 } else { if z == y { seed } else { 0.0 } }");
        check(
            Op::Powi,
            0,
            "if (n as f64) == 0.0 {\n    0.0\n} else {\n    \
             seed * ((n as f64) * crate::math::powi(x, n.saturating_sub(1)))\n}",
        );
    }

    #[test]
    fn what_is_read_twice_is_computed_once() {
        check(
            Op::Atan2,
            0,
            "let part_3 = crate::math::hypot(x, y);\n\
             if part_3 == 0.0 { 0.0 } else { seed * ((x / part_3) / part_3) }",
        );
    }

    #[test]
    fn every_row_becomes_a_marker_and_two_implementations() {
        let file: syn::File = syn::parse2(operator_rules()).expect("the rules are Rust");
        let implementations = file.items.iter().filter(|item| matches!(item, syn::Item::Impl(_)));
        assert_eq!(implementations.count(), 2 * Op::ALL.len());
    }
}
