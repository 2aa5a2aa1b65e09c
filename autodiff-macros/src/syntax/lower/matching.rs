//! `if`, `if let` and `match`: a chain of branches, in the order in which Rust tests.

use super::Lowering;
use super::branch::ArmBody;
use super::optional::Optional;
use super::pattern::is_refutable;
use super::scrutinee::{Scrutinee, content_pattern};
use crate::diagnostics::{Message, Place};
use crate::graph::{Ty, Value};
use crate::syntax::scope::pattern_names;
use crate::syntax::scope::strip;
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Arm, BinOp, Expr, ExprIf, ExprLet, ExprMatch, Pat, parse_quote};

impl<'a> Lowering<'a> {
    pub(super) fn if_expr(&mut self, branch: &ExprIf) -> Value {
        let span = branch.if_token.span;
        let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise);
        if let Expr::Let(condition) = strip(&branch.cond) {
            return self.if_let(condition, span, &mut |this| this.block_in_scope(&branch.then_branch), &mut |this| {
                this.else_expr(otherwise, span)
            });
        }
        if has_let(&branch.cond) {
            return self.if_chain(
                &branch.cond,
                span,
                &mut |this| this.block_in_scope(&branch.then_branch),
                &mut |this| this.else_expr(otherwise, span),
            );
        }
        let condition =
            if self.is_constant(&branch.cond) { self.expr(&branch.cond) } else { self.condition(&branch.cond) };
        self.branch(condition, span, &mut |this| this.block(&branch.then_branch), &mut |this| {
            this.else_expr(otherwise, span)
        })
    }

    /// `if let PATTERN = value`.
    fn if_let(&mut self, condition: &ExprLet, span: Span, then: ArmBody<'_, 'a>, otherwise: ArmBody<'_, 'a>) -> Value {
        if let Some(value) = self.if_some(&condition.expr, &condition.pat, span, then, otherwise) {
            return value;
        }
        let scrutinee = self.scrutinee(&condition.expr);
        self.note_names(&condition.pat);
        let test = self.scrutinee_test(&condition.pat, &scrutinee);
        let then = |this: &mut Self| {
            this.bind_scrutinee(&condition.pat, &scrutinee);
            then(this)
        };
        match test {
            Some(test) => self.branch(test, span, &mut { then }, otherwise),
            None => self.scoped(then),
        }
    }

    /// A chain of conditions, some of which bind names: each is tested where those before it hold. What runs where one
    /// does not is lowered for each.
    fn if_chain(&mut self, condition: &Expr, span: Span, then: ArmBody<'_, 'a>, otherwise: ArmBody<'_, 'a>) -> Value {
        match strip(condition) {
            Expr::Let(condition) => self.if_let(condition, span, then, otherwise),
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) && has_let(condition) => {
                // Both need the other arm, one at a time.
                let otherwise = std::cell::RefCell::new(otherwise);
                self.if_chain(
                    &binary.left,
                    span,
                    &mut |this| this.if_chain(&binary.right, span, then, &mut |this| (otherwise.borrow_mut())(this)),
                    &mut |this| (otherwise.borrow_mut())(this),
                )
            }
            plain => {
                let test = if self.is_constant(plain) { self.expr(plain) } else { self.condition(plain) };
                self.branch(test, span, then, otherwise)
            }
        }
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
        let scrutinee = self.scrutinee(&branch.expr);
        branch.arms.iter().for_each(|arm| self.note_names(&arm.pat));
        if branch.arms.is_empty() {
            return self.unit(branch.match_token.span);
        }
        self.match_arms(&scrutinee, &branch.arms)
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
        let inner = content_pattern(pat).filter(|inner| !is_refutable(inner))?;
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
                this.bind_item(inner, item);
                then(this)
            },
            otherwise,
        ))
    }

    /// `let Some(x) = optional else { .. };`; none if the macro does not see through the expression.
    pub(super) fn let_some(&mut self, pat: &Pat, scrutinee: &Expr, otherwise: &Expr) -> Option<()> {
        let inner = content_pattern(pat).filter(|inner| !is_refutable(inner))?;
        let errors = self.diagnostics.count();
        let Some(optional) = self.optional_scrutinee(scrutinee) else {
            return (self.diagnostics.count() > errors).then_some(());
        };
        let span = pat.span();
        self.note_names(inner);
        let unit = self.unit(span);
        self.branch(optional.test, span, &mut |_| unit, &mut |this| this.expr(otherwise));
        let item = self.content_item(&optional, span);
        self.bind_item(inner, item);
        Some(())
    }

    fn optional_scrutinee(&mut self, expr: &Expr) -> Option<Optional> {
        if self.is_constant(expr) && !self.may_become_active(expr) { None } else { self.optional(expr) }
    }

    /// The first arm that matches. The last one needs no test: `rustc` checks that the arms are exhaustive.
    fn match_arms(&mut self, scrutinee: &Scrutinee, arms: &[Arm]) -> Value {
        let (arm, rest) = arms.split_first().expect("a match that is lowered has an arm");
        let span = arm.pat.span();
        let condition = if rest.is_empty() { None } else { self.arm_condition(scrutinee, &arm.pat, span) };
        let body = |this: &mut Self| {
            this.bind_scrutinee(&arm.pat, scrutinee);
            this.expr(&arm.body)
        };
        match condition {
            None => self.scoped(body),
            Some(condition) => {
                self.branch(condition, span, &mut { body }, &mut |this| this.match_arms(scrutinee, rest))
            }
        }
    }

    /// When an arm is taken: its pattern matches, then its guard holds.
    fn arm_condition(&mut self, scrutinee: &Scrutinee, pat: &Pat, span: Span) -> Option<Value> {
        let test = self.scrutinee_test(pat, scrutinee);
        let Pat::Guard(guarded) = pat else { return test };
        let guard = |this: &mut Self| {
            this.bind_scrutinee(&guarded.pat, scrutinee);
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

/// Whether a chain of `&&` contains `let`.
fn has_let(condition: &Expr) -> bool {
    match strip(condition) {
        Expr::Let(_) => true,
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}
