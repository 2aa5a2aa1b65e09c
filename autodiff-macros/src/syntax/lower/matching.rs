//! `if`, `if let` and `match`: a chain of branches, in the order in which Rust tests.

use super::Lowering;
use super::branch::ArmBody;
use super::optional::Optional;
use super::pattern::{binds, is_refutable};
use super::scrutinee::{Scrutinee, content_pattern};
use crate::graph::{Ty, Value};
use crate::syntax::scope::pattern_names;
use crate::syntax::scope::strip;
use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    BinOp, Expr, ExprIf, ExprLet, ExprMatch, Pat, PatGuard, PatReference, PatSlice, PatTuple, PatTupleStruct, Token,
    parse_quote,
};

/// What lowers the body of an arm.
pub(super) type Lower<'b, 'a> = &'b mut dyn FnMut(&mut Lowering<'a>, &Expr) -> Value;

impl<'a> Lowering<'a> {
    pub(super) fn if_expr(&mut self, branch: &ExprIf) -> Value {
        let span = branch.if_token.span;
        let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise);
        self.if_arms(branch, &mut |this| this.block_in_scope(&branch.then_branch), &mut |this| {
            this.else_expr(otherwise, span)
        })
    }

    /// An `if` with other arms than its own.
    pub(super) fn if_arms(&mut self, branch: &ExprIf, then: ArmBody<'_, 'a>, otherwise: ArmBody<'_, 'a>) -> Value {
        self.if_chain(&branch.cond, branch.if_token.span, then, otherwise)
    }

    /// `if let PATTERN = value`.
    fn if_let(&mut self, condition: &ExprLet, span: Span, then: ArmBody<'_, 'a>, otherwise: ArmBody<'_, 'a>) -> Value {
        if let Some(value) = self.if_some(&condition.expr, &condition.pat, span, then, otherwise) {
            return value;
        }
        let scrutinee = self.scrutinee(&condition.expr);
        self.note_names(&condition.pat);
        self.if_matches(&scrutinee, &alternatives(&condition.pat), span, then, otherwise)
    }

    /// The first of some patterns that matches, if one does.
    fn if_matches(
        &mut self,
        scrutinee: &Scrutinee,
        patterns: &[Pat],
        span: Span,
        then: ArmBody<'_, 'a>,
        otherwise: ArmBody<'_, 'a>,
    ) -> Value {
        let Some((pat, rest)) = patterns.split_first() else { return otherwise(self) };
        let test = self.scrutinee_test(pat, scrutinee);
        // Each pattern needs it, one at a time.
        let then = std::cell::RefCell::new(then);
        let body = |this: &mut Self| {
            this.bind_scrutinee(pat, scrutinee);
            (then.borrow_mut())(this)
        };
        match test {
            Some(test) => self.branch(test, span, &mut { body }, &mut |this| {
                this.if_matches(scrutinee, rest, span, &mut **then.borrow_mut(), otherwise)
            }),
            None => self.scoped(body),
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
        self.match_with(branch, &mut |this, body| this.expr(body))
    }

    /// A `match` whose arms are lowered by other means.
    pub(super) fn match_with(&mut self, branch: &ExprMatch, body: Lower<'_, 'a>) -> Value {
        if let Some(value) = self.match_option(branch, body) {
            return value;
        }
        let scrutinee = self.scrutinee(&branch.expr);
        branch.arms.iter().for_each(|arm| self.note_names(&arm.pat));
        if branch.arms.is_empty() {
            return self.unit(branch.match_token.span);
        }
        let arms: Vec<(Pat, &Expr)> = branch
            .arms
            .iter()
            .flat_map(|arm| alternatives(&arm.pat).into_iter().map(|pat| (pat, &*arm.body)))
            .collect();
        self.match_arms(&scrutinee, &arms, body)
    }

    /// A `match` of an element that may not be there.
    fn match_option(&mut self, branch: &ExprMatch, body: Lower<'_, 'a>) -> Option<Value> {
        let [first, second] = branch.arms.as_slice() else { return None };
        let (some, none) = if content_pattern(&first.pat).is_some() { (first, second) } else { (second, first) };
        if !matches!(&none.pat, Pat::Wild(_)) && !matches!(&none.pat, Pat::Ident(name) if name.ident == "None") {
            return None;
        }
        let span = branch.match_token.span;
        // Both arms need it, one at a time.
        let body = std::cell::RefCell::new(body);
        self.if_some(&branch.expr, &some.pat, span, &mut |this| (body.borrow_mut())(this, &some.body), &mut |this| {
            (body.borrow_mut())(this, &none.body)
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
        // `Some(ref mut x)` of a variable is `Some(x)` of a mutable reference to it.
        if let Pat::Ident(name) = inner
            && name.by_ref.is_some()
            && name.mutability.is_some()
            && matches!(strip(scrutinee), Expr::Path(_))
            && self.option_variable(scrutinee).is_some()
        {
            let ident = &name.ident;
            let lent: Expr = parse_quote!(&mut #scrutinee);
            let arm: syn::Arm = parse_quote!(Some(#ident) => {});
            return self.if_some(&lent, &arm.pat, span, then, otherwise);
        }
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
    fn match_arms(&mut self, scrutinee: &Scrutinee, arms: &[(Pat, &Expr)], lower: Lower<'_, 'a>) -> Value {
        let ((pat, body), rest) = arms.split_first().expect("a match that is lowered has an arm");
        let span = pat.span();
        let condition = if rest.is_empty() { None } else { self.arm_condition(scrutinee, pat, span) };
        // Each arm needs it, one at a time.
        let lower = std::cell::RefCell::new(lower);
        let arm = |this: &mut Self| {
            this.bind_scrutinee(pat, scrutinee);
            (lower.borrow_mut())(this, body)
        };
        match condition {
            None => self.scoped(arm),
            Some(condition) => self.branch(condition, span, &mut { arm }, &mut |this| {
                this.match_arms(scrutinee, rest, &mut **lower.borrow_mut())
            }),
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

/// The patterns that together match what a pattern matches: one for each of its alternatives that bind names.
pub(super) fn alternatives(pat: &Pat) -> Vec<Pat> {
    if !is_alternative(pat) {
        return vec![pat.clone()];
    }
    let of_elements = |elements: &Punctuated<Pat, Token![,]>| {
        let start = vec![Punctuated::<Pat, Token![,]>::new()];
        elements.iter().fold(start, |before, element| {
            let choices = alternatives(element);
            before
                .iter()
                .flat_map(|before| {
                    choices.iter().map(|choice| {
                        let mut elements = before.clone();
                        elements.push(choice.clone());
                        elements
                    })
                })
                .collect()
        })
    };
    match pat {
        Pat::Or(or) => or.cases.iter().flat_map(alternatives).collect(),
        Pat::Paren(inner) => alternatives(&inner.pat),
        Pat::Guard(inner) => {
            let inner_of = |pat: Pat| Pat::Guard(PatGuard { pat: Box::new(pat), ..inner.clone() });
            alternatives(&inner.pat).into_iter().map(inner_of).collect()
        }
        Pat::Reference(inner) => {
            let inner_of = |pat: Pat| Pat::Reference(PatReference { pat: Box::new(pat), ..inner.clone() });
            alternatives(&inner.pat).into_iter().map(inner_of).collect()
        }
        Pat::Tuple(tuple) => {
            of_elements(&tuple.elems).into_iter().map(|elems| Pat::Tuple(PatTuple { elems, ..tuple.clone() })).collect()
        }
        Pat::Slice(slice) => {
            of_elements(&slice.elems).into_iter().map(|elems| Pat::Slice(PatSlice { elems, ..slice.clone() })).collect()
        }
        Pat::TupleStruct(tuple) => of_elements(&tuple.elems)
            .into_iter()
            .map(|elems| Pat::TupleStruct(PatTupleStruct { elems, ..tuple.clone() }))
            .collect(),
        other => vec![other.clone()],
    }
}

/// Whether alternatives in a pattern bind names.
fn is_alternative(pat: &Pat) -> bool {
    match pat {
        Pat::Or(_) => binds(pat),
        Pat::Paren(inner) => is_alternative(&inner.pat),
        Pat::Guard(inner) => is_alternative(&inner.pat),
        Pat::Reference(inner) => is_alternative(&inner.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().any(is_alternative),
        Pat::Slice(slice) => slice.elems.iter().any(is_alternative),
        Pat::TupleStruct(tuple) => tuple.elems.iter().any(is_alternative),
        _ => false,
    }
}

/// Whether a chain of `&&` contains `let`.
pub(super) fn has_let(condition: &Expr) -> bool {
    match strip(condition) {
        Expr::Let(_) => true,
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}
