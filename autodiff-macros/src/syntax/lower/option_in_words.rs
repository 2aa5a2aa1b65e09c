//! Options over constants that the user's words give: `i.checked_sub(1)`, `names.iter().position(..)`.
//!
//! A closure that maps one may give what has a derivative: `i.checked_sub(1).map_or(0.0, |j| x[j])`.

use super::Lowering;
use crate::graph::Value;
use crate::syntax::scope::strip;
use crate::syntax::types::option_content;
use syn::{Expr, ExprMethodCall, Pat, Type};

impl Lowering<'_> {
    /// Whether words give an `Option` of what has no derivative.
    pub(super) fn is_option_in_words(&self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = strip(expr) else { return self.is_constant_option_variable(expr) };
        let name = call.method.to_string();
        let is_made = match (name.as_str(), call.args.len()) {
            // The position of an item is no number, whatever the items are.
            ("position" | "rposition", 1) => return self.is_constant(expr) || self.is_sequence(&call.receiver),
            _ if self.is_item_in_words(call) => return true,
            ("as_ref" | "copied" | "cloned" | "as_deref", 0)
            | ("map" | "and_then" | "filter" | "or" | "or_else" | "xor", 1) => self.is_option_in_words(&call.receiver),
            (
                "first" | "last" | "split_first" | "split_last" | "next" | "next_back" | "min" | "max" | "pop" | "ok"
                | "err",
                0,
            )
            | (
                "get" | "nth" | "nth_back" | "find" | "rfind" | "find_map" | "reduce" | "min_by" | "max_by"
                | "min_by_key" | "max_by_key" | "then" | "then_some" | "partial_cmp" | "to_digit" | "strip_prefix"
                | "strip_suffix" | "split_once" | "rsplit_once",
                1,
            ) => true,
            // The operands may be lengths of what has a derivative.
            (_, 0 | 1) if name.starts_with("checked_") => {
                return self.is_constant(expr) || self.is_method_of_constant(call);
            }
            _ => false,
        };
        is_made && self.is_constant(expr)
    }

    /// Whether a method looks for an item among constants, whatever it asks about them.
    pub(super) fn is_item_in_words(&self, call: &ExprMethodCall) -> bool {
        let looks = matches!(
            (call.method.to_string().as_str(), call.args.len()),
            ("find" | "max_by" | "max_by_key" | "min_by" | "min_by_key", 1)
        );
        looks
            && self.is_constant(&call.receiver)
            && self.is_sequence(&call.receiver)
            && !self.must_be_lowered(&Expr::MethodCall(call.clone()))
    }

    /// The same, unless it refers to an element of an aggregate, which is seen: a pullback may have to take it again.
    pub(super) fn stays_in_words(&self, expr: &Expr) -> bool {
        let mut inner = strip(expr);
        while let Expr::MethodCall(call) = inner
            && matches!(call.method.to_string().as_str(), "copied" | "cloned")
        {
            inner = strip(&call.receiver);
        }
        self.is_option_in_words(expr) && !self.is_lent_element(inner)
    }

    /// Whether a method makes what has a derivative of a constant, which is an option if what it makes is one.
    pub(super) fn maps_constant(&self, call: &ExprMethodCall) -> bool {
        let maps = matches!((call.method.to_string().as_str(), call.args.len()), ("map" | "and_then" | "or_else", 1));
        maps && self.is_constant(&call.receiver)
            && !self.is_sequence(&call.receiver)
            && !self.is_constant(&Expr::MethodCall(call.clone()))
    }

    /// Remembers that the variable which was bound last is an `Option` over constants.
    pub(super) fn note_option_in_words(
        &mut self,
        pattern: &Pat,
        value: Value,
        annotation: Option<&Type>,
        is_made: bool,
    ) {
        let is_option = is_made || annotation.is_some_and(|ty| option_content(ty).is_some());
        if matches!(pattern, Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none())
            && is_option
            && self.graph[value].constant
            && let Some(last) = self.bindings.len().checked_sub(1)
        {
            self.untyped.note_constant(last);
        }
    }
}
