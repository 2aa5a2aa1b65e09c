//! Statements.

use super::branch::Exit;
use super::constant_pattern::is_compound;
use super::held_ranges::with_ends;
use super::typed::with_type;
use super::{Lowering, infer};
use crate::diagnostics::{Message, Place};
use crate::graph::{Ty, Value};
use crate::syntax::conditions::is_condition;
use crate::syntax::scope::strip;
use crate::syntax::types::ty_of;
use proc_macro2::{Ident, Span};
use std::rc::Rc;
use syn::spanned::Spanned;
use syn::{Attribute, Block, Expr, ExprPath, Item, Local, Pat, Stmt};

impl Lowering<'_> {
    /// A block, in a scope of its own.
    pub(super) fn block(&mut self, block: &Block) -> Value {
        self.scoped(|this| this.block_in_scope(block))
    }

    /// A block whose variables live in the scope that is open.
    pub(super) fn block_in_scope(&mut self, block: &Block) -> Value {
        self.statements(&block.stmts, block.brace_token.span.join())
    }

    fn statements(&mut self, stmts: &[Stmt], span: Span) -> Value {
        if let Some(stmts) = with_ends(stmts).or_else(|| self.with_numbered_arms(stmts)) {
            return self.statements(&stmts, span);
        }
        let mut value = None;
        let first_binding = self.bindings.len();
        for (position, stmt) in stmts.iter().enumerate() {
            let rest = &stmts[position + 1..];
            if let Stmt::Local(local) = stmt
                && let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_none())
                && self.chooses_place(&init.expr)
            {
                // The rest is lowered for each place, its items are not.
                self.items_of(rest);
                let rest: Vec<Stmt> = rest.iter().filter(|stmt| !matches!(stmt, Stmt::Item(_))).cloned().collect();
                return self.chosen(&local.pat, &init.expr, &mut |this| this.statements(&rest, span));
            }
            if let Stmt::Local(local) = stmt
                && let Some(stmts) = self.options_apart(local, rest)
            {
                self.check_attributes(&local.attrs);
                return self.statements(&stmts, span);
            }
            value = self.stmt(stmt).filter(|_| rest.is_empty());
            if !matches!(self.exit, Exit::Falls) {
                // Nothing after a `return` or a panic runs; items in the rest may still be used before it.
                self.items_of(rest);
                break;
            }
            self.settle(first_binding, rest, span);
        }
        match value {
            Some(value) => value,
            None => self.unit(span),
        }
    }

    /// A statement, and its value if it is an expression without a semicolon.
    pub(super) fn stmt(&mut self, stmt: &Stmt) -> Option<Value> {
        match stmt {
            Stmt::Local(local) => {
                self.local(local);
                None
            }
            Stmt::Item(item) => {
                self.local_item(item);
                None
            }
            Stmt::Expr(expr, semicolon) => {
                let value = self.statement_expr(expr, semicolon.is_some());
                if semicolon.is_some() && matches!(self.exit, Exit::Falls) {
                    self.dropped(value, expr);
                }
                semicolon.is_none().then_some(value)
            }
            Stmt::Macro(statement) => {
                let value = self.macro_call(&statement.mac, statement.mac.span());
                statement.semi_token.is_none().then_some(value)
            }
        }
    }

    fn statement_expr(&mut self, expr: &Expr, drops: bool) -> Value {
        // A semicolon alone.
        if matches!(expr, Expr::Verbatim(tokens) if tokens.is_empty()) {
            return self.unit(expr.span());
        }
        let popped = if drops { self.discarded_pop(expr).or_else(|| self.discarded_option(expr)) } else { None };
        popped.unwrap_or_else(|| self.expr(expr))
    }

    fn check_attributes(&mut self, attributes: &[Attribute]) {
        for attribute in attributes.iter().filter(|attribute| is_condition(attribute)) {
            self.error(Place::of(attribute), Message::conditional());
        }
    }

    fn local_item(&mut self, item: &Item) {
        let attributes = match item {
            Item::Const(item) => &item.attrs,
            Item::Static(item) => {
                if let syn::StaticMutability::Mut(token) = &item.mutability {
                    self.error(token.span(), Message::static_mut(&item.ident.to_string()));
                }
                &item.attrs
            }
            Item::Fn(item) => &item.attrs,
            Item::Struct(item) => &item.attrs,
            Item::Enum(item) => &item.attrs,
            Item::Type(item) => &item.attrs,
            Item::Trait(item) => &item.attrs,
            Item::Mod(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            other => {
                let help = "move it out of the function";
                self.error(other.span(), Message::unsupported("a function with this item in its body", help));
                return;
            }
        };
        self.check_attributes(attributes);
        self.items.push(item.clone());
    }

    fn items_of(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            if let Stmt::Item(item) = stmt {
                self.local_item(item);
            }
        }
    }

    fn local(&mut self, local: &Local) {
        let (pattern, annotation) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(Rc::new((*typed.ty).clone()))),
            pattern => (pattern, None),
        };
        let Some(init) = &local.init else {
            self.deferred(pattern, annotation);
            return;
        };
        if let Some(parts) = self.held_apart(local) {
            parts.iter().for_each(|part| self.local(part));
            return;
        }
        if let Some(item) = self.reference_item(&init.expr) {
            self.bind_item(pattern, item);
            return;
        }
        if let (Pat::Ident(pattern), Some(closure)) = (pattern, self.function_value(&init.expr)) {
            self.bind_closure(pattern, closure, &init.expr, annotation);
            return;
        }
        if let Pat::Ident(pattern) = pattern
            && self.bind_iterator(pattern, &init.expr)
        {
            return;
        }
        if matches!(pattern, Pat::Wild(_)) && self.discarded_pop(&init.expr).is_some() {
            return;
        }
        if let Some((_, otherwise)) = &init.diverge
            && self.let_some(pattern, &init.expr, otherwise).is_some()
        {
            return;
        }
        if let Some((_, otherwise)) = &init.diverge {
            let scrutinee = self.scrutinee(&init.expr);
            if matches!(self.exit, Exit::Falls) {
                self.let_else(pattern, &scrutinee, otherwise);
            }
            return;
        }
        if let (Pat::Ident(pattern), None) = (pattern, &annotation)
            && self.bind_lent(pattern, &init.expr)
        {
            return;
        }
        if let Pat::Ident(pattern) = pattern
            && self.bind_option(pattern, &init.expr, annotation.as_deref())
        {
            return;
        }
        if annotation.is_none()
            && is_compound(pattern)
            && let Some(part) = self.constant_part(&init.expr)
        {
            self.bind_constant_part(pattern, &part);
            return;
        }
        let typed = annotation.as_deref().map(|ty| with_type(&init.expr, ty));
        let expr = typed.as_ref().unwrap_or(&init.expr);
        let sliced = self.sliced(expr, annotation.as_deref());
        let converted = self.converted(expr, annotation.as_deref());
        let value = converted.unwrap_or_else(|| self.expr(sliced.as_ref().unwrap_or(expr)));
        if !matches!(self.exit, Exit::Falls) {
            return;
        }
        if let Some(annotation) = &annotation {
            self.check_vector(value, annotation);
            self.refine(value, &ty_of(annotation));
        }
        let is_option = self.is_option_in_words(expr);
        let is_iterator = matches!(strip(expr), Expr::MethodCall(_)) && self.is_sequence(expr);
        self.bind_pattern(pattern, value, annotation.clone());
        self.note_option_in_words(pattern, value, annotation.as_deref(), is_option);
        self.note_container(pattern, expr, annotation.as_deref());
        if is_iterator {
            self.note_iterator_in_words(pattern, value);
        }
    }

    /// `let x;`, assigned later.
    fn deferred(&mut self, pattern: &Pat, annotation: Option<Rc<syn::Type>>) {
        match pattern {
            Pat::Ident(pattern) if self.bind_deferred_option(pattern, annotation.as_deref()) => {}
            Pat::Ident(pattern) => self.bind(&pattern.ident, None, pattern.mutability.is_some(), annotation),
            Pat::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.deferred(element, None)),
            _ => self.error(Place::of(pattern), Message::pattern()),
        }
    }

    /// The type of an expression that stays in the user's words.
    pub(super) fn infer(&self, expr: &Expr) -> Ty {
        let local = |ident: &Ident| {
            let name = ident.to_string();
            match self.names.get(&name).and_then(|ids| ids.last()) {
                Some(&id) => self.type_of(id),
                None => self.constants.get(&name).cloned(),
            }
        };
        let is_variable = |name: &Ident| self.names.get(&name.to_string()).is_some_and(|ids| !ids.is_empty());
        let result = |path: &ExprPath| {
            let function = if path.path.get_ident().is_some_and(is_variable) { None } else { self.together(path) };
            function.and_then(|position| {
                let known = self.known[position].signature.clone();
                known.generics.params.is_empty().then(|| known.result.clone())
            })
        };
        infer::infer(expr, &infer::Around { local: &local, result: &result })
    }
}
