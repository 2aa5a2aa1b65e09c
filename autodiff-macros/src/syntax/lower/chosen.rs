//! Mutable references that a condition chooses: `let r = if c { &mut a } else { &mut b };`.
//!
//! What a mutable reference refers to is known while a body is lowered, so the rest of the block is lowered for each place
//! that the reference may have.

use super::branch::{ArmBody, Exit};
use super::sequence::Item;
use super::{BindingId, Lowering};
use crate::graph::Value;
use crate::syntax::scope::strip;
use std::collections::HashMap;
use syn::{Block, Expr, Pat, Stmt};

/// The names around a choice, which the rest of the block sees.
type Names = HashMap<String, Vec<BindingId>>;

impl<'a> Lowering<'a> {
    /// Whether an expression chooses between mutable references.
    pub(super) fn chooses_place(&self, expr: &Expr) -> bool {
        matches!(strip(expr), Expr::If(_) | Expr::Match(_) | Expr::Block(_)) && self.gives_place(expr)
    }

    /// Whether an expression may give a mutable reference to a part of a variable.
    pub(super) fn gives_place(&self, expr: &Expr) -> bool {
        match strip(expr) {
            Expr::If(branch) => {
                let otherwise = branch.else_branch.as_ref();
                self.tail_gives_place(&branch.then_branch)
                    || otherwise.is_some_and(|(_, otherwise)| self.gives_place(otherwise))
            }
            Expr::Match(branch) => branch.arms.iter().any(|arm| self.gives_place(&arm.body)),
            Expr::Block(block) => block.label.is_none() && self.tail_gives_place(&block.block),
            Expr::Tuple(tuple) => tuple.elems.iter().any(|element| self.gives_place(element)),
            Expr::Reference(reference) => reference.mutability.is_some(),
            Expr::MethodCall(call) => match (call.method.to_string().as_str(), strip(&call.receiver)) {
                ("as_mut_slice", _) => true,
                ("unwrap" | "expect", Expr::MethodCall(inner)) => inner.method.to_string().ends_with("_mut"),
                _ => false,
            },
            expr @ Expr::Path(_) => self.is_mutable_alias(expr),
            _ => false,
        }
    }

    fn tail_gives_place(&self, block: &Block) -> bool {
        matches!(block.stmts.last(), Some(Stmt::Expr(tail, None)) if self.gives_place(tail))
    }

    /// Binds a pattern to what an expression chooses, and lowers `rest` for each choice.
    pub(super) fn chosen(&mut self, pat: &Pat, expr: &Expr, rest: ArmBody<'_, 'a>) -> Value {
        let names = self.names.clone();
        self.choice(pat, expr, &names, rest)
    }

    fn choice(&mut self, pat: &Pat, expr: &Expr, names: &Names, rest: ArmBody<'_, 'a>) -> Value {
        // Each arm needs the rest, one at a time.
        let rest = std::cell::RefCell::new(rest);
        match strip(expr) {
            Expr::If(branch) if branch.else_branch.is_some() => {
                let otherwise = branch.else_branch.as_ref().map_or(expr, |(_, otherwise)| &**otherwise);
                self.if_arms(
                    branch,
                    &mut |this| this.choice_of_block(pat, &branch.then_branch, names, &mut **rest.borrow_mut()),
                    &mut |this| this.choice(pat, otherwise, names, &mut **rest.borrow_mut()),
                )
            }
            Expr::Match(branch) => {
                self.match_with(branch, &mut |this, body| this.choice(pat, body, names, &mut **rest.borrow_mut()))
            }
            Expr::Block(block) if block.label.is_none() => {
                self.scoped(|this| this.choice_of_block(pat, &block.block, names, &mut **rest.borrow_mut()))
            }
            expr => {
                let item = self.reference_item(expr).unwrap_or_else(|| Item::Value(self.expr(expr)));
                if self.exit != Exit::Falls {
                    return self.item_value(item, syn::spanned::Spanned::span(expr));
                }
                let inside = std::mem::replace(&mut self.names, names.clone());
                self.bind_item(pat, item);
                let value = (rest.borrow_mut())(self);
                self.names = inside;
                value
            }
        }
    }

    fn choice_of_block(&mut self, pat: &Pat, block: &Block, names: &Names, rest: ArmBody<'_, 'a>) -> Value {
        let span = block.brace_token.span.join();
        let Some((Stmt::Expr(tail, None), before)) = block.stmts.split_last() else {
            return self.block_in_scope(block);
        };
        for stmt in before {
            self.stmt(stmt);
            if self.exit != Exit::Falls {
                return self.unit(span);
            }
        }
        self.choice(pat, tail, names, rest)
    }
}
