//! Assertions and messages about what only the lowering sees: `assert!(f(a) * f(b) < 0.0)`, where `f` is a closure.
//!
//! What a macro asks first, and always, is computed before it, and the macro gets the numbers.

use super::Lowering;
use crate::graph::{Ty, Value};
use crate::syntax::scope::strip;
use proc_macro2::Span;
use quote::{ToTokens, format_ident};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Macro, Token, parse_quote};

impl Lowering<'_> {
    /// A macro that checks or prints, where its arguments do more than compute; none where all stays in words.
    pub(super) fn statement_macro(&mut self, invocation: &Macro, span: Span) -> Option<Value> {
        let name = invocation.path.segments.last()?.ident.to_string();
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        let arguments = parser.parse2(invocation.tokens.clone()).ok()?;
        let always: Vec<usize> = match name.trim_start_matches("debug_") {
            "assert" => vec![0],
            "assert_eq" | "assert_ne" => vec![0, 1],
            // Behind the text, but for what it names.
            _ => (0..arguments.len()).filter(|at| !is_text(&arguments[*at])).collect(),
        };
        let asked: Vec<usize> = always
            .into_iter()
            .filter(|at| arguments.get(*at).is_some_and(|argument| self.must_be_lowered(argument)))
            .collect();
        if asked.is_empty() {
            return None;
        }
        if name.starts_with("debug_") {
            let debug = self.constant_code(parse_quote!(::core::cfg!(debug_assertions)), Ty::Constant, span);
            let mut arguments = Some(arguments);
            let mut check = |this: &mut Self| match arguments.take() {
                Some(arguments) => this.with_numbers(invocation, arguments, &asked, &name),
                None => this.unit(span),
            };
            return Some(self.branch(debug, span, &mut check, &mut |this: &mut Self| this.unit(span)));
        }
        Some(self.with_numbers(invocation, arguments, &asked, &name))
    }

    /// The macro, with variables of ours in the places of some arguments.
    fn with_numbers(
        &mut self,
        invocation: &Macro,
        mut arguments: Punctuated<Expr, Token![,]>,
        asked: &[usize],
        name: &str,
    ) -> Value {
        self.scoped(|this| {
            for &at in asked {
                let is_condition = name.ends_with("assert");
                let value = if is_condition { this.condition(&arguments[at]) } else { this.expr(&arguments[at]) };
                let ident = format_ident!("asked_{}", at, span = Span::mixed_site());
                this.bind(&ident, Some(value), false, None);
                arguments[at] = parse_quote!(#ident);
            }
            let mut invocation = invocation.clone();
            invocation.tokens = arguments.to_token_stream();
            this.opaque_cut(&Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: invocation }), Ty::unit())
        })
    }
}

/// Whether an argument is the text of a message, or gives a name to what is in it.
fn is_text(argument: &Expr) -> bool {
    match strip(argument) {
        Expr::Lit(literal) => matches!(literal.lit, Lit::Str(_)),
        Expr::Assign(_) => true,
        _ => false,
    }
}
