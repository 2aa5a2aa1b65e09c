//! `if`, `if let` and `match`: a chain of branches, in the order in which Rust tests.

use super::Lowering;
use super::branch::ArmBody;
use super::optional::Optional;
use super::sequence::Item;
use crate::diagnostics::{Message, Place};
use crate::graph::{Ty, Value};
use crate::syntax::scope::pattern_names;
use crate::syntax::scope::strip;
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Arm, BinOp, Expr, ExprIf, ExprMatch, Pat, parse_quote};

impl<'a> Lowering<'a> {
    pub(super) fn if_expr(&mut self, branch: &ExprIf) -> Value {
        let span = branch.if_token.span;
        let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise);
        if let Expr::Let(condition) = strip(&branch.cond) {
            if let Some(value) = self.if_some(
                &condition.expr,
                &condition.pat,
                span,
                &mut |this| this.block_in_scope(&branch.then_branch),
                &mut |this| this.else_expr(otherwise, span),
            ) {
                return value;
            }
            let value = self.expr(&condition.expr);
            self.note_names(&condition.pat);
            let test = self.pattern_test(&condition.pat, value);
            let then = |this: &mut Self| {
                this.bind_pattern(&condition.pat, value, None);
                this.block_in_scope(&branch.then_branch)
            };
            return match test {
                Some(test) => self.branch(test, span, &mut { then }, &mut |this| this.else_expr(otherwise, span)),
                None => self.scoped(then),
            };
        }
        if let Some(span) = let_in_chain(&branch.cond) {
            self.error(span, Message::unsupported("`let` in this condition", "use a nested `if let` or `match`"));
            return self.unit(span);
        }
        let condition =
            if self.is_constant(&branch.cond) { self.expr(&branch.cond) } else { self.condition(&branch.cond) };
        self.branch(condition, span, &mut |this| this.block(&branch.then_branch), &mut |this| {
            this.else_expr(otherwise, span)
        })
    }

    /// Remembers what a pattern that may fail to match was taken to bind.
    fn note_names(&mut self, pat: &Pat) {
        let mut names = Vec::new();
        pattern_names(pat, &mut names);
        names.retain(|name| !self.bound.contains(name));
        self.bound.extend(names);
    }

    fn else_expr(&mut self, otherwise: Option<&Expr>, span: Span) -> Value {
        match otherwise {
            Some(otherwise) => self.expr(otherwise),
            None => self.unit(span),
        }
    }

    pub(super) fn match_expr(&mut self, branch: &ExprMatch) -> Value {
        for arm in &branch.arms {
            for attribute in &arm.attrs {
                if attribute.path().is_ident("cfg") {
                    self.error(Place::of(attribute), Message::conditional_statement());
                }
            }
        }
        if let Some(value) = self.match_option(branch) {
            return value;
        }
        let value = self.expr(&branch.expr);
        branch.arms.iter().for_each(|arm| self.note_names(&arm.pat));
        if branch.arms.is_empty() {
            return self.unit(branch.match_token.span);
        }
        self.match_arms(value, &branch.arms)
    }

    /// A `match` of an element that may not be there.
    fn match_option(&mut self, branch: &ExprMatch) -> Option<Value> {
        let [first, second] = branch.arms.as_slice() else { return None };
        let (some, none) = if content_pattern(&first.pat).is_some() { (first, second) } else { (second, first) };
        if !matches!(&none.pat, Pat::Wild(_)) && !matches!(&none.pat, Pat::Ident(name) if name.ident == "None") {
            return None;
        }
        let span = branch.match_token.span;
        self.if_some(&branch.expr, &some.pat, span, &mut |this| this.expr(&some.body), &mut |this| {
            this.expr(&none.body)
        })
    }

    /// A branch on whether an element is there; none if the macro does not see through the expression.
    fn if_some(
        &mut self,
        scrutinee: &Expr,
        pat: &Pat,
        span: Span,
        then: ArmBody<'_, 'a>,
        otherwise: ArmBody<'_, 'a>,
    ) -> Option<Value> {
        let inner = content_pattern(pat)?;
        let errors = self.diagnostics.count();
        let Some(optional) = self.optional_scrutinee(scrutinee) else {
            return (self.diagnostics.count() > errors).then(|| self.unit(span));
        };
        self.note_names(inner);
        Some(self.branch(
            optional.test,
            span,
            &mut |this| {
                let item = this.content_item(&optional, span);
                this.bind_content(inner, item);
                then(this)
            },
            otherwise,
        ))
    }

    /// `let Some(x) = optional else { .. };`; none if the macro does not see through the expression.
    pub(super) fn let_some(&mut self, pat: &Pat, scrutinee: &Expr, otherwise: &Expr) -> Option<()> {
        let inner = content_pattern(pat)?;
        let errors = self.diagnostics.count();
        let Some(optional) = self.optional_scrutinee(scrutinee) else {
            return (self.diagnostics.count() > errors).then_some(());
        };
        let span = pat.span();
        self.note_names(inner);
        let unit = self.unit(span);
        self.branch(optional.test, span, &mut |_| unit, &mut |this| this.expr(otherwise));
        let item = self.content_item(&optional, span);
        self.bind_content(inner, item);
        Some(())
    }

    fn optional_scrutinee(&mut self, expr: &Expr) -> Option<Optional> {
        if self.is_constant(expr) { None } else { self.optional(expr) }
    }

    fn bind_content(&mut self, pat: &Pat, item: Item) {
        if let Item::Value(value) = &item
            && self.pattern_test(pat, *value).is_some()
        {
            self.error(Place::of(pat), Message::pattern());
            return;
        }
        self.bind_item(pat, item);
    }

    /// The first arm that matches. The last one needs no test: `rustc` checks that the arms are exhaustive.
    fn match_arms(&mut self, value: Value, arms: &[Arm]) -> Value {
        let (arm, rest) = arms.split_first().expect("a match that is lowered has an arm");
        let span = arm.pat.span();
        let condition = if rest.is_empty() { None } else { self.arm_condition(value, &arm.pat, span) };
        let body = |this: &mut Self| {
            this.bind_pattern(&arm.pat, value, None);
            this.expr(&arm.body)
        };
        match condition {
            None => self.scoped(body),
            Some(condition) => self.branch(condition, span, &mut { body }, &mut |this| this.match_arms(value, rest)),
        }
    }

    /// When an arm is taken: its pattern matches, then its guard holds.
    fn arm_condition(&mut self, value: Value, pat: &Pat, span: Span) -> Option<Value> {
        let test = self.pattern_test(pat, value);
        let Pat::Guard(guarded) = pat else { return test };
        let guard = |this: &mut Self| {
            this.bind_pattern(&guarded.pat, value, None);
            this.condition(&guarded.guard)
        };
        Some(match test {
            None => self.scoped(guard),
            Some(test) => self.branch(test, span, &mut { guard }, &mut |this| {
                this.constant_code(parse_quote!(false), Ty::Constant, span)
            }),
        })
    }
}

/// What `Some(..)` of a pattern binds.
fn content_pattern(pat: &Pat) -> Option<&Pat> {
    match pat {
        Pat::Paren(inner) => content_pattern(&inner.pat),
        Pat::TupleStruct(some) if some.path.is_ident("Some") && some.elems.len() == 1 => some.elems.first(),
        _ => None,
    }
}

/// Where a chain of `&&` contains `let`.
fn let_in_chain(condition: &Expr) -> Option<Span> {
    match strip(condition) {
        Expr::Let(condition) => Some(condition.let_token.span),
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
            let_in_chain(&binary.left).or_else(|| let_in_chain(&binary.right))
        }
        _ => None,
    }
}
